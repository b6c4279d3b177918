"""What a scenario does when a trigger holds: a closed union.

None of it is written into the learner's case. What a person at the bedside would have to tell
the case (a new bag, a corrected pump) stays for the learner to enter.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from core.model.terms import Agent
from core.quantity.bag import Bag
from core.quantity.measures import Millilitre, Percent


class Artefact(StrEnum):
    """What spoils the arterial line's figure for a while."""

    FLUSH = "flush"
    BLOOD_DRAW = "blood_draw"
    ZEROING = "zeroing"
    DISCONNECTION = "disconnection"
    DAMPING = "damping"


class Vital(StrEnum):
    """A figure of the monitor that can be overridden; MAP and pressures in mmHg, rate in /min."""

    MAP = "map"
    SYSTOLIC = "systolic"
    DIASTOLIC = "diastolic"
    HEART_RATE = "heart_rate"


class Role(StrEnum):
    """Who speaks to the learner."""

    BEDSIDE_NURSE = "bedside_nurse"
    PRESCRIBER = "prescriber"
    PHARMACIST = "pharmacist"
    LABORATORY = "laboratory"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class SecondHit:
    """The illness flares up: the inflammatory drive rises to this (no unit, 0 to 1.2)."""

    drive: Decimal


@dataclass(frozen=True, slots=True)
class GiveFluid:
    """Crystalloid in mL, evenly over a time; `lost` is a loss of as much instead."""

    volume: Millilitre
    over: timedelta
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Hydrocortisone:
    """Stress-dose hydrocortisone starts or stops."""

    on: bool


@dataclass(frozen=True, slots=True)
class Sedation:
    """Depth of sedation from now on: 0 awake to 1 deep."""

    depth: Decimal


@dataclass(frozen=True, slots=True)
class LineArtefact:
    """The arterial line shows an artefact for so long; it can be seen for what it is."""

    kind: Artefact
    lasting: timedelta


@dataclass(frozen=True, slots=True)
class LineHeight:
    """The transducer hangs so many cm below the heart (above: negative), so MAP reads too high.

    1 cm is about 0.74 mmHg; 0 puts it right.
    """

    below_cm: Decimal


@dataclass(frozen=True, slots=True)
class LineOn:
    """The arterial line is there, or is not; without it the cuff measures."""

    on: bool


@dataclass(frozen=True, slots=True)
class ChangeBag:
    """Somebody hangs another bag at the bedside; the pump goes on at its rate in mL/h.

    The case is not told: the learner enters it, or does not.
    """

    agent: Agent
    bag: Bag


@dataclass(frozen=True, slots=True)
class Extravasate:
    """From now on this share of the drug is lost on its way into the vein; 0 % ends it."""

    agent: Agent
    lost: Percent


@dataclass(frozen=True, slots=True)
class KeyingSlip:
    """From now on the pump runs `times` the rate that was reported, at every new setting too.

    1 puts it right, and so does a person who reports what the pump really runs, or who strikes
    the report.
    """

    agent: Agent
    times: Decimal


@dataclass(frozen=True, slots=True)
class OverrideVital:
    """The monitor shows this value whatever the patient has; None lets it go."""

    vital: Vital
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Message:
    """Somebody says something to the learner."""

    who: Role
    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A hint for the instructor alone."""

    text: str


@dataclass(frozen=True, slots=True)
class GoTo:
    """Another stage begins; the present one is over."""

    stage: str


AtBedside = (
    SecondHit
    | GiveFluid
    | Hydrocortisone
    | Sedation
    | LineArtefact
    | LineHeight
    | LineOn
    | ChangeBag
    | Extravasate
    | OverrideVital
)
"""The acts of a script that change the bedside itself."""
Act = AtBedside | KeyingSlip | Message | Note | GoTo
