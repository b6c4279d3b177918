"""The arrays of this room: one entry per patient."""

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BitArray = NDArray[np.uint64]
FlagArray = NDArray[np.bool_]
