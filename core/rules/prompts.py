"""What the program shows unasked as time passes: pure functions of the state.

Each occurrence has a key, so that it is shown once, and a due time, which is compared and never
counted down. A countdown is no prompt until it is overdue.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from core.model.counting import instant, lane
from core.model.course import UNKNOWN
from core.model.facts import Phase, phase
from core.model.state import State, seconds
from core.model.terms import Action, Agent, Route, Urgency
from core.rules.compile import Protocol

WEAN_REPEATS = 4


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One prompt at its time: shown when due, for as long as it stays in the schedule."""

    key: str
    code: str
    urgency: Urgency
    due_at: datetime
    args: dict[str, str] = field(default_factory=dict)


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
    if current is Phase.RUNNING:
        yield from _wean(state, protocol)
        yield from _above_band(state, protocol)
        yield from _bag_empty(state, protocol)
        yield from _checks(state, protocol)


def _overdue(state: State, protocol: Protocol, current: Phase) -> Iterator[Occurrence]:
    if state.recheck_at is None or current is Phase.PAUSED:
        return
    code = "watch-reading-overdue" if current is Phase.WATCH else "reading-overdue"
    base = seconds(state.recheck_at) + protocol.reminders.overdue_after
    for again in (0, *protocol.reminders.overdue_again):
        args = {"since": state.recheck_at.isoformat()}
        key = f"overdue:{base}:{again}"
        yield Occurrence(key, code, Urgency.SOON, _instant(base + again), args)


def _wean(state: State, protocol: Protocol) -> Iterator[Occurrence]:
    standing = state.standing
    if standing is None or standing.withdrawn or state.eligible_from is None:
        return
    changed, first = int(state.history.course.change_at[0]), seconds(state.eligible_from)
    code = "stop-eligible" if standing.advised.action is Action.STOP else "wean-eligible"
    for repeat in range(WEAN_REPEATS):
        due_at = _instant(first + repeat * protocol.reminders.wean_again)
        yield Occurrence(f"wean:{changed}:{repeat}", code, Urgency.SOON, due_at)


def _above_band(state: State, protocol: Protocol) -> Iterator[Occurrence]:
    """Above the band without a change; nothing more to say while a wean or stop is prompted."""
    course, reminders = state.history.course, protocol.reminders
    begun, changed = int(course.above_from[0]), int(course.change_at[0])
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


def _bag_empty(state: State, protocol: Protocol) -> Iterator[Occurrence]:
    empty_at = bag_empty_at(state)
    if empty_at is None or state.bag is None:
        return
    lead = timedelta(seconds=protocol.reminders.bag_lead)
    args = {"at": empty_at.isoformat()}
    # By the hour it runs out: another rate that moves that is another occurrence.
    key = f"bag:{state.bag.seq}:{seconds(empty_at) // 3600}"
    yield Occurrence(key, "bag-empty", Urgency.SOON, empty_at - lead, args)


def bag_empty_at(state: State) -> datetime | None:
    """When the hanging bag runs out at the present rate; None while nothing runs."""
    given = state.given.get(Agent.NOREPINEPHRINE)
    if state.bag is None or given is None or given.rate is None or given.rate.value == 0:
        return None
    left = Fraction(state.bag.bag.volume.value) - state.bag.used_ml
    hours = max(left, Fraction(0)) / Fraction(given.rate.value)
    return state.bag.counted_at + timedelta(seconds=int(hours * 3600))


def _checks(state: State, protocol: Protocol) -> Iterator[Occurrence]:
    peripheral = state.setup is not None and state.setup.route is Route.PERIPHERAL
    name, code = ("site", "site-check") if peripheral else ("line", "line-check")
    reminders = protocol.reminders
    interval = reminders.site_check if peripheral else reminders.line_check
    seen = [at for key, at in state.seen if key.startswith(f"{name}:")]
    begun = int(state.history.course.running_from[0])
    base = max(seconds(max(seen)) if seen else begun, begun)
    yield Occurrence(f"{name}:{base}", code, Urgency.SOON, _instant(base + interval))


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at, tz=UTC)
