"""What the program shows unasked as time passes: pure functions of the state.

Each occurrence has a key, so that it is shown once, and a due time, which is compared and never
counted down. A countdown is no prompt until it is overdue.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from core.model.counting import instant, lane
from core.model.course import UNKNOWN
from core.model.facts import Phase, phase
from core.model.infusions import MAIN, counted, infusion_of
from core.model.state import State, seconds
from core.model.terms import Action, Agent, Urgency
from core.rules.checks import checks
from core.rules.compile import Protocol
from core.rules.occurrence import Occurrence

WEAN_REPEATS = 4


def due(state: State, protocol: Protocol, now: datetime) -> tuple[Occurrence, ...]:
    """What has fallen due by `now` and still holds, oldest first."""
    fallen = [item for item in schedule(state, protocol, now) if item.due_at <= now]
    return tuple(sorted(fallen, key=lambda item: item.due_at))


def next_due(state: State, protocol: Protocol, after: datetime) -> datetime | None:
    """When the next prompt falls due: the moment the driver should let time pass."""
    times = [item.due_at for item in schedule(state, protocol, after) if item.due_at > after]
    return min(times, default=None)


def schedule(state: State, protocol: Protocol, now: datetime) -> Iterator[Occurrence]:
    """Every occurrence that the present state implies, past and to come."""
    if state.setup is None or state.ended is not None:
        return
    current = Phase(int(phase(state.history.course, state.lines, lane(seconds(now)))[0]))
    yield from _overdue(state, protocol, current)
    at_work = running_agents(state)
    if at_work and current is not Phase.PAUSED:
        yield from _wean(state, protocol)
        yield from _above_band(state, protocol)
        for agent in at_work:
            yield from _bag_empty(state, protocol, agent)
        yield from checks(state, protocol)


def running_agents(state: State) -> tuple[Agent, ...]:
    """The counted agents that run."""
    return tuple(
        agent
        for agent in counted(state)
        if (given := state.given.get(agent)) is not None and given.dose.value > 0
    )


def _overdue(state: State, protocol: Protocol, current: Phase) -> Iterator[Occurrence]:
    if state.recheck_at is None or current is Phase.PAUSED:
        return
    code = "watch-reading-overdue" if current is Phase.WATCH else "reading-overdue"
    base = seconds(state.recheck_at) + _grace(state, protocol)
    for again in (0, *protocol.reminders.overdue_again):
        args = {"since": state.recheck_at.isoformat()}
        key = f"overdue:{base}:{again}"
        yield Occurrence(key, code, Urgency.SOON, _instant(base + again), args)


def _grace(state: State, protocol: Protocol) -> int:
    return int(protocol.reminders.grace(lane(int(state.wait.total_seconds())))[0])


def _wean(state: State, protocol: Protocol) -> Iterator[Occurrence]:
    standing = state.standing
    if standing is None or standing.withdrawn or state.eligible_from is None:
        return
    agent, first = standing.advised.agent, seconds(state.eligible_from)
    changed = int(infusion_of(state, agent).history.course.change_at[0])
    whose = "wean" if agent is MAIN else f"wean:{agent}"
    code = "stop-eligible" if standing.advised.action is Action.STOP else "wean-eligible"
    for repeat in range(WEAN_REPEATS):
        due_at = _instant(first + repeat * protocol.reminders.wean_again)
        args = {"agent": str(agent)}
        yield Occurrence(f"{whose}:{changed}:{repeat}", code, Urgency.SOON, due_at, args)


def _above_band(state: State, protocol: Protocol) -> Iterator[Occurrence]:
    """Above the band without a change; nothing more to say while a wean or stop is prompted."""
    course, reminders = state.history.course, protocol.reminders
    begun, changed = int(course.above_from[0]), _changed_at(state)
    if begun == UNKNOWN or int(course.reading_at[0]) == begun or changed == UNKNOWN:
        return
    if any(True for _ in _wean(state, protocol)):
        return
    # A run takes two readings: it could not be known before the second of them.
    known = next((reading.at for reading in state.history.readings.from_key(begun + 1, instant)), 0)
    first = max(begun, changed) + reminders.above_band_after
    for repeat in range(WEAN_REPEATS):
        due_at = _instant(max(first + repeat * reminders.above_band_again, known))
        args = {"since": _instant(begun).isoformat()}
        key = f"above:{max(begun, changed)}:{repeat}"
        yield Occurrence(key, "above-band", Urgency.SOON, due_at, args)


def _changed_at(state: State) -> int:
    """When the dose of any agent last changed, in seconds since the epoch."""
    return max(
        int(infusion_of(state, agent).history.course.change_at[0]) for agent in counted(state)
    )


def _bag_empty(state: State, protocol: Protocol, agent: Agent) -> Iterator[Occurrence]:
    bag, empty_at = infusion_of(state, agent).bag, bag_empty_at(state, agent)
    if empty_at is None or bag is None:
        return
    lead = timedelta(seconds=protocol.reminders.bag_lead)
    args = {"at": empty_at.isoformat(), "agent": str(agent)}
    # By the hour it runs out: another rate that moves that is another occurrence.
    key = f"bag:{bag.seq}:{seconds(empty_at) // 3600}"
    yield Occurrence(key, "bag-empty", Urgency.SOON, empty_at - lead, args)


def bag_empty_at(state: State, agent: Agent = MAIN) -> datetime | None:
    """When the hanging bag runs out at the present rate; None while nothing runs."""
    given, bag = state.given.get(agent), infusion_of(state, agent).bag
    if bag is None or given is None or given.rate is None or given.rate.value == 0:
        return None
    left = Fraction(bag.bag.volume.value) - bag.used_ml
    hours = max(left, Fraction(0)) / Fraction(given.rate.value)
    return bag.counted_at + timedelta(seconds=int(hours * 3600))


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at, tz=UTC)
