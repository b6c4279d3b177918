"""What an instructor asks for: a closed union, carried out by whoever drives the simulation."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from core.lab.act import GiveFluid, Sedation
from core.lab.desk_build import SEDATIONS
from core.lab.intervention import Do, Fire, Override, Skip, TakeNote
from core.lab.pace import SPEEDS
from core.quantity.measures import Millilitre, parse_duration

__all__ = [
    "BY_ACT",
    "Do",
    "Fire",
    "GoBack",
    "HideAdvice",
    "Meddling",
    "Override",
    "RoomPress",
    "SetSpeed",
    "Skip",
    "TakeNote",
    "TimePress",
    "Timely",
    "Wish",
]


class TimePress(Enum):
    """A press that changes how time passes, by the code of its act."""

    PAUSE_OR_GO = "pause"
    SLOWER = "slower"
    FASTER = "faster"
    JUMP = "jump"
    """Go to the next event at once."""
    BOOKMARK = "bookmark"
    """Keep this moment."""


class RoomPress(Enum):
    """A press that means the room as a whole, by the code of its act."""

    FINISH = "end"
    SHOW_LEARNER = "learner"
    LOOK_BACK = "debrief"


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Let time pass so many times as fast."""

    speed: int


@dataclass(frozen=True, slots=True)
class GoBack:
    """Go back to a bookmark by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class HideAdvice:
    """Let the learner work without advice, or with it."""

    hidden: bool


Timely = TimePress | SetSpeed | GoBack
Meddling = Fire | Skip | Do | Override | TakeNote | HideAdvice
Wish = Timely | Meddling | RoomPress

BY_ACT: Mapping[str, Wish] = {
    **{press.value: press for press in (*TimePress, *RoomPress)},
    **{f"speed_{speed}": SetSpeed(speed) for speed in SPEEDS},
    "fluid_250": Do(GiveFluid(Millilitre(Decimal(250)), parse_duration("10 min"))),
    "fluid_500": Do(GiveFluid(Millilitre(Decimal(500)), parse_duration("20 min"))),
    **{f"sedation_{code}": Do(Sedation(depth)) for code, depth in SEDATIONS.items()},
}
"""The acts of the menus that are always the same wish."""
