"""Each agent in the view: what runs, what guards its doses, who may be added, and who is meant."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.case import DosingWeight, Setup
from core.model.commands import Command, HangBag, OpenCase, RecordReading, ReportPump
from core.model.terms import Agent, Mode, Route, Source, Use, WeightBasis
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    DoseUnit,
    Kilogram,
    Milligram,
    Millilitre,
    Mmhg,
    PumpRate,
    Units,
)
from core.session import Session
from core.texts import load_words
from core.view import contexts
from core.view.build import case_view
from core.view.case_view import CaseView
from core.view.read_out import FurtherLane, read_out
from core.view.retelling import retold

NOW = datetime(2027, 3, 4, 12, 0, tzinfo=UTC)
WORDS = load_words(UTC)
NE, VP, DA = Agent.NOREPINEPHRINE, Agent.VASOPRESSIN, Agent.DOPAMINE
UNITS_BAG = Bag(Units.parse("20 units"), Millilitre.parse("100 mL"), ExpressedAs.BASE)


def command_open(*, counted: bool) -> OpenCase:
    shelved = read_protocol("early-wean")
    assert shelved.protocol is not None
    protocol = shelved.protocol
    setup = Setup(
        label="ICU-12",
        mode=Mode.SIMULATION,
        weight=DosingWeight(Kilogram.parse("82 kg"), WeightBasis.ACTUAL),
        bag=Bag(Milligram.parse("8 mg"), Millilitre.parse("250 mL"), ExpressedAs.BASE),
        route=Route.CENTRAL,
        resolution=PumpRate.parse("0.1 mL/h"),
        band=protocol.bands[0],
        start_dose=Dose.parse("0.05 mcg/kg/min"),
    )
    return OpenCase(
        at=NOW,
        setup=setup,
        counting=protocol.counting,
        countings=protocol.countings if counted else {},
        protocol=protocol.file.id,
        protocol_version=protocol.file.version,
        protocol_text=shelved.text,
        initials="AB",
    )


def runs(minute: int, agent: Agent, dose: str, use: Use | None = None) -> ReportPump:
    at = NOW + timedelta(minutes=minute)
    return ReportPump(at=at, observed_at=at, agent=agent, dose=Dose.parse(dose), use=use)


def hangs(minute: int, agent: Agent, bag: Bag) -> HangBag:
    at = NOW + timedelta(minutes=minute)
    return HangBag(at=at, observed_at=at, agent=agent, bag=bag)


def reads(minute: int, mmhg: int) -> RecordReading:
    at = NOW + timedelta(minutes=minute)
    value = Mmhg.parse(f"{mmhg} mmHg")
    return RecordReading(at=at, observed_at=at, map=value, source=Source.ARTERIAL_LINE)


def shown(*commands: Command, counted: bool = True) -> CaseView:
    log = MemoryLog()
    session = Session(log, protocol_from)
    session.handle(command_open(counted=counted))
    for command in commands:
        session.handle(command)
    at = session.state.at
    assert at is not None
    return case_view(session.state, session.protocol, retold(log, WORDS), WORDS, at)


@pytest.fixture
def both() -> CaseView:
    return shown(
        runs(1, NE, "0.1 mcg/kg/min"),
        hangs(2, VP, UNITS_BAG),
        runs(2, VP, "0.03 units/min"),
        reads(10, 62),
    )


def test_before_any_advice_norepinephrine_is_the_one_titrated() -> None:
    (only,) = shown(runs(1, NE, "0.1 mcg/kg/min")).infusions
    assert (only.agent, only.titrated, only.held) == (NE, True, False)


def test_every_agent_is_guarded_by_itself(both: CaseView) -> None:
    main, other = contexts.dose_context(both), contexts.dose_context(both, VP)
    assert both.next_step is not None
    assert both.next_step.agent is NE
    assert (str(main.current), str(main.step)) == ("0.1 mcg/kg/min", "0.05 mcg/kg/min")
    assert str(main.advised) == both.next_step.dose
    assert (str(other.current), str(other.step)) == ("0.03 units/min", "0.005 units/min")
    assert (other.advised, other.agent) == (None, VP)
    assert contexts.dosing_unit(both, VP) is DoseUnit.UNITS_MIN


def test_advice_is_followed_only_by_its_own_agent(both: CaseView) -> None:
    step = both.next_step
    assert step is not None
    advised = Dose.parse(step.dose)
    assert contexts.followed_advice(both, advised) == step.seq
    assert contexts.followed_advice(both, advised, Agent.EPINEPHRINE) is None


def test_the_rate_of_each_is_that_of_its_bag(both: CaseView) -> None:
    running = contexts.running_infusion(both, VP)
    assert running is not None
    assert (str(running.rate), running.bag) == ("9 mL/h", UNITS_BAG)
    delivery = contexts.rate_context(both, VP).delivery
    assert delivery is not None
    assert (delivery.bag, delivery.unit) == (UNITS_BAG, DoseUnit.UNITS_MIN)
    assert contexts.rate_context(both, VP).advised is None


def test_who_does_not_run_is_offered_with_the_usual_bag_and_the_reasons_it_takes(
    both: CaseView,
) -> None:
    offered = {offer.agent: offer for offer in both.offered}
    assert set(offered) == {Agent.EPINEPHRINE, Agent.PHENYLEPHRINE, DA}
    dopamine = offered[DA]
    assert dopamine.usual is not None
    assert (dopamine.usual.text, dopamine.start) == ("400 mg in 250 mL", "5 mcg/kg/min")
    assert [use for use, _ in dopamine.uses] == [
        Use.BRADYCARDIA,
        Use.LOW_ARRHYTHMIA_RISK,
        Use.KIDNEYS,
    ]
    assert offered[Agent.EPINEPHRINE].uses == ()


def test_an_agent_the_case_does_not_count_is_told_by_dose_alone() -> None:
    view = shown(runs(1, VP, "0.03 units/min"), counted=False)
    offered = {offer.agent: offer for offer in view.offered}
    assert all(offer.usual is None for offer in offered.values())
    told = contexts.infusion_in(view, VP)
    assert told is not None
    assert (told.rate, told.hanging, told.held) == ("", None, True)
    assert contexts.rate_context(view, VP).delivery is None


def test_a_rate_and_the_sum_behind_it(both: CaseView) -> None:
    text = contexts.delivery_text(both, UNITS_BAG, Dose.parse("0.04 units/min"))
    assert text == ("12 mL/h", "0.04 x 60 / 0.2 = 12 mL/h")


def test_rows_and_prompts_name_any_agent_but_norepinephrine(both: CaseView) -> None:
    hung = next(row for row in both.rows if row.what == "Bag hung")
    assert hung.detail == "vasopressin, 20 units in 100 mL"
    args = {"at": NOW.isoformat(), "agent": "epinephrine"}
    said = WORDS.prompt("bag-empty", args, NOW)
    assert said == "EPINEPHrine: bag empty at 12:00, prepare the next"
    own = WORDS.prompt("bag-empty", {**args, "agent": "norepinephrine"}, NOW)
    assert own == "Bag empty at 12:00: prepare the next"


def test_the_read_out_has_every_agents_dose(both: CaseView) -> None:
    run = contexts.infusion_in(both, VP)
    assert run is not None
    lane = FurtherLane(run.name, run.unit, run.lanes)
    before, after = (NOW + timedelta(minutes=minute) for minute in (1, 5))
    (doses,) = read_out(both.lanes, after.timestamp(), further=(lane,)).further
    assert doses.given is not None
    assert (doses.name, doses.given.text, doses.advised) == ("vasopressin", "0.03", None)
    (earlier,) = read_out(both.lanes, before.timestamp(), further=(lane,)).further
    assert earlier.given is None
    assert replace(doses, given=None) == earlier
