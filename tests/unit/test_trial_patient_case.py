"""A patient of a trial opened as a case: the same readings and doses, and plainly no patient."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.events import (
    Advised,
    CaseEnded,
    CaseOpened,
    NoteAdded,
    PumpReported,
    ReadingRecorded,
    Recorded,
)
from core.model.state import thousandths
from core.model.terms import Mode, Outcome, Quality
from core.patient.cohort import drawn
from core.session import Session
from core.texts import load_words
from core.trial.deciding import Decided, Readings, Reports
from core.trial.engine import engine_for
from core.trial.patient_case import Wanted, advising, facts_of
from core.trial.patient_words import label_of, note_of
from core.trial.plan import Arm, Plan
from core.trial.setting import setting
from core.trial.usual_care import arm as usual_care_arm
from core.trial.usual_care_engine import usual_care_engine
from core.view.wording import Words

PROTOCOL, NURSES = Arm("default", read_protocol("early-wean").text), usual_care_arm()
PLAN = Plan((PROTOCOL, NURSES), patients=4, hours=6, seed=3, first=40)
PATIENT = 42
ENDS = datetime(2026, 3, 4, 16, 0, tzinfo=UTC)
BEGINS = ENDS - timedelta(hours=6)
Row = tuple[datetime, int]


class Trace:
    """The readings and the charted changes of one patient of a whole chunk."""

    def __init__(self, place: int) -> None:
        self._place = place
        self.readings: list[Row] = []
        self.doses: list[Row] = []

    def __call__(self, readings: Readings, _told: Decided, reports: Reports) -> None:
        columns = (readings.who, readings.second, readings.map_mmhg)
        for who, second, mmhg in zip(*(told.tolist() for told in columns), strict=True):
            if who == self._place:
                self.readings.append((BEGINS + timedelta(seconds=second), mmhg))
        for who, second, dose in zip(
            reports.who.tolist(), reports.second.tolist(), reports.dose.tolist(), strict=True
        ):
            if who == self._place and second < PLAN.seconds - 60:
                self.doses.append((BEGINS + timedelta(seconds=second), dose))


def traced(arm: Arm) -> Trace:
    """What the trial itself made of the patient, among the others of its chunk."""
    cohort = drawn(PLAN.preset, PLAN.seed, PLAN.patients, PLAN.first)
    trace = Trace(PATIENT - PLAN.first)
    if arm is NURSES:
        usual_care_engine(PLAN, arm, cohort, trace).run()
    else:
        engine_for(PLAN, setting(PLAN, arm), cohort, trace).run()
    return trace


def opened(arm: Arm) -> tuple[Recorded, ...]:
    return facts_of(Wanted(PLAN, arm, PATIENT, "Trial patient 42", "of a trial", ENDS))


@pytest.fixture
def words() -> Words:
    return load_words(UTC)


def readings_of(facts: tuple[Recorded, ...]) -> list[Row]:
    events = (fact.event for fact in facts)
    return [(one.at, int(one.map.value)) for one in events if isinstance(one, ReadingRecorded)]


def doses_of(facts: tuple[Recorded, ...]) -> list[Row]:
    events = [fact.event for fact in facts if isinstance(fact.event, PumpReported)]
    return [(one.at, thousandths(one.dose)) for one in events]


@pytest.mark.parametrize("arm", [PROTOCOL, NURSES], ids=lambda arm: arm.name)
def test_the_case_holds_the_readings_and_the_doses_of_the_trial(arm: Arm) -> None:
    facts, trace = opened(arm), traced(arm)
    assert readings_of(facts) == trace.readings
    assert doses_of(facts) == trace.doses
    assert len(trace.doses) > 3


def test_the_case_is_plainly_none_of_a_patient_and_has_ended_with_its_last_hour() -> None:
    facts = opened(PROTOCOL)
    first, note, last = facts[0].event, facts[-2].event, facts[-1].event
    assert isinstance(first, CaseOpened)
    assert (first.setup.mode, first.setup.label) == (Mode.SIMULATION, "Trial patient 42")
    assert first.at == BEGINS
    assert isinstance(note, NoteAdded)
    assert note.text == "of a trial"
    assert last == CaseEnded(at=ENDS, outcome=Outcome.SIMULATION_ENDED)


def test_the_case_can_be_folded_again_by_an_ordinary_session() -> None:
    log = MemoryLog()
    log.append(opened(PROTOCOL))
    session = Session(log, protocol_from)
    assert session.state.ended is not None


def test_beside_usual_care_the_protocol_advises_and_is_not_followed() -> None:
    facts = opened(NURSES)
    reports = [fact.event for fact in facts if isinstance(fact.event, PumpReported)]
    assert {report.follows for report in reports} == {None}
    usable = [
        fact
        for fact in facts
        if isinstance(fact.event, ReadingRecorded) and fact.event.quality is Quality.USABLE
    ]
    advised = [fact for fact in facts if isinstance(fact.event, Advised)]
    assert len(advised) > len(usable) / 2
    assert advising(PLAN, NURSES) is PROTOCOL


def test_label_and_note_tell_where_the_patient_comes_from(words: Words) -> None:
    assert label_of(PLAN, PROTOCOL, 42, words) == "Trial patient 42"
    assert label_of(PLAN, NURSES, 42, words) == "Trial patient 42 / usual-care"
    bent = replace(PLAN, response_factor=0.2, line_lag_s=60, reading_factor=4.0, missed_share=0.3)
    assert label_of(bent, PROTOCOL, 42, words) == (
        "Trial patient 42 / response x 0.2, line lag 60 s, reading interval x 4, 30 % missed"
    )
    note = note_of(bent, NURSES, 42, words)
    assert note.startswith(
        "Virtual patient 42 of a trial, seed 3, under usual-care: response x 0.2"
    )
    assert "was not followed" in note
    assert "was not followed" not in note_of(bent, PROTOCOL, 42, words)


def test_without_any_protocol_there_is_no_case() -> None:
    alone = replace(PLAN, arms=(NURSES,))
    with pytest.raises(ValueError, match="no arm of this trial is a protocol"):
        facts_of(Wanted(alone, NURSES, PATIENT, "x", "y", ENDS))
