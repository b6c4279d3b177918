"""Single points of the timeline: what is added to a lane, and what a read-out gives back.

The number in a point is for plotting. `text` is the same value as the rest of the core wrote
it, without unit, and the only thing a person is shown.
"""

from enum import IntEnum
from math import isfinite, isnan, nan

from core.frozen import dataclass
from core.model.terms import Source


class State(IntEnum):
    """How far a reading counts."""

    USABLE = 0
    ARTEFACT = 1
    STRUCK = 2


class Marker(IntEnum):
    """What happened, as a mark between the two charts. A later kind outranks an earlier one."""

    NOTE = 0
    ADVICE = 1
    ACCEPTED = 2
    CORRECTION = 3
    PAUSE = 4
    BAG_CHANGE = 5
    PUMP_CHANGE = 6
    PROMPT = 7
    OVERRIDDEN = 8


@dataclass(frozen=True, slots=True)
class ReadingPoint:
    """A MAP reading in mmHg at `t`, epoch seconds UTC; `seq` is the number of its fact.

    Raises ValueError where time or MAP is not a finite number.
    """

    t: float
    map_mmhg: float
    text: str
    source: Source
    seq: int
    state: State = State.USABLE
    calculated: bool = False

    def __post_init__(self) -> None:
        _check("time of a reading", self.t)
        _check("MAP of a reading", self.map_mmhg)


@dataclass(frozen=True, slots=True)
class DosePoint:
    """A dose in its agent's unit from `t` on; 0 is off, NaN is paused (a given dose only).

    `rate` is the pump's, mL/h, of a given dose where it is known, else NaN.

    Raises ValueError where the time is not a finite number or the dose is infinite or negative.
    """

    t: float
    dose: float
    text: str
    seq: int
    struck: bool = False
    rate: float = nan

    def __post_init__(self) -> None:
        _check("time of a dose", self.t)
        if not self.paused and not (isfinite(self.dose) and self.dose >= 0):
            raise ValueError(f"a dose is zero, above zero or NaN for paused, not {self.dose}")

    @property
    def paused(self) -> bool:
        """Whether the infusion rests from here on."""
        return isnan(self.dose)


@dataclass(frozen=True, slots=True)
class BandPoint:
    """The target band from `t` on, in mmHg, both ends inside; `text` as in 65-75.

    Raises ValueError where a number is not finite or the band is upside down.
    """

    t: float
    low: float
    high: float
    text: str
    seq: int
    struck: bool = False

    def __post_init__(self) -> None:
        _check("time of a target band", self.t)
        _check("low end of a target band", self.low)
        _check("high end of a target band", self.high)
        if self.low > self.high:
            raise ValueError(f"a target band runs from low to high, not {self.low} to {self.high}")


@dataclass(frozen=True, slots=True)
class MarkerPoint:
    """A mark of one kind at `t`. Raises ValueError where the time is not a finite number."""

    t: float
    kind: Marker
    seq: int
    struck: bool = False

    def __post_init__(self) -> None:
        _check("time of a marker", self.t)


def _check(what: str, value: float) -> None:
    if not isfinite(value):
        raise ValueError(f"the {what} must be a finite number, not {value}")
