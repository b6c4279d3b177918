"""What each row makes of a dose, at both ends of each cell.

Every effect moves steadily with the dose and with what else it depends on: the size of the last
step, the starting dose, the dose before the stop. So the corners of a cell show the least and the
most that a row does anywhere in it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product

import numpy as np

from core.model.course import UNKNOWN
from core.model.facts import Axis
from core.proof.cells import Cells, Mask, Whole
from core.rules.compile import Protocol
from core.rules.table import Table


@dataclass(frozen=True, eq=False)
class Effects:
    """Doses in thousandths by [row, dose cell, step cell], one array per corner of the cell.

    The entry after the last row stands for no row at all and keeps the dose. What was judged of
    them is kept, because many slabs ask the same.
    """

    dose: tuple[Whole, ...]
    step: tuple[Whole, ...]
    ends: tuple[Whole, ...]
    judged: dict[tuple[object, ...], Mask] = field(default_factory=dict, repr=False)

    @cached_property
    def least_change(self) -> Whole:
        """The lowest signed change in the cell."""
        return np.asarray(np.minimum.reduce([end - dose for end, dose in self.corners()]))

    @cached_property
    def most_change(self) -> Whole:
        """The highest signed change in the cell."""
        return np.asarray(np.maximum.reduce([end - dose for end, dose in self.corners()]))

    @cached_property
    def least_end(self) -> Whole:
        """The lowest dose that the cell ends at."""
        return np.asarray(np.minimum.reduce(list(self.ends)))

    @cached_property
    def most_end(self) -> Whole:
        """The highest dose that the cell ends at."""
        return np.asarray(np.maximum.reduce(list(self.ends)))

    def once(self, key: tuple[object, ...], judge: Callable[[], Mask]) -> Mask:
        """A judgement of the effects, made once for every slab that asks for the same one."""
        if key not in self.judged:
            self.judged[key] = judge()
        return self.judged[key]

    def corners(self) -> list[tuple[Whole, Whole]]:
        """The end and the beginning at each corner, shaped alike."""
        return [
            (end, dose[np.newaxis, :, np.newaxis])
            for end, dose in zip(self.ends, self.dose, strict=True)
        ]


def effects_of(part: Protocol, table: Table, cells: Mapping[Axis, Cells]) -> Effects:
    """The effects of every row on the cells of dose and step size."""
    numbers, doses, steps = part.numbers, cells[Axis.DOSE], cells[Axis.STEP_SIZE]
    chosen = (numbers.start_least, numbers.start_most)
    last = (1, max(numbers.floor, numbers.stop_from))
    corners = list(product((doses.first, doses.last), (0, 1)))
    sizes = [np.maximum((steps.first, steps.last)[at], 1) for _, at in corners]
    return Effects(
        dose=tuple(dose for dose, _ in corners),
        step=tuple(sizes),
        ends=tuple(
            _ends(table, dose, size, (chosen[at], last[at]))
            for (dose, at), size in zip(corners, sizes, strict=True)
        ),
    )


def _ends(table: Table, dose: Whole, step: Whole, begun: tuple[int, int]) -> Whole:
    shape = (len(table.rows), len(dose), len(step))
    rows, doses, steps = (part.ravel() for part in np.indices(shape))
    facts = np.full((rows.size, len(Axis)), UNKNOWN, dtype=np.int64)
    facts[:, Axis.DOSE], facts[:, Axis.STEP_SIZE] = dose[doses], step[steps]
    chosen, last = (np.full(rows.size, value, dtype=np.int64) for value in begun)
    ends = table.new_dose(rows, facts, chosen=chosen, last=last).reshape(shape)
    kept = np.broadcast_to(dose[np.newaxis, :, np.newaxis], (1, *shape[1:]))
    return np.concatenate([ends, kept])
