"""Keying slips of a course: the pump ran another rate than the case believed, until somebody knew.

A pump that was set and charted a little later, as of when it was set, is no slip.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from core.lab.played import SECOND, Played
from core.lab.truth import PumpKeyed
from core.model.events import EntryStruck, PumpReported, Recorded
from core.model.terms import Agent
from core.quantity.measures import PumpRate


class Found(StrEnum):
    """How a slip ended.

    struck: the report was struck through. reported: the case was told what really ran. keyed: the
    pump was keyed as charted, without a word to the case. never: it was on to the end.
    """

    STRUCK = "struck"
    REPORTED = "reported"
    KEYED = "keyed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Slip:
    """The pump of an agent ran `ran` where `charted` was meant, from `since` on.

    Of a slip that went on through several settings these are the latest rates. `ended` is a time
    since the opening, None where nobody found it.
    """

    agent: Agent
    since: timedelta
    charted: PumpRate
    ran: PumpRate
    ended: timedelta | None = None
    how: Found = Found.NEVER


def slips_of(played: Played) -> tuple[Slip, ...]:
    """The slips of a course, oldest first."""
    agents = {entry.agent for entry in played.truth if isinstance(entry, PumpKeyed)}
    found = (slip for agent in agents for slip in _of_agent(played, agent))
    return tuple(sorted(found, key=lambda slip: (slip.since, slip.agent)))


def _of_agent(played: Played, agent: Agent) -> Iterator[Slip]:
    slip: Slip | None = None
    for what in _in_order(played, agent):
        slip = _keyed(slip, what) if isinstance(what, PumpKeyed) else _told(played, slip, what)
        if slip is not None and slip.ended is not None:
            yield slip
            slip = None
    if slip is not None:
        yield slip


def _in_order(played: Played, agent: Agent) -> list[PumpKeyed | Recorded]:
    """Keyings of this pump and what the case was told of it, by time.

    Of one second what was told comes first: a report keys the pump as it is entered.
    """
    reports = {fact.seq for fact in played.facts if _is_report(fact, agent)}
    timed: list[tuple[int, int, PumpKeyed | Recorded]] = [
        (played.second(fact.recorded_at), 0, fact)
        for fact in played.facts
        if fact.seq in reports
        or (isinstance(fact.event, EntryStruck) and fact.event.refers_to in reports)
    ]
    timed += [
        (entry.second, 1, entry)
        for entry in played.truth
        if isinstance(entry, PumpKeyed) and entry.agent is agent
    ]
    return [what for _, _, what in sorted(timed, key=lambda each: each[:2])]


def _is_report(fact: Recorded, agent: Agent) -> bool:
    return isinstance(fact.event, PumpReported) and fact.event.agent is agent


def _told(played: Played, slip: Slip | None, fact: Recorded) -> Slip | None:
    """The slip that is on after the case was told something of the pump."""
    if slip is None:
        return None
    event, at = fact.event, played.since(fact.recorded_at)
    if isinstance(event, EntryStruck):
        return replace(slip, ended=at, how=Found.STRUCK)
    if not isinstance(event, PumpReported) or event.rate != slip.ran:
        return slip
    if played.since(event.at) < slip.since + SECOND <= at:
        return None  # it was set then and charted now
    return replace(slip, ended=at, how=Found.REPORTED)


def _keyed(slip: Slip | None, entry: PumpKeyed) -> Slip | None:
    at = entry.second * SECOND
    if entry.charted is None or entry.charted == entry.rate:
        return None if slip is None else replace(slip, ended=at, how=Found.KEYED)
    if slip is None:
        return Slip(entry.agent, at, entry.charted, entry.rate)
    return replace(slip, charted=entry.charted, ran=entry.rate)
