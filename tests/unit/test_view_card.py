"""The advice card: the step, why, how near to another answer, and until when it can be answered."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from core.model.case import Band, DosingWeight
from core.model.commands import (
    AnswerAdvice,
    ChangeTarget,
    ChangeWeight,
    PauseTitration,
    RecordReading,
    StrikeEntry,
)
from core.model.events import Event, Recorded
from core.model.state import Standing
from core.model.terms import (
    Action,
    BandReason,
    Keep,
    OverrideReason,
    PauseReason,
    Reply,
    Source,
    StrikeReason,
    WeightBasis,
)
from core.quantity.measures import Dose, DoseUnit, HeartRate, Kilogram, Mmhg
from core.rules.compile import Protocol
from core.session import Session
from core.view.build import case_view
from core.view.case_view import AdviceStatus, CaseView, NextStepView
from core.view.next_step import next_step
from core.view.story import Story, told
from core.view.wording import Words

Minute = Callable[[float], datetime]
Open = Callable[..., Session]
Do = Callable[..., tuple[Event, ...]]
HIGHER = Band(Mmhg(Decimal(80)), Mmhg(Decimal(85)), BandReason.CHRONIC_HYPERTENSION)


@pytest.fixture
def shown(words: Words, minute: Minute) -> Callable[[Session, float], CaseView]:
    """The view of a case so many minutes after it was opened."""

    def view(session: Session, minutes: float) -> CaseView:
        story, facts = Story(), session._log
        for fact in facts:
            story = told(story, fact, words)
        return case_view(session.state, session.protocol, story, words, minute(minutes))

    return view


def card(view: CaseView) -> NextStepView:
    assert view.next_step is not None
    return view.next_step


View = Callable[[Session, float], CaseView]


@pytest.fixture
def raised(open_case: Open, read: Do, report: Do) -> Session:
    """Advice to raise stands open at minute 8."""
    session = open_case()
    report(session, 1, "0.1")
    read(session, 8, 61)
    return session


def test_a_raise_says_step_rate_reasons_and_margins(raised: Session, shown: View) -> None:
    step = card(shown(raised, 8))
    assert (step.action, step.changes_dose) == (Action.RAISE, True)
    assert step.headline == "Raise to 0.12 mcg/kg/min"
    assert (step.dose, step.rate, step.delivered) == ("0.12 mcg/kg/min", "18 mL/h", "")
    assert step.because == (
        "MAP 61 mmHg is below 65 mmHg",
        "dose 0.1 mcg/kg/min is at most 0.98 mcg/kg/min",
        "time since the last change 7min is at least 5min",
    )
    assert (step.rule, step.title) == ("up", "Below target: one step up")
    assert step.source.startswith("Local policy")
    assert step.flips == ("MAP 54 would change the size of the step", "MAP 65 would hold")
    assert ("MAP", "61 mmHg") in step.inputs
    assert ("vasopressin", "off") in step.inputs
    assert ("fluids", "attested") in step.inputs


def test_the_rows_passed_over_say_what_did_not_hold(raised: Session, shown: View) -> None:
    passed = {row.rule: row.why for row in card(shown(raised, 8)).passed}
    assert passed["rescue"] == "MAP 61 mmHg is not below 55 mmHg"
    assert passed["undo"] == "time since the last lowering: none counts now"
    assert "start" not in passed


def test_what_the_pump_cannot_give_exactly_is_said(open_case: Open, read: Do, shown: View) -> None:
    session = open_case(weight=DosingWeight(Kilogram(Decimal("70.5")), WeightBasis.IDEAL))
    read(session, 1, 50)
    step = card(shown(session, 1))
    assert step.headline == "Start at 0.05 mcg/kg/min"
    assert (step.rate, step.delivered) == ("6.6 mL/h", "0.0499 mcg/kg/min")


def test_a_row_without_conditions_says_the_map(open_case: Open, read: Do, shown: View) -> None:
    session = open_case()
    read(session, 1, 70)
    step = card(shown(session, 1))
    assert step.headline == "Stay off"
    assert not step.changes_dose
    assert step.because == ("MAP 70 mmHg, and no earlier row applies",)


def test_a_pause_holds_nothing(
    open_case: Open, read: Do, report: Do, shown: View, minute: Minute
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    reason = PauseReason.THEATRE
    session.handle(PauseTitration(at=minute(2), observed_at=minute(2), reason=reason))
    read(session, 3, 70)
    assert card(shown(session, 3)).headline == "No titration while paused"


def headlines() -> dict[Action, str]:
    return {
        Action.HOLD: "Hold at 0.08 mcg/kg/min",
        Action.LOOK_AGAIN: "Look again at 14:13",
        Action.LOWER: "Lower to 0.08 mcg/kg/min",
        Action.WEAN: "Wean to 0.08 mcg/kg/min",
        Action.STOP: "Stop and watch",
        Action.START: "Start at 0.08 mcg/kg/min",
        Action.RESTART: "Restart at 0.08 mcg/kg/min",
        Action.RAISE: "Raise to 0.08 mcg/kg/min",
        Action.UNDO: "Go back to 0.08 mcg/kg/min",
        Action.ESCALATE: "Escalate: call the prescriber",
    }


@pytest.mark.parametrize("action", Action)
def test_every_action_has_its_headline(
    raised: Session, words: Words, early_wean: Protocol, minute: Minute, action: Action
) -> None:
    standing = raised.state.standing
    assert standing is not None
    dose = Dose(Decimal("0.08"), DoseUnit.MCG_KG_MIN)
    advised = replace(standing.advised, action=action, dose=dose)
    band = early_wean.bands[0]
    step = next_step(Standing(9, advised), band, early_wean, words, minute(8))
    assert step.headline == headlines()[action]
    assert step.changes_dose is (action not in {Action.HOLD, Action.LOOK_AGAIN, Action.ESCALATE})


def test_advice_of_a_row_that_the_protocol_lacks_is_a_fault(
    raised: Session, words: Words, early_wean: Protocol, minute: Minute
) -> None:
    standing = raised.state.standing
    assert standing is not None
    foreign = Standing(9, replace(standing.advised, rule="of-another-file"))
    with pytest.raises(ValueError, match="of-another-file"):
        next_step(foreign, early_wean.bands[0], early_wean, words, minute(8))


def test_advice_is_open_until_it_expires_and_not_a_moment_longer(
    raised: Session, shown: View, minute: Minute
) -> None:
    expires_at = card(shown(raised, 8)).expires_at
    assert expires_at == minute(13)
    assert card(shown(raised, 13 - 1 / 60)).status is AdviceStatus.OPEN
    late = shown(raised, 13)
    assert card(late).status is AdviceStatus.EXPIRED
    assert late.silence == "This advice has run out. Enter a new MAP."


def test_another_dose_at_the_pump_supersedes_the_advice(
    raised: Session, report: Do, shown: View
) -> None:
    report(raised, 9, "0.15")
    view = shown(raised, 9)
    assert card(view).status is AdviceStatus.SUPERSEDED
    assert view.silence.startswith("Something has changed since this advice.")


def test_an_answer_is_shown_with_reason_dose_and_time(
    raised: Session, shown: View, minute: Minute
) -> None:
    standing = raised.state.standing
    assert standing is not None
    raised.handle(
        AnswerAdvice(
            at=minute(9),
            advice=standing.seq,
            reply=Reply.DELAY,
            reason=OverrideReason.FLUIDS_FIRST,
            until=minute(20),
        )
    )
    view = shown(raised, 30)
    step = card(view)
    assert (step.status, step.reply) == (AdviceStatus.ANSWERED, Reply.DELAY)
    assert step.answer == "delayed, until 14:20, Fluids first"
    assert view.recheck_at == minute(20)
    assert view.silence == "Noted. Enter the next MAP when it is due."


def test_a_modified_answer_names_its_dose(raised: Session, shown: View, minute: Minute) -> None:
    standing = raised.state.standing
    assert standing is not None
    raised.handle(
        AnswerAdvice(
            at=minute(9),
            advice=standing.seq,
            reply=Reply.MODIFY,
            reason=OverrideReason.STEP_TOO_LARGE,
            dose=Dose(Decimal("0.11"), DoseUnit.MCG_KG_MIN),
        )
    )
    step = card(shown(raised, 9))
    assert step.answer == "modified, 0.11 mcg/kg/min, Step too large for this patient"


def test_another_target_later_does_not_rewrite_why_advice_was_given(
    open_case: Open, read: Do, report: Do, shown: View, minute: Minute
) -> None:
    session = open_case(band=HIGHER)
    report(session, 1, "0.1")
    read(session, 8, 78)
    before = card(shown(session, 8))
    assert before.because[0] == "MAP 78 mmHg is below 80 mmHg"
    session.handle(ChangeTarget(at=minute(60), band=session.protocol.bands[0]))
    after = shown(session, 60)
    assert card(after).because == before.because
    assert card(after).passed == before.passed
    assert after.strip.target == "65 to 75 mmHg"


def test_a_fresh_reading_is_judged_by_the_new_target(
    open_case: Open, read: Do, report: Do, shown: View, minute: Minute
) -> None:
    session = open_case(band=HIGHER)
    report(session, 1, "0.1")
    read(session, 8, 78)
    session.handle(ChangeTarget(at=minute(9), band=session.protocol.bands[0]))
    assert card(shown(session, 9)).because[0] == "MAP 78 mmHg is above 75 mmHg"


def test_without_a_reading_there_is_no_card(open_case: Open, shown: View) -> None:
    view = shown(open_case(), 1)
    assert view.next_step is None
    assert view.silence == "No reading yet. Enter a MAP to get the next step."


def test_a_new_weight_asks_for_a_new_reading_once_the_last_is_old(
    raised: Session, shown: View, minute: Minute
) -> None:
    heavier = DosingWeight(Kilogram(Decimal(90)), WeightBasis.ACTUAL)
    raised.handle(ChangeWeight(at=minute(40), weight=heavier, keep=Keep.DOSE))
    assert card(shown(raised, 40)).status is AdviceStatus.SUPERSEDED


def test_a_struck_reading_takes_its_advice_with_it(
    raised: Session, shown: View, minute: Minute
) -> None:
    reading = shown(raised, 8).reading
    assert reading is not None
    struck = StrikeEntry(at=minute(9), refers_to=reading.seq, reason=StrikeReason.TYPING_SLIP)
    raised.handle(struck)
    view = shown(raised, 9)
    assert view.reading is None
    assert card(view).status is AdviceStatus.SUPERSEDED
    assert view.silence == "The reading was struck through. Enter a new MAP."


def test_counting_that_has_stopped_is_told_as_or_more(
    open_case: Open, read: Do, report: Do, shown: View
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    for minutes in range(2, 200, 15):
        read(session, minutes, 70)
    because = card(shown(session, 197)).because
    assert "readings since the last raise 9 or more is at least 3" in because


def test_heart_rate_and_pair_reach_the_inputs(
    open_case: Open, report: Do, shown: View, minute: Minute
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    session.handle(
        RecordReading(
            at=minute(8),
            observed_at=minute(8),
            source=Source.CUFF,
            systolic=Mmhg(Decimal(88)),
            diastolic=Mmhg(Decimal(48)),
            heart_rate=HeartRate(Decimal(120)),
        )
    )
    inputs = dict(card(shown(session, 8)).inputs)
    assert (inputs["MAP"], inputs["diastolic"]) == ("61 mmHg", "48 mmHg")
    assert inputs["heart rate over diastolic"] == "2.5"


def test_a_story_that_begins_later_falls_back_on_the_present_band(
    raised: Session, words: Words, minute: Minute
) -> None:
    assert isinstance(next(iter(raised._log)), Recorded)
    view = case_view(raised.state, raised.protocol, Story(), words, minute(8))
    assert card(view).because[0] == "MAP 61 mmHg is below 65 mmHg"


def test_ages_of_a_reading_are_not_counted_down_by_the_view(raised: Session, shown: View) -> None:
    early, late = shown(raised, 8), shown(raised, 12)
    assert card(early).inputs == card(late).inputs
    assert late.now - early.now == timedelta(minutes=4)
    assert late.now.tzinfo is UTC
