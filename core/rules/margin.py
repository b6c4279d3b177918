"""How near the input is to another answer: the same moment with every MAP there could have been."""

from dataclasses import fields
from datetime import datetime
from decimal import Decimal

import numpy as np

from core.model.counting import PlainReading
from core.model.course import Course, Lane, with_reading
from core.model.events import Flip
from core.model.facts import Facts, gather
from core.model.state import State, seconds
from core.model.terms import Agent
from core.quantity.measures import Mmhg
from core.rules.compile import Protocol
from core.rules.look import chosen_start, lanes_around


def flips(state: State, protocol: Protocol, read_at: datetime) -> tuple[Flip, ...]:
    """The nearest MAP below and above the reading that would change action or dose, if any.

    Asked by putting each plausible MAP in the reading's place, runs and all; empty when the
    reading is not the newest thing that happened.
    """
    before, reading = state.history.before, state.history.deciding
    if before is None or reading is None or state.band is None:
        return ()
    least, most = protocol.numbers.plausible
    pressures = np.arange(least, most + 1, dtype=np.int64)
    table = protocol.table(state.band)
    facts, course = _what_if(state, protocol.agent, read_at, before, reading, pressures)
    rows = table.first(facts)
    chosen = np.repeat(chosen_start(state, protocol), len(pressures))
    doses = table.new_dose(rows, facts, chosen=chosen, last=course.last_dose)
    here = reading.map - least
    actions = table.actions[rows]
    same = (actions == actions[here]) & (doses == doses[here])
    lower = np.flatnonzero(~same[:here])
    higher = np.flatnonzero(~same[here:])
    nearest = [int(lower[-1])] if len(lower) else []
    nearest += [here + int(higher[0])] if len(higher) else []
    return tuple(
        Flip(Mmhg(Decimal(least + i)), table.rows[rows[i]].id, table.rows[rows[i]].action)
        for i in nearest
    )


def _what_if(  # noqa: PLR0913, PLR0917 - one place asks, with all of it
    state: State,
    agent: Agent,
    read_at: datetime,
    before: Course,
    reading: PlainReading,
    pressures: Lane,
) -> tuple[Facts, Course]:
    """The facts of one patient per pressure, all alike up to the reading."""
    count = len(pressures)

    def every(value: int) -> Lane:
        return np.full(count, value, dtype=np.int64)

    course = with_reading(
        Course(
            **{item.name: np.repeat(getattr(before, item.name), count) for item in fields(Course)}
        ),
        state.lines,
        at=every(reading.at),
        map_mmhg=pressures,
        diastolic=every(reading.diastolic),
        heart_rate=every(reading.heart_rate),
        here=np.ones(count, dtype=np.bool_),
    )
    facts = gather(
        course,
        state.lines,
        every(seconds(read_at)),
        lanes_around(state, seconds(read_at), agent, count),
    )
    return facts, course
