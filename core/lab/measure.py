"""What an item of the checklist is measured by: a closed union.

An item is open from the opening of the case, or from when the happening named in `Item.after`
first fired; from there `Item.by` and the times below are counted. Doses and facts are those of
the case; time in the band is the patient's own MAP.
"""

from dataclasses import dataclass
from datetime import timedelta

from core.lab.trigger import Fact
from core.model.terms import Action, Agent
from core.quantity.measures import Dose, Percent


@dataclass(frozen=True, slots=True)
class ReadingsApart:
    """Usable readings never further apart than this, from the item's opening for `during`.

    Without `during`: to the end of the case. A first reading that late counts as a gap too.
    """

    at_most: timedelta
    during: timedelta | None = None


@dataclass(frozen=True, slots=True)
class AdviceFollowed:
    """Every new advice of this action was followed by the pump within this time.

    Late: each was followed, one of them later. Without such advice the item is not asked.
    """

    agent: Agent
    action: Action
    within: timedelta


@dataclass(frozen=True, slots=True)
class PromptAnswered:
    """The first prompt of this code was put aside, or done away with by what was done, within.

    Without such a prompt the item is not asked.
    """

    code: str
    within: timedelta


@dataclass(frozen=True, slots=True)
class FactRecorded:
    """The fact was recorded, at least once."""

    fact: Fact


@dataclass(frozen=True, slots=True)
class DoseAtMost:
    """The dose came down to this or less; a stop is 0."""

    agent: Agent
    dose: Dose


@dataclass(frozen=True, slots=True)
class DoseReached:
    """The dose came up to this or more."""

    agent: Agent
    dose: Dose


@dataclass(frozen=True, slots=True)
class DoseNeverAbove:
    """The dose was never above this, for `during` or to the end. There is no late here."""

    agent: Agent
    dose: Dose
    during: timedelta | None = None


@dataclass(frozen=True, slots=True)
class DoseHeld:
    """The set dose was not changed for so long after the item opened. There is no late here."""

    agent: Agent
    lasting: timedelta


@dataclass(frozen=True, slots=True)
class BandReached:
    """The patient's MAP was in the target band for so long without a break."""

    lasting: timedelta


@dataclass(frozen=True, slots=True)
class TimeInBand:
    """At least this share of the time, for `during` or to the end, was in the band."""

    at_least: Percent
    during: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Ticked:
    """The instructor saw it and ticked it."""


Measure = (
    ReadingsApart
    | AdviceFollowed
    | PromptAnswered
    | FactRecorded
    | DoseAtMost
    | DoseReached
    | DoseNeverAbove
    | DoseHeld
    | BandReached
    | TimeInBand
    | Ticked
)
