"""The set doses of a case as it charts them, struck reports left out."""

from dataclasses import dataclass
from datetime import timedelta

from core.lab.played import Played
from core.model.events import PumpReported
from core.model.terms import Agent
from core.quantity.measures import Dose


@dataclass(frozen=True, slots=True)
class SetDose:
    """From this time since the opening on the agent's set dose was this; 0 is a stop."""

    since: timedelta
    dose: Dose


def set_doses(played: Played, agent: Agent) -> tuple[SetDose, ...]:
    """What the pump was reported at, oldest first; of one instant the one entered last."""
    struck = played.struck
    reported = [
        (fact.event.at, fact.seq, fact.event.dose)
        for fact in played.facts
        if isinstance(fact.event, PumpReported)
        and fact.event.agent is agent
        and fact.seq not in struck
    ]
    by_time = {at: dose for at, _, dose in sorted(reported, key=lambda item: item[:2])}
    return tuple(SetDose(played.since(at), dose) for at, dose in by_time.items())


def dose_at(doses: tuple[SetDose, ...], since: timedelta) -> Dose | None:
    """The dose that stood at that time, its own moment included; None before the first."""
    return next((item.dose for item in reversed(doses) if item.since <= since), None)


def within(doses: tuple[SetDose, ...], begins: timedelta, ends: timedelta) -> tuple[SetDose, ...]:
    """The dose that stood at the beginning, as of then, and those set up to the end, included."""
    standing = dose_at(doses, begins)
    first = () if standing is None else (SetDose(begins, standing),)
    return (*first, *(item for item in doses if begins < item.since <= ends))
