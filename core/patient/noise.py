"""How MAP wanders around its mean: fast, slow, and care events. A pure function of the second.

Fast and slow are each a sum of fair coins thrown on a fixed grid, weighted by an exponential that
is cut off after `_REACH` time constants and blended between two grid points. The weights are
scaled afresh for every second, so the SD is the stated one at every second. What that does:

- Cutting off at 3 time constants changes the autocorrelation by at most 0.05, at that lag.
- Blending makes neighbouring seconds alike. The fast part has a grid of 20 s, its time constant,
  and falls by e^2.5 per grid step: around a running median of 2 min its autocorrelation is
  then 0.90, 0.65 and 0.05 at 5, 10 and 20 s (published 0.88, 0.67 and 0.18; a first-order process
  of 20 s would give 0.66, 0.39 and 0.03) and its SD 1.6 mmHg (published 1.95 [1.56-2.69]; 1.7).
- The slow part has a grid of 120 s and its autocorrelation is that of a first-order process of
  15 min within 0.05.
- A cell holds the heads of 16 (fast) or 8 (slow) coins: close to normal, tails a little short
  (excess kurtosis -0.1).

Care events are at most one in each quarter hour of a patient's life, at a random second, and are
forgotten at the end of the next quarter hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, exp

import numpy as np
from numpy.typing import NDArray

from core.patient.arrays import BitArray, FloatArray, IntArray, flagged
from core.patient.chance import bits, keys, stream_of
from core.patient.cohort import Cohort
from core.patient.parameters import shipped

Weights = NDArray[np.float32]
Heads = NDArray[np.uint8]
_REACH = 3.0
_SLOW_GRID_S = 120.0
QUARTER_S = 900
_S_PER_H = 3600.0
_FAST, _SLOW, CARE = stream_of("fast wandering"), stream_of("slow wandering"), stream_of("care")
_FINE = 2.0**17
"""Weights are whole multiples of 1/_FINE: their sums over whole numbers of heads are exact even in
single precision, so they are the same to the last bit in whatever sequence they are taken."""


def wobble(cohort: Cohort, second: float) -> FloatArray:
    """What to add to each patient's mean pressure at this second, mmHg.

    Sources: SD and time constants are parameters of the file (sigF, tauFast, sigS, tauSlow, ev,
    evM, evS, evT).
    """
    own = keys(cohort.seed, cohort.ids)
    told = cohort.noise_fast_mmhg * fast(own, second)
    told += cohort.noise_slow_mmhg * slow(own, second)
    told += care(own, cohort.care_per_h, second)
    return told


def fast(own: BitArray, second: float) -> FloatArray:
    """The fast wandering, SD 1; `own` are the patients' keys."""
    return wanderings()[0].at(own, second)


def slow(own: BitArray, second: float) -> FloatArray:
    """The slow wandering, SD 1; `own` are the patients' keys."""
    return wanderings()[1].at(own, second)


@dataclass(frozen=True, slots=True)
class Wandering:
    """One of the two: its stream of chance, the coins in a cell, the cell and decay in seconds."""

    stream: int
    coins: int
    grid_s: float
    time_constant_s: float

    @property
    def cells(self) -> int:
        """How many cells a 64-bit word has."""
        return 64 // self.coins

    @property
    def word_s(self) -> float:
        """How long the cells of one 64-bit word last together, s."""
        return self.grid_s * self.cells

    def weights(self, second: float) -> Weights:
        """A weight for each cell of the newest word at this second and of those before it."""
        return _weights(second % self.word_s, self.grid_s, self.coins, self.time_constant_s)

    def newest(self, second: float) -> int:
        """The number of the newest word at this second."""
        return int(second // self.word_s)

    def heads(self, own: BitArray, word: int) -> Weights:
        """The heads in each cell of a word, a row for each cell and an entry for each patient."""
        counted = self.counted(bits(own, self.stream, word))
        return np.ascontiguousarray(counted.T, dtype=np.float32)

    def counted(self, words: BitArray) -> Heads:
        """The heads in each cell of these words, a row for each."""
        side_by_side = words.astype("<u8", copy=False)
        cells = side_by_side.view(f"<u{self.coins // 8}").reshape(-1, self.cells)
        counted: Heads = np.bitwise_count(cells)
        return counted

    def summed(self, heads: Sequence[Weights], weights: Weights) -> FloatArray:
        """The heads of some words less their mean, by weight; newest words first."""
        total = np.zeros(heads[0].shape[1], dtype=np.float32)
        for word, part in zip(heads, weights.reshape(-1, self.cells), strict=True):
            total += np.einsum("i,ij->j", part, word)
        return self.centred(total, self.middle(weights))

    def middle(self, weights: Weights) -> float:
        """What heads come to on average under these weights."""
        return self.coins / 2.0 * float(weights.sum(dtype=np.float64))

    def centred(self, total: Weights, middle: FloatArray | float) -> FloatArray:
        """Weighted heads, less what they come to on average, as a wandering of SD 1."""
        told: FloatArray = total.astype(np.float64)
        told -= middle
        told /= _FINE
        return told

    def at(self, own: BitArray, second: float) -> FloatArray:
        """The wandering of these patients at a second, SD 1."""
        weights = self.weights(second)
        heads = [self.heads(own, word) for word in self.words(second, weights)]
        return self.summed(heads, weights)

    def words(self, second: float, weights: Weights) -> list[int]:
        """The numbers of the words that these weights are for, the newest at a second first."""
        newest = self.newest(second)
        return [newest - back for back in range(len(weights) // self.cells)]


@lru_cache(maxsize=1)
def wanderings() -> tuple[Wandering, Wandering]:
    """The fast and the slow one."""
    fast_s, slow_s = _time_constants()
    return Wandering(_FAST, 16, fast_s, fast_s / 2.5), Wandering(_SLOW, 8, _SLOW_GRID_S, slow_s)


def care(own: BitArray, per_h: FloatArray, second: float) -> FloatArray:
    """What is left of care events, mmHg: this quarter hour's and the one's before."""
    left = np.zeros(len(own))
    quarter = int(second // QUARTER_S)
    for back in (0, 1):
        hit, when, size = events(own, per_h, quarter - back)
        left[hit] += faded(size, second - when)
    return left


def events(
    own: BitArray, per_h: FloatArray, quarter: int
) -> tuple[IntArray, FloatArray, FloatArray]:
    """The care events of a quarter hour: places in `own`, when (s), and how large (mmHg)."""
    drawn = bits(own, CARE, quarter)
    hit = flagged(drawn < event_words(per_h))
    when, size = event(drawn[hit], quarter)
    return hit.astype(np.int64, copy=False), when, size


def event_words(per_h: FloatArray) -> BitArray:
    """The least word of each patient's chance that brings no care event in a quarter hour."""
    share = np.minimum(per_h * (QUARTER_S / _S_PER_H), 1.0 - 2.0**-20)
    return (share * 2.0**64).astype(np.uint64)


def event(word: BitArray, quarter: IntArray | int) -> tuple[FloatArray, FloatArray]:
    """When (s) and how large (mmHg) the care events are that these words brought.

    The upper bits said that there is one; the lower ones say when, and how much.
    """
    mean, spread, _ = _care_size()
    when: FloatArray = (word & np.uint64(0xFFF)).astype(np.float64)
    when *= QUARTER_S / 2.0**12
    when += quarter * QUARTER_S
    return when, np.maximum(mean + spread * _four_sums(word >> np.uint64(12)), 0.0)


def faded(size_mmhg: FloatArray, since_s: FloatArray) -> FloatArray:
    """What is left of care events so long after they began; nothing before."""
    decay_s = _care_size()[2]
    left = size_mmhg * np.exp(-np.maximum(since_s, 0.0) / decay_s)
    return np.where(since_s >= 0, left, 0.0)


def _four_sums(word: BitArray) -> FloatArray:
    """Near a standard normal from 32 bits: the sum of 4 bytes, centred, SD 1."""
    told = word.astype("<u4").view(np.uint8).reshape(-1, 4)
    # The variance of one byte is (256^2 - 1)/12.
    sums: FloatArray = (told.sum(axis=1) - 4 * 127.5) / np.sqrt(4 * (256.0**2 - 1) / 12)
    return sums


@lru_cache(maxsize=2048)
def _weights(within_s: float, grid_s: float, coins: int, time_constant_s: float) -> Weights:
    """The weights at a second within the newest word: for its cells and those of words before.

    A new cell comes in by degrees over the grid step after it, so nothing jumps. The cells of
    a word run from the newest on; those still to come, and those past reach, weigh nothing.
    """
    per_word = 64 // coins
    place = int(within_s // grid_s)
    blend = within_s / grid_s - place
    taps = ceil(_REACH * time_constant_s / grid_s) + 1
    ages = np.arange(ceil((taps + per_word) / per_word) * per_word) - (per_word - 1 - place)
    decay = exp(-grid_s / time_constant_s)
    new = np.where((ages >= 0) & (ages < taps), decay ** np.maximum(ages, 0), 0.0)
    old = np.where((ages >= 1) & (ages <= taps), decay ** np.maximum(ages - 1, 0), 0.0)
    weights = (1.0 - blend) * old + blend * new
    # The variance of c fair coins is c/4.
    weights /= np.sqrt((weights**2).sum() * coins / 4.0)
    return np.round(weights * _FINE).astype(np.float32)


def _time_constants() -> tuple[float, float]:
    """Of the fast and the slow wandering, s."""
    table = shipped().table
    return table["noise_fast_s"].typical, table["noise_slow_s"].typical


def _care_size() -> tuple[float, float, float]:
    """Mean and SD of a care event, mmHg, and its decay, s."""
    table = shipped().table
    names = ("care_mmhg", "care_spread_mmhg", "care_decay_s")
    mean, spread, decay = (table[name].typical for name in names)
    return mean, spread, decay
