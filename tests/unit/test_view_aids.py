"""What explains a reading: another concentration, a step under way; and what runs as one figure."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import nan

import pytest

from core.indices import coefficient_sets
from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.case import DosingWeight, Setup
from core.model.commands import Command, EndCase, HangBag, OpenCase, RecordReading, ReportPump
from core.model.terms import Agent, Mode, Outcome, Route, Source, Use, WeightBasis
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    HeartRate,
    Kilogram,
    Milligram,
    Millilitre,
    Mmhg,
    PumpRate,
    Units,
)
from core.session import Session
from core.texts import load_words
from core.view.aids import NO_AIDS, Aids
from core.view.arrival import arrivals, lag
from core.view.build import case_view
from core.view.case_view import CaseView
from core.view.lanes import Lanes
from core.view.points import DosePoint
from core.view.retelling import retold

NOW = datetime(2027, 3, 4, 12, 0, tzinfo=UTC)
WORDS = load_words(UTC)
NE, VP = Agent.NOREPINEPHRINE, Agent.VASOPRESSIN
ONE_ML = Millilitre.parse("1 mL")
AIDS = Aids(coefficient_sets, ONE_ML)
STRONGER = Bag(Milligram.parse("16 mg"), Millilitre.parse("250 mL"), ExpressedAs.BASE)
SAME = Bag(Milligram.parse("8 mg"), Millilitre.parse("250 mL"), ExpressedAs.BASE)
UNITS_BAG = Bag(Units.parse("20 units"), Millilitre.parse("100 mL"), ExpressedAs.BASE)


def opening() -> OpenCase:
    shelved = read_protocol("early-wean")
    assert shelved.protocol is not None
    setup = Setup(
        label="ICU-12",
        mode=Mode.SIMULATION,
        weight=DosingWeight(Kilogram.parse("80 kg"), WeightBasis.ACTUAL),
        bag=SAME,
        route=Route.CENTRAL,
        resolution=PumpRate.parse("0.1 mL/h"),
        band=shelved.protocol.bands[0],
        start_dose=Dose.parse("0.05 mcg/kg/min"),
    )
    return OpenCase(
        at=NOW,
        setup=setup,
        counting=shelved.protocol.counting,
        countings=shelved.protocol.countings,
        protocol=shelved.protocol.file.id,
        protocol_version=shelved.protocol.file.version,
        protocol_text=shelved.text,
        initials="AB",
    )


def at(minute: float) -> datetime:
    return NOW + timedelta(minutes=minute)


def runs(minute: float, dose: str, agent: Agent = NE) -> ReportPump:
    when = at(minute)
    return ReportPump(at=when, observed_at=when, agent=agent, dose=Dose.parse(dose))


def hangs(minute: float, bag: Bag, agent: Agent = NE) -> HangBag:
    return HangBag(at=at(minute), observed_at=at(minute), agent=agent, bag=bag)


def reads(minute: float, mmhg: int, *, artefact: bool = False) -> RecordReading:
    return RecordReading(
        at=at(minute),
        observed_at=at(minute),
        map=Mmhg.parse(f"{mmhg} mmHg"),
        source=Source.ARTERIAL_LINE,
        artefact=artefact,
        systolic=Mmhg.parse("90 mmHg"),
        diastolic=Mmhg.parse("40 mmHg"),
        heart_rate=HeartRate.parse("120 /min"),
    )


def shown(*commands: Command, aids: Aids = AIDS) -> CaseView:
    log = MemoryLog()
    session = Session(log, protocol_from)
    for command in (opening(), *commands):
        session.handle(command)
    state = session.state
    assert state.at is not None
    return case_view(state, session.protocol, retold(log, WORDS), WORDS, state.at, aids=aids)


CHANGED = (
    "Concentration changed, norepinephrine: 32 mcg/mL to 64 mcg/mL at 12:10. "
    "Check the pump's setting, and read MAP now and again in 5 min."
)


EARLY = (
    "The step of norepinephrine at 12:10 may not have arrived: about 8 min for 1 mL of line at"
    " 7.5 mL/h. The reading of 12:17 is too early to judge it."
)
AS_SALT = "as bitartrate monohydrate 0.399 mcg/kg/min = 31.904 mcg/min = 1.914 mg/h"


def test_another_concentration_stands_until_the_first_reading_that_counts() -> None:
    before = (runs(1, "0.1 mcg/kg/min"), hangs(10, STRONGER))
    assert shown(*before, aids=NO_AIDS).notices == (CHANGED,)
    artefact = reads(11, 66, artefact=True)
    assert shown(*before, artefact, aids=NO_AIDS).notices == (CHANGED,)
    assert shown(*before, reads(12, 66), aids=NO_AIDS).notices == ()


def test_the_same_concentration_or_a_pump_that_stands_asks_for_nothing() -> None:
    assert shown(runs(1, "0.1 mcg/kg/min"), hangs(10, SAME)).notices == ()
    assert shown(hangs(10, STRONGER)).notices == ()
    ended = EndCase(at=at(11), outcome=Outcome.OTHER)
    assert shown(runs(1, "0.1 mcg/kg/min"), hangs(10, STRONGER), ended).notices == ()


def test_a_reading_before_a_step_arrives_is_too_early() -> None:
    found = runs(1, "0.04 mcg/kg/min")
    step = runs(10, "0.05 mcg/kg/min")  # 7.5 mL/h: 8 min for 1 mL
    assert shown(found, reads(5, 66)).notices == ()
    early = shown(found, step, reads(17, 66)).notices
    assert early == (EARLY,)
    assert shown(found, step, reads(18, 66)).notices == ()
    assert shown(found, step, reads(17, 66), aids=NO_AIDS).notices == ()


def test_the_lag_is_volume_over_flow() -> None:
    assert lag(ONE_ML, PumpRate.parse("6 mL/h")) == timedelta(minutes=10)
    assert lag(ONE_ML, PumpRate.parse("0 mL/h")) is None


def given(*points: tuple[float, float, float]) -> Lanes:
    lanes = Lanes()
    for seq, (t, dose, rate) in enumerate(points):
        lanes = lanes.with_given(DosePoint(t, dose, f"{dose:g}", seq, rate=rate))
    return lanes


def test_each_change_is_under_way_until_it_arrives_or_is_overtaken() -> None:
    lanes = given((0, 0.1, 6), (100, 0.1, 6), (1000, 0.2, 12), (1100, 0.3, 18), (5000, 0, 0))
    found = arrivals(lanes.given, 0, 10_000, ONE_ML)
    assert found == ((0.0, 600.0), (1000.0, 1100.0), (1100.0, 1300.0))


def test_a_change_without_a_rate_a_struck_one_and_a_crowd_are_not_drawn() -> None:
    assert arrivals(given((0, 0.1, nan)).given, 0, 100, ONE_ML) == ()
    assert arrivals(given((0, 0.1, 6)).struck(0).given, 0, 100, ONE_ML) == ()
    many = given(*((float(t), 0.1 + t % 2, 6.0) for t in range(100)))
    assert arrivals(many.given, 0, 100, ONE_ML) == ()
    assert len(arrivals(many.given, 80, 100, ONE_ML)) == 20


def test_what_runs_is_told_by_every_set_with_its_version() -> None:
    view = shown(
        runs(1, "0.2 mcg/kg/min"),
        hangs(2, UNITS_BAG, VP),
        runs(2, "0.04 units/min", VP),
        reads(10, 66),
    )
    assert view.sums.lines == (
        "norepinephrine equivalent 0.3 mcg/kg/min (Goradia 2021)",
        "norepinephrine equivalent 0.3 mcg/kg/min (Kotani 2023)",
        "vasoactive-inotropic score 25 points (Gaies 2010)",
        "diastolic shock index 3 beats/min per mmHg (Ospina-Tascon 2020)",
        f"norepinephrine: 0.2 mcg/kg/min = 16 mcg/min = 0.96 mg/h; {AS_SALT}",
        "vasopressin: 0.04 units/min = 2.4 units/h",
    )


def test_phenylephrine_has_no_place_in_the_vasoactive_inotropic_score() -> None:
    command = replace(runs(2, "1 mcg/kg/min", Agent.PHENYLEPHRINE), use=Use.SALVAGE)
    lines = shown(runs(1, "0.2 mcg/kg/min"), command).sums.lines
    assert "vasoactive-inotropic score 20 points (Gaies 2010, without phenylephrine)" in lines


@pytest.mark.parametrize("aids", [NO_AIDS, AIDS])
def test_nothing_runs_and_nothing_is_told(aids: Aids) -> None:
    assert shown(reads(5, 70), aids=aids).sums.lines[:1] == ()


def test_the_next_bag_is_to_be_prepared_half_an_hour_before() -> None:
    (run,) = shown(runs(1, "0.1 mcg/kg/min")).infusions
    assert run.bag_empty_at is not None
    assert run.prepare_by == run.bag_empty_at - timedelta(minutes=30)
