"""How well the pressure was held while the drug ran: the measures of a control loop (Varvel 1992).

The error of a sample is how far the true pressure is from the middle of the band, in percent of
it. MDPE is its median, MDAPE the median of its size, wobble the median of its distance from MDPE,
divergence the slope of its size over time. Errors are kept to a hundredth of a percent.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.patient.arrays import FlagArray, FloatArray, IntArray

Errors = NDArray[np.int16]
_LEFT_OUT = np.int16(-(2**15))
_MOST = 2**15 - 1
_PER_PERCENT = 100.0
_S_PER_H = 3600.0


class Control:
    """The errors of a chunk's samples, and the sums of their slope."""

    def __init__(self, patients: int, samples: int, target_mmhg: float) -> None:
        """No sample yet; `samples` are to come at most."""
        self._errors: Errors = np.full((samples, patients), _LEFT_OUT, dtype=np.int16)
        self._target = target_mmhg
        self._count = 0
        self._sums = _Sums.none(patients)

    def sample(self, second: int, map_mmhg: FloatArray, running: FlagArray) -> None:
        """One more sample of everyone; it counts where the drug runs."""
        error = map_mmhg * (100.0 * _PER_PERCENT / self._target) - 100.0 * _PER_PERCENT
        np.clip(np.rint(error, out=error), -_MOST, _MOST, out=error)
        np.copyto(self._errors[self._count], error.astype(np.int16), where=running)
        self._sums.add(error, running, second / _S_PER_H)
        self._count += 1

    def measures(self) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
        """MDPE, MDAPE and wobble in percent, divergence in percent per hour; NaN without samples.

        Patients are taken in small blocks, so that what is needed beside the errors stays small.
        """
        patients = self._errors.shape[1]
        told = np.empty((4, patients))
        for begin in range(0, patients, _BLOCK):
            block = slice(begin, min(begin + _BLOCK, patients))
            errors = np.ascontiguousarray(self._errors[:, block].T)
            told[:3, block] = _measured(errors, self._sums.number[block])
        told[3] = np.where(self._sums.number > 0, self._sums.slope() / _PER_PERCENT, np.nan)
        return told[0], told[1], told[2], told[3]


@dataclass(frozen=True, slots=True, eq=False)
class _Sums:
    """What the slope of the size of the errors over time needs, over the samples that count.

    Each sample is added in its time, so that no block size changes a bit. Changed in place.
    """

    at_h: FloatArray
    at_h_squared: FloatArray
    size: FloatArray
    size_at_h: FloatArray
    number: IntArray

    @classmethod
    def none(cls, patients: int) -> "_Sums":
        """No sample yet."""
        at, squared, size, both = (np.zeros(patients) for _ in range(4))
        return cls(at, squared, size, both, np.zeros(patients, dtype=np.int64))

    def add(self, error: FloatArray, counted: FlagArray, at_h: float) -> None:
        """One more sample of everyone."""
        size = np.abs(error) * counted
        self.number[:] += counted
        self.at_h[:] += counted * at_h
        self.at_h_squared[:] += counted * (at_h * at_h)
        self.size[:] += size
        size *= at_h
        self.size_at_h[:] += size

    def slope(self) -> FloatArray:
        """The slope of the regression of size on time; 0 where there is but one moment."""
        many = np.maximum(self.number, 1)
        middle, mean = self.at_h / many, self.size / many
        over = self.size_at_h - self.number * middle * mean
        under = self.at_h_squared - self.number * middle * middle
        flat = under <= 0.0
        return np.where(flat, 0.0, over / np.where(flat, 1.0, under))


_BLOCK = 256


def _measured(errors: Errors, number: IntArray) -> FloatArray:
    """The three medians of some patients, a row of errors each."""
    counted = errors != _LEFT_OUT
    size = np.where(counted, np.abs(errors), _MOST)
    middle = _median(np.where(counted, errors, _MOST), number)
    away = np.abs(errors - np.rint(middle)[:, np.newaxis])
    around = np.where(counted, np.minimum(away, _MOST), _MOST).astype(np.int16)
    rows = (middle, _median(size, number), _median(around, number))
    return np.where(number > 0, np.stack(rows) / _PER_PERCENT, np.nan)


def _median(errors: Errors, number: IntArray) -> FloatArray:
    """The median of the first `number` of each row once it is sorted."""
    # A stable sort takes numbers of 16 bits digit by digit, which is ten times as quick.
    ordered = np.sort(errors, axis=1, kind="stable")
    last = np.maximum(number - 1, 0)
    rows = np.arange(len(errors))
    pair = ordered[rows, last // 2].astype(np.float64) + ordered[rows, (last + 1) // 2]
    median: FloatArray = pair / 2.0
    return median
