"""The texts of a protocol file as integers on the grids of the rules.

Every quantity is a string with its unit: "65 mmHg", "0.05 mcg/kg/min", "5 min", "3 readings",
"15 %". A bare number, another unit, or a digit finer than the grid is refused.
"""

import re
from decimal import Decimal
from typing import Literal

from core.frozen import dataclass
from core.model.facts import Axis
from core.model.terms import Agent

Grid = Literal[
    "mmHg",
    "dose",
    "norepinephrine",
    "time",
    "readings",
    "weans",
    "%",
    "beats/min per mmHg",
    "/min",
    "years",
]

AXIS_GRID: dict[Axis, Grid] = {
    Axis.MAP: "mmHg",
    Axis.DIASTOLIC: "mmHg",
    Axis.SHOCK_INDEX: "beats/min per mmHg",
    Axis.DOSE: "dose",
    Axis.SINCE_CHANGE: "time",
    Axis.BELOW_TARGET_FOR: "time",
    Axis.AT_TARGET_FOR: "time",
    Axis.ABOVE_TARGET_FOR: "time",
    Axis.READINGS_SINCE_RAISE: "readings",
    Axis.SINCE_STEP: "time",
    Axis.LOW_READINGS_SINCE_STEP: "readings",
    Axis.STEP_SIZE: "dose",
    Axis.SINCE_FAILED_WEAN: "time",
    Axis.FAILED_WEANS: "weans",
    Axis.MAP_FALL: "mmHg",
    Axis.MAP_FALL_SHARE: "%",
    Axis.HEART_RATE_RISE_SHARE: "%",
    Axis.SINCE_STOP: "time",
    Axis.ENDS_AT: "dose",
    Axis.TARGET: "mmHg",
    Axis.HIGH_DOSE_FOR: "time",
    Axis.NOREPINEPHRINE: "norepinephrine",
    Axis.CATECHOLAMINE_FREE: "time",
    Axis.AGE: "years",
    Axis.SINCE_OTHER_CHANGE: "time",
}
_PER_UNIT: dict[str, int] = {
    "mmHg": 1,
    "readings": 1,
    "weans": 1,
    "%": 100,
    "beats/min per mmHg": 100,
    "/min": 1,
    "years": 1,
    "mcg/kg/min": 1000,
    "mcg/min": 1000,
    "units/min": 1000,
}
_NOREPINEPHRINE = ("mcg/kg/min", "mcg/min")
_SECONDS = {"s": 1, "min": 60, "h": 3600}
_TEXT = re.compile(r"(?P<number>(?:0|[1-9][0-9]{0,4})(?:\.[0-9]{1,3})?) (?P<unit>\S.*)")
_NAMED = re.compile(
    r"(?P<name>target\.low|target\.high|line\.[a-z_]+)"
    r"(?: (?P<sign>[+-]) (?P<number>[0-9]{1,3}) mmHg)?"
)


NONE = "none"
"""What an example says of a limit that the order it is shaped on does not print."""


_COARSE = {Agent.PHENYLEPHRINE: 10, Agent.DOPAMINE: 100}
_FLAT = 100


class BoundError(ValueError):
    """A text in a protocol file that is no quantity of the kind needed there."""


def count(text: str, grid: Grid, dose_unit: str) -> int:
    """The integer that a quantity text stands for.

    Raises:
        BoundError: not "number unit", a wrong unit, or finer than the grid.
    """
    found = _TEXT.fullmatch(text)
    if found is None:
        raise BoundError(f'"{text}" is no quantity: write a number, a space and {unit_of(grid)}')
    unit = found["unit"]
    wanted = _wanted(grid, unit, dose_unit)
    scale = _SECONDS.get(unit) if grid == "time" else _PER_UNIT.get(unit)
    if scale is None or (grid != "time" and unit != wanted):
        raise BoundError(f'"{text}" has the unit {unit}: {unit_of(grid, dose_unit)} is needed here')
    exact = Decimal(found["number"]) * scale
    if exact != exact.to_integral_value():
        raise BoundError(f'"{text}" is finer than the grid of {wanted}')
    return int(exact)


def count_or(without: int, text: str, grid: Grid, dose_unit: str) -> int:
    """The same of a limit that may be "none": then it is `without`."""
    return without if text == NONE else count(text, grid, dose_unit)


def dose_grid(agent: Agent, dose_unit: str) -> int:
    """Thousandths between the doses an agent is set to: 100 in mcg/min, else by the agent."""
    return _FLAT if dose_unit == "mcg/min" else _COARSE.get(agent, 1)


def _wanted(grid: Grid, unit: str, dose_unit: str) -> str:
    """The unit a grid takes; norepinephrine's dose is asked about in either of its own."""
    if grid == "norepinephrine":
        return unit if unit in _NOREPINEPHRINE else _NOREPINEPHRINE[0]
    return dose_unit if grid == "dose" else grid


def unit_of(grid: Grid, dose_unit: str = "the dosing unit") -> str:
    """The unit of a grid, in words for a message."""
    if grid == "time":
        return "s, min or h"
    if grid == "norepinephrine":
        return _NOREPINEPHRINE[0]
    return dose_unit if grid == "dose" else grid


@dataclass(frozen=True, slots=True)
class NamedBound:
    """A bound on MAP that depends on the band: a name plus a fixed number of mmHg."""

    name: str
    plus: int


def named(text: str) -> NamedBound | None:
    """A bound such as "target.low", "target.high + 25 mmHg" or "line.rescue", or None."""
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    shift = int(found["number"] or 0)
    return NamedBound(found["name"], -shift if found["sign"] == "-" else shift)
