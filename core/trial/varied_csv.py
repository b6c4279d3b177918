"""A sweep and a grid as long tables of CSV: one row per figure, codes and plain numbers."""

import csv
import io
from collections.abc import Iterable, Iterator

from core.trial.outcome import Outcome
from core.trial.outcome_set import OUTCOMES
from core.trial.result_json import figure
from core.trial.robustness import MEASURES, Grid, GridCell
from core.trial.statistics import Estimate
from core.trial.sweep import Point, Swept

Row = tuple[object, ...]
_SWEEP = (
    *("field", "value", "versus", "outcome", "measure", "unit"),
    *("estimate", "low", "high", "count"),
)
_GRID = ("seed", "patients", "usable", "patient", "outcome", "unit", "estimate")


def sweep_csv(found: Swept) -> str:
    """Every outcome at each value that was run, then minus the same at the first."""
    return _written(_SWEEP, (*_at(found), *_minus(found)))


def grid_csv(found: Grid) -> str:
    """Every measure of each cell, each once, with the value of every axis."""
    fields = tuple(axis.field for axis in found.axes)
    rows = (row for cell in found.cells.values() for row in _cell(cell))
    return _written((*fields, *_GRID), rows)


def _at(found: Swept) -> Iterator[Row]:
    for point in found.points:
        for outcome in OUTCOMES:
            estimate = point.outcomes[outcome.code].estimate
            yield _row(found, point, "", outcome, estimate)


def _minus(found: Swept) -> Iterator[Row]:
    first, *later = found.points
    for point in later:
        for outcome in OUTCOMES:
            gap = point.differences[outcome.code]
            yield _row(found, point, first.value, outcome, gap)


def _row(found: Swept, point: Point, versus: str, outcome: Outcome, told: Estimate) -> Row:
    names = (found.field, point.value, versus, outcome.code, outcome.measure, outcome.unit)
    return (*names, *map(_plain, (told.value, told.low, told.high)), told.count)


def _cell(cell: GridCell) -> Iterator[Row]:
    patient = "" if cell.patient is None else cell.patient
    place = (*cell.place, cell.plan.seed, cell.plan.patients, cell.usable, patient)
    units = {outcome.code: outcome.unit for outcome in OUTCOMES}
    for code in MEASURES:
        yield (*place, code, units[code], _plain(cell.figures[code]))


def _plain(value: float) -> str:
    return figure(value) or ""


def _written(heads: tuple[str, ...], rows: Iterable[Row]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(heads)
    writer.writerows(rows)
    return out.getvalue()
