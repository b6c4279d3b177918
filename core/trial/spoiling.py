"""When the arterial lines of a chunk may be spoilt, so that few need a closer look.

Time is cut into slots; for the present one and the one before it is known in whom something begins
and when it must be over. Whoever is looked at outside that window sees a clean line.
"""

import numpy as np

from core.patient.arrays import FloatArray, IntArray
from core.patient.artefacts import SLOT_S, windows
from core.patient.arterial_line import ArterialLine

_NEVER_S = -1e18


class Spoiling:
    """The windows of one chunk. Asked at seconds that never go back."""

    def __init__(self, line: ArterialLine) -> None:
        """Nothing is known yet."""
        self._line, self._slot = line, -2
        self._begins: list[FloatArray] = []
        self._ends: list[FloatArray] = []

    def near(self, who: IntArray, second: int) -> IntArray:
        """Places in `who` of those whose line may be spoilt at this second."""
        if not self._line.by_chance:
            return who[:0]
        self._go_on(second // SLOT_S)
        maybe = np.zeros(len(who), dtype=np.bool_)
        for begins, ends in zip(self._begins, self._ends, strict=True):
            maybe |= (begins[who] <= second) & (second < ends[who])
        return np.flatnonzero(maybe)

    def _go_on(self, slot: int) -> None:
        if slot != self._slot:
            self._begins, self._ends = [], []
            for number in (slot - 1, slot):
                who, begins, ends = windows(self._line.seed, self._line.ids, number)
                self._begins.append(_placed(len(self._line), who, begins))
                self._ends.append(_placed(len(self._line), who, ends))
            self._slot = slot


def _placed(count: int, who: IntArray, values: FloatArray) -> FloatArray:
    every = np.full(count, _NEVER_S)
    every[who] = values
    return every
