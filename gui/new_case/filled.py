"""What a filled form asks for; the program makes the requests of it."""

from dataclasses import dataclass, field
from datetime import datetime

from core.entry.verdict import Refused
from core.model.case import Setup
from core.model.terms import Attested, Condition, Shock
from core.quantity.measures import Dose, PumpRate


@dataclass(frozen=True, slots=True)
class RunningNow:
    """What the pump runs already, by dose or by rate (one of them), and since when."""

    since: datetime
    dose: Dose | None = None
    rate: PumpRate | None = None


@dataclass(frozen=True, slots=True)
class Stated:
    """What was stated of the patient: the type of shock, and the conditions that were answered."""

    shock: Shock | None = None
    conditions: dict[Condition, Attested] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RefusedText:
    """What was typed into a field of the form and refused."""

    field: str
    text: str
    verdict: Refused


@dataclass(frozen=True, slots=True)
class Filled:
    """A case to begin. `note` says why the bag is not one of the site's; empty where it is."""

    setup: Setup
    initials: str
    running: RunningNow | None
    note: str
    refusals: tuple[RefusedText, ...]
