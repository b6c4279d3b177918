"""A simulated nurse takes a reading: from the monitor to the chart, with a glance at the pump."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from core.lab.monitor import Pressures, doubtful
from core.lab.staff import LOOK_AGAIN, Staff
from core.lab.staff_tasks import Chart, Deed, Look, Seen, Typed
from core.model.commands import RecordReading, ReportPump, StrikeEntry
from core.model.state import Given
from core.model.terms import Agent, Source, StrikeReason
from core.quantity.measures import HeartRate, Mmhg, PumpRate

A_MINUTE = timedelta(minutes=1)
AFTER_CYCLE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class _Read:
    """What there is to be read, from which device, and when it was so."""

    pressures: Pressures
    source: Source
    at: datetime


def looked(staff: Staff, task: Look, seen: Seen) -> tuple[Staff, tuple[Deed, ...]]:
    """Read the monitor and type it in, now or later; find a slip at the pump, or do not.

    Where nothing can be read she looks again; what she knows to be no pressure she marks so.
    """
    found = _readable(seen)
    if found is None:
        return staff.having(Look(_next_chance(seen), task.occasion)), ()
    chance, profile = staff.chance, staff.profile
    spoilt = doubtful(found.pressures) and chance.happens(
        "artefact", profile.knows_artefact, _moment(seen)
    )
    if spoilt:
        staff = staff.having(Look(seen.now + LOOK_AGAIN, task.occasion))
    reading = _reading(found, seen, artefact=spoilt)
    deeds = _corrections(staff, seen)
    if not spoilt and chance.happens("late.reading", profile.charts_late, _moment(seen)):
        later = seen.now + chance.spread("late.reading", profile.late_by, _moment(seen))
        return staff.having(Chart(later, reading)), deeds
    return staff, (*deeds, Typed(reading))


def _moment(seen: Seen) -> int:
    """The occasion of a look: the number of seconds, as several may come of one fact."""
    return seen.monitor.second


def _readable(seen: Seen) -> _Read | None:
    """The line, or else a cuff pressure that is not charted yet."""
    monitor = seen.monitor
    if monitor.line is not None:
        return _Read(monitor.line, Source.ARTERIAL_LINE, seen.now)
    if monitor.cuff is None:
        return None
    taken = seen.now - timedelta(seconds=monitor.second - monitor.cuff.second)
    last = seen.state.last_reading
    charted = last is not None and last[1].at >= taken
    return None if charted else _Read(monitor.cuff.pressures, Source.CUFF, taken)


def _next_chance(seen: Seen) -> datetime:
    """When the cuff has measured again; where none is due, in a minute."""
    due = seen.monitor.cuff_due
    if due is None or seen.monitor.line is not None:
        return seen.now + A_MINUTE
    return seen.now + timedelta(seconds=max(due - seen.monitor.second, 0)) + AFTER_CYCLE


def _reading(found: _Read, seen: Seen, *, artefact: bool) -> RecordReading:
    shown, rate = found.pressures, seen.monitor.heart_rate
    return RecordReading(
        at=seen.now,
        observed_at=found.at,
        source=found.source,
        map=_mmhg(shown.map),
        systolic=None if shown.systolic is None else _mmhg(shown.systolic),
        diastolic=None if shown.diastolic is None else _mmhg(shown.diastolic),
        heart_rate=None if rate is None else HeartRate(Decimal(rate)),
        artefact=artefact,
    )


def _mmhg(value: int) -> Mmhg:
    return Mmhg(Decimal(value))


def _corrections(staff: Staff, seen: Seen) -> tuple[Deed, ...]:
    """A pump that shows another rate than charted, if she happens to look at it."""
    for agent, display in seen.displays.items():
        given = seen.state.given.get(agent)
        if given is None or given.rate is None or given.rate == display:
            continue
        if staff.chance.happens(f"finds.{agent}", staff.profile.finds, _moment(seen)):
            return _corrected(agent, given, display, seen)
    return ()


def _corrected(agent: Agent, given: Given, display: PumpRate, seen: Seen) -> tuple[Deed, ...]:
    """Strike what was charted, chart what really ran since, and set the pump as it was meant."""
    now = seen.now
    struck = StrikeEntry(at=now, refers_to=given.seq, reason=StrikeReason.TYPING_SLIP)
    ran = ReportPump(at=now, observed_at=given.at, agent=agent, rate=display)
    meant = ReportPump(at=now, observed_at=now, agent=agent, dose=given.dose)
    return (Typed(struck), Typed(ran, keys=False), Typed(meant))
