"""The arrays of this room: one entry per patient."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BitArray = NDArray[np.uint64]
FlagArray = NDArray[np.bool_]


def flagged(flags: FlagArray) -> IntArray:
    """The places at which a flag is set, in their sequence.

    As `np.flatnonzero`, whose detours cost more than the search where patients are few.
    """
    return flags.nonzero()[0]
