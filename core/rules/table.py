"""The compiled table: half-open intervals on integer grids, a row of numbers per rule.

One table answers one case and ten thousand: `first` finds the deciding row of each patient,
`new_dose` what it makes of the set dose. There is no other reading of a rule.
"""

from collections.abc import Callable
from dataclasses import field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from core.frozen import dataclass
from core.model.course import UNKNOWN, Lane
from core.model.facts import Axis, Facts
from core.model.terms import Action, Urgency
from core.rules.lookup import Lookup, flags, lookup

LEAST = UNKNOWN + 1
"""A bound below every known value: an interval that starts here still refuses the unknown."""
MOST = 2**62
ANY = (UNKNOWN, MOST)

FEW = 16
"""Up to so many patients the intervals are compared one by one; that is quicker than by cells."""
_NOTIFY = -1
"""The place of the notify rows among the lookups; phases count from 0."""

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
    `ready` keeps the lookups, each made when it is first wanted.
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
    ready: dict[int | None, Lookup] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def first(self, facts: Facts) -> Lane:
        """The index of the first row that matches, per patient. Some row always does."""
        codes = facts[:, Axis.PHASE]
        if len(codes) < FEW:
            one_by_one: Lane = np.argmax(_inside(facts, self.low, self.high), axis=1)
            return one_by_one
        # A cohort in one phase, as every live case with its margins is, needs a third of the table.
        alike = bool((codes == codes[0]).all())
        return self.rows_of(int(codes[0]) if alike else None).first(facts)

    def called(self, facts: Facts) -> NDArray[np.bool_]:
        """Which notify rows match, per patient and row."""
        if len(facts) < FEW:
            return _inside(facts, self.notify_low, self.notify_high)
        return flags(self.notify_rows().held(facts), len(self.notify))

    def rows_of(self, phase: int | None) -> Lookup:
        """The rows of one phase, or of all, made ready for looking up."""
        if phase not in self.ready:
            every = np.arange(len(self.rows), dtype=np.int64)
            rows = every if phase is None else every[self.low[:, Axis.PHASE] == phase]
            self.ready[phase] = lookup(self.low, self.high, rows, ANY)
        return self.ready[phase]

    def notify_rows(self) -> Lookup:
        """The notify rows, made ready for looking up."""
        if _NOTIFY not in self.ready:
            rows = np.arange(len(self.notify), dtype=np.int64)
            self.ready[_NOTIFY] = lookup(self.notify_low, self.notify_high, rows, ANY)
        return self.ready[_NOTIFY]

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
        answered = facts.copy(order="K")
        self.fill(answered, row, ends_at)
        return answered

    def fill(self, facts: Facts, row: Lane, ends_at: Lane) -> None:
        """Fill the answer into these very facts."""
        facts[:, Axis.ACTION] = self.actions[row]
        facts[:, Axis.ENDS_AT] = ends_at

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
