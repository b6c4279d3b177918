"""From a reading to advice: gate, table, monitor, pump rounding, calls."""

from datetime import datetime, timedelta

from core.frozen import dataclass
from core.model.events import (
    AdviceWithheld,
    Advised,
    Event,
    ReadingRecorded,
    Reason,
)
from core.model.facts import Axis, Phase
from core.model.infusions import seen_by
from core.model.state import State, dose_of
from core.model.terms import Action, Gate
from core.rules.called import Occasion, bare_calls, calls_with
from core.rules.compile import Protocol
from core.rules.decision import Answer, answer_at
from core.rules.gates import reading_gate
from core.rules.look import known as known_facts
from core.rules.look import stale_after
from core.rules.margin import flips
from core.rules.monitor import breaches
from core.rules.pump import PumpSetting, lost_in_rounding, pump_setting
from core.rules.titrated import titrated


def advise_on(
    state: State, protocol: Protocol, seq: int, reading: ReadingRecorded, now: datetime
) -> tuple[Event, ...]:
    """The facts that a reading, already part of the state, causes."""
    gate = reading_gate(state, protocol, seq, reading, now)
    if gate is not None:
        withheld = AdviceWithheld(at=now, reading=seq, gate=gate)
        return (withheld, *bare_calls(state, protocol, reading, Occasion(seq, reading.at, now)))
    return advise(state, protocol, seq, reading.at, now)


def advise(
    state: State, protocol: Protocol, seq: int, read_at: datetime, now: datetime
) -> tuple[Event, ...]:
    """Advice and calls on the deciding reading, past the gates, or why there is none."""
    part = titrated(state, protocol, read_at)
    seen = seen_by(state, part.agent)
    answer = answer_at(seen, part, read_at)
    calls = calls_with(state, protocol, answer, Occasion(seq, read_at, now))
    found = _pump_for(seen, part, answer)
    if isinstance(found, Withheld):
        withheld = AdviceWithheld(at=now, reading=seq, gate=found.gate, detail=found.detail)
        return (withheld, *calls)
    recheck_at = now + timedelta(seconds=_recheck(state, protocol, answer, read_at))
    advised = Advised(
        at=now,
        agent=part.agent,
        reading=seq,
        rule=answer.decided.id,
        action=answer.decided.action,
        from_dose=dose_of(answer.before, part.unit),
        dose=dose_of(answer.ends_at, part.unit),
        rate=found.rate,
        delivered=found.delivered,
        recheck_at=recheck_at,
        expires_at=min(recheck_at, read_at + stale_after(state, protocol, now)),
        inputs=known_facts(answer.facts),
        flips=flips(seen, part, read_at),
    )
    return (advised, *calls)


@dataclass(frozen=True, slots=True)
class Withheld:
    """Why the table's answer is not given."""

    gate: Gate
    detail: Reason


def _pump_for(seen: State, part: Protocol, answer: Answer) -> PumpSetting | Withheld:
    """What to set the agent's pump to, once the monitor agrees and the pump can do it."""
    if seen.bag is None:
        return Withheld(Gate.SETUP_INCOMPLETE, Reason("no_bag_of", {"agent": part.agent}))
    broken = breaches(part.numbers, answer.band, answer.facts, answer.ends_at)
    if broken:
        return Withheld(Gate.LIMIT_BREACH, Reason(broken[0], {"row": answer.decided.id}))
    pump = pump_setting(seen, part, answer.ends_at)
    if lost_in_rounding(seen, part, answer.before, answer.ends_at, pump.rate):
        detail = Reason("pump_too_coarse", {"rate": str(pump.rate)})
        return Withheld(Gate.PUMP_TOO_COARSE, detail)
    return pump


def _recheck(state: State, protocol: Protocol, answer: Answer, read_at: datetime) -> int:
    """When to look again, in seconds: also as soon as a watch after norepinephrine asks for."""
    wait = answer.decided.recheck
    if answer.table is protocol.table(answer.band):
        return wait
    main = answer_at(state, protocol, read_at)
    watched = main.facts[0, Axis.PHASE] == Phase.WATCH
    return min(wait, main.decided.recheck) if watched else wait


def is_dosed(action: Action) -> bool:
    """Whether advice changes the dose: start, restart, raise, undo, lowering, wean or stop."""
    return action not in {Action.HOLD, Action.LOOK_AGAIN, Action.ESCALATE}
