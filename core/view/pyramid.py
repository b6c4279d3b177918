"""Least and greatest of any stretch of a long series, without looking at every value."""

from collections.abc import Iterator
from dataclasses import field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.frozen import dataclass
from core.view.track import Column, Track

FACTOR = 8
"""How many cells of one level make one cell of the level above."""

_SHORT = 300_000
"""Up to so many values, one sweep over all of them takes less time than a descent by levels."""

Floats = NDArray[np.float64]
Places = NDArray[np.intp]


def _no_cells() -> Track:
    return Track.empty(low=np.float64, high=np.float64)


def _no_values() -> Track:
    return Track.empty(value=np.float64)


@dataclass(frozen=True, slots=True)
class Pyramid:
    """Values with levels of minima and maxima above them, each a factor 8 shorter.

    NaN values count as absent. Appending touches one cell per level that becomes full.
    """

    values: Track = field(default_factory=_no_values)
    levels: tuple[Track, ...] = ()

    @classmethod
    def of(cls, values: ArrayLike) -> "Pyramid":
        """The pyramid over given values."""
        base = np.asarray(values, np.float64)
        levels: list[Track] = []
        low = high = base
        while len(low) >= FACTOR:
            full = len(low) // FACTOR * FACTOR
            low = np.fmin.reduce(low[:full].reshape(-1, FACTOR), axis=1)
            high = np.fmax.reduce(high[:full].reshape(-1, FACTOR), axis=1)
            levels.append(Track.of(low=low, high=high))
        return cls(Track.of(value=base), tuple(levels))

    def __len__(self) -> int:
        return len(self.values)

    def append(self, value: float) -> "Pyramid":
        """This pyramid and one value more, in constant time per level."""
        values = self.values.append(value=value)
        levels = list(self.levels)
        low = high = values["value"]
        filled, height = len(values), 0
        while filled % FACTOR == 0:
            if height == len(levels):
                levels.append(_no_cells())
            cell = slice(filled - FACTOR, filled)
            least, most = np.fmin.reduce(low[cell]), np.fmax.reduce(high[cell])
            levels[height] = levels[height].append(low=least, high=most)
            low, high = levels[height]["low"], levels[height]["high"]
            filled, height = filled // FACTOR, height + 1
        return Pyramid(values, tuple(levels))

    def extent(self, starts: ArrayLike, ends: ArrayLike) -> tuple[Floats, Floats]:
        """Minimum and maximum of values[start:end] for each pair; NaN where there is none."""
        first = np.asarray(starts, np.intp)
        last = np.maximum(np.asarray(ends, np.intp), first)
        if _is_short_sweep(first, last):
            return self._swept(first, int(last[-1]))
        low, high = np.full(first.shape, np.nan), np.full(first.shape, np.nan)
        for lows, highs in self._floors():
            if not np.any(first < last):
                break
            above, below = -(-first // FACTOR), last // FACTOR
            head = np.minimum(above * FACTOR, last)
            tail = np.maximum(below * FACTOR, head)
            cells = np.concatenate([_cells(first, head), _cells(tail, last)])
            low = np.fmin(low, np.fmin.reduce(_picked(lows, cells)))
            high = np.fmax(high, np.fmax.reduce(_picked(highs, cells)))
            first, last = above, np.maximum(above, below)
        return low, high

    def _swept(self, cuts: Places, end: int) -> tuple[Floats, Floats]:
        """The same for stretches that follow one another: a short way is swept at once."""
        values = self.values["value"][:end]
        return np.fmin.reduceat(values, cuts), np.fmax.reduceat(values, cuts)

    def _floors(self) -> Iterator[tuple[Column, Column]]:
        yield self.values["value"], self.values["value"]
        for level in self.levels:
            yield level["low"], level["high"]


def _is_short_sweep(first: Places, last: Places) -> bool:
    """Whether stretches lie end to end, none is empty, and to look at each value is faster."""
    if first.ndim != 1 or not len(first) or last[-1] - first[0] > _SHORT:
        return False
    return bool(np.all(first < last)) and bool(np.all(first[1:] == last[:-1]))


def _cells(begin: Places, end: Places) -> Places:
    """The at most seven cells of each begin:end, one below the other; -1 beyond the end."""
    reach = np.arange(FACTOR - 1).reshape(-1, *[1] * begin.ndim)
    places = begin + reach
    return np.where(places < end, places, -1)


def _picked(column: Column, cells: Places) -> Floats:
    picked: Floats = np.where(cells >= 0, column.take(cells, mode="clip"), np.nan)
    return picked
