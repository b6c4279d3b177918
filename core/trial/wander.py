"""The noise of a chunk: `core.patient.noise` to the last bit, in a form that is quick to ask.

The heads of the words that reach a second, and the care events of a quarter hour, are kept for
everyone, so that looking at a few at each minute draws no chance anew.
"""

import numpy as np
from numpy.typing import NDArray

from core.patient.arrays import BitArray, FloatArray
from core.patient.noise import QUARTER_S, events, faded, wanderings
from core.trial.columns import Column, Who, at

_BEFORE_S = -1e18


class Wander:
    """The noise of one chunk, at whole seconds in any sequence; quickest if they go forward."""

    def __init__(
        self, own: BitArray, fast_mmhg: Column, slow_mmhg: Column, care_per_h: FloatArray
    ) -> None:
        """Nothing is known yet; `own` are the patients' keys."""
        self._own, self._care_per_h = own, care_per_h
        self._fast_mmhg, self._slow_mmhg = fast_mmhg, slow_mmhg
        self._fast, self._slow = wanderings()
        self._heads: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)
        self._newest: int | None = None
        self._quarter: int | None = None
        self._care: list[tuple[FloatArray, FloatArray]] = []

    def noise(self, who: Who, second: int) -> FloatArray:
        """What to add to the mean pressure of some patients, mmHg."""
        own = self._own if who is None else self._own.take(who, mode="clip")
        told = self._fast.at(own, float(second))
        told *= at(self._fast_mmhg, who)
        told += at(self._slow_mmhg, who) * self._slowly(who, second)
        told += self._cared(who, second)
        return told

    def _slowly(self, who: Who, second: int) -> FloatArray:
        newest = self._slow.newest(second)
        weights = self._slow.weights(float(second))
        if newest != self._newest:
            words = range(len(weights) * self._slow.coins // 64)
            heads = [self._slow.heads(self._own, newest - back) for back in words]
            self._heads = np.concatenate(heads, axis=1).astype(np.float32)
            self._newest = newest
        heads_there = self._heads if who is None else self._heads.take(who, axis=0, mode="clip")
        return self._slow.summed(heads_there, weights)

    def _cared(self, who: Who, second: int) -> FloatArray:
        quarter = second // QUARTER_S
        if quarter != self._quarter:
            self._care = [self._of(quarter - back) for back in (0, 1)]
            self._quarter = quarter
        left: FloatArray | float = 0.0
        for when, size in self._care:
            begun, large = (when, size) if who is None else (when.take(who), size.take(who))
            left = left + faded(large, second - begun)
        return np.asarray(left)

    def _of(self, quarter: int) -> tuple[FloatArray, FloatArray]:
        """When the event of each patient begins in this quarter hour, and its size; 0 for none."""
        hit, begins, large = events(self._own, self._care_per_h, quarter)
        when, size = np.full(len(self._own), _BEFORE_S), np.zeros(len(self._own))
        when[hit], size[hit] = begins, large
        return when, size
