"""Reports and readings of a case: late, struck and repeated ones."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.commands import (
    Command,
    RecordReading,
    ReportPump,
    StrikeEntry,
)
from core.model.events import (
    PumpReported,
    ReadingRecorded,
    Recorded,
)
from core.model.evolve import evolve
from core.model.state import Given, replace, seconds
from core.model.terms import (
    Agent,
    Source,
    StrikeReason,
)
from core.quantity.measures import (
    Dose,
    DoseUnit,
    Mmhg,
)
from core.rules.prompts import bag_empty_at
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
NE = Agent.NOREPINEPHRINE


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def begun(*course: str) -> Session:
    """80 kg, 16 mg in 250 mL, steps of 0.1 mL/h, 65 to 75 mmHg; then the course."""
    session = Session(MemoryLog(), protocol_from)
    given = WorkedGiven(course=course or ("0 min: MAP 70 mmHg",))
    requests: Sequence[Command] = requests_of(given, protocol_from(TEXT), TEXT)
    for request in requests if course else requests[:1]:
        session.handle(request)
    return session


def mcg(text: str) -> Dose:
    return Dose(Decimal(text), DoseUnit.MCG_KG_MIN)


def read(session: Session, observed: float, pressure: int, entered: float | None = None) -> int:
    facts = session.handle(
        RecordReading(
            at=at(observed if entered is None else entered),
            observed_at=at(observed),
            source=Source.ARTERIAL_LINE,
            map=Mmhg(Decimal(pressure)),
        )
    )
    return next(fact.seq for fact in facts if isinstance(fact.event, ReadingRecorded))


def report(
    session: Session, observed: float, dose: str, entered: float | None = None, agent: Agent = NE
) -> int:
    unit = DoseUnit.UNITS_MIN if agent is Agent.VASOPRESSIN else DoseUnit.MCG_KG_MIN
    facts = session.handle(
        ReportPump(
            at=at(observed if entered is None else entered),
            observed_at=at(observed),
            agent=agent,
            dose=Dose(Decimal(dose), unit),
        )
    )
    return next(fact.seq for fact in facts if isinstance(fact.event, PumpReported))


def strike(session: Session, minutes: float, seq: int) -> None:
    reason = StrikeReason.TYPING_SLIP
    session.handle(StrikeEntry(at=at(minutes), refers_to=seq, reason=reason))


def given(session: Session, agent: Agent = NE) -> Given:
    return session.state.given[agent]


class TestReports:
    def test_the_same_dose_again_runs_since_the_first_report(self) -> None:
        session = begun()
        for minutes, dose in ((0, "0.05"), (10, "0.050"), (20, "0.07"), (30, "0.07")):
            report(session, minutes, dose)
        assert given(session).since == at(20)
        assert given(session).at == at(30)

    def test_a_late_report_between_two_equal_ones_makes_the_later_one_a_change(self) -> None:
        session = begun()
        report(session, 0, "0.05")
        report(session, 30, "0.05")
        assert given(session).since == at(0)
        late = report(session, 15, "0.07", entered=40)
        assert given(session).dose == mcg("0.05")
        assert given(session).since == at(30)
        strike(session, 41, late)
        assert given(session).since == at(0)

    def test_striking_the_latest_report_restores_the_one_before(self) -> None:
        session = begun()
        report(session, 0, "0.05")
        before = given(session)
        slip = report(session, 10, "0.5")
        strike(session, 11, slip)
        assert given(session) == before
        assert int(session.state.history.course.dose[0]) == 50

    def test_striking_the_only_report_leaves_nothing_running(self) -> None:
        session = begun()
        slip = report(session, 0, "0.05")
        strike(session, 1, slip)
        assert session.state.given == {}
        assert int(session.state.history.course.dose[0]) == 0

    def test_two_reports_within_one_second_stay_in_their_order_of_entry(self) -> None:
        session = begun()
        for fraction, dose in ((0.7, "0.05"), (0.3, "0.07")):
            when = at(5) + timedelta(seconds=fraction)
            session.handle(ReportPump(at=when, observed_at=when, agent=NE, dose=mcg(dose)))
        assert given(session).dose == mcg("0.07")
        assert int(session.state.history.course.dose[0]) == 70

    def test_another_agent_leaves_the_course_and_the_bag_alone(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
        before = session.state
        report(session, 6, "0.03", agent=Agent.VASOPRESSIN)
        assert session.state.history == before.history
        assert session.state.bag == before.bag
        assert given(session, Agent.VASOPRESSIN).dose.value == Decimal("0.03")
        assert given(session).dose == mcg("0.1")


class TestBagVolume:
    """0.1 mcg/kg/min for 80 kg from 64 mcg/mL is 7.5 mL/h."""

    def used(self, session: Session) -> Fraction:
        assert session.state.bag is not None
        return session.state.bag.used_ml

    def test_each_rate_counts_for_as_long_as_it_ran(self) -> None:
        session = begun()
        for minutes, dose in ((60, "0.1"), (120, "0.2"), (150, "0"), (200, "0.1"), (200, "0.1")):
            report(session, minutes, dose)
        assert self.used(session) == Fraction(15, 2) + Fraction(15, 2)

    def test_a_report_from_before_the_bag_takes_nothing_from_it(self) -> None:
        session = begun()
        report(session, -120, "0.1", entered=0)
        assert self.used(session) == 0
        report(session, 60, "0.1")
        assert self.used(session) == Fraction(15, 2)

    def test_a_late_report_counts_as_if_it_had_come_in_time(self) -> None:
        session = begun()
        report(session, 0, "0.1")
        report(session, 120, "0.1")
        assert self.used(session) == 15
        report(session, 60, "0.2", entered=130)
        assert self.used(session) == Fraction(15, 2) + 15

    def test_a_struck_report_has_used_nothing(self) -> None:
        session = begun()
        report(session, 0, "0.1")
        slip = report(session, 60, "1")
        report(session, 120, "0.1")
        assert self.used(session) == Fraction(15, 2) + 75
        strike(session, 121, slip)
        assert self.used(session) == 15

    def test_striking_a_reading_does_not_count_the_bag_anew(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "60 min: MAP 70 mmHg")
        before = session.state.bag
        strike(session, 61, 4)
        assert session.state.bag is before

    def test_another_agents_reports_take_nothing(self) -> None:
        session = begun()
        report(session, 0, "0.1")
        slip = report(session, 30, "0.03", agent=Agent.VASOPRESSIN)
        report(session, 60, "0.1")
        strike(session, 61, slip)
        assert self.used(session) == Fraction(15, 2)
        assert session.state.given.keys() == {NE}

    def test_where_no_bag_was_ever_named_none_is_counted(self) -> None:
        session = begun()
        bare = replace(session.state, bag=None)
        told = PumpReported(at=at(1), agent=NE, dose=mcg("0.1"))
        after = evolve(bare, Recorded(99, at(1), told))
        assert after.bag is None
        assert after.given[NE].dose == mcg("0.1")

    def test_a_report_of_another_agent_between_counts_for_nothing(self) -> None:
        session = begun()
        report(session, 0, "0.1")
        report(session, 30, "0.03", agent=Agent.VASOPRESSIN)
        slip = report(session, 60, "0.9")
        report(session, 120, "0.1")
        strike(session, 121, slip)
        assert self.used(session) == 15


class TestReadings:
    def test_the_newest_in_time_is_the_last_whatever_the_order_of_entry(self) -> None:
        session = begun("0 min: MAP 70 mmHg", "10 min: MAP 250 mmHg")
        assert session.state.last_reading is not None
        assert session.state.last_reading[1].at == at(10)
        read(session, 5, 68, entered=12)
        assert session.state.last_reading[1].at == at(10)

    def test_striking_the_last_reading_restores_the_one_before(self) -> None:
        session = begun("0 min: MAP 70 mmHg", "10 min: MAP 2 mmHg")
        slip = read(session, 20, 54)
        strike(session, 21, slip)
        assert session.state.last_reading is not None
        assert session.state.last_reading[1].at == at(10)
        assert session.state.history.deciding is not None
        assert session.state.history.deciding.at == seconds(at(0))

    def test_striking_the_only_reading_takes_its_advice_and_its_calls_along(self) -> None:
        session = begun()
        slip = read(session, 0, 45)
        assert [call.code for call in session.state.calls] == ["critical-map"]
        strike(session, 1, slip)
        assert session.state.calls == ()
        assert session.state.last_reading is None
        assert session.state.standing is not None
        assert session.state.standing.withdrawn


def test_the_bag_runs_out_later_after_a_lower_rate() -> None:
    session = begun()
    report(session, 0, "0.1")
    assert bag_empty_at(session.state) == at(0) + timedelta(hours=250 / 7.5)
    report(session, 600, "0.05")
    rest = Fraction(250) - 75
    seconds_left = int(rest / Fraction("3.8") * 3600)
    assert bag_empty_at(session.state) == at(600) + timedelta(seconds=seconds_left)
