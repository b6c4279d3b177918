"""What spoils the arterial lines of a chunk: `core.patient.artefacts`, quick to ask for many.

A look first asks by one draw for each slot of time whether anything began in it at all; only the
few for whom something did are looked at closely.
"""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import BitArray, FlagArray, FloatArray, IntArray
from core.patient.artefacts import SLOT_S, SLOTS, STARTS, by_chance, least_without, may_last, spoilt
from core.patient.arterial_line import ArterialLine
from core.patient.chance import salted, salts, unit
from core.patient.devices import stream

_BACK = np.array([[0], [1]])
"""The slots in which what lasts may have begun: the present one, and the one before it."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Pressures on the monitors, mmHg, changed in place, and which of them something spoils."""

    map_mmhg: FloatArray
    low_mmhg: FloatArray
    spoilt: FlagArray


class Spoiling:
    """The artefacts of one chunk; `own` are the patients' keys, `seconds` how long it lasts."""

    def __init__(self, line: ArterialLine, own: BitArray, seconds: int) -> None:
        """Make the chances of all slots ready."""
        self._line, self._own = line, own
        slots = np.arange(-1, seconds // SLOT_S + 1, dtype=np.int64)
        self._salts, self._starts = (salts(stream(name), slots) for name in (SLOTS, STARTS))
        self._without = least_without()

    def spoil(self, seen: Seen, who: IntArray, second: IntArray) -> None:
        """Lay what lasts at these seconds over what these monitors would show, oldest first."""
        if not self._line.by_chance:
            return
        own, slot = self._own.take(who, mode="clip"), second // SLOT_S
        some = self._near(own, slot - _BACK, second)
        if not len(some):
            return
        line, clean = self._line, (seen.map_mmhg[some], seen.low_mmhg[some])
        for episode in by_chance(line.seed, line.ids[who[some]], second[some].astype(np.float64)):
            mean, low = clean[0][episode.who], clean[1][episode.who]
            at = some[episode.who]
            seen.map_mmhg[at] = spoilt(episode, mean, mean)
            seen.low_mmhg[at] = spoilt(episode, low, mean)
            seen.spoilt[at] = True

    def _near(self, own: BitArray, slots: IntArray, second: IntArray) -> IntArray:
        """Who may still have at its second what began in one of these slots, a row of slots each.

        In the sequence of their places.
        """
        words = salted(own, self._salts.take(slots + 1, mode="clip"))
        row, some = (words < self._without).nonzero()
        begun = slots[row, some]
        begins = unit(salted(own[some], self._starts.take(begun + 1, mode="clip")))
        return np.unique(some[may_last(begun, begins, second[some].astype(np.float64))])
