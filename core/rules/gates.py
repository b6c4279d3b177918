"""The gates before dosing, in their fixed order. Their thresholds come from the protocol."""

from datetime import datetime

from core.model.events import ReadingRecorded
from core.model.state import State, seconds
from core.model.terms import Gate, Quality
from core.rules.compile import Protocol
from core.rules.look import stale_after


def reading_gate(
    state: State, protocol: Protocol, seq: int, reading: ReadingRecorded, now: datetime
) -> Gate | None:
    """Why this reading, already part of the state, earns no advice; None when the way is open."""
    newest, deciding = state.history.readings.last, state.history.deciding
    in_order = (
        (Gate.CASE_ENDED, state.ended is not None),
        (Gate.SETUP_INCOMPLETE, state.bag is None),
        (Gate.ARTEFACT, reading.quality is not Quality.USABLE),
        (Gate.LATE_ENTRY, newest is not None and newest.at > seconds(reading.at)),
        (Gate.OTHER_SOURCE_DECIDES, deciding is not None and deciding.seq != seq),
        (Gate.STALE, now - reading.at > stale_after(state, protocol, now)),
    )
    return next((gate for gate, closed in in_order if closed), None)


def fresh(state: State, protocol: Protocol, now: datetime) -> bool:
    """Whether the deciding reading may still be dosed on at `now`."""
    deciding = state.history.deciding
    if deciding is None or state.ended is not None or state.bag is None:
        return False
    age = now.timestamp() - deciding.at
    return age <= stale_after(state, protocol, now).total_seconds()
