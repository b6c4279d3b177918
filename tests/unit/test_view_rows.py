"""Every kind of fact as a row of the table twin."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import get_args

import pytest

from core.model.case import Band, DosingWeight
from core.model.events import (
    AdviceWithheld,
    Answered,
    BagHung,
    CaseEnded,
    ClockStepped,
    ConditionStated,
    EntryRefused,
    EntryStruck,
    Event,
    FluidsAttested,
    NoteAdded,
    PerfusionChecked,
    Prompted,
    PromptSeen,
    PumpReported,
    ReadingRecorded,
    Reason,
    Recorded,
    ShiftStarted,
    ShockStated,
    TargetChanged,
    TitrationPaused,
    TitrationResumed,
    VasopressinStated,
    WeightChanged,
)
from core.model.terms import (
    Agent,
    Attested,
    BandReason,
    Condition,
    Gate,
    Keep,
    Outcome,
    OverrideReason,
    PauseReason,
    PerfusionSign,
    Quality,
    Reply,
    Shock,
    Source,
    StrikeReason,
    Urgency,
    WeightBasis,
)
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    DoseUnit,
    HeartRate,
    Kilogram,
    Milligram,
    Millilitre,
    Mmhg,
    PumpRate,
)
from core.view.points import Marker
from core.view.rows import TimelineRow
from core.view.story_row import row_of
from core.view.wording import Words

Minute = Callable[[float], datetime]
AT = datetime(2027, 3, 2, 14, 0, tzinfo=UTC)
HIGHER = Band(Mmhg(Decimal(80)), Mmhg(Decimal(85)), BandReason.CHRONIC_HYPERTENSION)


def mcg(text: str) -> Dose:
    return Dose(Decimal(text), DoseUnit.MCG_KG_MIN)


def told_row(event: Event, words: Words) -> TimelineRow:
    return row_of(Recorded(7, event.at, event), words, "AB", (5, mcg("0.1")))


def cells(row: TimelineRow) -> tuple[str, str, str, str]:
    return row.what, row.value, row.unit, row.detail


Told = dict[type, tuple[Event, tuple[str, str, str, str]]]


def settings(at: datetime) -> Told:
    """One fact of each change of a setting, and how its row reads."""
    bag = Bag(Milligram(Decimal(4)), Millilitre(Decimal(250)), ExpressedAs.TARTRATE)
    weight = DosingWeight(Kilogram(Decimal("82.50")), WeightBasis.IDEAL)
    return {
        BagHung: (
            BagHung(at=at, agent=Agent.NOREPINEPHRINE, bag=bag, keep=Keep.DOSE),
            ("Bag hung", "", "", "4 mg in 250 mL, tartrate"),
        ),
        WeightChanged: (
            WeightChanged(at=at, weight=weight, keep=Keep.RATE),
            ("Dosing weight changed", "82.5", "kg", "ideal, pump rate kept"),
        ),
        TargetChanged: (
            TargetChanged(at=at, band=HIGHER),
            ("Target changed", "80-85", "mmHg", "chronic hypertension"),
        ),
        FluidsAttested: (
            FluidsAttested(at=at, fluids=Attested.YES, volume_assessed=Attested.UNKNOWN),
            ("Fluids and volume status", "", "", "fluids: yes, volume status: not stated"),
        ),
        VasopressinStated: (
            VasopressinStated(at=at, running=Attested.NO),
            ("Vasopressin stated", "", "", "no"),
        ),
        ShockStated: (
            ShockStated(at=at, shock=Shock.SEPTIC),
            ("Type of shock", "", "", "septic"),
        ),
        ConditionStated: (
            ConditionStated(at=at, condition=Condition.ARRHYTHMIA, answer=Attested.YES),
            ("serious arrhythmia", "", "", "yes"),
        ),
        PerfusionChecked: (
            PerfusionChecked(
                at=at, looked_at=tuple(PerfusionSign), concerns=(PerfusionSign.LACTATE,)
            ),
            ("Perfusion looked at", "", "", "concern: lactate clearance"),
        ),
    }


def facts(at: datetime) -> Told:
    """One fact of each simple kind, and how its row reads."""
    return {
        **settings(at),
        ShiftStarted: (ShiftStarted(at=at, initials="CD"), ("Entries by", "", "", "CD")),
        EntryStruck: (
            EntryStruck(at=at, refers_to=4, reason=StrikeReason.WRONG_TIME),
            ("Entry struck through", "", "", "entry 4, Wrong time"),
        ),
        TitrationPaused: (
            TitrationPaused(at=at, reason=PauseReason.THEATRE),
            ("Titration paused", "", "", "Theatre or transport"),
        ),
        TitrationResumed: (
            TitrationResumed(at=at, recheck_at=at),
            ("Titration resumed", "", "", ""),
        ),
        AdviceWithheld: (
            AdviceWithheld(at=at, reading=4, gate=Gate.STALE),
            ("No advice", "", "", "reading too old"),
        ),
        PromptSeen: (PromptSeen(at=at, key="wean:1:0"), ("Prompt put aside", "", "", "")),
        NoteAdded: (NoteAdded(at=at, text="family here"), ("Note", "", "", "family here")),
        EntryRefused: (
            EntryRefused(at=at, field="pump", text="4 mcg/kg/min", reason=Reason("no_bag")),
            (
                "Entry refused",
                "",
                "",
                "4 mcg/kg/min: No bag is hung: enter the bag first.",
            ),
        ),
        ClockStepped: (ClockStepped(at=at, seconds=-90), ("Clock stepped", "-90", "s", "")),
        CaseEnded: (CaseEnded(at=at, outcome=Outcome.WEANED), ("Case ended", "", "", "Weaned off")),
    }


@pytest.mark.parametrize("kind", facts(AT))
def test_each_simple_fact_has_its_row(kind: type, words: Words, minute: Minute) -> None:
    event, expected = facts(minute(0))[kind]
    assert cells(told_row(event, words)) == expected


def test_these_and_the_facts_of_a_course_are_all_there_are() -> None:
    of_a_course = {"CaseOpened", "ReadingRecorded", "PumpReported", "Advised", "Answered"}
    simple = {kind.__name__ for kind in facts(AT)}
    assert simple | of_a_course | {"Prompted"} == {kind.__name__ for kind in get_args(Event)}


def test_a_shift_is_begun_by_the_one_who_comes(words: Words, minute: Minute) -> None:
    assert told_row(ShiftStarted(at=minute(0), initials="CD"), words).who == "CD"


def test_a_target_without_a_reason_gives_none(words: Words, minute: Minute) -> None:
    plain = TargetChanged(at=minute(0), band=replace(HIGHER, reason=None))
    assert cells(told_row(plain, words)) == ("Target changed", "80-85", "mmHg", "")


def test_a_reading_tells_all_that_was_read(words: Words, minute: Minute) -> None:
    reading = ReadingRecorded(
        at=minute(0),
        map=Mmhg(Decimal(61)),
        source=Source.CUFF,
        quality=Quality.USABLE,
        systolic=Mmhg(Decimal(88)),
        diastolic=Mmhg(Decimal(48)),
        heart_rate=HeartRate(Decimal(104)),
        calculated="61.30",
    )
    row = told_row(reading, words)
    assert (row.kind, row.at_text, row.who) == (Source.CUFF, "02-Mar-2027 14:00", "AB")
    assert cells(row) == ("MAP", "61", "mmHg", "cuff, 88/48, calculated 61.3, heart rate 104/min")
    artefact = replace(
        reading, quality=Quality.ARTEFACT, calculated=None, heart_rate=None, systolic=None
    )
    assert told_row(artefact, words).detail == "cuff, artefact?"


def test_a_pump_report_tells_rate_and_what_it_delivers(words: Words, minute: Minute) -> None:
    report = PumpReported(
        at=minute(0),
        agent=Agent.NOREPINEPHRINE,
        dose=mcg("0.10"),
        rate=PumpRate(Decimal("18.4")),
        delivered=mcg("0.1001"),
        follows=5,
    )
    row = told_row(report, words)
    assert row.kind is Marker.PUMP_CHANGE
    assert cells(row) == (
        "Pump: norepinephrine",
        "0.1",
        "mcg/kg/min",
        "18.4 mL/h, delivers 0.1001 mcg/kg/min, as advised",
    )
    more = replace(report, dose=mcg("0.15"), delivered=None)
    assert told_row(more, words).detail == "18.4 mL/h, as answered"
    other = PumpReported(
        at=minute(0),
        agent=Agent.VASOPRESSIN,
        dose=Dose(Decimal(0), DoseUnit.UNITS_MIN),
    )
    assert cells(told_row(other, words)) == ("Stopped: vasopressin", "0", "units/min", "")


def test_a_type_of_shock_taken_back_is_not_stated(words: Words, minute: Minute) -> None:
    told = told_row(ShockStated(at=minute(0), shock=None), words)
    assert (told.what, told.detail) == ("Type of shock", "not stated")


def test_a_prompt_shown_late_says_when_it_fell_due(words: Words, minute: Minute) -> None:
    prompt = Prompted(
        at=minute(60),
        key="overdue:1:0",
        code="reading-overdue",
        urgency=Urgency.SOON,
        due_at=minute(7),
        args={"since": minute(6).isoformat()},
    )
    late = told_row(prompt, words).detail
    assert late == "Next reading overdue since 14:06, due 14:07"
    in_time = replace(prompt, at=minute(8))
    assert told_row(in_time, words).detail == "Next reading overdue since 14:06"


def test_a_withheld_breach_names_the_limit(words: Words, minute: Minute) -> None:
    detail = Reason("too_soon", {"row": "up"})
    gate = AdviceWithheld(at=minute(0), reading=4, gate=Gate.LIMIT_BREACH, detail=detail)
    assert told_row(gate, words).detail == (
        "limit check disagreed: row up would change the dose too soon after the last change"
    )


@pytest.mark.parametrize(
    ("answer", "kind", "expected"),
    [
        (
            Answered(at=AT, advice=5, reply=Reply.ACCEPT),
            Marker.ACCEPTED,
            ("Advice accepted", "", "", ""),
        ),
        (
            Answered(at=AT, advice=5, reply=Reply.ACCEPT, reason=OverrideReason.OTHER),
            Marker.ACCEPTED,
            ("Advice accepted", "", "", "Other reason"),
        ),
        (
            Answered(
                at=AT,
                advice=5,
                reply=Reply.MODIFY,
                reason=OverrideReason.STEP_TOO_SMALL,
                dose=Dose(Decimal("0.15"), DoseUnit.MCG_KG_MIN),
            ),
            Marker.OVERRIDDEN,
            ("Advice modified", "0.15", "mcg/kg/min", "Step too small for this patient"),
        ),
        (
            Answered(
                at=AT,
                advice=5,
                reply=Reply.DECLINE,
                reason=OverrideReason.GOALS_OF_CARE,
            ),
            Marker.OVERRIDDEN,
            ("Advice declined", "", "", "Goals of care changed"),
        ),
    ],
)
def test_an_answer_tells_reason_and_dose(
    answer: Answered,
    kind: Marker,
    expected: tuple[str, str, str, str],
    words: Words,
    minute: Minute,
) -> None:
    row = told_row(replace(answer, at=minute(0)), words)
    assert (row.kind, cells(row)) == (kind, expected)


def test_a_delay_tells_until_when(words: Words, minute: Minute) -> None:
    delay = Answered(
        at=minute(0),
        advice=5,
        reply=Reply.DELAY,
        reason=OverrideReason.FLUIDS_FIRST,
        until=minute(15),
    )
    assert told_row(delay, words).detail == "Fluids first, until 14:15"
