"""A verdict as the code of its sentence and what is put into it.

Doses and times are written; agent, action and gate stay codes, which the room of the words writes.
"""

from dataclasses import dataclass
from datetime import timedelta

from core.quantity.measures import Dose, duration_text
from core.verdict.course import Course, course_of
from core.verdict.judge import BARS
from core.verdict.judge_rests import past_hard_limit
from core.verdict.judge_steps import deciding, set_at
from core.verdict.opportunity import Judged, Opportunity

NO_GATE = "none"
"""Stands for the gate where none was closed: the protocol said nothing."""

_SECOND = timedelta(seconds=1)
_BARRED = frozenset(rule.name for rule in BARS)


@dataclass(frozen=True, slots=True)
class Told:
    """The code of a sentence with its arguments, by the names that the texts use."""

    code: str
    args: dict[str, str]


def told(opportunity: Opportunity, judged: Judged) -> Told:
    """What is said of a verdict: the code is that of the rule's sentence."""
    args = _around(opportunity)
    if judged.rule not in _BARRED:
        args |= _within(course_of(opportunity), judged)
    return Told(f"{judged.code}.says", args)


def _around(of: Opportunity) -> dict[str, str]:
    """What is known without judging anything."""
    codes = {
        "agent": str(of.agent),
        "gate": NO_GATE if of.gate is None else str(of.gate),
        "action": None if of.action is None else str(of.action),
    }
    doses = {"before": of.before, "advised": of.advised, "hard": of.hard_limit}
    times = {"by": of.step_by, "until": of.delayed_until, "answered": of.call_answered}
    known = codes | _texts(doses) | _times(times)
    return {name: text for name, text in known.items() if text is not None}


def _within(course: Course, judged: Judged) -> dict[str, str]:
    """What was given and when, as far as it decided, and how long the opportunity lasted."""
    given = deciding(course)
    if judged.rule == "past-hard-limit":
        given = past_hard_limit(course) or given
    told = _texts({"given": given}) | _times({"at": set_at(course), "known": course.end})
    return {name: text for name, text in told.items() if text is not None}


def _texts(doses: dict[str, Dose | None]) -> dict[str, str | None]:
    return {name: None if dose is None else str(dose) for name, dose in doses.items()}


def _times(times: dict[str, timedelta | None]) -> dict[str, str | None]:
    """To the nearest second: what came just before a reading is written as at it."""
    return {
        name: None if time is None else duration_text(round(time / _SECOND) * _SECOND)
        for name, time in times.items()
    }
