"""Requests about readings: adding one, striking one, and looking afresh at the latest."""

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from core.model.commands import RecordReading, StrikeEntry
from core.model.events import (
    AdviceWithheld,
    Advised,
    EntryStruck,
    Event,
    ReadingRecorded,
    Reason,
)
from core.model.state import State
from core.model.terms import Action, Gate, Quality
from core.quantity.dosing import calculated_map
from core.quantity.measures import Dose, Mmhg
from core.rules.advice import advise, advise_on
from core.rules.compile import Protocol
from core.rules.draft import Draft
from core.rules.gates import fresh

EXACT_DIGITS = Decimal("0.01")


def record(draft: Draft, command: RecordReading, protocol: Protocol) -> None:
    """Add a reading, then what it earns: advice, calls, or the gate that is closed."""
    pressure = _pressure(command)
    if pressure is None:
        draft.refuse(command.at, "map", Reason("map_missing"))
        return
    mean, exact = pressure
    least, most = protocol.numbers.plausible
    usable = not command.artefact and least <= mean.value <= most
    reading = ReadingRecorded(
        at=command.observed_at,
        map=mean,
        source=command.source,
        quality=Quality.USABLE if usable else Quality.ARTEFACT,
        systolic=command.systolic,
        diastolic=command.diastolic,
        heart_rate=command.heart_rate,
        calculated=exact,
    )
    seq = draft.add(reading, command.at)
    events = advise_on(draft.state, protocol, seq, reading, command.at)
    for event in events:
        draft.add(event, command.at)
    if any(isinstance(e, AdviceWithheld) and e.gate is Gate.LATE_ENTRY for e in events):
        reconsider(draft, protocol, command.at)


def _pressure(command: RecordReading) -> tuple[Mmhg, str | None] | None:
    if command.map is not None:
        return command.map, None
    if command.systolic is None or command.diastolic is None:
        return None
    mean, exact = calculated_map(int(command.systolic.value), int(command.diastolic.value))
    return Mmhg(Decimal(mean)), _text(exact)


def _text(exact: Fraction) -> str:
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return str(decimal.quantize(EXACT_DIGITS))


def strike(draft: Draft, command: StrikeEntry, protocol: Protocol) -> None:
    """Strike a reading or a pump report through, and look afresh at what is left."""
    state, wanted = draft.state, command.refers_to
    known = {seq for seq, _ in state.readings} | {report.seq for report in state.reports}
    if wanted not in known:
        draft.refuse(command.at, "strike", Reason("no_such_entry"), str(wanted))
        return
    struck = EntryStruck(at=command.at, refers_to=wanted, reason=command.reason)
    draft.add(struck, command.at)
    look_afresh(draft, protocol, command.at)


def look_afresh(draft: Draft, protocol: Protocol, now: datetime) -> None:
    """Advise again on the deciding reading while it is fresh: after a strike or another target."""
    for event in _again(draft.state, protocol, now):
        draft.add(event, now)


def reconsider(draft: Draft, protocol: Protocol, now: datetime) -> None:
    """Advise again where a late entry gives the advice that stands another answer."""
    standing = draft.state.standing
    if standing is None or standing.withdrawn:
        return
    events = _again(draft.state, protocol, now)
    new = next((event for event in events if isinstance(event, Advised)), None)
    if new is not None and _said(new) == _said(standing.advised):
        return
    for event in events:
        draft.add(event, now)


def _said(advised: Advised) -> tuple[str, Action, Dose]:
    return advised.rule, advised.action, advised.dose


def _again(state: State, protocol: Protocol, now: datetime) -> tuple[Event, ...]:
    deciding = state.history.deciding
    if deciding is None or not fresh(state, protocol, now):
        return ()
    read_at = datetime.fromtimestamp(deciding.at, tz=UTC)
    return advise(state, protocol, deciding.seq, read_at, now)
