"""The noise of a chunk: `core.patient.noise` to the last bit, in a form that is quick to ask.

Seconds are whole minutes, so weights and salts are made ready for each minute of a trial. Everyone
at one minute is asked going forward, and what lasts (the slow heads, the care events) is kept;
some patients, each at a minute of its own, are asked in any sequence.
"""

import numpy as np
from numpy.typing import NDArray

from core.patient.arrays import BitArray, FloatArray, IntArray
from core.patient.chance import salted, salts
from core.patient.noise import (
    CARE,
    QUARTER_S,
    Wandering,
    event,
    event_words,
    events,
    faded,
    wanderings,
)
from core.trial.columns import Column, at
from core.trial.plan import MINUTE_S

_BEFORE_S = -1e18
_QUARTER = QUARTER_S // MINUTE_S


class _Grid:
    """One wandering at the whole minutes of a trial."""

    def __init__(self, told: Wandering, minutes: int) -> None:
        """Lay out the weights of every minute and the salts of every word."""
        seconds = [float(MINUTE_S * minute) for minute in range(minutes)]
        phases: dict[float, int] = {}
        place = [phases.setdefault(second % told.word_s, len(phases)) for second in seconds]
        rows = [told.weights(phase) for phase in phases]
        self._told = told
        self._weights = np.stack(rows)
        self._middle = np.array([told.middle(row) for row in rows])
        self._place = np.array(place, dtype=np.int64)
        self._words = len(rows[0]) // told.cells
        newest = [told.newest(second) + self._words - 1 for second in seconds]
        self._newest = np.array(newest, dtype=np.int64)
        self._salts = salts(told.stream, np.arange(newest[-1] + 1) - (self._words - 1))

    def each(self, own: BitArray, minute: IntArray) -> FloatArray:
        """The wandering of these patients, each at its minute, SD 1."""
        told, newest = self._told, self._newest.take(minute)
        heads = np.empty((len(own), self._weights.shape[1]), dtype=np.float32)
        for back in range(self._words):
            words = salted(own, self._salts.take(newest - back))
            heads[:, back * told.cells : (back + 1) * told.cells] = told.counted(words)
        place = self._place.take(minute)
        total = np.einsum("ij,ij->i", heads, self._weights.take(place, axis=0))
        return told.centred(total, self._middle.take(place))


class Wander:
    """The noise of one chunk at whole minutes."""

    def __init__(
        self,
        own: BitArray,
        fast_mmhg: Column,
        slow_mmhg: Column,
        care_per_h: FloatArray,
        seconds: int,
    ) -> None:
        """Nothing is drawn yet; `own` are the patients' keys."""
        minutes = seconds // MINUTE_S + 1
        self._own, self._care_per_h = own, care_per_h
        self._fast_mmhg, self._slow_mmhg = fast_mmhg, slow_mmhg
        self._fast, self._slow = wanderings()
        self._fast_grid, self._slow_grid = _Grid(self._fast, minutes), _Grid(self._slow, minutes)
        self._care_words = event_words(care_per_h)
        self._care_salts = salts(CARE, np.arange(-1, minutes // _QUARTER + 1))
        self._heads: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._newest: int | None = None
        self._quarter: int | None = None
        self._care: list[tuple[FloatArray, FloatArray]] = []

    def each(self, who: IntArray, second: IntArray) -> FloatArray:
        """What to add to the mean pressure of some patients, mmHg, each at its second."""
        own, minute = self._own.take(who, mode="clip"), second // MINUTE_S
        told = self._fast_grid.each(own, minute)
        told *= at(self._fast_mmhg, who)
        told += at(self._slow_mmhg, who) * self._slow_grid.each(own, minute)
        told += self._cared_each(who, own, second)
        return told

    def everyone(self, second: int) -> FloatArray:
        """What to add to everyone's mean pressure at one second, mmHg; quickest going forward."""
        told = self._fast.at(self._own, float(second))
        told *= self._fast_mmhg
        told += self._slow_mmhg * self._slowly(second)
        told += self._cared(second)
        return told

    def _cared_each(self, who: IntArray, own: BitArray, second: IntArray) -> FloatArray:
        left, quarter = np.zeros(len(who)), second // QUARTER_S
        words = self._care_words.take(who, mode="clip")
        for back in (0, 1):
            drawn = salted(own, self._care_salts.take(quarter + (1 - back)))
            hit = np.flatnonzero(drawn < words)
            when, size = event(drawn[hit], quarter[hit] - back)
            left[hit] += faded(size, second[hit] - when)
        return left

    def _slowly(self, second: int) -> FloatArray:
        newest = self._slow.newest(second)
        weights = self._slow.weights(float(second))
        if newest != self._newest:
            words = range(len(weights) // self._slow.cells)
            heads = [self._slow.heads(self._own, newest - back) for back in words]
            self._heads = np.concatenate(heads, axis=1).astype(np.float32)
            self._newest = newest
        return self._slow.summed(self._heads, weights)

    def _cared(self, second: int) -> FloatArray:
        quarter = second // QUARTER_S
        if quarter != self._quarter:
            self._care = [self._of(quarter - back) for back in (0, 1)]
            self._quarter = quarter
        left: FloatArray | float = 0.0
        for when, size in self._care:
            left = left + faded(size, second - when)
        return np.asarray(left)

    def _of(self, quarter: int) -> tuple[FloatArray, FloatArray]:
        """When the event of each patient begins in this quarter hour, and its size; 0 for none."""
        hit, begins, large = events(self._own, self._care_per_h, quarter)
        when, size = np.full(len(self._own), _BEFORE_S), np.zeros(len(self._own))
        when[hit], size[hit] = begins, large
        return when, size
