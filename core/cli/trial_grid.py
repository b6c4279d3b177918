"""`pressor trial --protocol A --grid`: how far a protocol bends, as tables of heat."""

from collections.abc import Iterator
from concurrent.futures import Executor

from core.trial.grid_view import axis_text, title_of, usual_text, value_text
from core.trial.plan import Plan
from core.trial.result_text import aligned, number
from core.trial.robustness import AXES, MEASURES, Axis, Grid, GridCell, grid_of
from core.trial.run import Tell
from core.view.wording import Words

PATIENT = "patient"


def run_grid(plan: Plan, tell: Tell, executor: Executor | None) -> Grid:
    """Every cell of the one arm of a plan; `executor` runs them side by side.

    Raises:
        ValueError: there is more than one arm.
    """
    if len(plan.arms) != 1:
        raise ValueError("--grid: it takes one protocol: leave --versus out")
    return grid_of(plan, AXES, tell, executor)


def grid_text(found: Grid, words: Words) -> str:
    """A table per pair of axes and measure, and one of the patients who can be opened."""
    blocks = [
        title_of(found, words),
        words.say("trial.rests-on"),
        usual_text(found, words),
        *_tables(found, words),
        words.say("trial.grid.patients", {"seed": str(found.plan.seed)}),
    ]
    return "\n\n".join(blocks)


def _tables(found: Grid, words: Words) -> Iterator[str]:
    for rows, columns in found.pairs:
        for measure in (*MEASURES, PATIENT):
            yield _table(found, rows, columns, measure, words)


def _table(found: Grid, rows: Axis, columns: Axis, measure: str, words: Words) -> str:
    names = {"rows": axis_text(rows, words), "columns": axis_text(columns, words)}
    code = "trial.grid.patient" if measure == PATIENT else f"trial.outcome.{measure}"
    title = words.say("trial.grid.table", {"measure": words.say(code), **names})
    lines = [
        (f"  {value_text(value)}", *(_told(cell, measure, words) for cell in cells))
        for value, cells in zip(rows.values, found.table(rows, columns), strict=True)
    ]
    heads = ("", *(value_text(value) for value in columns.values))
    return f"{title}\n{aligned([heads, *lines])}"


def _told(cell: GridCell, measure: str, words: Words) -> str:
    if measure != PATIENT:
        return number(cell.figures[measure], words)
    return words.say("trial.nothing") if cell.patient is None else str(cell.patient)
