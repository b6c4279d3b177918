"""decide: which facts each request causes, and what late, struck and repeated entries earn."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.case import Band
from core.model.commands import (
    AddNote,
    AttestFluids,
    ChangeTarget,
    Command,
    EndCase,
    NoticeClockStep,
    OpenCase,
    PauseTitration,
    RecordReading,
    RefuseEntry,
    ResumeTitration,
    SeePrompt,
    StartShift,
    StateVasopressin,
    StrikeEntry,
    Tick,
)
from core.model.events import (
    AdviceWithheld,
    Advised,
    CaseEnded,
    CaseOpened,
    ClockStepped,
    EntryRefused,
    EntryStruck,
    Event,
    FluidsAttested,
    NoteAdded,
    Prompted,
    PromptSeen,
    ReadingRecorded,
    Reason,
    ShiftStarted,
    TargetChanged,
    TitrationPaused,
    TitrationResumed,
    VasopressinStated,
)
from core.model.state import State
from core.model.terms import (
    Attested,
    BandReason,
    Gate,
    Outcome,
    PauseReason,
    Source,
    StrikeReason,
)
from core.quantity.measures import Dose, DoseUnit, Mmhg
from core.rules.decision import answer_at
from core.rules.engine import CaseNotOpenError, SetupError, decide
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
PROTOCOL = protocol_from(TEXT)
LOW = ("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
FAILED = (
    "0 min: runs 0.1 mcg/kg/min",
    "30 min: MAP 70 mmHg",
    "31 min: runs 0.08 mcg/kg/min",
    "40 min: MAP 62 mmHg",
    "45 min: MAP 63 mmHg",
    "46 min: runs 0.1 mcg/kg/min",
)


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def opening(*course: str) -> tuple[OpenCase, tuple[Command, ...]]:
    first, *rest = requests_of(WorkedGiven(course=course or ("0 min: pause",)), PROTOCOL, TEXT)
    assert isinstance(first, OpenCase)
    return first, tuple(rest if course else ())


def begun(*course: str) -> Session:
    session = Session(MemoryLog(), protocol_from)
    first, rest = opening(*course)
    for request in (first, *rest):
        session.handle(request)
    return session


def ask(session: Session, command: Command) -> list[Event]:
    return [fact.event for fact in session.handle(command)]


def reading(observed: float, pressure: int | None, entered: float | None = None) -> RecordReading:
    return RecordReading(
        at=at(observed if entered is None else entered),
        observed_at=at(observed),
        source=Source.ARTERIAL_LINE,
        map=None if pressure is None else Mmhg(Decimal(pressure)),
    )


def advised(events: list[Event]) -> list[Advised]:
    return [event for event in events if isinstance(event, Advised)]


def refusal(events: list[Event]) -> tuple[str, str, str]:
    (event,) = [event for event in events if isinstance(event, EntryRefused)]
    return event.field, event.reason.code, event.text


class TestOpening:
    def test_a_case_opens_once(self) -> None:
        first, _ = opening()
        session = begun()
        with pytest.raises(CaseNotOpenError, match="OpenCase"):
            session.handle(first)

    def test_nothing_else_comes_before_it(self) -> None:
        with pytest.raises(CaseNotOpenError, match="Tick"):
            decide(State(), Tick(at=at(0)), PROTOCOL)

    def test_its_facts(self) -> None:
        first, _ = opening()
        opened, shift = decide(State(), first, PROTOCOL)
        assert isinstance(opened, CaseOpened)
        assert (opened.setup, opened.protocol_text) == (first.setup, TEXT)
        assert isinstance(shift, ShiftStarted)
        assert shift.initials == "WC"

    @pytest.mark.parametrize(
        ("low", "high", "reason", "fits"),
        [
            (65, 75, None, True),
            (65, 75, BandReason.PRESCRIBER, True),
            (60, 65, BandReason.AGE_65, True),
            (60, 65, None, False),
            (65, 80, BandReason.PRESCRIBER, False),
        ],
    )
    def test_a_band_the_protocol_does_not_allow_opens_no_case(
        self, low: int, high: int, reason: BandReason | None, *, fits: bool
    ) -> None:
        first, _ = opening()
        band = Band(Mmhg(Decimal(low)), Mmhg(Decimal(high)), reason)
        wanted = replace(first, setup=replace(first.setup, band=band))
        if fits:
            assert decide(State(), wanted, PROTOCOL)
        else:
            with pytest.raises(SetupError, match=f"{low} to {high} mmHg"):
                decide(State(), wanted, PROTOCOL)

    @pytest.mark.parametrize(
        ("dose", "fits"), [("0.019", False), ("0.02", True), ("0.1", True), ("0.101", False)]
    )
    def test_a_starting_dose_outside_its_range_opens_no_case(
        self, dose: str, *, fits: bool
    ) -> None:
        first, _ = opening()
        start = Dose(Decimal(dose), DoseUnit.MCG_KG_MIN)
        wanted = replace(first, setup=replace(first.setup, start_dose=start))
        if fits:
            assert decide(State(), wanted, PROTOCOL)
        else:
            with pytest.raises(SetupError, match="starting dose"):
                decide(State(), wanted, PROTOCOL)

    def test_the_table_cannot_be_asked_before(self) -> None:
        with pytest.raises(ValueError, match="not open"):
            answer_at(State(), PROTOCOL, at(0))


class TestPlainFacts:
    @pytest.mark.parametrize(
        ("command", "fact"),
        [
            (StartShift(at=at(9), initials="XY"), ShiftStarted(at=at(9), initials="XY")),
            (
                AttestFluids(at=at(9), fluids=Attested.NO, volume_assessed=Attested.YES),
                FluidsAttested(at=at(9), fluids=Attested.NO, volume_assessed=Attested.YES),
            ),
            (
                StateVasopressin(at=at(9), running=Attested.YES),
                VasopressinStated(at=at(9), running=Attested.YES),
            ),
            (
                PauseTitration(at=at(9), observed_at=at(7), reason=PauseReason.ARREST),
                TitrationPaused(at=at(7), reason=PauseReason.ARREST),
            ),
            (SeePrompt(at=at(9), key="bag:1"), PromptSeen(at=at(9), key="bag:1")),
            (AddNote(at=at(9), text="seen"), NoteAdded(at=at(9), text="seen")),
            (
                RefuseEntry(at=at(9), field="map", text="6 5", reason=Reason("not_a_number")),
                EntryRefused(at=at(9), field="map", text="6 5", reason=Reason("not_a_number")),
            ),
            (NoticeClockStep(at=at(9), seconds=90), ClockStepped(at=at(9), seconds=90)),
            (EndCase(at=at(9), outcome=Outcome.DIED), CaseEnded(at=at(9), outcome=Outcome.DIED)),
        ],
    )
    def test_a_request_that_is_taken_down_as_it_is(self, command: Command, fact: Event) -> None:
        assert ask(begun(*LOW), command) == [fact]

    def test_a_tick_is_no_fact_unless_something_fell_due(self) -> None:
        session = begun(*LOW)
        assert ask(session, Tick(at=at(10))) == []
        (prompt,) = ask(session, Tick(at=at(11)))
        assert isinstance(prompt, Prompted)
        assert prompt.code == "reading-overdue"

    def test_resuming_wants_a_pause(self) -> None:
        session = begun(*LOW)
        assert refusal(ask(session, ResumeTitration(at=at(9), observed_at=at(9)))) == (
            "pause",
            "not_paused",
            "",
        )
        session.handle(PauseTitration(at=at(9), observed_at=at(9), reason=PauseReason.ARREST))
        facts = ask(session, ResumeTitration(at=at(20), observed_at=at(19)))
        assert facts == [TitrationResumed(at=at(19), recheck_at=at(25))]


class TestEnd:
    def test_after_the_end_only_notes_shifts_and_time_are_taken(self) -> None:
        session = begun(*LOW)
        session.handle(EndCase(at=at(6), outcome=Outcome.TRANSFERRED))
        for command in (
            reading(7, 40),
            ChangeTarget(at=at(7), band=PROTOCOL.bands[0]),
            SeePrompt(at=at(7), key="bag:1"),
            EndCase(at=at(7), outcome=Outcome.DIED),
        ):
            assert refusal(ask(session, command)) == ("case", "case_ended", "")
        assert ask(session, AddNote(at=at(8), text="late note"))
        assert ask(session, StartShift(at=at(8), initials="XY"))
        assert ask(session, Tick(at=at(3000))) == []


class TestReadings:
    def test_a_reading_needs_a_pressure(self) -> None:
        events = ask(begun(*LOW), reading(9, None))
        assert refusal(events) == ("map", "map_missing", "")

    @pytest.mark.parametrize(
        ("systolic", "diastolic", "mean", "exact"),
        [
            (100, 50, 67, "66.67"),
            (90, 50, 63, "63.33"),
            (91, 50, 64, "63.67"),
            (95, 50, 65, "65.00"),
        ],
    )
    def test_a_calculated_map_rounds_half_up_and_keeps_its_exact_value(
        self, systolic: int, diastolic: int, mean: int, exact: str
    ) -> None:
        pair = replace(
            reading(9, None), systolic=Mmhg(Decimal(systolic)), diastolic=Mmhg(Decimal(diastolic))
        )
        kept = ask(begun(*LOW), pair)[0]
        assert isinstance(kept, ReadingRecorded)
        assert (int(kept.map.value), kept.calculated) == (mean, exact)

    def test_half_a_pair_is_none(self) -> None:
        half = Mmhg(Decimal(90))
        for alone in (
            replace(reading(9, None), systolic=half),
            replace(reading(9, None), diastolic=half),
        ):
            assert refusal(ask(begun(*LOW), alone))[1] == "map_missing"


class TestLateReadings:
    def test_one_that_breaks_the_run_takes_the_wean_back(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "10 min to 130 min every 60 min: MAP 70 mmHg")
        assert session.state.standing is not None
        assert session.state.standing.advised.rule == "wean"
        events = ask(session, reading(100, 60, entered=132))
        assert [event.gate for event in events if isinstance(event, AdviceWithheld)] == [
            Gate.LATE_ENTRY
        ]
        assert [advice.rule for advice in advised(events)] == ["hold"]

    def test_one_that_changes_no_answer_leaves_the_advice_as_it_stands(self) -> None:
        session = begun(*LOW)
        standing = session.state.standing
        assert advised(ask(session, reading(4, 62, entered=6))) == []
        assert session.state.standing == standing


class TestStrikes:
    def test_an_entry_that_is_none_cannot_be_struck(self) -> None:
        session = begun(*LOW)
        for seq in (1, 99):
            strike = StrikeEntry(at=at(6), refers_to=seq, reason=StrikeReason.OTHER)
            assert refusal(ask(session, strike)) == ("strike", "no_such_entry", str(seq))

    def test_a_struck_reading_gives_way_to_the_one_before_while_that_is_fresh(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg", "8 min: MAP 40 mmHg")
        seq = session.state.readings[1][0]
        strike = StrikeEntry(at=at(9), refers_to=seq, reason=StrikeReason.WRONG_PATIENT)
        events = ask(session, strike)
        assert events[0] == EntryStruck(at=at(9), refers_to=seq, reason=StrikeReason.WRONG_PATIENT)
        (advice,) = advised(events)
        assert (advice.rule, advice.expires_at) == ("up", at(14))

    def test_nothing_is_advised_when_what_is_left_is_stale(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg", "20 min: MAP 40 mmHg")
        seq = session.state.readings[1][0]
        events = ask(session, StrikeEntry(at=at(21), refers_to=seq, reason=StrikeReason.ARTEFACT))
        assert len(events) == 1
        assert session.state.standing is not None
        assert session.state.standing.withdrawn

    def test_an_artefact_can_be_struck_long_after(self) -> None:
        session = begun("0 min: MAP 3 mmHg", "5 min: MAP 70 mmHg", "65 min: MAP 70 mmHg")
        seq = session.state.readings[0][0]
        strike = StrikeEntry(at=at(66), refers_to=seq, reason=StrikeReason.ARTEFACT)
        assert isinstance(ask(session, strike)[0], EntryStruck)
        assert len(session.state.readings) == 2


class TestTarget:
    def test_another_band_is_decided_on_at_once_with_its_runs_recounted(self) -> None:
        session = begun("0 min: MAP 62 mmHg", "4 min: MAP 63 mmHg", "9 min: MAP 66 mmHg")
        events = ask(session, ChangeTarget(at=at(10), band=PROTOCOL.bands[2]))
        assert isinstance(events[0], TargetChanged)
        (advice,) = advised(events)
        assert advice.rule == "start"
        assert advice.inputs["below_target_for"] == 540

    @pytest.mark.parametrize(
        ("low", "high", "reason", "code"),
        [
            (65, 80, BandReason.PRESCRIBER, "band_not_allowed"),
            (60, 65, None, "band_wants_reason"),
        ],
    )
    def test_a_band_the_protocol_does_not_allow(
        self, low: int, high: int, reason: BandReason | None, code: str
    ) -> None:
        band = Band(Mmhg(Decimal(low)), Mmhg(Decimal(high)), reason)
        events = ask(begun(*LOW), ChangeTarget(at=at(6), band=band))
        assert refusal(events) == ("target", code, f"{low} to {high} mmHg")
