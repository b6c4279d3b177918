"""What an instructor asks for: a closed union, carried out by whoever drives the simulation."""

from dataclasses import dataclass
from decimal import Decimal

from core.lab.act import Act, Vital


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
class PauseOrGo:
    """Let time stand still, or pass again."""


@dataclass(frozen=True, slots=True)
class SetSpeed:
    """Let time pass so many times as fast."""

    speed: int


@dataclass(frozen=True, slots=True)
class Faster:
    """One speed up."""


@dataclass(frozen=True, slots=True)
class Slower:
    """One speed down."""


@dataclass(frozen=True, slots=True)
class Jump:
    """Go to the next event at once."""


@dataclass(frozen=True, slots=True)
class TakeBookmark:
    """Keep this moment."""


@dataclass(frozen=True, slots=True)
class GoBack:
    """Go back to a bookmark by its number."""

    number: int


@dataclass(frozen=True, slots=True)
class HideAdvice:
    """Let the learner work without advice, or with it."""

    hidden: bool


@dataclass(frozen=True, slots=True)
class Finish:
    """End the scenario."""


@dataclass(frozen=True, slots=True)
class ShowLearner:
    """Bring the learner's window to the front."""


@dataclass(frozen=True, slots=True)
class LookBack:
    """Debrief what was played."""


Wish = (
    Fire
    | Skip
    | Do
    | Override
    | TakeNote
    | PauseOrGo
    | SetSpeed
    | Faster
    | Slower
    | Jump
    | TakeBookmark
    | GoBack
    | HideAdvice
    | Finish
    | ShowLearner
    | LookBack
)
