"""How far a protocol bends: the same patients with other responses, lines, readings and misses.

Every pair of axes makes a table; what is not on it stays as it is in practice. A cell is a plan of
its own, so that any patient of it can be run again, or opened as a case, from the cell alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from core.trial.contrasts import Runner
from core.trial.outcome import found
from core.trial.outcome_set import OUTCOMES
from core.trial.plan import Plan
from core.trial.record import Record
from core.trial.run import Progress, Tell

MEASURES = ("in_band", "below_65", "mdape_percent")
"""The outcomes of a table, by code."""
_MEASURED = tuple(outcome for outcome in OUTCOMES if outcome.code in MEASURES)


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing that is varied: the field of a plan, its values, and the one of practice."""

    field: str
    values: tuple[float, ...]
    usual: float


AXES = (
    Axis("response_factor", (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0), 1.0),
    Axis("line_lag_s", (0, 60, 300), 0),
    Axis("reading_factor", (0.5, 1.0, 2.0, 4.0), 1.0),
    Axis("missed_share", (0.0, 0.1, 0.3), 0.0),
)
"""Response from a tenth to ten times, seconds more in the line, time between readings, and the
share of readings that are not taken when due. Source of the values: local assumption, but for the
response, whose values are those of Rinehart's grid."""
Place = tuple[float, ...]
"""A value per axis, in the sequence of the axes."""


@dataclass(frozen=True, slots=True, eq=False)
class GridCell:
    """One cell: its place, its plan, and what became of the `usable` patients.

    `figures` are the measures by code, NaN where nothing is defined. `patient` is the id of a
    typical one: the median of the time in band; None where nobody counts.
    """

    place: Place
    plan: Plan
    usable: int
    figures: Mapping[str, float]
    patient: int | None


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Every cell that a table needs, by its place."""

    plan: Plan
    axes: tuple[Axis, ...]
    cells: Mapping[Place, GridCell]

    def table(self, rows: Axis, columns: Axis) -> tuple[tuple[GridCell, ...], ...]:
        """The cells of a pair of axes, one row after the other."""
        return tuple(
            tuple(
                self.cells[_place(self.axes, {rows.field: row, columns.field: column})]
                for column in columns.values
            )
            for row in rows.values
        )

    @property
    def pairs(self) -> tuple[tuple[Axis, Axis], ...]:
        """Every pair of axes, the one with more to say as rows."""
        return tuple(combinations(self.axes, 2))


def places(axes: Sequence[Axis]) -> tuple[Place, ...]:
    """The places of all tables, each once."""
    found_places: dict[Place, None] = {}
    for one, other in combinations(axes, 2):
        for row in one.values:
            for column in other.values:
                found_places[_place(axes, {one.field: row, other.field: column})] = None
    return tuple(found_places)


def grid_of(plan: Plan, run: Runner, axes: Sequence[Axis], tell: Tell = lambda _: None) -> Grid:
    """Run every cell of a plan with one arm; `tell` hears of the patients done.

    Raises:
        ValueError: the plan has not exactly one arm, or there is but one axis.
        PlanError: an axis holds a value that no plan takes.
    """
    if len(plan.arms) != 1 or len(axes) < 2:  # noqa: PLR2004 - a table has two sides
        raise ValueError("a grid is of one protocol, and has at least two axes")
    plans = {place: _plan_at(plan, axes, place) for place in places(axes)}
    cells: dict[Place, GridCell] = {}
    for place, each in plans.items():
        (record,) = run(each).values()
        cells[place] = _cell(place, each, record)
        tell(Progress(len(cells) * plan.patients, len(plans) * plan.patients))
    return Grid(plan, tuple(axes), cells)


def opened(cell: GridCell) -> Plan:
    """The plan of the one patient of a cell that can be opened: the very same course.

    Raises:
        ValueError: nobody counts in it.
    """
    if cell.patient is None:
        raise ValueError("nobody counts in this cell: there is no patient to open")
    return replace(cell.plan, first=cell.patient, patients=1)


def typical(record: Record) -> int | None:
    """The id of the patient in the middle by time in band, of two the worse; ties by id."""
    kept = record.picked(record.usable)
    if not len(kept):
        return None
    share = kept.seconds_in_band / np.maximum(kept.seconds_followed, 1)
    middle = np.lexsort((kept.ids, share))[(len(kept) - 1) // 2]
    return int(kept.ids[middle])


def _cell(place: Place, plan: Plan, record: Record) -> GridCell:
    kept = record.picked(record.usable)
    figures = {each.code: found(each, kept, plan.hours).estimate.value for each in _MEASURED}
    return GridCell(place, plan, len(kept), figures, typical(record))


def _plan_at(plan: Plan, axes: Sequence[Axis], place: Place) -> Plan:
    told: dict[str, Any] = {axis.field: value for axis, value in zip(axes, place, strict=True)}
    return replace(plan, **told)


def _place(axes: Sequence[Axis], told: Mapping[str, float]) -> Place:
    return tuple(_values(axes, told))


def _values(axes: Sequence[Axis], told: Mapping[str, float]) -> Iterator[float]:
    return (told.get(axis.field, axis.usual) for axis in axes)
