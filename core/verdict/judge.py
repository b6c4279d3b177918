"""Was a step right? Pure: the written rules in order of precedence; the first that fits decides.

The definitions stand in `resources/help/verdicts.md`, what each rule says in
`resources/texts/verdict.toml`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.verdict import judge_rests as rests
from core.verdict import judge_steps as steps
from core.verdict.course import Course, course_of
from core.verdict.opportunity import Judged, Opportunity, Verdict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """One written rule: its name, the verdict it gives, and when it fits."""

    name: str
    verdict: Verdict
    fits: Callable[[T], bool]


BARS: tuple[Rule[Opportunity], ...] = (
    Rule("artefact", Verdict.UNKNOWN, rests.is_on_artefact),
    Rule("no-advice", Verdict.UNKNOWN, rests.has_no_advice),
    Rule("pause", Verdict.UNKNOWN, rests.is_paused),
    Rule("unknown-dose", Verdict.UNKNOWN, rests.is_dose_unknown),
)
"""The rules under which nothing can be judged; they come first."""

RULES: tuple[Rule[Course], ...] = (
    Rule("past-hard-limit", Verdict.WRONG_SIZE, rests.passed_hard_limit),
    Rule("wrong-way", Verdict.WRONG_DIRECTION, steps.went_the_wrong_way),
    Rule("unasked-stop", Verdict.WRONG_SIZE, steps.stopped_unasked),
    Rule("large-step", Verdict.WRONG_SIZE, steps.went_too_far),
    Rule("mended-step", Verdict.RIGHT, steps.was_mended),
    Rule("advised-step", Verdict.RIGHT, steps.stood_in_time),
    Rule("step-after-delay", Verdict.LATE, steps.stood_when_said),
    Rule("late-step", Verdict.LATE, steps.stood_late),
    Rule("change-away", Verdict.WRONG_DIRECTION, rests.moved_away),
    Rule("early-change", Verdict.WRONG_SIZE, rests.moved_unasked),
    Rule("answered-call", Verdict.RIGHT, rests.was_answered_in_time),
    Rule("late-call", Verdict.LATE, rests.was_answered),
    Rule("uncharted-call", Verdict.UNKNOWN, rests.is_call_uncharted),
    Rule("pause-before-deadline", Verdict.UNKNOWN, rests.was_paused_first),
    Rule("early-next-reading", Verdict.UNKNOWN, rests.was_overtaken),
    Rule("end-of-chart", Verdict.UNKNOWN, rests.ran_out),
    Rule("small-step", Verdict.WRONG_SIZE, steps.fell_short),
    Rule("step-taken-back", Verdict.NOT_DONE, steps.was_taken_back),
    Rule("declined-step", Verdict.NOT_DONE, steps.was_put_off),
    Rule("accepted-only", Verdict.NOT_DONE, steps.was_only_answered),
    Rule("missed-step", Verdict.NOT_DONE, steps.was_missed),
    Rule("missed-call", Verdict.NOT_DONE, rests.was_not_called),
    Rule("dose-put-back", Verdict.NOT_INDICATED, rests.was_put_back),
    Rule("kept-dose", Verdict.NOT_INDICATED, rests.was_kept),
)
"""The rules on what was given, in order of precedence."""


def judge(opportunity: Opportunity) -> Judged:
    """The verdict on an opportunity, with the rule it rests on. Every opportunity has one.

    Raises:
        LookupError: no rule fits; with all the rules in place there is always one.
    """
    judged = _first(BARS, opportunity) or _first(RULES, course_of(opportunity))
    if judged is None:
        raise LookupError(f"no rule fits {opportunity}")
    return judged


def _first(rules: tuple[Rule[T], ...], subject: T) -> Judged | None:
    fitting = (Judged(rule.verdict, rule.name) for rule in rules if rule.fits(subject))
    return next(fitting, None)
