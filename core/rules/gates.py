"""The gates before dosing, in their fixed order. Their thresholds come from the protocol."""

from datetime import datetime, timedelta

from core.model.events import ReadingRecorded
from core.model.state import State, seconds
from core.model.terms import Gate, Quality
from core.rules.compile import Protocol
from core.rules.look import stale_after

AHEAD = timedelta(minutes=2)
"""A reading may be dated this far ahead of the clock; further ahead its age is not known."""


def reading_gate(
    state: State, protocol: Protocol, seq: int, reading: ReadingRecorded, now: datetime
) -> Gate | None:
    """Why this reading, already part of the state, earns no advice; None when the way is open."""
    newest, deciding = state.history.readings.last, state.history.deciding
    decides = deciding is not None and deciding.seq == seq
    older = newest is not None and newest.at > seconds(reading.at)
    in_order = (
        (Gate.CASE_ENDED, state.ended is not None),
        (Gate.SETUP_INCOMPLETE, state.bag is None),
        (Gate.ARTEFACT, reading.quality is not Quality.USABLE),
        (Gate.LATE_ENTRY, older and not decides),
        (Gate.OTHER_SOURCE_DECIDES, not decides),
        (Gate.STALE, not fresh(state, protocol, now)),
    )
    return next((gate for gate, closed in in_order if closed), None)


def fresh(state: State, protocol: Protocol, now: datetime) -> bool:
    """Whether the deciding reading may still be dosed on at `now`: neither stale nor ahead."""
    deciding = state.history.deciding
    if deciding is None or state.ended is not None or state.bag is None:
        return False
    age = timedelta(seconds=seconds(now) - deciding.at)
    return -AHEAD <= age <= stale_after(state, protocol, now)
