"""What an instructor asks for: a closed union, carried out by whoever drives the simulation."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from core.lab.act import Act, GiveFluid, Sedation, Vital
from core.lab.desk_build import SEDATIONS
from core.lab.pace import SPEEDS
from core.quantity.measures import Millilitre, parse_duration


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
class Fire:
    """Bring a happening of the script forward."""

    happening: str


@dataclass(frozen=True, slots=True)
class Skip:
    """Take a happening out of the script."""

    happening: str


@dataclass(frozen=True, slots=True)
class Do:
    """Do now what a script could do."""

    act: Act


@dataclass(frozen=True, slots=True)
class Override:
    """Make the monitor show a value; None lets it go."""

    vital: Vital
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class TakeNote:
    """Keep a note for the debrief."""

    text: str


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
