"""A running simulation: case and bedside together, slips, the instructor's hand, going back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from core.lab.act import (
    Act,
    ChangeBag,
    GiveFluid,
    GoTo,
    KeyingSlip,
    Message,
    Note,
    Role,
    Vital,
)
from core.lab.scenario import End, Happening, PatientSpec, Preset, Running, Scenario, Stage
from core.lab.script import ScriptError
from core.lab.shelf import read_scenario
from core.lab.simulation import START, Simulation
from core.lab.staff_profile import profile_of
from core.lab.trigger import AtTime, Done, Fact, MapBelow, Pressure
from core.lab.truth import Happened, Noted, Overridden, PassedOver, PumpKeyed, Told, WentBack
from core.log.memory import MemoryLog
from core.model.commands import (
    AnswerAdvice,
    HangBag,
    RecordReading,
    ReportPump,
    StrikeEntry,
)
from core.model.events import Advised, CaseEnded, Prompted, PumpReported, Recorded
from core.model.terms import Agent, Mode, Outcome, Reply, Source, StrikeReason
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    DoseUnit,
    Milligram,
    Millilitre,
    Mmhg,
    PumpRate,
)

NE = Agent.NOREPINEPHRINE
MINUTE = timedelta(minutes=1)
STRONG = Bag(Milligram(Decimal(16)), Millilitre(Decimal(250)), ExpressedAs.BASE)


def rate(text: str) -> PumpRate:
    return PumpRate(Decimal(text))


def dose(text: str) -> Dose:
    return Dose(Decimal(text), DoseUnit.MCG_KG_MIN)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def happening(name: str, minutes: int, *then: Act) -> Happening:
    return Happening(name, name, AtTime(timedelta(minutes=minutes)), then)


def scenario(
    *happenings: Happening, ends: tuple[End, ...] = (), running: tuple[Running, ...] = ()
) -> Scenario:
    """A typical patient, a line without artefacts, and only what a test puts into the script."""
    shipped = read_scenario("first-hour")
    return replace(
        shipped,
        longest=timedelta(hours=2),
        opening=replace(shipped.opening, running=running),
        patient=PatientSpec(Preset.DEFAULT),
        bedside=replace(shipped.bedside, arterial_line=True, artefacts=False),
        stages=(Stage("one", "", happenings), Stage("two", "")),
        always=(),
        ends=ends,
        checklist=(),
    )


def on_drug(*happenings: Happening) -> Simulation:
    running = (Running(NE, dose("0.1"), timedelta(hours=3)),)
    return Simulation(scenario(*happenings, running=running), 1, MemoryLog())


def report(minutes: float, text: str) -> ReportPump:
    return ReportPump(at=at(minutes), observed_at=at(minutes), agent=NE, dose=dose(text))


def reading(minutes: float, mmhg: int) -> RecordReading:
    return RecordReading(
        at=at(minutes),
        observed_at=at(minutes),
        source=Source.ARTERIAL_LINE,
        map=Mmhg(Decimal(mmhg)),
    )


def of(kind: type, facts: Iterable[Recorded]) -> list[Recorded]:
    return [fact for fact in facts if isinstance(fact.event, kind)]


def test_the_case_is_opened_in_simulation_with_what_runs_already() -> None:
    simulation = on_drug()
    setup, given = simulation.state.setup, simulation.state.given[NE]
    assert setup is not None
    assert setup.mode is Mode.SIMULATION
    assert given.since == START - timedelta(hours=3)
    assert simulation.displays()[NE] == given.rate
    assert list(simulation.truth) == []


def test_only_a_report_of_the_pump_changes_the_infusion() -> None:
    simulation = Simulation(scenario(), 1, MemoryLog())
    facts = simulation.handle(reading(1, 50))
    advised = of(Advised, facts)[0]
    assert simulation.displays() == {}
    simulation.handle(AnswerAdvice(at=at(2), advice=advised.seq, reply=Reply.ACCEPT))
    assert simulation.displays() == {}
    facts = simulation.handle(report(3, "0.05"))
    reported = of(PumpReported, facts)[0].event
    assert isinstance(reported, PumpReported)
    assert simulation.displays() == {NE: reported.rate}
    entries = [entry for entry in simulation.truth if isinstance(entry, PumpKeyed)]
    assert [(entry.rate, entry.charted) for entry in entries] == [(reported.rate, reported.rate)]


def test_time_passes_until_the_request_and_prompts_come_when_they_are_due() -> None:
    simulation = Simulation(scenario(), 1, MemoryLog())
    facts = simulation.handle(reading(20.5, 50))
    assert simulation.now == at(20.5)
    prompted = [fact.event for fact in of(Prompted, facts)]
    overdue = [p for p in prompted if isinstance(p, Prompted) and p.code == "reading-overdue"]
    assert len(overdue) == 1
    assert overdue[0].at == overdue[0].due_at
    assert simulation.bedside.second == 1230


def test_a_late_report_of_an_earlier_setting_keys_no_pump() -> None:
    simulation = on_drug()
    simulation.handle(report(5, "0.2"))
    simulation.key_pump(NE, rate("90"))
    late = replace(report(6, "0.05"), observed_at=at(3))
    simulation.handle(late)
    assert simulation.displays()[NE] == rate("90")


def test_a_keyed_pump_differs_from_the_chart_until_somebody_reports_it() -> None:
    simulation = on_drug()
    charted = simulation.displays()[NE]
    simulation.key_pump(NE, rate("90"))
    assert simulation.displays()[NE] == rate("90")
    assert simulation.state.given[NE].rate == charted
    entry = [entry for entry in simulation.truth if isinstance(entry, PumpKeyed)][-1]
    assert (entry.rate, entry.charted) == (rate("90"), charted)
    simulation.handle(report(5, "0.12"))
    assert simulation.displays()[NE] == simulation.state.given[NE].rate


def test_a_keying_slip_stays_with_new_settings_until_the_true_rate_is_reported() -> None:
    simulation = on_drug(happening("slip", 1, KeyingSlip(NE, Decimal(10))))
    meant = simulation.displays()[NE]
    simulation.pass_time(at(2))
    assert simulation.displays()[NE].value == 10 * meant.value
    simulation.handle(report(3, "0.12"))
    given = simulation.state.given[NE].rate
    assert given is not None
    assert simulation.displays()[NE].value == 10 * given.value
    assert simulation.slips == {NE: Decimal(10)}
    true_rate = ReportPump(at=at(4), observed_at=at(4), agent=NE, rate=simulation.displays()[NE])
    simulation.handle(true_rate)
    assert simulation.slips == {}
    assert simulation.displays()[NE] == true_rate.rate
    simulation.handle(report(5, "0.12"))
    assert simulation.displays()[NE] == given


def test_a_struck_report_ends_a_slip_and_1_puts_it_right() -> None:
    simulation = on_drug()
    meant = simulation.displays()[NE]
    simulation.do(KeyingSlip(NE, Decimal(10)))
    simulation.do(KeyingSlip(NE, Decimal(1)))
    assert simulation.displays()[NE] == meant
    simulation.do(KeyingSlip(NE, Decimal(10)))
    seq = simulation.state.given[NE].seq
    simulation.handle(StrikeEntry(at=at(1), refers_to=seq, reason=StrikeReason.TYPING_SLIP))
    assert simulation.slips == {}


def test_a_bag_that_hung_unseen_is_only_charted_later() -> None:
    simulation = on_drug(happening("bag", 1, ChangeBag(NE, STRONG)))
    shown = simulation.displays()[NE]
    simulation.pass_time(at(2))
    assert simulation.displays()[NE] == shown
    assert simulation.bedside.bags[NE] == STRONG
    assert simulation.state.bag is not None
    assert simulation.state.bag.bag != STRONG
    changes = int(simulation.bedside.pumps[NE].changes[0])
    simulation.handle(HangBag(at=at(3), observed_at=at(1), agent=NE, bag=STRONG))
    assert int(simulation.bedside.pumps[NE].changes[0]) == changes
    assert simulation.displays()[NE] == simulation.state.given[NE].rate
    simulation.handle(HangBag(at=at(4), observed_at=at(4), agent=NE, bag=STRONG))
    assert int(simulation.bedside.pumps[NE].changes[0]) == changes + 1


def test_the_script_acts_at_its_time_and_speaks_to_the_learner() -> None:
    said = Message(Role.BEDSIDE_NURSE, "Urine output is falling.")
    simulation = Simulation(
        scenario(happening("word", 7, said, Note("watch them")), happening("go", 9, GoTo("two"))),
        1,
        MemoryLog(),
    )
    assert [entry.second for entry in simulation.pass_time(at(8)).said] == [420]
    assert simulation.script.stage == "one"
    simulation.pass_time(at(10))
    assert simulation.script.stage == "two"
    notes = [entry for entry in simulation.truth if isinstance(entry, Noted)]
    assert [(note.text, note.by_script) for note in notes] == [("watch them", True)]


def test_a_trigger_sees_what_the_case_was_told_and_what_is_shown() -> None:
    done = Happening("done", "", Done(Fact.DOSE_CHANGED), ())
    low = Happening("low", "", MapBelow(Mmhg(Decimal(45)), Pressure.SHOWN), ())
    simulation = on_drug(done, low)
    simulation.pass_time(at(3))
    assert dict(simulation.script.fired) == {}
    simulation.handle(report(4, "0.12"))
    assert set(simulation.script.fired) == {"done"}
    simulation.override(Vital.MAP, Decimal(40))
    assert set(simulation.script.fired) == {"done", "low"}
    assert simulation.monitor().map == 40
    assert simulation.true_now().map_mmhg > 45
    assert [type(entry) for entry in simulation.truth][-2:] == [Overridden, Happened]


def test_the_instructor_fires_early_and_skips() -> None:
    fluid = GiveFluid(Millilitre(Decimal(500)), timedelta(minutes=10))
    simulation = Simulation(
        scenario(happening("fluid", 30, fluid), happening("other", 40, Note("late"))),
        1,
        MemoryLog(),
    )
    assert [item.id for item in simulation.coming()] == ["fluid", "other"]
    simulation.fire("fluid")
    simulation.skip("other")
    assert simulation.coming() == ()
    simulation.pass_time(at(60))
    entries = list(simulation.truth)
    assert entries == [Happened(0, fluid, "fluid", early=True), PassedOver(0, "other")]
    with pytest.raises(ScriptError):
        simulation.fire("fluid")
    with pytest.raises(ScriptError):
        simulation.do(GoTo("two"))


def test_an_end_closes_the_case_and_time_stands_still() -> None:
    over = End("over", "", AtTime(timedelta(minutes=6)), Outcome.TRANSFERRED)
    simulation = Simulation(scenario(ends=(over,)), 1, MemoryLog())
    facts = simulation.pass_time(at(60)).facts
    ended = of(CaseEnded, facts)[0].event
    assert isinstance(ended, CaseEnded)
    assert (ended.outcome, ended.at) == (Outcome.TRANSFERRED, at(6))
    assert simulation.now == at(6)
    assert simulation.ended is not None
    assert simulation.ended.end == "over"


def test_the_instructor_ends_a_scenario() -> None:
    simulation = Simulation(scenario(), 1, MemoryLog())
    simulation.pass_time(at(3))
    assert len(of(CaseEnded, simulation.stop())) == 1
    assert simulation.stop() == ()


def test_the_next_event_is_where_time_may_jump_to() -> None:
    simulation = Simulation(scenario(happening("word", 3, Note("x"))), 1, MemoryLog())
    assert simulation.next_event() == at(3)
    simulation.pass_time(simulation.next_event())
    due = simulation.session.next_due(at(3))
    assert due is not None
    assert simulation.next_event() == due
    ended = Simulation(scenario(), 1, MemoryLog())
    ended.stop()
    assert ended.next_event() == START + timedelta(hours=2)


def test_going_back_restores_world_case_script_and_truth_and_begins_another_log() -> None:
    first, second = MemoryLog(), MemoryLog()
    simulation = Simulation(
        scenario(happening("word", 7, Note("x"))), 1, first, fresh_log=lambda: second
    )
    simulation.handle(reading(2, 50))
    mark, facts = simulation.bookmark(), tuple(first)
    simulation.handle(report(5, "0.05"))
    simulation.pass_time(at(20))
    later = tuple(first)
    session = simulation.back_to(mark)
    assert session is simulation.session
    assert simulation.now == at(2)
    assert simulation.displays() == {}
    assert dict(simulation.script.fired) == {}
    assert tuple(second) == facts
    assert tuple(first) == later
    assert [type(entry) for entry in simulation.truth] == [WentBack]
    assert simulation.truth.samples[-1].second <= 120
    simulation.handle(report(5, "0.05"))
    simulation.pass_time(at(20))
    assert tuple(second) == later


def test_advice_can_be_hidden_and_shown_again() -> None:
    simulation = Simulation(scenario(), 1, MemoryLog())
    simulation.hide_advice(hidden=True)
    mark = simulation.bookmark()
    simulation.hide_advice(hidden=False)
    assert not simulation.advice_hidden
    simulation.back_to(mark)
    assert simulation.advice_hidden


def test_a_note_is_the_instructors_alone() -> None:
    simulation = Simulation(scenario(), 1, MemoryLog())
    simulation.note("hesitates")
    assert list(simulation.truth) == [Noted(0, "hesitates")]
    assert simulation.pass_time(at(1)).said == ()


def test_staff_works_beside_a_learner() -> None:
    simulation = Simulation(scenario(), 1, MemoryLog(), staff=profile_of("follows"))
    simulation.handle(reading(0.005, 50))
    facts = simulation.pass_time(at(30)).facts
    assert of(PumpReported, facts)
    assert simulation.displays()


def test_a_message_that_comes_while_time_passes_to_a_request_is_kept() -> None:
    said = Message(Role.PRESCRIBER, "Keep going.")
    simulation = Simulation(scenario(happening("word", 1, said)), 1, MemoryLog())
    simulation.handle(reading(5, 66))
    told = [entry for entry in simulation.truth if isinstance(entry, Told)]
    assert [entry.text for entry in told] == ["Keep going."]
