"""From a reading to advice: gate, table, monitor, pump rounding, calls."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from core.model.calls import call_key, card_key
from core.model.case import Band
from core.model.counting import lane
from core.model.course import UNKNOWN
from core.model.events import (
    AdviceWithheld,
    Advised,
    Event,
    Prompted,
    ReadingRecorded,
    Reason,
)
from core.model.facts import Axis, Facts
from core.model.state import State, dose_of
from core.model.terms import Action, Gate, Quality
from core.rules.compile import Protocol
from core.rules.gates import reading_gate
from core.rules.look import chosen_start, facts_of, stale_after
from core.rules.look import known as known_facts
from core.rules.margin import flips
from core.rules.monitor import breaches
from core.rules.pump import lost_in_rounding, pump_setting
from core.rules.table import Table, TableRow


@dataclass(frozen=True, slots=True)
class Answer:
    """What the table makes of the facts: the deciding row and the dose it ends at (thousandths)."""

    band: Band
    table: Table
    facts: Facts
    row: int
    ends_at: int

    @property
    def decided(self) -> TableRow:
        """The deciding row."""
        return self.table.rows[self.row]


def answer_at(state: State, protocol: Protocol, read_at: datetime) -> Answer:
    """What the table says, before any gate or rounding, at the moment of the deciding reading.

    That moment, not the typing, is what times are counted to: a reading older than the last
    change says nothing about it, and then since_change is zero.

    Raises:
        ValueError: the case is not open.
    """
    if state.band is None:
        raise ValueError("the case is not open: it has no target band")
    table, facts = protocol.table(state.band), facts_of(state, read_at)
    row = table.first(facts)
    ends_at = table.new_dose(
        row, facts, chosen=chosen_start(state), last=state.history.course.last_dose
    )
    return Answer(state.band, table, facts, int(row[0]), int(ends_at[0]))


def advise_on(
    state: State, protocol: Protocol, seq: int, reading: ReadingRecorded, now: datetime
) -> tuple[Event, ...]:
    """The facts that a reading, already part of the state, causes."""
    gate = reading_gate(state, protocol, seq, reading, now)
    if gate is not None:
        withheld = AdviceWithheld(at=now, reading=seq, gate=gate)
        return (withheld, *_bare_calls(state, protocol, seq, reading, now))
    return advise(state, protocol, seq, reading.at, now)


def advise(
    state: State, protocol: Protocol, seq: int, read_at: datetime, now: datetime
) -> tuple[Event, ...]:
    """Advice and calls on the deciding reading, past the gates, or why there is none."""
    answer = answer_at(state, protocol, read_at)
    filled = answer.table.with_answer(answer.facts, lane(answer.row), lane(answer.ends_at))
    calls = _calls(state, answer.table, filled, seq, now)
    before = int(answer.facts[0, Axis.DOSE])
    broken = breaches(protocol.numbers, answer.band, answer.facts, answer.ends_at)
    if broken:
        detail = Reason(broken[0], {"row": answer.decided.id})
        return (AdviceWithheld(at=now, reading=seq, gate=Gate.LIMIT_BREACH, detail=detail), *calls)
    pump = pump_setting(state, protocol, answer.ends_at)
    if lost_in_rounding(state, protocol, before, answer.ends_at, pump.rate):
        detail = Reason("pump_too_coarse", {"rate": str(pump.rate)})
        withheld = AdviceWithheld(at=now, reading=seq, gate=Gate.PUMP_TOO_COARSE, detail=detail)
        return (withheld, *calls)
    recheck_at = now + timedelta(seconds=answer.decided.recheck)
    advised = Advised(
        at=now,
        agent=protocol.file.drug,
        reading=seq,
        rule=answer.decided.id,
        action=answer.decided.action,
        from_dose=dose_of(before, protocol.unit),
        dose=dose_of(answer.ends_at, protocol.unit),
        rate=pump.rate,
        delivered=pump.delivered,
        recheck_at=recheck_at,
        expires_at=min(recheck_at, read_at + stale_after(state, protocol, now)),
        inputs=known_facts(answer.facts),
        flips=flips(state, protocol, read_at),
    )
    return (advised, *calls)


def _bare_calls(
    state: State, protocol: Protocol, seq: int, reading: ReadingRecorded, now: datetime
) -> tuple[Prompted, ...]:
    """What a reading calls for by its MAP alone: a closed gate withholds doses, never help."""
    if reading.quality is not Quality.USABLE or state.band is None:
        return ()
    facts = np.full((1, len(Axis)), UNKNOWN, dtype=np.int64)
    facts[0, Axis.PHASE] = facts_of(state, now)[0, Axis.PHASE]
    facts[0, Axis.MAP] = int(reading.map.value)
    return _calls(state, protocol.table(state.band), facts, seq, now)


def _calls(
    state: State, table: Table, facts: Facts, seq: int, now: datetime
) -> tuple[Prompted, ...]:
    """What the notify rows call for: a call unless it was put aside, a card once."""
    matched = table.called(facts)[0]
    failed_at = int(state.history.course.failed_at[0])
    done = {key for key, _ in (*state.shown, *state.seen)}
    keys = (
        (line, card_key(line.id, failed_at) if line.per_failed_wean else call_key(line.id, seq))
        for line, hit in zip(table.notify, matched, strict=True)
        if hit
    )
    args = {"map": str(int(facts[0, Axis.MAP]))}
    return tuple(
        Prompted(at=now, key=key, code=line.id, urgency=line.urgency, due_at=now, args=args)
        for line, key in keys
        if key not in done
    )


def is_dosed(action: Action) -> bool:
    """Whether advice changes the dose: start, restart, raise, undo, lowering, wean or stop."""
    return action not in {Action.HOLD, Action.LOOK_AGAIN, Action.ESCALATE}
