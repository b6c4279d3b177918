"""What spoils the arterial lines of a chunk, known ahead for a slot of time.

A look then asks only whose artefact lasts just now; `core.patient.artefacts` says what it shows.
"""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FlagArray, FloatArray, IntArray
from core.patient.artefacts import SLOT_S, Begun, Episode, begun, spoilt
from core.patient.arterial_line import ArterialLine

NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """Pressures on the monitors, mmHg, changed in place, and which of them something spoils."""

    map_mmhg: FloatArray
    low_mmhg: FloatArray
    spoilt: FlagArray


class Spoiling:
    """The artefacts of one chunk. Quickest if asked at seconds that go forward."""

    def __init__(self, line: ArterialLine) -> None:
        """Nothing is known yet."""
        self._line = line
        self._slot: int | None = None
        self._begun: tuple[Begun, ...] = ()
        self._place = np.full(len(line), NOWHERE, dtype=np.int64)

    def spoil(self, seen: Seen, who: IntArray, second: int) -> None:
        """Lay what lasts at this second over what these monitors would show, oldest first."""
        if not self._line.by_chance:
            return
        self._go_on(second // SLOT_S)
        clean = Seen(seen.map_mmhg.copy(), seen.low_mmhg.copy(), seen.spoilt)
        for kind in self._begun:
            lasts = np.flatnonzero((kind.from_s <= second) & (second < kind.over_s))
            if len(lasts):
                self._lay(seen, clean, who, kind.lasting(lasts, float(second)))

    def _lay(self, seen: Seen, clean: Seen, who: IntArray, episode: Episode) -> None:
        self._place[who] = np.arange(len(who))
        places = self._place[episode.who]
        self._place[who] = NOWHERE
        there = places != NOWHERE
        if there.any():
            at, few = places[there], _some(episode, there)
            mean, low = clean.map_mmhg[at], clean.low_mmhg[at]
            seen.map_mmhg[at] = spoilt(few, mean, mean)
            seen.low_mmhg[at] = spoilt(few, low, mean)
            seen.spoilt[at] = True

    def _go_on(self, slot: int) -> None:
        if slot != self._slot:
            line = self._line
            before, now = (begun(line.seed, line.ids, number) for number in (slot - 1, slot))
            self._begun, self._slot = (*before, *now), slot


def _some(episode: Episode, there: FlagArray) -> Episode:
    return Episode(
        episode.kind,
        episode.who[there],
        episode.since_s[there],
        episode.draw_s[there],
        episode.level_mmhg[there],
        episode.flush_mmhg[there],
    )
