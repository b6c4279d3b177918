"""What a reading calls for: the notify rows of every agent that runs, all that match."""

from collections.abc import Iterator
from datetime import datetime

import numpy as np

from core.frozen import dataclass
from core.model.calls import call_key, card_key
from core.model.counting import lane
from core.model.course import UNKNOWN, Course
from core.model.events import Prompted, ReadingRecorded
from core.model.facts import Axis, Facts
from core.model.infusions import seen_by
from core.model.state import State
from core.model.terms import Quality
from core.rules.compile import Protocol
from core.rules.decision import Answer, answer_at
from core.rules.look import facts_of
from core.rules.table import NotifyLine, Table
from core.rules.titrated import running


@dataclass(frozen=True, slots=True)
class Occasion:
    """The reading a call belongs to, when it was made, and now."""

    reading: int
    read_at: datetime
    now: datetime


def calls_with(
    state: State, protocol: Protocol, answer: Answer, occasion: Occasion
) -> tuple[Prompted, ...]:
    """The calls on a reading that was decided on.

    The agent that is titrated is asked with its answer, the others without one.
    """
    filled = answer.table.with_answer(answer.facts, lane(answer.row), lane(answer.ends_at))
    called: list[Prompted] = []
    for part in _asked(state, protocol):
        seen = seen_by(state, part.agent)
        if part.table(answer.band) is answer.table:
            called += _calls(seen, answer.table, filled, occasion)
        else:
            own = answer_at(seen, part, occasion.read_at)
            called += _calls(seen, own.table, own.facts, occasion)
    return _each_once(called)


def _each_once(called: list[Prompted]) -> tuple[Prompted, ...]:
    """What the tables of two agents call for alike is called for once."""
    return tuple({prompt.key: prompt for prompt in reversed(called)}.values())[::-1]


def bare_calls(
    state: State, protocol: Protocol, reading: ReadingRecorded, occasion: Occasion
) -> tuple[Prompted, ...]:
    """What a reading calls for by its MAP alone: a closed gate withholds doses, never help."""
    if reading.quality is not Quality.USABLE or state.band is None:
        return ()
    called: list[Prompted] = []
    for part in _asked(state, protocol):
        called += _bare(seen_by(state, part.agent), part.table(state.band), reading, occasion)
    return _each_once(called)


def _bare(
    seen: State, table: Table, reading: ReadingRecorded, occasion: Occasion
) -> Iterator[Prompted]:
    facts = np.full((1, len(Axis)), UNKNOWN, dtype=np.int64)
    facts[0, Axis.PHASE] = facts_of(seen, occasion.now)[0, Axis.PHASE]
    facts[0, Axis.MAP] = int(reading.map.value)
    return _calls(seen, table, facts, occasion)


def _asked(state: State, protocol: Protocol) -> tuple[Protocol, ...]:
    """Norepinephrine's part always, and that of every other agent that runs."""
    at_work = (part for part in running(state, protocol) if part is not protocol)
    return (protocol, *at_work)


def _calls(seen: State, table: Table, facts: Facts, occasion: Occasion) -> Iterator[Prompted]:
    """What the notify rows call for: a call unless it was put aside, a card once."""
    done = {key for key, _ in (*seen.shown, *seen.seen)}
    args = {"map": str(int(facts[0, Axis.MAP]))}
    for line, hit in zip(table.notify, table.called(facts)[0], strict=True):
        key = _key(line, seen.history.course, occasion.reading)
        if hit and key not in done:
            now = occasion.now
            yield Prompted(
                at=now, key=key, code=line.id, urgency=line.urgency, due_at=now, args=args
            )


def _key(line: NotifyLine, course: Course, reading: int) -> str:
    """What the call hangs on: its reading, or a failed wean, a change, or the case as a whole."""
    match line.per:
        case "reading":
            return call_key(line.id, reading)
        case "failed wean":
            return card_key(line.id, int(course.failed_at[0]))
        case "change":
            return card_key(line.id, int(course.change_at[0]))
        case _:
            return card_key(line.id, 0)
