"""Which intervals hold for each patient of a cohort, by cells that were worked out beforehand.

The bounds that a table has on one fact cut that fact into cells; within a cell every row answers
alike. So for each fact it is enough to know the cell, and to keep for each cell one bit per row;
a row holds where its bit is set for every fact. One bit word serves 64 rows.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from core.frozen import dataclass
from core.model.course import Lane
from core.model.facts import Axis, Facts

Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]
WORD = 64
MANY = 1000
"""From so many patients on, comparing with each of the few cuts is quicker than searching them."""
_ONE = np.uint64(1)


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """One fact: where its cells begin, and for each word and cell the rows that still hold."""

    axis: Axis
    cuts: Lane
    words: Words


@dataclass(frozen=True, slots=True, eq=False)
class Lookup:
    """Some rows of a table (their numbers in `rows`), and the cells of each fact they ask about.

    `always` are, per word, the rows that hold before any fact is asked.
    """

    rows: Lane
    cells: tuple[Cells, ...]
    always: Words

    def held(self, facts: Facts) -> list[Words]:
        """For each word, per patient, one bit for each row whose intervals all hold."""
        found = [np.full(len(facts), word, dtype=np.uint64) for word in self.always]
        for cell in self.cells:
            place = _places(facts[:, cell.axis], cell.cuts)
            for number, bits in enumerate(cell.words):
                # Clipping never happens; it spares a check of every place.
                found[number] &= bits.take(place, mode="clip")
        return found

    def first(self, facts: Facts) -> Lane:
        """The number of the first row that holds, per patient; where none does, the first row's."""
        found = np.full(len(facts), -1, dtype=np.int64)
        for number, word in enumerate(self.held(facts)):
            place = np.bitwise_count((word & (~word + _ONE)) - _ONE).astype(np.int64)
            found = np.where((found < 0) & (word != 0), place + number * WORD, found)
        return self.rows.take(np.maximum(found, 0))

    def pinned(self, known: Mapping[Axis, int]) -> "Lookup":
        """The same where some facts are the same for every patient and need not be asked."""
        always = self.always.copy()
        for cell in self.cells:
            if cell.axis in known:
                always &= cell.words[:, np.searchsorted(cell.cuts, known[cell.axis], side="right")]
        return Lookup(self.rows, tuple(c for c in self.cells if c.axis not in known), always)


def lookup(low: Lane, high: Lane, rows: Lane, unbounded: tuple[int, int]) -> Lookup:
    """The lookup of some rows of a table of half-open intervals.

    A bound equal to its end of `unbounded` bounds nothing.
    """
    low, high = low[rows], high[rows]
    asked = ((low != unbounded[0]) | (high != unbounded[1])).any(axis=0)
    cells = tuple(
        _cells(Axis(int(place)), low[:, place], high[:, place], unbounded)
        for place in np.flatnonzero(asked)
    )
    return Lookup(rows, cells, _packed(np.ones((len(rows), 1), dtype=np.bool_))[:, 0])


def _places(column: Lane, cuts: Lane) -> NDArray[np.integer]:
    """The cell of each value: how many cuts it has reached."""
    if len(column) < MANY:
        return cuts.searchsorted(column, "right")
    place = np.zeros(len(column), dtype=np.uint16)
    for cut in cuts.tolist():
        place += column >= cut
    return place


def _cells(axis: Axis, low: Lane, high: Lane, unbounded: tuple[int, int]) -> Cells:
    # Not np.unique: its first call loads masked arrays, which are used nowhere.
    bounds = np.array(sorted({*low.tolist(), *high.tolist()}), dtype=np.int64)
    cuts = bounds[(bounds != unbounded[0]) & (bounds != unbounded[1])]
    # Every cell begins at a cut, but the first, which reaches down to the unknown.
    begins = np.concatenate([[unbounded[0]], cuts])
    holds = (begins >= low[:, np.newaxis]) & (begins < high[:, np.newaxis])
    return Cells(axis, cuts, _packed(holds))


def _packed(holds: Flags) -> Words:
    """One bit per row: the first row is the lowest bit of the first word."""
    rows, cells = holds.shape
    words = np.zeros((max(1, -(-rows // WORD)), cells), dtype=np.uint64)
    for row in range(rows):
        words[row // WORD] |= holds[row].astype(np.uint64) << np.uint64(row % WORD)
    return words


def flags(held: list[Words], rows: int) -> Flags:
    """The bits of `held` as a flag per patient and row."""
    told = np.zeros((len(held[0]), rows), dtype=np.bool_)
    for row in range(rows):
        told[:, row] = (held[row // WORD] >> np.uint64(row % WORD)) & _ONE != 0
    return told
