"""The cuff, array-wise: a MAP at its cycle times only, off by an offset and by noise.

Against the artery: bias -1 and SD 10.2 mmHg (Kaufmann 2020, 736 patients), of which 4 mmHg is taken
as the noise of a reading and the rest as the patient's own constant offset.
"""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FloatArray, IntArray
from core.patient.chance import normal
from core.patient.devices import BoolArray, stream, told, typical
from core.patient.response import Vitals


@dataclass(frozen=True, slots=True, eq=False)
class Cuff:
    """A cuff of each patient: it measures at `first_s` and every `interval_s` after that."""

    seed: int
    ids: IntArray
    interval_s: FloatArray
    first_s: FloatArray
    offset_mmhg: FloatArray

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, eq=False)
class CuffReading:
    """The latest reading of each patient and the second it was taken at; NaN before the first."""

    map_mmhg: FloatArray
    systolic_mmhg: FloatArray
    diastolic_mmhg: FloatArray
    heart_rate_bpm: FloatArray
    taken_s: FloatArray


def drawn_cuff(
    seed: int, ids: IntArray, interval_s: FloatArray | float, first_s: FloatArray | float = 0.0
) -> Cuff:
    """The cuff that fits each patient so well or so badly, put on to measure at an interval.

    Raises:
        ValueError: an interval is not above 0 s.
    """
    own_sd = np.sqrt(typical("cuff_total_sd_mmhg") ** 2 - typical("cuff_noise_mmhg") ** 2)
    offset = typical("cuff_bias_mmhg") + own_sd * normal(seed, ids, stream("cuff offset"), 0)
    every = told(interval_s, len(ids))
    if not bool((every > 0).all()):
        raise ValueError(f"a cuff measures at an interval above 0 s, not {interval_s}")
    return Cuff(seed, ids, every, told(first_s, len(ids)), offset)


def nothing_measured(cuff: Cuff) -> CuffReading:
    """What stands on the monitor before the first cycle."""
    none = np.full(len(cuff), np.nan)
    return CuffReading(none, none, none, none, none)


def next_s(cuff: Cuff, second: float) -> FloatArray:
    """The next second after this one at which each cuff measures: a step has to end there."""
    cycle = np.maximum(_cycle(cuff, second) + 1, 0)
    return cuff.first_s + cycle * cuff.interval_s


def due(cuff: Cuff, second: float) -> BoolArray:
    """Whose cuff measures at exactly this second."""
    cycle = _cycle(cuff, second)
    return (cycle >= 0) & (np.abs(cuff.first_s + cycle * cuff.interval_s - second) < _SAME_S)


def measured(cuff: Cuff, second: float, vitals: Vitals, latest: CuffReading) -> CuffReading:
    """The readings that stand after this second: new ones where a cycle is due, else the latest.

    Systolic and diastolic pressure are off by as much as MAP (assumed).
    """
    new = due(cuff, second)
    if not new.any():
        return latest
    noise = normal(cuff.seed, cuff.ids, stream("cuff noise"), _cycle(cuff, second))
    off = cuff.offset_mmhg + typical("cuff_noise_mmhg") * noise
    return CuffReading(
        np.where(new, vitals.map_mmhg + off, latest.map_mmhg),
        np.where(new, vitals.systolic_mmhg + off, latest.systolic_mmhg),
        np.where(new, vitals.diastolic_mmhg + off, latest.diastolic_mmhg),
        np.where(new, vitals.heart_rate_bpm, latest.heart_rate_bpm),
        np.where(new, second, latest.taken_s),
    )


_SAME_S = 1e-6
"""Two times closer than a microsecond are one."""


def _cycle(cuff: Cuff, second: float) -> IntArray:
    """The number of the last cycle at or before a second; below 0 before the first."""
    passed = np.floor((second + _SAME_S - cuff.first_s) / cuff.interval_s)
    return passed.astype(np.int64)
