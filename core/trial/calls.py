"""Calls and cards of a cohort: each once for what it hangs on, as in a live case.

A call hangs on its reading and is shown on each. A card hangs on a failed wean, on a change, or on
the case, and is shown once for it. Nobody puts them aside beforehand.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.model.course import UNKNOWN, Course, Lane
from core.model.facts import Facts
from core.patient.arrays import FlagArray, IntArray
from core.rules.lookup import WORD, Lookup
from core.rules.table import Table

SECOND_AGENT = "second-agent"
"""The id of the notify row that asks for a second agent (protocol)."""


@dataclass(frozen=True, slots=True, eq=False)
class Called:
    """How many were shown to each patient's nurse, and whether the second agent was among them."""

    shown: IntArray
    second_agent: FlagArray


class Calls:
    """What has been shown to the nurses of a chunk."""

    def __init__(self, table: Table, rows: Lookup, patients: int) -> None:
        """Nothing was shown yet."""
        self._table, self._rows = table, rows
        cards = {line.id for line in table.notify if line.per != "reading"}
        self._last = {name: np.full(patients, _NEVER, dtype=np.int64) for name in sorted(cards)}

    def on(self, who: IntArray, facts: Facts, course: Course, asked: FlagArray) -> Called:
        """What the notify rows call for where `asked`; `facts` hold the answers."""
        held = self._rows.held(facts)
        shown = np.zeros(len(who), dtype=np.int64)
        second = np.zeros(len(who), dtype=np.bool_)
        for word, holds in enumerate(bits * asked for bits in held):
            for bit in _bits_in(int(np.bitwise_or.reduce(holds))):
                line = self._table.notify[word * WORD + bit]
                here = (holds & np.uint64(1 << bit)).nonzero()[0]
                fresh = self._fresh(line.id, line.per, who[here], course, here)
                shown[here[fresh]] += 1
                second[here] |= line.id == SECOND_AGENT
        return Called(shown, second)

    def _fresh(
        self, name: str, per: str, who: IntArray, course: Course, here: IntArray
    ) -> FlagArray:
        """Which of these have not been shown it for what it hangs on, and from now on have."""
        if per == "reading":
            return np.ones(len(who), dtype=np.bool_)
        key = _hangs_on(per, course, here)
        fresh: FlagArray = self._last[name][who] != key
        self._last[name][who] = key
        return fresh


_NEVER = UNKNOWN - 1
"""Before everything, the unknown included."""


def _bits_in(word: int) -> Iterator[int]:
    """The places of the bits that are set."""
    while word:
        yield (word & -word).bit_length() - 1
        word &= word - 1


def _hangs_on(per: str, course: Course, here: IntArray) -> Lane:
    match per:
        case "failed wean":
            return course.failed_at[here]
        case "change":
            return course.change_at[here]
        case _:
            return np.zeros(len(here), dtype=np.int64)
