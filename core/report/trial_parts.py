"""The report of a trial as parts to print: arms, plan, patients, outcomes, differences, methods."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence

from core.report.part import ReportPart
from core.report.trial_plan import plan_rows
from core.trial.plan import Arm, Plan
from core.trial.result import Result
from core.trial.result_text import counted_rows
from core.trial.result_view import ResultView
from core.view.wording import Words

_NAMED = (22.0, 78.0)
_ARM = (26.0, 10.0, 64.0)
_LABEL, _NARROW, _FEW = 34.0, 20.0, 6
"""The width of the names of outcomes, and that where there are more columns than so many."""


def opening_parts(result: Result, words: Words) -> Iterator[ReportPart]:
    """What was tried on whom: the arms, the plan, and who counts."""
    yield arms_part(result.plan.arms, words, "arms")
    yield plan_part(result.plan, words)
    names = [arm.name for arm in result.plan.arms]
    yield figures_part("counted", ("", *names), list(counted_rows(result, words)), words)


def outcome_parts(view: ResultView, words: Words) -> Iterator[ReportPart]:
    """Every outcome of each arm, and of two and more the differences pair by pair."""
    label, *heads = view.heads
    count = len(view.arms)
    told = [(row.label, *row.cells[:count]) for row in view.rows]
    yield figures_part("outcomes", (label, *heads[:count]), told, words)
    if len(heads) > count:
        gaps = [(row.label, *row.cells[count:]) for row in view.rows]
        says = (view.notes[0],)
        yield figures_part("differences", (label, *heads[count:]), gaps, words, says)


def closing_parts(
    notes: Sequence[str], versions: Mapping[str, str], words: Words
) -> Iterator[ReportPart]:
    """How the figures came about, and with what."""
    yield ReportPart(words.say("trial-report.methods"), tuple(notes), (), (), ())
    rows = [(words.say(f"trial-report.made-row.{name}"), told) for name, told in versions.items()]
    says = (words.say("trial-report.again"),)
    yield ReportPart(words.say("trial-report.made"), says, (), tuple(rows), _NAMED)


def arms_part(arms: Sequence[Arm], words: Words, code: str) -> ReportPart:
    """Which texts were tried, each by its name, its version and the digest of every letter."""
    columns = tuple(words.say(f"trial-report.column-{name}") for name in ("arm", "version", "sha"))
    rows = tuple((arm.name, version_of(arm), arm.hash) for arm in arms)
    return ReportPart(words.say(f"trial-report.{code}"), (), columns, rows, _ARM)


def plan_part(plan: Plan, words: Words) -> ReportPart:
    """The plan in words."""
    return ReportPart(words.say("trial-report.plan"), (), (), plan_rows(plan, words), _NAMED)


def figures_part(
    code: str,
    columns: tuple[str, ...],
    rows: Sequence[tuple[str, ...]],
    words: Words,
    says: tuple[str, ...] = (),
) -> ReportPart:
    """A table of figures, whose columns share what the names leave."""
    label = _LABEL if len(columns) <= _FEW else _NARROW
    each = (100.0 - label) / max(1, len(columns) - 1)
    widths = (label, *(each for _ in columns[1:]))
    return ReportPart(words.say(f"trial-report.{code}"), says, columns, tuple(rows), widths)


def version_of(arm: Arm) -> str:
    """The version that the text of an arm gives itself; nothing where it gives none."""
    try:
        return str(tomllib.loads(arm.text).get("version", ""))
    except tomllib.TOMLDecodeError:
        return ""
