"""How well the pressure was held while the drug ran: the measures of a control loop (Varvel 1992).

The error of a sample is how far the true pressure is from the middle of the band, in percent of
it. MDPE is its median, MDAPE the median of its size, wobble the median of its distance from MDPE,
divergence the slope of its size over time. Errors are kept to a hundredth of a percent.
"""

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
        self._at_h = np.zeros(samples)
        self._target = target_mmhg
        self._count = 0

    def sample(self, second: int, map_mmhg: FloatArray, running: FlagArray) -> None:
        """One more sample of everyone; it counts where the drug runs."""
        error = map_mmhg * (100.0 * _PER_PERCENT / self._target) - 100.0 * _PER_PERCENT
        np.clip(np.rint(error, out=error), -_MOST, _MOST, out=error)
        row = self._errors[self._count]
        np.copyto(row, error.astype(np.int16), where=running)
        self._at_h[self._count] = second / _S_PER_H
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
            told[:, block] = _measured(errors, self._at_h)
        return told[0], told[1], told[2], told[3]


_BLOCK = 256


def _measured(errors: Errors, at_h: FloatArray) -> FloatArray:
    """The four measures of some patients, a row of errors each."""
    counted = errors != _LEFT_OUT
    number = counted.sum(axis=1)
    size = np.where(counted, np.abs(errors), _MOST)
    middle = _median(np.where(counted, errors, _MOST), number)
    away = np.abs(errors - np.rint(middle)[:, np.newaxis])
    around = np.where(counted, np.minimum(away, _MOST), _MOST).astype(np.int16)
    slope = _slope(np.where(counted, size, 0).astype(np.float64), counted, number, at_h)
    rows = (middle, _median(size, number), _median(around, number), slope)
    return np.where(number > 0, np.stack(rows) / _PER_PERCENT, np.nan)


def _median(errors: Errors, number: IntArray) -> FloatArray:
    """The median of the first `number` of each row once it is sorted."""
    ordered = np.sort(errors, axis=1)
    last = np.maximum(number - 1, 0)
    rows = np.arange(len(errors))
    pair = ordered[rows, last // 2].astype(np.float64) + ordered[rows, (last + 1) // 2]
    median: FloatArray = pair / 2.0
    return median


def _slope(size: FloatArray, counted: FlagArray, number: IntArray, at_h: FloatArray) -> FloatArray:
    """The slope of the regression of size on time; 0 where there is but one moment."""
    weight = counted.astype(np.float64)
    many = np.maximum(number, 1)
    middle = _summed(weight, at_h) / many
    mean = size.sum(axis=1) / many
    over = _summed(size, at_h) - number * middle * mean
    under = _summed(weight, at_h * at_h) - number * middle * middle
    flat = under <= 0.0
    return np.where(flat, 0.0, over / np.where(flat, 1.0, under))


def _summed(rows: FloatArray, weights: FloatArray) -> FloatArray:
    """Each row's sum by weight, added one by one in time, so that no block size changes a bit."""
    total = np.zeros(len(rows))
    for column, weight in zip(rows.T, weights.tolist(), strict=True):
        total += column * weight
    return total
