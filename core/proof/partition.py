"""The partition of one agent's table for one band and phase: slabs, each cut into cells.

A slab is one interval of MAP and, while the infusion runs, one of the time since the last change.
Within it only the facts that its rows still ask about are cut; who owns a cell is found by
painting the rows as boxes, the last one first.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from core.model.facts import Axis, Phase
from core.proof.cells import MAP_DOMAIN, Cells, Mask, Whole, cut, domain
from core.proof.declared import promised_cuts
from core.proof.effects import Effects, effects_of
from core.proof.joint import JOINTS, Ends, allowed
from core.rules.boxes import band_lines
from core.rules.compile import Protocol
from core.rules.table import ANY, Table

NOBODY = -1
MOST_CELLS = 2_000_000
"""A slab with more cells is not painted: the protocol asks about too many facts at once."""

Boxes = list[tuple[int, dict[Axis, slice]]]
"""Rows in order, each with the cells it takes on the facts it asks about."""
Age = tuple[Mapping[Axis, int], Mapping[Axis, Mask]]


class TooManyCellsError(ValueError):
    """A slab that would have more cells than are ever painted."""


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """What the slabs of one band and phase share: the facts that are cut, the cells, the effects.

    `lines` are the named lines of the band in mmHg; `asked` are the cells that each row takes, in
    the order of the rows, on the facts it asks about; `ages` the cells of the time since the last
    change, each with what it leaves possible of other facts.
    """

    part: Protocol
    table: Table
    phase: Phase
    lines: Mapping[str, int]
    pressures: Cells
    cells: Mapping[Axis, Cells]
    effects: Effects
    asked: Mapping[int, Mapping[Axis, slice]]
    ages: tuple[Age, ...]

    @property
    def axes(self) -> tuple[Axis, ...]:
        """The facts that are cut, in the order of the dimensions."""
        return tuple(self.cells)

    def shaped(self, axis: Axis, lane: Whole) -> Whole:
        """A value per cell of one fact, shaped to stand beside the painted cells."""
        shape = [1] * len(self.cells)
        shape[self.axes.index(axis)] = len(lane)
        return lane.reshape(shape)


@dataclass(frozen=True)
class Slab:
    """The cells of one slab. A fact that no row asks about there has one cell.

    `first` and `last` are its MAP, `fixed` the cell of each fact that the slab has one of, and
    `valid` which cells of a fact are possible in it.
    """

    grid: Grid
    first: int
    last: int
    fixed: Mapping[Axis, int]
    valid: Mapping[Axis, Mask] = field(repr=False)
    owner: Whole = field(repr=False)

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The rows that own a cell, possible or not."""
        return tuple(int(row) for row in np.unique(self.owner) if row != NOBODY)


def grid_of(
    part: Protocol,
    band: int,
    phase: Phase,
    more: Mapping[Axis, set[int]],
    alike: Grid | None = None,
) -> Grid:
    """The grid of a phase for one band; `more` are cuts that somebody else wants too.

    The grid of another band, `alike` but for MAP, may be handed in to be used again.
    """
    table, lines = part.tables[band], band_lines(part.file, part.bands[band])
    cuts = asked_cuts(table, phase)
    for wanted in (promised_cuts(part.numbers, phase, lines), more):
        for axis, values in wanted.items():
            cuts[axis] = cuts.get(axis, set()) | values
    pressures = cut(Axis.MAP, (*MAP_DOMAIN, False), cuts.pop(Axis.MAP))
    if alike is not None:
        return replace(alike, table=table, lines=lines, pressures=pressures)
    cells = {
        axis: cut(axis, domain(axis, phase, part.numbers), cuts[axis]) for axis in sorted(cuts)
    }
    asked = {row: _asked(table, row, cells) for row in rows_of(table, phase)}
    effects = effects_of(part, table, cells)
    ages = _ages(cells, phase)
    return Grid(part, table, phase, lines, pressures, cells, effects, asked, ages)


def _asked(table: Table, row: int, cells: Mapping[Axis, Cells]) -> dict[Axis, slice]:
    intervals = {axis: (int(table.low[row, axis]), int(table.high[row, axis])) for axis in cells}
    return {
        axis: cells[axis].inside(interval)
        for axis, interval in intervals.items()
        if interval != ANY
    }


def asked_cuts(table: Table, phase: Phase) -> dict[Axis, set[int]]:
    """Every number that a row of the phase compares a fact with; some facts are always there."""
    found: dict[Axis, set[int]] = {Axis.MAP: set(), Axis.DOSE: set(), Axis.STEP_SIZE: set()}
    for row in rows_of(table, phase):
        for axis in Axis:
            ends = {int(table.low[row, axis]), int(table.high[row, axis])}
            if axis is not Axis.PHASE and ends != set(ANY):
                found[axis] = found.get(axis, set()) | ends
    return found


def rows_of(table: Table, phase: Phase) -> list[int]:
    """The rows of a phase by their index."""
    return [int(row) for row in np.flatnonzero(table.low[:, Axis.PHASE] == phase)]


def slabs_of(
    grid: Grid, *, merged: bool = True, wanted: Collection[int] | None = None
) -> Iterator[Slab]:
    """The slabs from the lowest MAP to the highest.

    Where `merged`, rows at the end of a slab that answer alike are painted as the last of them.
    With `wanted` only the slabs that one of these rows may win in; it is asked before each.

    Raises:
        TooManyCellsError: a slab would have more cells than are painted.
    """
    ends = zip(grid.pressures.first.tolist(), grid.pressures.last.tolist(), strict=True)
    for first, last in ends:
        possible = {axis: _at_pressure(grid, axis, first) for axis in grid.cells}
        for fixed, aged in grid.ages:
            valid = {
                axis: cells & aged[axis] if axis in aged else cells
                for axis, cells in possible.items()
            }
            boxes = _boxes(grid, first, fixed, valid)
            if wanted is None or any(row in wanted for row, _ in boxes):
                owner = _painted(grid, _merged(grid, boxes) if merged else boxes)
                yield Slab(grid, first, last, fixed, valid, owner)


def _painted(grid: Grid, boxes: Boxes) -> Whole:
    asked = {axis for _, box in boxes for axis in box}
    shape = tuple(len(cells) if axis in asked else 1 for axis, cells in grid.cells.items())
    if np.prod(shape, dtype=np.int64) > MOST_CELLS:
        raise TooManyCellsError(grid.phase.name.lower())
    owner = np.full(shape, NOBODY, dtype=np.int16)
    for row, box in reversed(boxes):
        owner[tuple(box.get(axis, slice(None)) for axis in grid.cells)] = row
    return owner


def _merged(grid: Grid, boxes: Boxes) -> Boxes:
    """Without the rows that answer as the row that takes all after them does."""
    if not boxes or boxes[-1][1]:
        return boxes
    *above, rest = boxes
    while above and _answer(grid, above[-1][0]) == _answer(grid, rest[0]):
        above.pop()
    return [*above, rest]


def _answer(grid: Grid, row: int) -> tuple[int, int, int]:
    table = grid.table
    return int(table.actions[row]), int(table.effect[row]), int(table.amount[row])


def _boxes(
    grid: Grid, pressure: int, fixed: Mapping[Axis, int], valid: Mapping[Axis, Mask]
) -> Boxes:
    """The rows that may win in a slab, each with the cells it takes.

    Rows below one that takes all are left out, and what is always true there is not asked.
    """
    boxes: Boxes = []
    for row, box in grid.asked.items():
        low, high = grid.table.low[row, Axis.MAP], grid.table.high[row, Axis.MAP]
        if not low <= pressure < high:
            continue
        taken = {axis: valid[axis][part].sum() for axis, part in box.items()}
        if all(taken.values()):
            asked = {
                axis: part
                for axis, part in box.items()
                if axis not in fixed and taken[axis] != valid[axis].sum()
            }
            boxes.append((row, asked))
            if not asked:
                break
    return boxes


def _ages(cells: Mapping[Axis, Cells], phase: Phase) -> tuple[Age, ...]:
    """The cells of the time since the last change, with what each leaves possible."""
    if phase is not Phase.RUNNING:
        return (({}, {}),)
    return tuple(
        ({Axis.SINCE_CHANGE: age}, _beside(cells, {Axis.SINCE_CHANGE: age}))
        for age in range(len(cells[Axis.SINCE_CHANGE]))
    )


def _beside(cells: Mapping[Axis, Cells], fixed: Mapping[Axis, int]) -> dict[Axis, Mask]:
    """Which cells of the other facts are possible beside one cell of a fact."""
    found = {axis: np.arange(len(cells[axis])) == at for axis, at in fixed.items()}
    for joint in JOINTS:
        for axis, other in ((joint.one, joint.other), (joint.other, joint.one)):
            if other in fixed and axis in cells:
                here = Ends(cells[axis].first, cells[axis].last)
                there = _one_cell(cells[other], fixed[other])
                pair = (here, there) if axis is joint.one else (there, here)
                found[axis] = found.get(axis, True) & allowed(joint, *pair)
    return found


def _one_cell(cells: Cells, at: int) -> Ends:
    return Ends(cells.first[at : at + 1], cells.last[at : at + 1])


def _at_pressure(grid: Grid, axis: Axis, pressure: int) -> Mask:
    """Which cells of a fact are possible at a MAP: the joint limits of one fact with MAP.

    The runs are known on their own side of the band only; a step made at or above target has
    had its low reading once MAP is low; the diastolic pressure is no higher than the mean.
    """
    cells, low, high = grid.cells[axis], grid.lines["target.low"], grid.lines["target.high"]
    known_exactly_if = {
        Axis.BELOW_TARGET_FOR: pressure < low,
        Axis.AT_TARGET_FOR: pressure >= low,
        Axis.ABOVE_TARGET_FOR: pressure > high,
    }
    if grid.phase is not Phase.OFF:
        known_exactly_if[Axis.SINCE_STOP] = grid.phase is Phase.WATCH
    if axis in known_exactly_if:
        return cells.known if known_exactly_if[axis] else ~cells.known
    if axis is Axis.LOW_READINGS_SINCE_STEP and pressure < low:
        return ~cells.known | (cells.last >= 1)
    if axis is Axis.DIASTOLIC:
        return ~cells.known | (cells.first <= pressure)
    if axis is Axis.TARGET:
        return (cells.first <= low) & (low <= cells.last)
    return np.ones(len(cells), dtype=np.bool_)
