"""What is to be looked at while an infusion runs: the site or the line, perfusion, the pressure.

A pressure that never moves is looked at too: a line that is shut or a value charted again would
pass for a steady patient, who is weaned.

Each has its clock in the protocol; doing the check, or putting the prompt aside, starts it anew.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from core.model.counting import PlainReading
from core.model.course import UNKNOWN
from core.model.infusions import counted, infusion_of
from core.model.series import Series
from core.model.state import State, seconds
from core.model.terms import Route, Source, Urgency
from core.rules.compile import Protocol
from core.rules.occurrence import Occurrence

CUFF_READINGS = 12
"""So many cuff readings in a row say that there is no arterial line (local choice)."""

SAME_READINGS = 12
"""So many readings of one source in a row that are all alike are hardly a patient's (local choice).

Noise of 5 mmHg makes two readings alike once in eighteen times, twelve practically never.
"""


def checks(state: State, protocol: Protocol) -> Iterator[Occurrence]:
    """The looks that fall due while an agent runs."""
    begun = running_from(state)
    if begun == UNKNOWN:
        return
    yield _site_or_line(state, protocol, begun)
    yield _perfusion(state, protocol, begun)
    if _only_cuff(state):
        due_at = begun + protocol.reminders.arterial_line
        yield Occurrence(f"arterial:{begun}", "arterial-line", Urgency.NOTICE, _instant(due_at))
    yield from _same(state.history.readings)


def running_from(state: State) -> int:
    """Since when some agent has been running without a break of its own, in seconds."""
    begun = [
        int(infusion_of(state, agent).history.course.running_from[0]) for agent in counted(state)
    ]
    return min((at for at in begun if at != UNKNOWN), default=UNKNOWN)


def _site_or_line(state: State, protocol: Protocol, begun: int) -> Occurrence:
    peripheral = state.setup is not None and state.setup.route is Route.PERIPHERAL
    name, code = ("site", "site-check") if peripheral else ("line", "line-check")
    reminders = protocol.reminders
    interval = reminders.site_check if peripheral else reminders.line_check
    base = max(_last_seen(state, f"{name}:"), begun)
    return Occurrence(f"{name}:{base}", code, Urgency.SOON, _instant(base + interval))


def _perfusion(state: State, protocol: Protocol, begun: int) -> Occurrence:
    checked = begun if state.perfusion is None else seconds(state.perfusion.at)
    base = max(checked, _last_seen(state, "perfusion:"), begun)
    due_at = _instant(base + protocol.reminders.perfusion_check)
    return Occurrence(f"perfusion:{base}", "perfusion-check", Urgency.NOTICE, due_at)


def _last_seen(state: State, prefix: str) -> int:
    """When a check was last put aside as done; before everything if it never was."""
    return max((seconds(at) for key, at in state.seen if key.startswith(prefix)), default=UNKNOWN)


def _only_cuff(state: State) -> bool:
    readings = state.history.readings
    latest = [readings[-back] for back in range(1, min(CUFF_READINGS, len(readings)) + 1)]
    return len(latest) > 0 and all(reading.source is Source.CUFF for reading in latest)


def _same(readings: Series[PlainReading]) -> Iterator[Occurrence]:
    """Readings that repeat each other, from the one on that was one too many: shown once a run."""
    first = _run_from(readings)
    if len(readings) - first >= SAME_READINGS:
        due_at = _instant(readings[first + SAME_READINGS - 1].at)
        args = {"map": str(readings[first].map), "since": _instant(readings[first].at).isoformat()}
        yield Occurrence(f"same:{readings[first].seq}", "same-reading", Urgency.SOON, due_at, args)


def _run_from(readings: Series[PlainReading]) -> int:
    """Where the run of like readings begins that the last one belongs to."""
    first = len(readings)
    while first and _alike(readings[first - 1], readings[-1]):
        first -= 1
    return first


def _alike(one: PlainReading, other: PlainReading) -> bool:
    return (one.map, one.source) == (other.map, other.source)


def _instant(at: int) -> datetime:
    return datetime.fromtimestamp(at, tz=UTC)
