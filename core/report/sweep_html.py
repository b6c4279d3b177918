"""The report of a sweep: a field at several values, the outcomes at each, and what changed."""

from collections.abc import Iterable, Iterator

from core.report.part import ReportPart
from core.report.report import Report, label_of
from core.report.sweep_curve import sweep_drawing
from core.report.trial_parts import arms_part, closing_parts, figures_part, plan_part
from core.trial.plan import Arm
from core.trial.result import own_versions
from core.trial.sweep import Swept
from core.trial.sweep_rows import Row, at_rows, changed_rows, minus_rows, not_run_rows
from core.trial.sweep_view import sweep_view
from core.view.wording import Words

_PAIR = (18.0, 82.0)


def sweep_report(found: Swept, arm: Arm, words: Words) -> Report:
    """What stands in it; `arm` is the protocol as it is."""
    view = sweep_view(found, words)
    names = {"arms": found.base, "field": view.field}
    notes = (words.say("trial.seen"), words.say("trial.methods"))
    return Report(
        title=words.say("trial-report.title-sweep", names),
        label=label_of([found.base], found.plan.seed, words),
        head=(view.title, words.say("trial.rests-on"), view.counted),
        before=(
            arms_part([arm], words, "protocol"),
            plan_part(found.plan, words),
            *_values(found, words),
            *_tables(found, words),
        ),
        shown=(words.say("trial-report.sweep-curves"),),
        pictures=tuple(sweep_drawing(view, curve, words) for curve in view.curves),
        after=tuple(closing_parts(notes, own_versions(), words)),
    )


def _values(found: Swept, words: Words) -> Iterator[ReportPart]:
    """What changes with each value, and which were not run and why."""
    rows = tuple(changed_rows(found, words))
    yield _listed(words.say("trial.sweep.changed"), "changes", rows, words)
    unrun = tuple(not_run_rows(found, words))
    if unrun:
        yield _listed(words.say("trial.sweep.not-run"), "why", unrun, words)


def _listed(
    heading: str, column: str, rows: tuple[tuple[str, str], ...], words: Words
) -> ReportPart:
    columns = tuple(words.say(f"trial-report.column-{name}") for name in ("value", column))
    return ReportPart(heading.rstrip(":"), (), columns, rows, _PAIR)


def _tables(found: Swept, words: Words) -> Iterator[ReportPart]:
    yield _table("at-values", at_rows(found, words), words)
    if len(found.points) > 1:
        told = words.say("trial.sweep.differences", {"value": found.points[0].value})
        yield _table("differences", minus_rows(found, words), words, (told,))


def _table(code: str, rows: Iterable[Row], words: Words, says: tuple[str, ...] = ()) -> ReportPart:
    heads, *others = rows
    return figures_part(code, heads, others, words, says)
