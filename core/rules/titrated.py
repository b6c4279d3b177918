"""Which agent is titrated: one at a time, by the policy of the protocol.

Every agent that runs has its own table, limits and course. When MAP is low, the agent that was
lowered last takes its step back, unless MAP is so low that rescue comes first; else the first
running one in the policy's order upwards that still can act. At or above target it is the first
running one in the order downwards; above the band one that has nothing left to lower gives way to
the next. All others are held.
"""

from collections.abc import Iterator
from datetime import datetime

from core.model.course import UNKNOWN
from core.model.facts import Axis
from core.model.infusions import seen_by
from core.model.state import State
from core.model.terms import Action, Agent
from core.rules.boxes import band_lines
from core.rules.compile import Protocol
from core.rules.decision import Answer, answer_at
from core.rules.monitor import LEAST_INTERVAL


def titrated(state: State, protocol: Protocol, read_at: datetime) -> Protocol:
    """The protocol of the agent that the deciding reading is about."""
    deciding = state.history.deciding
    if deciding is None or state.band is None or running(state, protocol) in ((), (protocol,)):
        return protocol
    if deciding.map >= int(state.band.low.value):
        return _downwards(state, protocol, read_at)
    if deciding.map >= band_lines(protocol.file, state.band)["line.rescue"]:
        stepped = _last_stepped(state, protocol, read_at)
        if stepped is not None and _can_act(state, stepped, read_at):
            return stepped
    return _upwards(state, protocol, read_at)


def running(state: State, protocol: Protocol) -> tuple[Protocol, ...]:
    """The parts of the protocol whose agents run and are counted."""
    return tuple(
        part
        for part in protocol.parts
        if (given := state.given.get(part.agent)) is not None
        and given.dose.value > 0
        and given.dose.unit is part.unit
        and (part is protocol or part.agent in state.others)
    )


def answer_of(state: State, part: Protocol, read_at: datetime) -> Answer:
    """What the table of one agent says at the moment of the deciding reading."""
    return answer_at(seen_by(state, part.agent), part, read_at)


def _ordered(state: State, protocol: Protocol, order: tuple[Agent, ...]) -> Iterator[Protocol]:
    at_work = running(state, protocol)
    return (part for agent in order for part in at_work if part.agent is agent)


def _downwards(state: State, protocol: Protocol, read_at: datetime) -> Protocol:
    """The first; above the band the first that is not spent, or a far too high MAP would stay."""
    parts = list(_ordered(state, protocol, protocol.file.policy.down))
    left = (part for part in parts if not _spent(answer_of(state, part, read_at), part))
    return next(left, parts[0] if parts else protocol)


def _spent(answer: Answer, part: Protocol) -> bool:
    """Above the band, on a least dose that is not to be stopped yet, and not just changed."""
    facts = answer.facts[0]
    return (
        facts[Axis.MAP] > int(answer.band.high.value)
        and answer.before <= part.numbers.stop_from
        and answer.decided.action is Action.HOLD
        and not UNKNOWN < facts[Axis.SINCE_CHANGE] < LEAST_INTERVAL
    )


def _upwards(state: State, protocol: Protocol, read_at: datetime) -> Protocol:
    """The first that can still act; where none can, the first of all says so."""
    parts = list(_ordered(state, protocol, protocol.file.policy.up))
    able = (part for part in parts if _can_act(state, part, read_at))
    return next(able, parts[0] if parts else protocol)


def _can_act(state: State, part: Protocol, read_at: datetime) -> bool:
    return answer_of(state, part, read_at).decided.action is not Action.ESCALATE


def _last_stepped(state: State, protocol: Protocol, read_at: datetime) -> Protocol | None:
    """The agent whose lowering is youngest and still young enough to be undone."""
    since = {
        part.agent: int(answer_of(state, part, read_at).facts[0, Axis.SINCE_STEP])
        for part in running(state, protocol)
    }
    young = {agent: age for agent, age in since.items() if age != UNKNOWN}
    if not young:
        return None
    return protocol.part(min(young, key=young.__getitem__))
