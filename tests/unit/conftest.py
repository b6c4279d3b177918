"""A case in memory for tests of what is shown and said: opened, read and reported by the minute."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.case import DosingWeight, Setup
from core.model.commands import OpenCase, RecordReading, ReportPump
from core.model.events import Event
from core.model.terms import Agent, Attested, Mode, Route, Source, Use, WeightBasis
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Kilogram, Milligram, Millilitre, Mmhg, PumpRate
from core.rules.compile import Protocol
from core.session import Session
from core.texts import load_words
from core.view.wording import Words

START = datetime(2027, 3, 2, 14, 0, tzinfo=UTC)


@pytest.fixture(scope="session")
def words() -> Words:
    return load_words(UTC)


@pytest.fixture(scope="session")
def early_wean() -> Protocol:
    return protocol_from(read_protocol("early-wean").text)


@pytest.fixture
def minute() -> Callable[[float], datetime]:
    """The instant so many minutes after a case was opened at 14:00 UTC."""
    return lambda minutes: START + timedelta(minutes=minutes)


@pytest.fixture
def open_case(early_wean: Protocol) -> Callable[..., Session]:
    """Opens a case at 14:00: 80 kg, 8 mg of base in 250 mL, 65 to 75 mmHg; fields may be set."""

    def opened(**changes: Any) -> Session:  # noqa: ANN401 - any field of a set-up
        shelved = read_protocol("early-wean")
        setup = Setup(
            label="ICU-12",
            mode=Mode.WORKSTATION,
            weight=DosingWeight(Kilogram(Decimal(80)), WeightBasis.ACTUAL),
            bag=Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE),
            route=Route.CENTRAL,
            resolution=PumpRate(Decimal("0.1")),
            band=early_wean.bands[0],
            start_dose=Dose(Decimal("0.05"), DoseUnit.MCG_KG_MIN),
            fluids=Attested.YES,
            vasopressin=Attested.NO,
        )
        session = Session(MemoryLog(), protocol_from)
        session.handle(
            OpenCase(
                at=START,
                setup=replace(setup, **changes),
                counting=early_wean.counting,
                protocol=shelved.id,
                protocol_version=early_wean.file.version,
                protocol_text=shelved.text,
                initials="AB",
            )
        )
        return session

    return opened


@pytest.fixture
def read() -> Callable[..., tuple[Event, ...]]:
    """Adds a MAP at a minute; `entered` is when it was typed. The facts that it caused."""

    def reading(
        session: Session,
        minutes: float,
        mmhg: int,
        source: Source = Source.ARTERIAL_LINE,
        *,
        entered: float | None = None,
        artefact: bool = False,
    ) -> tuple[Event, ...]:
        facts = session.handle(
            RecordReading(
                at=START + timedelta(minutes=minutes if entered is None else entered),
                observed_at=START + timedelta(minutes=minutes),
                source=source,
                map=Mmhg(Decimal(mmhg)),
                artefact=artefact,
            )
        )
        return tuple(fact.event for fact in facts)

    return reading


@pytest.fixture
def report() -> Callable[..., tuple[Event, ...]]:
    """Reports a dose at a minute, as "0.1"; `entered` is when it was typed."""

    def reported(
        session: Session,
        minutes: float,
        dose: str,
        agent: Agent = Agent.NOREPINEPHRINE,
        *,
        entered: float | None = None,
        follows: int | None = None,
        use: Use | None = None,
    ) -> tuple[Event, ...]:
        unit = DoseUnit.UNITS_MIN if agent is Agent.VASOPRESSIN else DoseUnit.MCG_KG_MIN
        facts = session.handle(
            ReportPump(
                at=START + timedelta(minutes=minutes if entered is None else entered),
                observed_at=START + timedelta(minutes=minutes),
                agent=agent,
                dose=Dose(Decimal(dose), unit),
                follows=follows,
                use=use,
            )
        )
        return tuple(fact.event for fact in facts)

    return reported
