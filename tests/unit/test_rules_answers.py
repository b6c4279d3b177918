"""Answers to advice: what each takes, what is refused, and what the pump is said to do."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.commands import AnswerAdvice, RecordReading
from core.model.events import Answered, EntryRefused, Event, PumpReported
from core.model.terms import Agent, OverrideReason, Reply, Source
from core.quantity.measures import Dose, DoseUnit, Mmhg
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
LOW = ("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
STEADY = ("0 min: runs 0.1 mcg/kg/min", "20 min: MAP 70 mmHg")
WHY = OverrideReason.FLUIDS_FIRST


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def begun(*course: str) -> Session:
    session = Session(MemoryLog(), protocol_from)
    for request in requests_of(WorkedGiven(course=course), protocol_from(TEXT), TEXT):
        session.handle(request)
    return session


def mcg(text: str) -> Dose:
    return Dose(Decimal(text), DoseUnit.MCG_KG_MIN)


def answer(
    session: Session,
    minutes: float,
    reply: Reply,
    *,
    reason: OverrideReason | None = None,
    dose: str | None = None,
    until: float | None = None,
    pump_set: bool = False,
    advice: int | None = None,
) -> tuple[Event, ...]:
    standing = session.state.standing
    command = AnswerAdvice(
        at=at(minutes),
        advice=advice or (0 if standing is None else standing.seq),
        reply=reply,
        reason=reason,
        dose=None if dose is None else mcg(dose),
        until=None if until is None else at(until),
        pump_set=pump_set,
    )
    return tuple(fact.event for fact in session.handle(command))


def refused(events: tuple[Event, ...]) -> str | None:
    found = [event for event in events if isinstance(event, EntryRefused)]
    assert all(event.field == "answer" for event in found)
    return found[0].reason.code if found else None


def doses(events: tuple[Event, ...]) -> list[Dose]:
    return [event.dose for event in events if isinstance(event, PumpReported)]


def runs(session: Session) -> Dose:
    return session.state.given[Agent.NOREPINEPHRINE].dose


class TestTaken:
    def test_accepting_changes_nothing_at_the_pump(self) -> None:
        session = begun(*LOW)
        events = answer(session, 6, Reply.ACCEPT)
        assert [type(event) for event in events] == [Answered]
        assert runs(session) == mcg("0.1")
        assert session.state.standing is not None
        assert session.state.standing.answered == events[0]

    def test_accepted_and_the_pump_is_set(self) -> None:
        session = begun(*LOW)
        standing = session.state.standing
        assert standing is not None
        events = answer(session, 6, Reply.ACCEPT, pump_set=True)
        assert doses(events) == [mcg("0.12")]
        report = next(event for event in events if isinstance(event, PumpReported))
        assert report.follows == standing.seq
        assert session.state.recheck_at == at(11)

    def test_accepting_a_hold_reports_nothing(self) -> None:
        session = begun(*STEADY)
        assert doses(answer(session, 21, Reply.ACCEPT, pump_set=True)) == []
        assert runs(session) == mcg("0.1")

    def test_accepting_never_takes_another_dose_along(self) -> None:
        assert doses(answer(begun(*LOW), 6, Reply.ACCEPT, dose="0.5", pump_set=True)) == [
            mcg("0.12")
        ]

    def test_modified_and_the_pump_is_set(self) -> None:
        session = begun(*LOW)
        events = answer(session, 6, Reply.MODIFY, reason=WHY, dose="0.11", pump_set=True)
        assert doses(events) == [mcg("0.11")]

    def test_a_hold_may_be_modified_to_a_dose(self) -> None:
        session = begun(*STEADY)
        events = answer(session, 21, Reply.MODIFY, reason=WHY, dose="0.09", pump_set=True)
        assert doses(events) == [mcg("0.09")]

    def test_a_delay_moves_the_next_reading(self) -> None:
        session = begun(*LOW)
        events = answer(session, 6, Reply.DELAY, reason=WHY, until=15)
        assert [type(event) for event in events] == [Answered]
        assert session.state.recheck_at == at(15)

    def test_declining(self) -> None:
        session = begun(*LOW)
        (said,) = answer(session, 6, Reply.DECLINE, reason=OverrideReason.GOALS_OF_CARE)
        assert isinstance(said, Answered)
        assert said.reason is OverrideReason.GOALS_OF_CARE


class TestRefused:
    def test_advice_that_is_not_the_latest(self) -> None:
        session = begun(*LOW)
        standing = session.state.standing
        assert standing is not None
        other = answer(session, 6, Reply.ACCEPT, advice=standing.seq - 1)
        assert refused(other) == "advice_superseded"

    def test_advice_that_was_never_given(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min")
        assert refused(answer(session, 6, Reply.ACCEPT, advice=3)) == "advice_superseded"

    def test_a_second_answer(self) -> None:
        session = begun(*LOW)
        answer(session, 6, Reply.DECLINE, reason=WHY)
        assert refused(answer(session, 7, Reply.ACCEPT)) == "advice_answered"

    @pytest.mark.parametrize(("minutes", "code"), [(9.99, None), (10, "advice_expired")])
    def test_from_the_recheck_on(self, minutes: float, code: str | None) -> None:
        assert refused(answer(begun(*LOW), minutes, Reply.ACCEPT)) == code

    def test_once_something_has_changed(self) -> None:
        session = begun(*LOW, "6 min: runs 0.2 mcg/kg/min")
        assert refused(answer(session, 7, Reply.ACCEPT)) == "advice_expired"

    @pytest.mark.parametrize("reply", [Reply.MODIFY, Reply.DELAY, Reply.DECLINE])
    def test_anything_but_yes_without_a_reason(self, reply: Reply) -> None:
        events = answer(begun(*LOW), 6, reply, dose="0.11", until=9)
        assert refused(events) == "answer_wants_reason"

    def test_modify_without_a_dose(self) -> None:
        assert refused(answer(begun(*LOW), 6, Reply.MODIFY, reason=WHY)) == "modify_wants_dose"

    @pytest.mark.parametrize("until", [None, 5, 6])
    def test_delay_without_a_time_ahead(self, until: float | None) -> None:
        events = answer(begun(*LOW), 6, Reply.DELAY, reason=WHY, until=until)
        assert refused(events) == "delay_wants_time"

    @pytest.mark.parametrize("reply", [Reply.DELAY, Reply.DECLINE])
    def test_a_pump_set_by_something_that_is_no_yes(self, reply: Reply) -> None:
        events = answer(begun(*LOW), 6, reply, reason=WHY, until=9, pump_set=True)
        assert refused(events) == "pump_not_set_by_this"

    def test_a_refused_answer_leaves_the_advice_open(self) -> None:
        session = begun(*LOW)
        answer(session, 6, Reply.DECLINE)
        assert refused(answer(session, 7, Reply.DECLINE, reason=WHY)) is None


def test_a_stale_reading_ends_advice_before_its_recheck() -> None:
    """Typed 8 min after it was measured, good for 10 min after a raise: 2 min are left."""
    session = begun("0 min: runs 0.1 mcg/kg/min")
    measured = RecordReading(
        at=at(13), observed_at=at(5), source=Source.ARTERIAL_LINE, map=Mmhg(Decimal(60))
    )
    session.handle(measured)
    standing = session.state.standing
    assert standing is not None
    assert (standing.advised.recheck_at, standing.advised.expires_at) == (at(18), at(15))
    assert refused(answer(session, 15, Reply.ACCEPT)) == "advice_expired"
