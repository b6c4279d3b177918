"""Matrix exponentials of many small systems at once, with numpy alone.

For a compartment system every entry off the diagonal is 0 or more. Shifting the diagonal by its
largest rate makes the whole matrix so; the series and the squarings then only add and multiply
numbers of one sign and lose no digits to cancellation. Each patient is scaled on its own, so its
result does not hang on who else is in the cohort.
"""

import numpy as np

from core.patient.arrays import FloatArray, IntArray

_TERMS = 16
"""With a row sum of at most 1/2, the next term of the series is below 1e-19 of the first."""


def exponentials(rates: FloatArray, seconds: float) -> FloatArray:
    """`exp(seconds * rates)` of each matrix; `rates` is (n, k, k) in 1/s, 0 or more off diagonal.

    Scaling and squaring of the Taylor series. Each squaring doubles the rounding, so an entry is
    good to about 1e-14 for a step of a minute and to 1e-12 for one of an hour.
    """
    shift = -np.minimum(np.diagonal(rates, axis1=1, axis2=2).min(axis=1), 0.0)
    shifted = seconds * (rates + shift[:, None, None] * np.eye(rates.shape[1]))
    squarings = _squarings(shifted)
    halved = np.ldexp(1.0, -squarings)
    power = _series(shifted * halved[:, None, None])
    power *= np.exp(-seconds * shift * halved)[:, None, None]
    for done in range(int(squarings.max(initial=0))):
        # A patient that needs fewer squarings is left as it is.
        left = squarings > done
        power[left] = power[left] @ power[left]
    return power


def _squarings(shifted: FloatArray) -> IntArray:
    """How often each matrix is halved until its largest row sum is at most 1/2."""
    rows = shifted.sum(axis=2).max(axis=1)
    _, exponent = np.frexp(rows)
    halvings: IntArray = np.maximum(exponent.astype(np.int64) + 1, 0)
    return halvings


def _series(small: FloatArray) -> FloatArray:
    """The Taylor series by Horner's rule."""
    one = np.eye(small.shape[1])
    total = np.broadcast_to(one, small.shape).copy()
    for term in range(_TERMS, 0, -1):
        total = one + (small @ total) / term
    return total
