"""Estimates with 95 % intervals, by named methods that need no chance: the same bytes every time.

Means and ratios: the normal interval of the linearised estimate (a mean is a ratio whose
denominators are all 1; Cochran 1977). Shares: Wilson's score interval. Quantiles: order statistics
by the binomial distribution, exact for any continuous law. Differences on the same patients: the
normal interval of the paired linearised values; for shares, Agresti and Min's (2005) interval of
paired shares, which keeps its width where no pair differs. What happens in time: nobody is lost
before the end, so the curve is the plain share (Wilson's interval at each hour) and the mean time
is the mean up to the horizon.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from math import isnan, lgamma, log, nan, sqrt

import numpy as np

from core.patient.arrays import FlagArray, FloatArray

Z = 1.959963984540054
"""The 97.5th percentile of the standard normal."""
_TAIL = 0.025


class Method(StrEnum):
    """How an interval was worked out."""

    NORMAL = "normal"
    WILSON = "Wilson score"
    RANKS = "ranks"
    PAIRED_NORMAL = "paired normal"
    PAIRED_SHARES = "Agresti-Min paired"


class PairingError(ValueError):
    """Two arms that do not hold the same patients, so no difference can be taken by pairs."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its 95 % interval; `count` patients stand behind it. NaN: not defined."""

    value: float
    low: float
    high: float
    count: int
    method: Method


@dataclass(frozen=True, slots=True)
class Spread:
    """The median with its interval, and the quartiles."""

    median: Estimate
    lower_quartile: float
    upper_quartile: float


def ratio(above: FloatArray, below: FloatArray) -> Estimate:
    """The sum of `above` over the sum of `below`; a mean where `below` is all 1."""
    kept = _defined(above, below)
    value, influence = _linearised(above[kept], below[kept])
    return _normal(value, influence, Method.NORMAL)


def ratio_difference(
    above: FloatArray, below: FloatArray, other_above: FloatArray, other_below: FloatArray
) -> Estimate:
    """The first ratio minus the second, patient by patient, over those defined in both.

    Raises:
        PairingError: the arrays are not of the same patients.
    """
    _demand_pairs(above, other_above)
    kept = _defined(above, below) & _defined(other_above, other_below)
    value, influence = _linearised(above[kept], below[kept])
    other, other_influence = _linearised(other_above[kept], other_below[kept])
    return _normal(value - other, influence - other_influence, Method.PAIRED_NORMAL)


def share(happened: FloatArray) -> Estimate:
    """How many of those that are 0 or 1 are 1, in percent, with Wilson's score interval."""
    told = happened[~np.isnan(happened)]
    count = len(told)
    if count == 0:
        return Estimate(nan, nan, nan, 0, Method.WILSON)
    p = float(told.mean())
    middle = (p + Z * Z / (2 * count)) / (1 + Z * Z / count)
    half = Z / (1 + Z * Z / count) * sqrt(p * (1 - p) / count + Z * Z / (4 * count * count))
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    return Estimate(100 * p, 100 * low, 100 * high, count, Method.WILSON)


def share_difference(happened: FloatArray, other: FloatArray) -> Estimate:
    """The first share minus the second in percentage points, over those defined in both.

    Half a patient is added to each of the four kinds of pairs for the interval (Agresti and Min).

    Raises:
        PairingError: the arrays are not of the same patients.
    """
    _demand_pairs(happened, other)
    kept = ~np.isnan(happened) & ~np.isnan(other)
    gap = happened[kept] - other[kept]
    count = len(gap)
    if count == 0:
        return Estimate(nan, nan, nan, 0, Method.PAIRED_SHARES)
    more, less, total = (gap > 0).sum() + 0.5, (gap < 0).sum() + 0.5, count + 2.0
    middle = float(more - less) / total
    half = Z * sqrt(float(more + less) - float(more - less) ** 2 / total) / total
    low, high = max(middle - half, -1.0), min(middle + half, 1.0)
    return Estimate(100 * float(gap.mean()), 100 * low, 100 * high, count, Method.PAIRED_SHARES)


def spread(values: FloatArray) -> Spread:
    """Median and quartiles of what is defined; infinite values have their place at the end."""
    ordered = np.sort(values[~np.isnan(values)])
    count = len(ordered)
    if count == 0:
        return Spread(Estimate(nan, nan, nan, 0, Method.RANKS), nan, nan)
    rank = _low_rank(count)
    low, high = (ordered[rank], ordered[count - 1 - rank]) if rank >= 0 else (nan, nan)
    median = Estimate(_quantile(ordered, 0.5), float(low), float(high), count, Method.RANKS)
    return Spread(median, _quantile(ordered, 0.25), _quantile(ordered, 0.75))


def median_difference(values: FloatArray, other: FloatArray) -> Estimate:
    """The median of the differences patient by patient, over those defined in both.

    Raises:
        PairingError: the arrays are not of the same patients.
    """
    _demand_pairs(values, other)
    with np.errstate(invalid="ignore"):  # where both are infinite there is no difference to take
        return spread(values - other).median


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The share of patients, in percent, in whom something has happened by each hour."""

    hours: tuple[int, ...]
    happened: tuple[Estimate, ...]


def curve(at_h: FloatArray, hours: int) -> Curve:
    """The curve of what happens at `at_h` (hours; NaN: never) of patients followed to the end."""
    when = np.where(np.isnan(at_h), np.inf, at_h)
    marks = tuple(range(hours + 1))
    return Curve(marks, tuple(share((when <= mark).astype(np.float64)) for mark in marks))


def _defined(above: FloatArray, below: FloatArray) -> FlagArray:
    known: FlagArray = ~(np.isnan(above) | np.isnan(below))
    return known


def _demand_pairs(one: FloatArray, other: FloatArray) -> None:
    if one.shape != other.shape:
        raise PairingError(f"{len(one)} patients against {len(other)}: no pairs")


def _linearised(above: FloatArray, below: FloatArray) -> tuple[float, FloatArray]:
    """The ratio, and what each patient pulls at it."""
    whole = float(below.sum())
    if whole == 0:
        return nan, np.full(len(above), nan)
    value = float(above.sum()) / whole
    influence: FloatArray = (above - value * below) * (len(below) / whole)
    return value, influence


def _normal(value: float, influence: FloatArray, method: Method) -> Estimate:
    count = len(influence)
    if count < 2 or isnan(value):  # noqa: PLR2004 - one patient has no spread
        return Estimate(value, nan, nan, count, method)
    half = Z * float(influence.std(ddof=1)) / sqrt(count)
    return Estimate(value, value - half, value + half, count, method)


def _quantile(ordered: FloatArray, at: float) -> float:
    """By linear interpolation between order statistics; infinite once it touches infinity."""
    place = at * (len(ordered) - 1)
    below = int(place)
    low, high = float(ordered[below]), float(ordered[min(below + 1, len(ordered) - 1)])
    return low if place == below or low == high else low + (place - below) * (high - low)


@lru_cache(maxsize=64)
def _low_rank(count: int) -> int:
    """The rank (from 0) whose order statistic bounds the median; -1 where there are too few."""
    total, rank = 0.0, -1
    for successes in range(count // 2 + 1):
        ways = lgamma(count + 1) - lgamma(successes + 1) - lgamma(count - successes + 1)
        total += np.exp(ways - count * log(2.0))
        if total > _TAIL:
            break
        rank = successes
    return rank
