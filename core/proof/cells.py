"""The cells of one fact: its domain cut at every number that a rule or a promise compares it with.

Inside a cell every row answers alike, so that a promise that holds in each cell holds everywhere.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.model.course import DAY, UNKNOWN, Lane
from core.model.facts import CONDITION_AXIS, SATURATION, SHOCK_CODE, Axis, Phase
from core.rules.boxes import Interval
from core.rules.numbers import Numbers

Mask = NDArray[np.bool_]
Whole = NDArray[Any]
"""An array of integers of whichever width."""
MAP_DOMAIN = (20, 200)
"""mmHg: readings outside are artefacts, whatever a file says."""
DOSE_OVER_HARD = 3
"""A pump may be found above the hard limit; looked at up to so many times it."""
MOST_NOREPINEPHRINE = 300_000
"""Thousandths: 300 mcg/min beside another agent, more than any protocol allows."""

_TIMES = frozenset(
    {
        Axis.BELOW_TARGET_FOR,
        Axis.AT_TARGET_FOR,
        Axis.ABOVE_TARGET_FOR,
        Axis.HIGH_DOSE_FOR,
        Axis.CATECHOLAMINE_FREE,
        Axis.SINCE_OTHER_CHANGE,
    }
)
_FIXED: dict[Axis, tuple[int, int, bool]] = {
    Axis.MAP: (*MAP_DOMAIN, False),
    Axis.TARGET: (*MAP_DOMAIN, False),
    Axis.DIASTOLIC: (5, 200, True),
    Axis.SHOCK_INDEX: (0, 6_000, True),
    Axis.READINGS_SINCE_RAISE: (0, 9, False),
    Axis.LOW_READINGS_SINCE_STEP: (0, 9, True),
    Axis.SINCE_FAILED_WEAN: (0, DAY - 1, True),
    Axis.FAILED_WEANS: (0, 2, False),
    Axis.MAP_FALL: (MAP_DOMAIN[0] - MAP_DOMAIN[1], MAP_DOMAIN[1] - MAP_DOMAIN[0], True),
    Axis.MAP_FALL_SHARE: (-90_000, 9_000, True),
    Axis.HEART_RATE_RISE_SHARE: (-10_000, 300_000, True),
    Axis.SINCE_STOP: (0, SATURATION, True),
    Axis.VASOPRESSIN: (0, 1, True),
    Axis.FLUIDS: (0, 1, False),
    Axis.NOREPINEPHRINE: (0, MOST_NOREPINEPHRINE, False),
    Axis.AGE: (18, 120, True),
    Axis.SHOCK: (0, len(SHOCK_CODE) - 1, True),
    **dict.fromkeys(CONDITION_AXIS.values(), (0, 1, True)),
    **dict.fromkeys(_TIMES, (0, SATURATION, True)),
}


def domain(axis: Axis, phase: Phase, numbers: Numbers) -> tuple[int, int, bool]:
    """The least and the greatest value of a fact, and whether it may be unknown."""
    most = DOSE_OVER_HARD * numbers.highest
    off, running = phase in {Phase.OFF, Phase.WATCH}, phase is Phase.RUNNING
    found = {
        Axis.DOSE: (int(running), 0 if off else most, False),
        Axis.STEP_SIZE: (1, most, True),
        Axis.SINCE_STEP: (0, numbers.step_window - 1, True),
        Axis.SINCE_CHANGE: (0, SATURATION, not running),
    }
    return found[axis] if axis in found else _FIXED[axis]


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """First and last value of each cell of one fact, in order; unknown is a cell of its own."""

    axis: Axis
    first: Lane
    last: Lane

    def __len__(self) -> int:
        return len(self.first)

    @property
    def known(self) -> Mask:
        """Which cells are not the unknown one."""
        return np.asarray(self.first != UNKNOWN)

    def inside(self, interval: Interval) -> slice:
        """The cells within a half-open interval, of which both ends are cuts."""
        low, high = interval
        start = int(np.searchsorted(self.first, low))
        return slice(start, max(start, int(np.searchsorted(self.last, high))))


def cut(axis: Axis, bounds: tuple[int, int, bool], cuts: set[int]) -> Cells:
    """The cells of a domain: each cut begins a new one."""
    least, most, may_be_unknown = bounds
    begins = sorted({least, *(at for at in cuts if least < at <= most)})
    ends = [at - 1 for at in begins[1:]] + [most]
    unknown = [UNKNOWN] if may_be_unknown else []
    return Cells(
        axis, np.array(unknown + begins, dtype=np.int64), np.array(unknown + ends, dtype=np.int64)
    )
