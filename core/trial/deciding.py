"""What decides at the bedsides of a trial: the compiled table, real sessions, or nurses alone."""

from dataclasses import dataclass
from typing import Protocol as Interface

import numpy as np

from core.model.terms import Gate
from core.patient.arrays import FlagArray, IntArray
from core.rules.gates import IN_ORDER, OPEN

__all__ = ["GATES", "NO_ROW", "OPEN", "Decided", "Deciding", "Readings", "Reports", "undecided"]

GATES = (*IN_ORDER, Gate.LIMIT_BREACH, Gate.PUMP_TOO_COARSE)
"""The gates by their number in `Decided.gate`."""
NO_ROW = -1


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Readings. `who` are places in the chunk, each once; one entry each in all that follows.

    `entered` is the second of the entry. `marked`: the nurse knows it for an artefact.
    """

    who: IntArray
    second: IntArray
    entered: IntArray
    map_mmhg: IntArray
    diastolic_mmhg: IntArray
    heart_rate_bpm: IntArray
    marked: FlagArray


@dataclass(frozen=True, slots=True, eq=False)
class Reports:
    """What pumps are said to run: thousandths of the dosing unit, each since its second."""

    who: IntArray
    second: IntArray
    dose: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """The answer to each reading.

    `gate`: a place in `GATES`, or OPEN. `row`: the deciding row of the table, or NO_ROW. `before`
    and `dose` are set doses in thousandths, equal where nothing is to be changed; `wait_s` from
    the entry (or the change that follows the advice) to the next reading. `prompts` counts what
    was shown, `second_agent` whether it was asked for, `escalates` whether no step fits.
    """

    usable: FlagArray
    gate: IntArray
    row: IntArray
    before: IntArray
    dose: IntArray
    wait_s: IntArray
    prompts: IntArray
    second_agent: FlagArray
    escalates: FlagArray


class Deciding(Interface):
    """One arm's decisions for the patients of one chunk."""

    def read(self, readings: Readings) -> Decided:
        """Take readings, later than all before of these patients, and answer them."""
        ...

    def report(self, reports: Reports) -> None:
        """Take what pumps run from now on, because of the advice last given."""
        ...

    def second_agent_begun(self, who: IntArray, second: IntArray) -> None:
        """Vasopressin runs in these patients, in each from its second on."""
        ...


def undecided(count: int, wait_s: int) -> Decided:
    """An answer that says nothing, to be filled in."""
    none, zero = np.full(count, NO_ROW), np.zeros(count, dtype=np.int64)
    no = np.zeros(count, dtype=np.bool_)
    waits = np.full(count, wait_s, dtype=np.int64)
    return Decided(
        ~no, np.full(count, OPEN), none, zero, zero.copy(), waits, zero.copy(), no, no.copy()
    )
