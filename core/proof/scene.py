"""A slab as the promises look at it: arrays over its cells, and what each row does there."""

from functools import cached_property

import numpy as np

from core.model.facts import ACTION_CODE, Axis, Phase
from core.model.terms import Action, Agent
from core.proof.cells import Mask, Whole
from core.proof.finding import Region
from core.proof.joint import JOINTS, Ends, allowed, share_of_fall
from core.proof.partition import Slab
from core.rules.numbers import Numbers


class Scene:
    """One slab with its arrays. `low`, `above` and the lines hold for all of its MAP."""

    def __init__(self, slab: Slab) -> None:
        self.slab, self.grid = slab, slab.grid
        lines = slab.grid.lines
        self.low = slab.last < lines["target.low"]
        self.above = slab.first > lines["target.high"]
        self.far = slab.last < lines["line.rescue"]
        self.high = slab.first >= lines["line.high"]
        self.at_once = slab.last < lines["line.start_at_once"]

    @cached_property
    def key(self) -> tuple[object, ...]:
        """Alike for two scenes of which every promise says the same."""
        slab = self.slab
        return (
            (self.grid.phase, self.low, self.above, self.far, self.high, self.at_once),
            tuple(slab.fixed.items()),
            tuple(mask.tobytes() for mask in slab.valid.values()),
            (slab.owner.shape, slab.owner.tobytes()),
            (slab.first, slab.last) if self._plays(Axis.MAP_FALL_SHARE, slab.owner) else None,
        )

    @property
    def numbers(self) -> Numbers:
        """The declared limits."""
        return self.grid.part.numbers

    @property
    def first(self) -> bool:
        """Whether this is the agent that every case has."""
        return self.grid.part.agent is Agent.NOREPINEPHRINE

    @property
    def raised(self) -> bool:
        """Whether the agent is titrated upwards at all."""
        return bool((self.grid.table.actions == ACTION_CODE[Action.RAISE]).any())

    @property
    def running(self) -> bool:
        """Whether the infusion runs."""
        return self.grid.phase is Phase.RUNNING

    def nowhere(self) -> Mask:
        """No cell at all."""
        return np.zeros((1,) * len(self.grid.cells), dtype=np.bool_)

    def ends(self, axis: Axis) -> Ends:
        """First and last value of each cell of a fact."""
        cells, fixed = self.grid.cells[axis], self.slab.fixed.get(axis)
        at = slice(None) if fixed is None else slice(fixed, fixed + 1)
        shaped = self.grid.shaped
        return Ends(shaped(axis, cells.first[at]), shaped(axis, cells.last[at]))

    def known(self, axis: Axis) -> Mask:
        """Where a fact is known."""
        return self.ends(axis).known

    def reached(self, axis: Axis, least: int) -> Mask:
        """Where a fact is known and at least so much."""
        return np.asarray(self.ends(axis).first >= least)

    def under(self, axis: Axis, most: int) -> Mask:
        """Where a fact is known and less than so much."""
        ends = self.ends(axis)
        return ends.known & (ends.last < most)

    def does(self, *actions: Action) -> Mask:
        """Where the deciding row takes one of the actions."""
        return np.isin(self.codes(), [ACTION_CODE[action] for action in actions])

    def codes(self) -> Whole:
        """The code of the action at each cell; -1 where nobody owns it."""
        return np.asarray(np.append(self.grid.table.actions, -1)[self.slab.owner])

    def can(self, *actions: Action) -> bool:
        """Whether any owning row takes one of the actions."""
        codes = {ACTION_CODE[action] for action in actions}
        return any(int(self.grid.table.actions[row]) in codes for row in self.slab.rows)

    def of_effect(self, values: Whole) -> Whole:
        """Values by [row, dose cell, step cell] laid out over the cells, by who owns them."""
        dose = self.grid.shaped(Axis.DOSE, np.arange(values.shape[1]))
        step = self.grid.shaped(Axis.STEP_SIZE, np.arange(values.shape[2]))
        return np.asarray(values[self.slab.owner, dose, step])

    def where_effect(self, flags: Mask) -> Mask:
        """The same for conditions, at no cost where no owning row meets them."""
        rows = list(self.slab.rows)
        return self.of_effect(flags) if flags[rows].any() else self.nowhere()

    def possible(self, mask: Mask) -> Mask:
        """What is left of some cells when the impossible ones are taken out."""
        if not mask.any():
            return mask
        for axis in self.grid.axes:
            if self._plays(axis, mask):
                mask = mask & self._shaped_valid(axis)
        return self._jointly(mask)

    def _plays(self, axis: Axis, mask: Whole) -> bool:
        """Whether an array tells the cells of a fact apart."""
        return axis in self.grid.cells and mask.shape[self.grid.axes.index(axis)] > 1

    def _shaped_valid(self, axis: Axis) -> Mask:
        return np.asarray(self.grid.shaped(axis, self.slab.valid[axis]))

    def _jointly(self, mask: Mask) -> Mask:
        for joint in JOINTS:
            if self._plays(joint.one, mask) and self._plays(joint.other, mask):
                mask = mask & allowed(joint, self.ends(joint.one), self.ends(joint.other))
        if self._plays(Axis.MAP_FALL, mask) and self._plays(Axis.MAP_FALL_SHARE, mask):
            pressure = (self.slab.first, self.slab.last)
            fall, share = self.ends(Axis.MAP_FALL), self.ends(Axis.MAP_FALL_SHARE)
            mask = mask & share_of_fall(pressure, fall, share)
        return mask

    def region(self, mask: Mask, index: tuple[int, ...]) -> Region:
        """The facts of one cell of a mask: first and last value of each that matters there."""
        found = {Axis.MAP: (self.slab.first, self.slab.last)}
        for axis, place in zip(self.grid.axes, index, strict=True):
            cells, at = self.grid.cells[axis], self.slab.fixed.get(axis, place)
            if axis in self.slab.fixed or self._plays(axis, mask):
                found[axis] = int(cells.first[at]), int(cells.last[at])
        return found
