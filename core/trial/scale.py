"""Where things stand in a picture of a trial, on a screen and on paper alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import ceil, floor, isfinite, log10

from core.trial.result_view import ArmBar, ArmCurve, CurvePoint, Pairs

_STEPS = (1.0, 2.0, 5.0, 10.0)
_TINY = 1e-9
"""An end that misses a round value by so little of a step is on it."""
_PARTS = 5
"""Round values on the side of a square, about."""
_MARKS, _APART = 8, 4
"""Marks on a line, and the least hours between two: marks of four arms never fall on one."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` on places from `begin` to `end`, in whatever the picture is."""

    low: float
    high: float
    begin: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value; what lies outside stands at the edge."""
        share = (value - self.low) / (self.high - self.low)
        return self.begin + min(max(share, 0.0), 1.0) * (self.end - self.begin)

    def ticks(self, apart: float) -> tuple[float, ...]:
        """Round values at least so far apart in places."""
        most = max(1.0, abs(self.end - self.begin) / apart)
        step = step_for((self.high - self.low) / most)
        first, last = ceil(self.low / step - _TINY), floor(self.high / step + _TINY)
        return tuple(place * step for place in range(first, last + 1))


def step_for(least: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below `least`."""
    if not isfinite(least) or least <= 0:
        return 1.0
    power = 10.0 ** floor(log10(least))
    return next((step * power for step in _STEPS if step * power >= least * (1 - 1e-9)), 10 * power)


def around(values: Sequence[float], parts: int) -> tuple[float, float]:
    """Round ends around all values that are defined, with about so many round values between."""
    told = [value for value in values if isfinite(value)] or [0.0]
    step = step_for((max(told) - min(told)) / parts)
    low, high = floor(min(told) / step) * step, ceil(max(told) / step) * step
    return low, high if high > low else low + step


def tick_text(value: float) -> str:
    """A round value without more digits than it has."""
    return f"{value:.10g}"


def stairs(points: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """The corners of a line that holds each value until the next hour."""
    corners = list(points[:1])
    for (_, held), (hour, value) in pairwise(points):
        corners += [(hour, held), (hour, value)]
    return corners


def marked(curve: ArmCurve, place: int) -> tuple[CurvePoint, ...]:
    """The points of the arm at a place that carry its mark."""
    every = max(_APART, len(curve.points) // _MARKS)
    return curve.points[place + 1 :: every]


def spans(bar: ArmBar) -> tuple[tuple[float, float], ...]:
    """Where the time below, in and above the band begins and ends on its bar, percent."""
    ends = tuple(accumulate(max(share, 0.0) if isfinite(share) else 0.0 for share in bar.shares))
    return tuple(pairwise((0.0, *ends)))


def reach(pairs: Pairs) -> tuple[float, float]:
    """The least and the highest value of the two alike axes on which the dots stand."""
    most = max((max(dot) for dot in pairs.dots), default=1.0)
    low = min((min(dot) for dot in pairs.dots), default=0.0)
    step = step_for(max(most, 1.0) / _PARTS)
    return min(0.0, low // step * step), -(-max(most, step) // step) * step
