"""The doses that two rows end at over the doses and step sizes of a cell."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import product

import numpy as np

from core.model.course import UNKNOWN, Lane
from core.model.facts import Axis
from core.model.terms import Agent
from core.rules.compile import Protocol
from core.rules.table import Table

Ends = tuple[int, int]
"""First and last value of a cell."""


@dataclass(frozen=True, slots=True)
class DoseDifference:
    """The point of a cell at which two rows differ most, in thousandths; `step` may be unknown."""

    dose: int
    step: int
    before: int
    now: int

    @property
    def size(self) -> int:
        """How much more the present version advises; negative where it is less."""
        return self.now - self.before


@dataclass(frozen=True, slots=True)
class Rows:
    """The deciding row of each version in some cells."""

    before: int
    now: int


@dataclass(frozen=True, slots=True)
class DoseTables:
    """The tables of one agent and band in both versions, and the starting dose of each."""

    tables: tuple[Table, Table]
    begins: tuple[int, int]
    usual: int
    known: dict[tuple[Rows, Ends, Ends], DoseDifference] = field(default_factory=dict)

    def difference(self, rows: Rows, doses: Ends, steps: Ends) -> DoseDifference:
        """Where two rows differ most in a cell of dose and step size; 0 where they never do.

        Looked at are all doses, and every step size at which an effect bends: between two of them
        each effect moves steadily.
        """
        key = (rows, doses, steps)
        if key not in self.known:
            self.known[key] = self._compared(rows, doses, steps)
        return self.known[key]

    def _compared(self, rows: Rows, doses: Ends, steps: Ends) -> DoseDifference:
        each = list(zip(self.tables, (rows.before, rows.now), self.begins, strict=True))
        sizes = _within(steps, {int(table.amount[row]) for table, row, _ in each})
        points = np.array(list(product(range(doses[0], doses[1] + 1), sizes)), dtype=np.int64)
        before, now = (_ends(table, row, points, begins) for table, row, begins in each)
        far = np.abs(points[:, 0] - self.usual)
        at = int(np.lexsort((far, points[:, 1], -np.abs(now - before)))[0])
        dose, step = points[at].tolist()
        return DoseDifference(dose, step, int(before[at]), int(now[at]))

    def rank(self, one: DoseDifference) -> tuple[int, int, int]:
        """The higher, the better an example: a large difference, a small step, a usual dose."""
        return abs(one.size), -one.step, -abs(one.dose - self.usual)


def dose_tables(before: Protocol, now: Protocol, bands: tuple[int, int]) -> DoseTables:
    """Both versions in one band. Norepinephrine starts at the case's own dose in either."""
    tables = before.tables[bands[0]], now.tables[bands[1]]
    one, other = before.numbers.start_default, now.numbers.start_default
    begins = (one, one) if now.agent is Agent.NOREPINEPHRINE else (one, other)
    return DoseTables(tables, begins, now.numbers.start_most)


def _within(steps: Ends, bends: Iterable[int]) -> list[int]:
    first, last = steps
    if first == UNKNOWN:
        return [UNKNOWN]
    return sorted({first, last, *(bend for bend in bends if first <= bend <= last)})


def _ends(table: Table, row: int, points: Lane, begins: int) -> Lane:
    facts = np.full((len(points), len(Axis)), UNKNOWN, dtype=np.int64)
    facts[:, Axis.DOSE], facts[:, Axis.STEP_SIZE] = points[:, 0], points[:, 1]
    rows, chosen, last = (np.full(len(points), value, dtype=np.int64) for value in (row, begins, 1))
    return table.new_dose(rows, facts, chosen=chosen, last=last)
