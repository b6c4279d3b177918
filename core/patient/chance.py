"""Chance as a pure function of (seed, patient, stream, counter): no state, so no sequence to keep.

Any chunk, step size or rerun meets the same draws, and patient 17 is the same in a cohort of
twenty and of ten thousand. The mixing is the finaliser of SplitMix64 (Steele, Lea and Flood 2014):
bijective on 64 bits, about eight array operations per draw.
"""

from fractions import Fraction
from hashlib import blake2b
from math import ceil

import numpy as np

from core.patient.arrays import BitArray, FloatArray, IntArray

_STEP = 0x9E3779B97F4A7C15
_FIRST, _SECOND = 0xBF58476D1CE4E5B9, 0x94D049BB133111EB
# As arrays: numpy takes a number of its own or of Python's only after a detour, which costs as much
# as mixing a thousand words.
_SHIFTS = tuple(np.array(places, dtype=np.uint64) for places in (30, 27, 31))
_FACTORS = tuple(np.array(factor, dtype=np.uint64) for factor in (_FIRST, _SECOND))
_WORD = (1 << 64) - 1


def stream_of(name: str) -> int:
    """The stream of a name, the same on every machine: 64 bits of its digest."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def keys(seed: int, ids: IntArray) -> BitArray:
    """One 64-bit key per patient, from which every draw of that patient starts."""
    spread = ids.astype(np.uint64)
    spread *= np.uint64(_STEP)
    spread += np.uint64(_mixed_int(seed))
    return _mixed(spread)


def bits(patient_keys: BitArray, stream: int, counter: IntArray | int) -> BitArray:
    """64 fair bits per patient for this stream and counter (any whole number, also below 0)."""
    if isinstance(counter, int):
        return salted(patient_keys, np.uint64(_mixed_int(_mixed_int(stream) + counter)))
    return salted(patient_keys, salts(stream, counter))


def salts(stream: int, counters: IntArray) -> BitArray:
    """What `bits` mixes of a stream and its counters, for who needs few counters many times."""
    told = counters.astype(np.uint64)
    told += np.uint64(_mixed_int(stream))
    told += np.uint64(_STEP)
    return _mixed(told)


def salted(patient_keys: BitArray, salt: BitArray | np.uint64) -> BitArray:
    """The bits of each patient for these salts."""
    return _mixed(patient_keys + salt)


def least_word(share: float) -> np.uint64:
    """The least word whose uniform number is not below a share (at least 0, below 1)."""
    return np.uint64(ceil(Fraction(share) * 2**52 - Fraction(1, 2)) << 12)


def uniform(seed: int, ids: IntArray, stream: int, counter: IntArray | int) -> FloatArray:
    """Uniform on the open interval (0, 1): 52 bits, each at the middle of its cell."""
    return unit(bits(keys(seed, ids), stream, counter))


def normal(seed: int, ids: IntArray, stream: int, counter: IntArray | int) -> FloatArray:
    """Standard normal, exact up to rounding: Box and Muller's cosine of two uniforms.

    Reaches 8.5 SD, where the 52 bits of the first uniform end.
    """
    first = bits(keys(seed, ids), stream, counter)
    second = _mixed(first + np.uint64(_STEP))
    radius = np.sqrt(-2.0 * np.log(unit(first)))
    turned: FloatArray = radius * np.cos(2.0 * np.pi * unit(second))
    return turned


def unit(drawn: BitArray) -> FloatArray:
    """The uniform numbers of these bits."""
    cell: FloatArray = (drawn >> np.uint64(12)).astype(np.float64)
    cell += 0.5
    cell *= 2.0**-52
    return cell


def _mixed(word: BitArray) -> BitArray:
    """Mix in place; the argument is a scratch array of the caller."""
    scratch = word >> _SHIFTS[0]
    word ^= scratch
    word *= _FACTORS[0]
    np.right_shift(word, _SHIFTS[1], out=scratch)
    word ^= scratch
    word *= _FACTORS[1]
    np.right_shift(word, _SHIFTS[2], out=scratch)
    word ^= scratch
    return word


def _mixed_int(word: int) -> int:
    word = (word + _STEP) & _WORD
    word = ((word ^ (word >> 30)) * _FIRST) & _WORD
    word = ((word ^ (word >> 27)) * _SECOND) & _WORD
    return word ^ (word >> 31)
