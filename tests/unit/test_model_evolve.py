"""The fold of a case: what late, struck and repeated entries make of the state."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.case import DosingWeight
from core.model.commands import (
    AddNote,
    AttestFluids,
    ChangeTarget,
    ChangeWeight,
    Command,
    HangBag,
    NoticeClockStep,
    PauseTitration,
    RecordReading,
    ReportPump,
    ResumeTitration,
    StartShift,
    StateVasopressin,
    StrikeEntry,
)
from core.model.events import (
    AdviceWithheld,
    Answered,
    Prompted,
    PromptSeen,
    PumpReported,
    ReadingRecorded,
    Recorded,
)
from core.model.evolve import KEPT_KEYS, evolve
from core.model.state import Given, State, dose_of, replace, seconds, thousandths
from core.model.terms import (
    Agent,
    Attested,
    Gate,
    Keep,
    PauseReason,
    Reply,
    Source,
    StrikeReason,
    Urgency,
    WeightBasis,
)
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    DoseUnit,
    Kilogram,
    Milligram,
    Millilitre,
    Mmhg,
    PumpRate,
)
from core.rules.look import vasopressin_code
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


class TestValues:
    def test_seconds_are_rounded_down(self) -> None:
        assert seconds(BEGAN + timedelta(microseconds=999_999)) == seconds(BEGAN)

    def test_doses_and_thousandths(self) -> None:
        assert thousandths(mcg("0.085")) == 85
        assert dose_of(85, DoseUnit.MCG_KG_MIN) == mcg("0.085")

    def test_an_unopened_case_has_no_lines(self) -> None:
        with pytest.raises(ValueError, match="not open"):
            _ = State().lines

    def test_a_field_that_is_none_cannot_be_set(self) -> None:
        with pytest.raises(TypeError, match="dosage"):
            replace(State(), dosage=1)


class TestPauses:
    def pause(self, session: Session, observed: float, entered: float) -> None:
        reason = PauseReason.THEATRE
        session.handle(PauseTitration(at=at(entered), observed_at=at(observed), reason=reason))

    def resume(self, session: Session, observed: float, entered: float) -> None:
        session.handle(ResumeTitration(at=at(entered), observed_at=at(observed)))

    def paused(self, session: Session) -> bool:
        by_course = int(session.state.history.course.paused[0]) == 1
        assert (session.state.paused is not None) is by_course
        return by_course

    def test_a_pause_and_its_end(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 70 mmHg")
        self.pause(session, 6, 6)
        assert self.paused(session)
        assert session.state.recheck_at is None
        assert session.state.standing is not None
        assert session.state.standing.withdrawn
        self.resume(session, 20, 20)
        assert not self.paused(session)
        assert session.state.recheck_at == at(25)

    def test_a_pause_that_was_over_before_it_was_entered_pauses_nothing_now(self) -> None:
        session = begun()
        self.pause(session, 10, 10)
        self.resume(session, 20, 20)
        recheck = session.state.recheck_at
        self.pause(session, 15, 30)
        assert not self.paused(session)
        assert session.state.recheck_at == recheck

    def test_an_end_dated_before_the_pause_does_not_lock_it_for_good(self) -> None:
        session = begun()
        self.pause(session, 10, 10)
        self.resume(session, 5, 20)
        assert self.paused(session)
        self.resume(session, 21, 21)
        assert not self.paused(session)


class TestAdvice:
    def standing(self, session: Session) -> tuple[int, bool]:
        assert session.state.standing is not None
        return session.state.standing.seq, session.state.standing.withdrawn

    @pytest.mark.parametrize(
        "command",
        [
            NoticeClockStep(at=at(6), seconds=-3600),
            PauseTitration(at=at(6), observed_at=at(6), reason=PauseReason.OTHER),
            ReportPump(at=at(6), observed_at=at(6), agent=NE, dose=mcg("0.2")),
        ],
    )
    def test_what_changes_its_grounds_withdraws_it(self, command: Command) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        before, withdrawn = self.standing(session)
        assert not withdrawn
        session.handle(command)
        assert self.standing(session) == (before, True)

    @pytest.mark.parametrize(
        "command",
        [
            AddNote(at=at(6), text="seen by the consultant"),
            StartShift(at=at(6), initials="XY"),
            ReportPump(at=at(6), observed_at=at(6), agent=NE, dose=mcg("0.1")),
            AttestFluids(at=at(6), fluids=Attested.YES, volume_assessed=Attested.NO),
        ],
    )
    def test_what_does_not_leaves_it_standing(self, command: Command) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        before = self.standing(session)
        session.handle(command)
        assert self.standing(session) == before

    def test_the_recheck_counts_from_the_pump_when_the_advice_was_followed(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        seq, _ = self.standing(session)
        assert session.state.recheck_at == at(10)
        session.handle(
            ReportPump(at=at(8), observed_at=at(8), agent=NE, dose=mcg("0.12"), follows=seq)
        )
        assert session.state.recheck_at == at(13)

    def test_an_answer_to_other_advice_is_kept_in_the_log_only(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        said = Answered(at=at(6), advice=1, reply=Reply.ACCEPT)
        after = evolve(session.state, Recorded(99, at(6), said))
        assert after.standing == session.state.standing

    def test_a_delay_moves_the_recheck(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        seq, _ = self.standing(session)
        said = Answered(at=at(6), advice=seq, reply=Reply.DELAY, until=at(20))
        after = evolve(session.state, Recorded(99, at(6), said))
        assert after.recheck_at == at(20)
        assert after.standing is not None
        assert after.standing.answered == said

    def test_advised_rates_are_forgotten_with_the_bag_and_the_weight(self) -> None:
        bag = Bag(Milligram(Decimal(32)), Millilitre(Decimal(250)), ExpressedAs.BASE)
        weight = DosingWeight(Kilogram(Decimal(90)), WeightBasis.ACTUAL)
        for command in (
            HangBag(at=at(60), observed_at=at(60), agent=NE, bag=bag),
            ChangeWeight(at=at(60), weight=weight, keep=Keep.DOSE),
        ):
            session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
            assert session.state.advised_doses == {PumpRate(Decimal(9)): mcg("0.12")}
            session.handle(command)
            assert session.state.advised_doses == {}

    def test_withheld_advice_withdraws_what_stood_only_if_its_reading_was_decided_on(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 45 mmHg")
        for gate in Gate:
            withheld = AdviceWithheld(at=at(6), reading=3, gate=gate)
            after = evolve(session.state, Recorded(99, at(6), withheld))
            decided = gate in {Gate.PUMP_TOO_COARSE, Gate.LIMIT_BREACH}
            assert after.standing is not None
            assert after.standing.withdrawn is decided
            assert (after.calls == ()) is decided
            assert after.last_gate == withheld

    def test_withdrawing_nothing_is_nothing(self) -> None:
        session = begun()
        session.handle(NoticeClockStep(at=at(1), seconds=60))
        assert session.state.standing is None


class TestVasopressin:
    """Reported by the pump or stated by a person: the later of the two counts."""

    def test_a_report_counts_over_the_set_up(self) -> None:
        session = begun()
        assert vasopressin_code(session.state) == 0
        report(session, -60, "0.03", entered=0, agent=Agent.VASOPRESSIN)
        assert vasopressin_code(session.state) == 1

    @pytest.mark.parametrize(("stated", "code"), [(Attested.NO, 0), (Attested.YES, 1)])
    def test_a_later_statement_counts_over_a_report(self, stated: Attested, code: int) -> None:
        session = begun()
        report(session, 10, "0.03", agent=Agent.VASOPRESSIN)
        session.handle(StateVasopressin(at=at(20), running=stated))
        assert vasopressin_code(session.state) == code
        report(session, 30, "0" if code else "0.03", agent=Agent.VASOPRESSIN)
        assert vasopressin_code(session.state) == 1 - code


class TestPrompts:
    def prompted(self, key: str, number: int = 1) -> Recorded:
        event = Prompted(
            at=at(number), key=key, code="critical-map", urgency=Urgency.NOW, due_at=at(number)
        )
        return Recorded(100 + number, at(number), event)

    def test_calls_do_not_push_older_occurrences_out_of_memory(self) -> None:
        state = evolve(begun().state, self.prompted("bag:1"))
        for number in range(2 * KEPT_KEYS):
            state = evolve(state, self.prompted(f"call:critical-map:{number}", number))
        assert [key for key, _ in state.shown] == ["bag:1"]

    def test_only_so_many_occurrences_are_remembered(self) -> None:
        state = begun().state
        for number in range(2 * KEPT_KEYS):
            state = evolve(state, self.prompted(f"overdue:{number}:0", number))
        assert len(state.shown) == KEPT_KEYS + 1
        assert state.shown[-1][0] == f"overdue:{2 * KEPT_KEYS - 1}:0"

    def test_what_a_case_shows_once_is_never_forgotten(self) -> None:
        once = "card:hydrocortisone:0"
        state = evolve(begun().state, self.prompted(once))
        state = evolve(state, Recorded(99, at(1), PromptSeen(at=at(1), key=once)))
        for number in range(2 * KEPT_KEYS):
            key = f"overdue:{number}:0"
            state = evolve(state, self.prompted(key, number))
            state = evolve(state, Recorded(99, at(9), PromptSeen(at=at(9), key=key)))
        for keys in (state.shown, state.seen):
            assert keys[0][0] == once
            assert len(keys) == KEPT_KEYS + 2

    def test_a_call_or_card_stands_once_until_it_is_put_aside(self) -> None:
        state = begun().state
        for key in ("call:critical-map:3", "card:failed-wean:77", "overdue:5:0"):
            state = evolve(evolve(state, self.prompted(key)), self.prompted(key))
        assert [call.key for call in state.calls] == ["call:critical-map:3", "card:failed-wean:77"]
        for key, left in (("card:failed-wean:77", 1), ("call:critical-map:3", 0)):
            state = evolve(state, Recorded(99, at(9), PromptSeen(at=at(9), key=key)))
            assert len(state.calls) == left
            assert state.seen[-1] == (key, at(9))


def test_another_target_counts_the_runs_anew_and_withdraws_advice() -> None:
    session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 62 mmHg")
    session.handle(ChangeTarget(at=at(40), band=protocol_from(TEXT).bands[1]))
    course = session.state.history.course
    assert int(course.at_or_above_from[0]) == seconds(at(5))
    assert int(course.below_from[0]) < 0
    assert session.state.standing is not None
    assert session.state.standing.withdrawn
