"""What an instructor does to a running simulation, and when.

Besides seed, scenario and the case its course hangs on nothing else. An override, a note or a
happening brought forward stands in no case file; kept with the moment at which it was done, it
makes the same course again.
"""

from dataclasses import dataclass
from decimal import Decimal

from core.lab.act import Act, Vital
from core.quantity.measures import Mmhg


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
class GoneBack:
    """Go on from here again, from the second that had been reached."""

    came_from: int


@dataclass(frozen=True, slots=True)
class Over:
    """The scenario has ended, by itself or by the instructor."""


Wished = Fire | Skip | Do | Override | TakeNote
"""What can be asked for at any moment; the others are kept as they come."""
Done = Wished | GoneBack | Over


@dataclass(frozen=True, slots=True)
class Intervention:
    """What was done, or came, at a second since the opening, when the case held so many `facts`.

    `true_map` is what the patient had then, to 0.001 mmHg: whoever plays the course again sees by
    it whether it is the same.
    """

    second: int
    facts: int
    true_map: Mmhg
    done: Done
