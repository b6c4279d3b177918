"""The compiled table: half-open intervals on integer grids, a row of numbers per rule.

One table answers one case and ten thousand: `first` finds the deciding row of each patient,
`new_dose` what it makes of the set dose. There is no other reading of a rule.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from core.model.course import UNKNOWN, Lane
from core.model.facts import Axis, Facts
from core.model.terms import Action, Urgency

LEAST = UNKNOWN + 1
"""A bound below every known value: an interval that starts here still refuses the unknown."""
MOST = 2**62
ANY = (UNKNOWN, MOST)

Matrix = NDArray[np.int64]


class Effect(IntEnum):
    """How a row makes a dose of the set dose; amounts in thousandths."""

    KEEP = 0
    ADD = 1
    CAPPED_UNDO = 2
    SUBTRACT = 3
    SET = 4
    HALVE = 5
    CHOSEN = 6
    LAST = 7
    ZERO = 8


@dataclass(frozen=True, slots=True)
class TableRow:
    """What is not a number about a row. Times in seconds."""

    id: str
    title: str
    source: str
    action: Action
    interval: str
    recheck: int
    asked: tuple[Axis, ...]


@dataclass(frozen=True, slots=True)
class NotifyLine:
    """What is not a number about a notify row; `per` is how often it is shown."""

    id: str
    source: str
    urgency: Urgency
    per: str


@dataclass(frozen=True, slots=True)
class Table:
    """The titration table and the notify table of one protocol for one target band.

    `actions` are the codes of what the rows suggest, `grid` the thousandths between set doses.
    """

    rows: tuple[TableRow, ...]
    actions: Lane
    low: Matrix
    high: Matrix
    effect: Lane
    amount: Lane
    notify: tuple[NotifyLine, ...]
    notify_low: Matrix
    notify_high: Matrix
    floor: int
    grid: int = 1

    def first(self, facts: Facts) -> Lane:
        """The index of the first row that matches, per patient. Some row always does."""
        codes = facts[:, Axis.PHASE]
        if len(codes) and (codes == codes[0]).all():
            return self._first_of(facts, self.low[:, Axis.PHASE] == codes[0])
        return self._first_of(facts, np.ones(len(self.rows), dtype=np.bool_))

    def _first_of(self, facts: Facts, rows: NDArray[np.bool_]) -> Lane:
        """The first match among some rows, looking only at what they ask about.

        A cohort in one phase, as every live case with its margins is, needs a third of the table.
        """
        low, high = self.low[rows], self.high[rows]
        asked = ((low != ANY[0]) | (high != ANY[1])).any(axis=0)
        hits = _inside(facts[:, asked], low[:, asked], high[:, asked])
        found: Lane = np.flatnonzero(rows)[np.argmax(hits, axis=1)].astype(np.int64)
        return found

    def called(self, facts: Facts) -> NDArray[np.bool_]:
        """Which notify rows match, per patient and row."""
        return _inside(facts, self.notify_low, self.notify_high)

    def new_dose(self, row: Lane, facts: Facts, *, chosen: Lane, last: Lane) -> Lane:
        """The set dose after each patient's row, in thousandths, unclamped.

        `chosen` is the case's starting dose, `last` the dose before the last stop.
        """
        dose, amount, effect = facts[:, Axis.DOSE], self.amount[row], self.effect[row]
        made: dict[Effect, Callable[[], Lane]] = {
            Effect.KEEP: lambda: dose,
            Effect.ADD: lambda: dose + amount,
            Effect.CAPPED_UNDO: lambda: dose + np.minimum(facts[:, Axis.STEP_SIZE], amount),
            Effect.SUBTRACT: lambda: dose - amount,
            Effect.SET: lambda: amount,
            Effect.HALVE: lambda: np.minimum(dose - amount, self.half_of(dose)),
            Effect.CHOSEN: lambda: chosen,
            Effect.LAST: lambda: np.maximum(last, self.floor),
            Effect.ZERO: lambda: np.zeros_like(dose),
        }
        ends_at = dose
        for way in set(effect.tolist()):
            ends_at = np.where(effect == way, made[Effect(way)](), ends_at)
        return ends_at

    def half_of(self, dose: Lane) -> Lane:
        """Half of each dose, in thousandths, up to the next dose that can be set."""
        return -(-dose // (2 * self.grid)) * self.grid

    def with_answer(self, facts: Facts, row: Lane, ends_at: Lane) -> Facts:
        """The facts with the table's answer filled in, as the notify rows ask for it."""
        answered = facts.copy()
        answered[:, Axis.ACTION] = self.actions[row]
        answered[:, Axis.ENDS_AT] = ends_at
        return answered

    def passed_over(self, facts: Facts, row: int) -> tuple[tuple[TableRow, Axis], ...]:
        """The rows of the phase above the deciding one, each with the first part that failed."""
        one = facts[0]
        failed = (one < self.low) | (one >= self.high)
        return tuple(
            (self.rows[index], Axis(int(np.argmax(failed[index]))))
            for index in range(row)
            if not failed[index, Axis.PHASE]
        )


def _inside(facts: Facts, low: Matrix, high: Matrix) -> NDArray[np.bool_]:
    cells = facts[:, np.newaxis, :]
    return np.asarray(((cells >= low) & (cells < high)).all(axis=2))
