"""A made-up long case, the same each time: readings each minute, advice, answers, pump changes."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from core.cases.unswept import unswept
from core.library import DEFAULT_PROTOCOL, protocol_from, read_protocol
from core.log.journal import CaseJournal
from core.log.memory import MemoryLog
from core.model.case import DosingWeight, Setup
from core.model.commands import AnswerAdvice, OpenCase, RecordReading
from core.model.events import Recorded
from core.model.terms import Attested, Mode, Reply, Route, Source, WeightBasis
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, Kilogram, Milligram, Millilitre, Mmhg, PumpRate
from core.rules.advice import is_dosed
from core.session import Session

START = datetime(2026, 1, 1, tzinfo=UTC)
CHUNK = 2_000
PATTERN = (58, 61, 63, 66, 68, 70, 72, 74, 78, 81, 77, 73, 71, 69, 67)


def opening(at: datetime) -> OpenCase:
    """The request that opens the bench's case."""
    shelved = read_protocol(DEFAULT_PROTOCOL)
    protocol = protocol_from(shelved.text)
    setup = Setup(
        label="BENCH-1",
        mode=Mode.SIMULATION,
        weight=DosingWeight(Kilogram(Decimal(80)), WeightBasis.ACTUAL),
        bag=Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE),
        route=Route.CENTRAL,
        resolution=PumpRate(Decimal("0.1")),
        band=protocol.bands[0],
        start_dose=Dose(Decimal("0.05"), protocol.unit),
        vasopressin=Attested.NO,
    )
    return OpenCase(
        at=at,
        setup=setup,
        counting=protocol.counting,
        countings=protocol.countings,
        protocol=protocol.file.id,
        protocol_version=protocol.file.version,
        protocol_text=shelved.text,
        initials="BN",
    )


def played(minutes: int) -> tuple[Recorded, ...]:
    """The facts of a case with a reading each minute, every dosed advice accepted and set."""
    log = MemoryLog()
    session = Session(log, protocol_from)
    session.handle(opening(START))
    for minute in range(1, minutes + 1):
        _one_minute(session, minute)
    return tuple(log)


def _one_minute(session: Session, minute: int) -> None:
    at = START + timedelta(minutes=minute)
    value = Mmhg(Decimal(PATTERN[minute // 7 % len(PATTERN)]))
    session.handle(RecordReading(at=at, observed_at=at, source=Source.ARTERIAL_LINE, map=value))
    standing = session.state.standing
    if standing is not None and standing.answered is None and is_dosed(standing.advised.action):
        accept = AnswerAdvice(at=at, advice=standing.seq, reply=Reply.ACCEPT, pump_set=True)
        session.handle(accept)


def facts(count: int, minutes: int = 600) -> tuple[Recorded, ...]:
    """So many facts: a played stretch, then the same stretch again and again, later each time."""
    stretch = played(minutes)
    opened, course = stretch[:2], stretch[2:]
    found = list(opened)
    turns = count // max(len(course), 1) + 1
    for turn in range(turns):
        base, shift = turn * len(course), timedelta(minutes=turn * (minutes + 1))
        found += [_shifted(fact, shift, base) for fact in course]
    return tuple(found[:count])


_NUMBERS = frozenset({"reading", "advice", "follows", "refers_to"})
"""Fields that name another entry by its number."""


def _shifted(fact: Recorded, shift: timedelta, base: int) -> Recorded:
    event = fact.event
    moved: dict[str, Any] = {}
    for item in fields(event):
        value = getattr(event, item.name)
        if isinstance(value, datetime):
            moved[item.name] = value + shift
        elif item.name in _NUMBERS and value is not None:
            moved[item.name] = value + base
    return Recorded(fact.seq + base, fact.recorded_at + shift, replace(event, **moved))


def write_long_case(path: Path, count: int) -> None:
    """A case file with so many facts."""
    with unswept(), CaseJournal.create(path) as journal:
        whole: Sequence[Recorded] = facts(count)
        for begin in range(0, len(whole), CHUNK):
            journal.append(whole[begin : begin + CHUNK])
