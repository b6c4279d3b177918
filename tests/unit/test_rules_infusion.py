"""What the pump runs, by dose and by rate; another bag, another weight.

The case: 80 kg, 16 mg in 250 mL (64 mcg/mL), steps of 0.1 mL/h: 0.1 mcg/kg/min is 7.5 mL/h.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.case import DosingWeight
from core.model.commands import ChangeWeight, HangBag, OpenCase, ReportPump, StrikeEntry
from core.model.events import Advised, EntryRefused, Event, PumpReported
from core.model.state import State
from core.model.terms import Agent, Keep, StrikeReason, WeightBasis
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    DoseUnit,
    Kilogram,
    Milligram,
    Millilitre,
    PumpRate,
    Units,
)
from core.rules.protocol import WorkedGiven
from core.rules.pump import pump_setting
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
PROTOCOL = protocol_from(TEXT)
NE = Agent.NOREPINEPHRINE
UNITS = Bag(Units(Decimal(20)), Millilitre(Decimal(100)), ExpressedAs.BASE)
STRONG = Bag(Milligram(Decimal(32)), Millilitre(Decimal(250)), ExpressedAs.BASE)


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def begun(*course: str, resolution: str = "0.1", bag: bool = True) -> Session:
    session = Session(MemoryLog(), protocol_from)
    given = WorkedGiven(course=course or ("0 min: MAP 70 mmHg",))
    opening, *requests = requests_of(given, PROTOCOL, TEXT)
    assert isinstance(opening, OpenCase)
    setup = replace(opening.setup, resolution=PumpRate(Decimal(resolution)))
    setup = setup if bag else replace(setup, bag=None)
    for request in (replace(opening, setup=setup), *(requests if course else ())):
        session.handle(request)
    return session


def mcg(text: str) -> Dose:
    return Dose(Decimal(text), DoseUnit.MCG_KG_MIN)


def report(
    session: Session,
    minutes: float,
    *,
    dose: str | None = None,
    rate: str | None = None,
    entered: float | None = None,
) -> tuple[Event, ...]:
    facts = session.handle(
        ReportPump(
            at=at(minutes if entered is None else entered),
            observed_at=at(minutes),
            agent=NE,
            dose=None if dose is None else mcg(dose),
            rate=None if rate is None else PumpRate(Decimal(rate)),
        )
    )
    return tuple(fact.event for fact in facts)


def reported(events: tuple[Event, ...]) -> PumpReported:
    return next(event for event in events if isinstance(event, PumpReported))


def refused(events: tuple[Event, ...]) -> str | None:
    return next((e.reason.code for e in events if isinstance(e, EntryRefused)), None)


def advised(events: tuple[Event, ...]) -> list[Advised]:
    return [event for event in events if isinstance(event, Advised)]


class TestByDose:
    def test_the_rate_and_the_delivered_dose_are_worked_out(self) -> None:
        event = reported(report(begun(), 0, dose="0.05"))
        assert (event.dose, event.rate) == (mcg("0.05"), PumpRate(Decimal("3.8")))
        assert event.delivered == mcg("0.0507")

    def test_a_stop(self) -> None:
        event = reported(
            report(begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg"), 6, dose="0")
        )
        assert (event.dose, event.rate) == (mcg("0"), PumpRate(Decimal(0)))

    @pytest.mark.parametrize(("dose", "code"), [("3", None), ("3.001", "dose_beyond_entry_limit")])
    def test_no_dose_above_3_is_taken_down(self, dose: str, code: str | None) -> None:
        session = begun()
        assert refused(report(session, 0, dose=dose)) == code
        assert (session.state.given == {}) is (code is not None)

    def test_above_the_hard_limit_the_entered_dose_is_what_runs(self) -> None:
        event = reported(report(begun(), 0, dose="1.5"))
        assert event.rate == PumpRate(Decimal("112.5"))

    def test_a_dose_in_another_unit_is_refused(self) -> None:
        session = begun()
        flat = Dose(Decimal(8), DoseUnit.MCG_MIN)
        facts = session.handle(ReportPump(at=at(0), observed_at=at(0), agent=NE, dose=flat))
        refusal = facts[0].event
        assert isinstance(refusal, EntryRefused)
        assert (refusal.field, refusal.text) == ("pump", "8 mcg/min")
        assert refusal.reason.code == "dose_in_other_unit"
        assert refusal.reason.args == {"unit": "mcg/kg/min"}


class TestByRate:
    def test_a_rate_that_was_not_advised_gives_the_delivered_dose_on_the_grid(self) -> None:
        event = reported(report(begun(), 0, rate="5"))
        assert (event.dose, event.delivered) == (mcg("0.067"), mcg("0.0667"))

    def test_the_advised_rounded_rate_gives_the_advised_dose(self) -> None:
        """0.07 mcg/kg/min is 5.25 mL/h, rounded 5.3, which delivers 0.0707."""
        session = begun("0 min: runs 0.05 mcg/kg/min", "5 min: MAP 60 mmHg")
        event = reported(report(session, 6, rate="5.3"))
        assert (event.dose, event.delivered) == (mcg("0.07"), mcg("0.0707"))

    def test_the_latest_advice_with_that_rate_counts_even_when_newer_advice_stands(self) -> None:
        session = begun("0 min: runs 0.05 mcg/kg/min", "5 min: MAP 60 mmHg", "7 min: MAP 54 mmHg")
        standing = session.state.standing
        assert standing is not None
        assert standing.advised.dose == mcg("0.1")
        assert reported(report(session, 8, rate="5.3")).dose == mcg("0.07")

    def test_the_running_rate_changes_nothing(self) -> None:
        """At a step of 1 mL/h 0.052 and 0.05 both run at 4 mL/h."""
        session = begun("0 min: runs 0.052 mcg/kg/min", "5 min: MAP 70 mmHg", resolution="1")
        course = session.state.history.course
        event = reported(report(session, 6, rate="4"))
        assert event.dose == mcg("0.052")
        assert int(session.state.history.course.change_at[0]) == int(course.change_at[0])

    def test_a_rate_of_0_is_a_stop_even_where_a_tiny_dose_ran_at_0(self) -> None:
        session = begun("0 min: runs 0.004 mcg/kg/min", "5 min: MAP 70 mmHg", resolution="1")
        assert session.state.given[NE].rate == PumpRate(Decimal(0))
        assert reported(report(session, 6, rate="0")).dose == mcg("0")

    def test_an_advised_rate_of_another_bag_means_nothing(self) -> None:
        """0.12 was advised as 9 mL/h of the weak bag; the strong one delivers 0.24 at 9 mL/h."""
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        session.handle(HangBag(at=at(40), observed_at=at(40), agent=NE, bag=STRONG))
        assert reported(report(session, 41, rate="9")).dose == mcg("0.24")


class TestRefusals:
    @pytest.mark.parametrize(("dose", "rate"), [(None, None), ("0.1", "5")])
    def test_dose_or_rate_one_of_the_two(self, dose: str | None, rate: str | None) -> None:
        assert refused(report(begun(), 0, dose=dose, rate=rate)) == "dose_or_rate"

    @pytest.mark.parametrize(("dose", "rate"), [("0.1", None), (None, "5")])
    def test_without_a_bag_neither_has_a_meaning(self, dose: str | None, rate: str | None) -> None:
        assert refused(report(begun(bag=False), 0, dose=dose, rate=rate)) == "no_bag"

    def test_no_bag_no_setting(self) -> None:
        with pytest.raises(ValueError, match="no bag is hung"):
            pump_setting(State(), PROTOCOL, 50)

    def test_another_agent_is_reported_by_its_dose(self) -> None:
        session = begun()
        rate = PumpRate(Decimal(2))
        other = ReportPump(at=at(0), observed_at=at(0), agent=Agent.VASOPRESSIN, rate=rate)
        assert refused(tuple(fact.event for fact in session.handle(other))) == "other_agent_by_dose"

    @pytest.mark.parametrize(
        ("agent", "bag", "unit"),
        [(Agent.VASOPRESSIN, STRONG, "units/min"), (NE, UNITS, "mcg/kg/min")],
    )
    def test_a_bag_in_the_unit_of_another_agent_is_refused(
        self, agent: Agent, bag: Bag, unit: str
    ) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
        before = session.state
        (fact,) = session.handle(HangBag(at=at(6), observed_at=at(6), agent=agent, bag=bag))
        assert isinstance(fact.event, EntryRefused)
        assert (fact.event.reason.code, fact.event.reason.args) == (
            "bag_in_other_unit",
            {"unit": unit},
        )
        assert (session.state.bag, session.state.others) == (before.bag, before.others)


class TestBag:
    @pytest.mark.parametrize(
        ("keep", "dose", "rate"), [(Keep.DOSE, "0.1", "3.8"), (Keep.RATE, "0.2", "7.5")]
    )
    def test_dose_or_rate_stays_as_asked(self, keep: Keep, dose: str, rate: str) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        facts = session.handle(
            HangBag(at=at(6), observed_at=at(6), agent=NE, bag=STRONG, keep=keep)
        )
        events = tuple(fact.event for fact in facts)
        assert (reported(events).dose, reported(events).rate) == (
            mcg(dose),
            PumpRate(Decimal(rate)),
        )
        assert session.state.bag is not None
        assert session.state.bag.bag == STRONG
        changed = int(session.state.history.course.change_at[0]) == int(at(6).timestamp())
        assert changed is (keep is Keep.RATE)
        assert advised(events)[-1].from_dose == mcg(dose)

    def test_a_bag_for_a_pump_that_stands_still_reports_nothing(self) -> None:
        for course in ((), ("0 min: runs 0.1 mcg/kg/min", "5 min: runs 0 mcg/kg/min")):
            session = begun(*course)
            facts = session.handle(HangBag(at=at(6), observed_at=at(6), agent=NE, bag=STRONG))
            assert not [fact for fact in facts if isinstance(fact.event, PumpReported)]

    def test_a_bag_entered_late_does_not_move_a_newer_report_back(self) -> None:
        session = begun(
            "0 min: runs 0.05 mcg/kg/min", "20 min: runs 0.07 mcg/kg/min", "25 min: MAP 70 mmHg"
        )
        session.handle(HangBag(at=at(30), observed_at=at(10), agent=NE, bag=STRONG))
        assert session.state.given[NE].dose == mcg("0.07")
        assert session.state.given[NE].rate == PumpRate(Decimal("2.6"))
        assert int(session.state.history.course.change_at[0]) == int(at(20).timestamp())

    def test_an_older_rate_that_was_never_known_is_worked_out(self) -> None:
        """A case of an older program may hold a report without its rate."""
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        state = session.state
        state.given[NE] = replace(state.given[NE], rate=None)
        facts = session.handle(
            HangBag(at=at(6), observed_at=at(6), agent=NE, bag=STRONG, keep=Keep.RATE)
        )
        assert reported(tuple(fact.event for fact in facts)).dose == mcg("0.1")


class TestWeight:
    @pytest.mark.parametrize(
        ("keep", "dose", "rate"), [(Keep.DOSE, "0.1", "9.4"), (Keep.RATE, "0.08", "7.5")]
    )
    def test_dose_or_rate_stays_as_asked(self, keep: Keep, dose: str, rate: str) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        heavier = DosingWeight(Kilogram(Decimal(100)), WeightBasis.ADJUSTED)
        facts = session.handle(ChangeWeight(at=at(6), weight=heavier, keep=keep))
        event = reported(tuple(fact.event for fact in facts))
        assert (event.dose, event.rate) == (mcg(dose), PumpRate(Decimal(rate)))
        assert session.state.weight == heavier
        changed = int(session.state.history.course.change_at[0]) == int(at(6).timestamp())
        assert changed is (keep is Keep.RATE)


class TestLateReports:
    def test_a_late_report_that_makes_the_last_one_a_change_takes_the_wean_back(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "10 min to 130 min every 60 min: MAP 70 mmHg")
        report(session, 125, dose="0.1", entered=131)
        standing = session.state.standing
        assert standing is not None
        assert standing.advised.rule == "wean"
        events = report(session, 120, dose="0.12", entered=132)
        assert [advice.rule for advice in advised(events)] == ["settle"]

    def test_one_that_changes_no_answer_adds_nothing(self) -> None:
        session = begun(
            "0 min: runs 0.1 mcg/kg/min", "60 min: runs 0.1 mcg/kg/min", "70 min: MAP 70 mmHg"
        )
        assert len(report(session, 30, dose="0.1", entered=71)) == 1

    def test_where_no_advice_stands_none_is_made(self) -> None:
        session = begun(
            "0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg", "6 min: runs 0.12 mcg/kg/min"
        )
        assert len(report(session, 3, dose="0.08", entered=7)) == 1


def test_striking_a_report_that_followed_advice_asks_the_table_again() -> None:
    session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
    facts = session.handle(ReportPump(at=at(6), observed_at=at(6), agent=NE, dose=mcg("0.12")))
    struck = StrikeEntry(at=at(7), refers_to=facts[0].seq, reason=StrikeReason.TYPING_SLIP)
    events = tuple(fact.event for fact in session.handle(struck))
    (advice,) = advised(events)
    assert (advice.rule, advice.dose) == ("up", mcg("0.12"))
    assert session.state.given[NE].dose == mcg("0.1")
