"""How far a protocol bends: the same patients with other responses, lines, readings and misses.

Every pair of axes makes a table; what is not on it stays as it is in practice. A cell is a plan of
its own, so that any patient of it can be run again, or opened as a case, from the cell alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, as_completed
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from core.trial.arm_chunk import demand_arm
from core.trial.contrasts import Runner
from core.trial.outcome import found
from core.trial.outcome_set import OUTCOMES
from core.trial.plan import USUALLY_MISSED, Plan
from core.trial.record import Record
from core.trial.run import Progress, Tell, run

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
    Axis("missed_share", (0.0, USUALLY_MISSED, 0.3), USUALLY_MISSED),
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


def alone(plan: Plan) -> dict[str, Record]:
    """A plan run by this process: what a worker does with a cell.

    Raises:
        PlanError: an arm cannot be used with this plan.
    """
    return {arm.name: record for arm, record in zip(plan.arms, run(plan, workers=1), strict=True)}


def grid_of(
    plan: Plan,
    axes: Sequence[Axis] = AXES,
    tell: Tell = lambda _: None,
    executor: Executor | None = None,
    play: Runner = alone,
) -> Grid:
    """Run every cell of a plan with one arm; `tell` hears of the patients done.

    `executor` takes the cells, each as a whole, since a cell in parts costs nearly as much again
    for each part; without one they are run here. The result is the same. `play` runs a cell.

    Raises:
        ValueError: the plan has not exactly one arm, or there is but one axis.
        PlanError: an axis holds a value that no plan takes, or the arm cannot be used.
    """
    if len(plan.arms) != 1 or len(axes) < 2:  # noqa: PLR2004 - a table has two sides
        raise ValueError("a grid is of one protocol, and has at least two axes")
    plans = {place: plan_at(plan, axes, place) for place in places(axes)}
    demand_arm(plan, plan.arms[0])
    cells: dict[Place, GridCell] = {}
    for cell in _cells(plans, executor, play):
        cells[cell.place] = cell
        tell(Progress(len(cells) * plan.patients, len(plans) * plan.patients))
    return Grid(plan, tuple(axes), {place: cells[place] for place in plans})


def _cells(
    plans: Mapping[Place, Plan], executor: Executor | None, play: Runner
) -> Iterator[GridCell]:
    """Each cell as it comes."""
    if executor is None:
        yield from (_cell(place, each, play) for place, each in plans.items())
        return
    running = [executor.submit(_cell, place, each, play) for place, each in plans.items()]
    try:
        yield from (done.result() for done in as_completed(running))
    finally:
        for future in running:
            future.cancel()


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


def _cell(place: Place, plan: Plan, play: Runner) -> GridCell:
    (record,) = play(plan).values()
    kept = record.picked(record.usable)
    figures = {each.code: found(each, kept, plan.hours).estimate.value for each in _MEASURED}
    return GridCell(place, plan, len(kept), figures, typical(record))


def plan_at(plan: Plan, axes: Sequence[Axis], place: Place) -> Plan:
    """The plan of a cell.

    Raises:
        PlanError: an axis holds a value that no plan takes.
    """
    told: dict[str, Any] = {axis.field: value for axis, value in zip(axes, place, strict=True)}
    return replace(plan, **told)


def _place(axes: Sequence[Axis], told: Mapping[str, float]) -> Place:
    return tuple(_values(axes, told))


def _values(axes: Sequence[Axis], told: Mapping[str, float]) -> Iterator[float]:
    return (told.get(axis.field, axis.usual) for axis in axes)
