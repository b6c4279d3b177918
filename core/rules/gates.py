"""The gates before dosing, in their fixed order. Their thresholds come from the protocol.

Array-wise: a live case is a cohort of one.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

import numpy as np

from core.model.counting import lane
from core.model.course import Flag, Lane
from core.model.events import ReadingRecorded
from core.model.state import State, seconds
from core.model.terms import Gate, Quality
from core.rules.compile import Protocol
from core.rules.look import stale_after

AHEAD = timedelta(minutes=2)
"""A reading may be dated this far ahead of the clock; further ahead its age is not known."""
IN_ORDER = (
    Gate.CASE_ENDED,
    Gate.SETUP_INCOMPLETE,
    Gate.ARTEFACT,
    Gate.LATE_ENTRY,
    Gate.OTHER_SOURCE_DECIDES,
    Gate.STALE,
)
OPEN = -1


def gates(closed: Mapping[Gate, Flag]) -> Lane:
    """The place in `IN_ORDER` of the first gate closed to each patient, or OPEN."""
    places: Lane = np.array([OPEN], dtype=np.int64)
    for place, gate in reversed(tuple(enumerate(IN_ORDER))):
        if gate in closed:
            places = np.where(closed[gate], place, places)
    return places


def stale(age: Lane, limit: Lane) -> Flag:
    """Which readings of an age in seconds may not be dosed on: too old, or ahead of the clock."""
    unfit: Flag = (age < -int(AHEAD.total_seconds())) | (age > limit)
    return unfit


def reading_gate(
    state: State, protocol: Protocol, seq: int, reading: ReadingRecorded, now: datetime
) -> Gate | None:
    """Why this reading, already part of the state, earns no advice; None when the way is open."""
    newest, deciding = state.history.readings.last, state.history.deciding
    decides = deciding is not None and deciding.seq == seq
    older = newest is not None and newest.at > seconds(reading.at)
    closed = {
        Gate.CASE_ENDED: state.ended is not None,
        Gate.SETUP_INCOMPLETE: state.bag is None,
        Gate.ARTEFACT: reading.quality is not Quality.USABLE,
        Gate.LATE_ENTRY: older and not decides,
        Gate.OTHER_SOURCE_DECIDES: not decides,
        Gate.STALE: not fresh(state, protocol, now),
    }
    place = int(gates({gate: np.array([shut]) for gate, shut in closed.items()})[0])
    return None if place == OPEN else IN_ORDER[place]


def fresh(state: State, protocol: Protocol, now: datetime) -> bool:
    """Whether the deciding reading may still be dosed on at `now`: neither stale nor ahead."""
    deciding = state.history.deciding
    if deciding is None or state.ended is not None or state.bag is None:
        return False
    age = timedelta(seconds=seconds(now) - deciding.at)
    limit = lane(int(stale_after(state, protocol, now).total_seconds()))
    return not stale(lane(int(age.total_seconds())), limit)[0]
