"""The noise of a chunk: `core.patient.noise` to the last bit, in a form that is quick to ask.

Seconds are whole minutes, so weights and salts are made ready for each minute of a trial. Everyone
at one minute is asked going forward, and what lasts (the slow heads, the care events) is kept;
some patients, each at a minute of its own, are asked in any sequence.
"""

import numpy as np
from numpy.typing import NDArray

from core.patient.arrays import BitArray, FloatArray, IntArray, flagged
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

_QUARTER = QUARTER_S // MINUTE_S
_AT_ONCE = 4000
"""So many patients at once: all their words and weights still fit a processor's own memory."""


class _Grid:
    """One wandering at the whole minutes of a trial."""

    def __init__(self, told: Wandering, minutes: int) -> None:
        """Lay out the weights of every minute and the salts of every word."""
        seconds = [float(MINUTE_S * minute) for minute in range(minutes)]
        phases: dict[float, int] = {}
        place = [phases.setdefault(second % told.word_s, len(phases)) for second in seconds]
        rows = [told.weights(phase) for phase in phases]
        self._told = told
        self._words = len(rows[0]) // told.cells
        by_word = np.stack(rows).reshape(len(rows), self._words, told.cells)
        self._weights = np.ascontiguousarray(by_word.transpose(1, 0, 2))
        self._back = np.arange(self._words)[:, np.newaxis]
        self._middle = np.array([told.middle(row) for row in rows])
        self._place = np.array(place, dtype=np.int64)
        newest = [told.newest(second) + self._words - 1 for second in seconds]
        self._newest = np.array(newest, dtype=np.int64)
        self._salts = salts(told.stream, np.arange(newest[-1] + 1) - (self._words - 1))

    def each(self, own: BitArray, minute: IntArray) -> FloatArray:
        """The wandering of these patients, each at its minute, SD 1."""
        told = np.empty(len(own))
        for begin in range(0, len(own), _AT_ONCE):
            some = slice(begin, begin + _AT_ONCE)
            told[some] = self._few(own[some], minute[some])
        return told

    def _few(self, own: BitArray, minute: IntArray) -> FloatArray:
        told, newest, place = self._told, self._newest.take(minute), self._place.take(minute)
        words = salted(own, self._salts.take(newest - self._back))
        heads = told.counted(words.ravel()).astype(np.float32).reshape(*words.shape, told.cells)
        total = np.einsum("wij,wij->i", heads, self._weights.take(place, axis=1))
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
        self._heads: dict[int, NDArray[np.float32]] = {}
        self._quarter: int | None = None
        self._care: list[tuple[IntArray, FloatArray, FloatArray]] = []

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
            hit = flagged(drawn < words)
            when, size = event(drawn[hit], quarter[hit] - back)
            left[hit] += faded(size, second[hit] - when)
        return left

    def _slowly(self, second: int) -> FloatArray:
        slow, weights = self._slow, self._slow.weights(float(second))
        words = slow.words(second, weights)
        self._heads = {word: self._heads_of(word) for word in words}
        return slow.summed(list(self._heads.values()), weights)

    def _heads_of(self, word: int) -> NDArray[np.float32]:
        """The heads of a word, thrown once."""
        known = self._heads.get(word)
        return self._slow.heads(self._own, word) if known is None else known

    def _cared(self, second: int) -> FloatArray:
        quarter = second // QUARTER_S
        if quarter != self._quarter:
            backs = (quarter, quarter - 1)
            self._care = [events(self._own, self._care_per_h, back) for back in backs]
            self._quarter = quarter
        left = np.zeros(len(self._own))
        for hit, when, size in self._care:
            left[hit] += faded(size, second - when)
        return left
