"""Columns of a cohort: one number where all patients share it, else an array with an entry each.

What is the same for everyone need not be gathered for the few who are looked at; the arithmetic,
and so the result to the last bit, is the same.
"""

import numpy as np

from core.patient.arrays import FloatArray, IntArray

Column = FloatArray | float
Who = IntArray | None
"""Places of some patients in the chunk; None is everyone."""
Second = FloatArray | float
"""A second of the trial: one for all, or each patient's own."""


def column(values: FloatArray) -> Column:
    """The column of these values."""
    return float(values[0]) if len(values) and bool((values == values[0]).all()) else values


def at(told: Column, who: Who) -> Column:
    """The column of some patients."""
    if isinstance(told, float) or who is None:
        return told
    return told.take(who, mode="clip")


def rows(told: FloatArray, who: Who) -> FloatArray:
    """Some columns of a matrix that has a row per quantity, each row in one piece."""
    if who is None:
        return told
    picked = np.empty((len(told), len(who)))
    for number, row in enumerate(told):
        row.take(who, out=picked[number], mode="clip")
    return picked
