"""What is known of the patient, as the panels show it; and the name of the row behind a step."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from core.evidence import register
from core.model.commands import CheckPerfusion, StateCondition, StateShock
from core.model.terms import Agent, Attested, Condition, PerfusionSign, Shock
from core.session import Session
from core.view.build import case_view
from core.view.patient import PatientView, patient_view
from core.view.story import Story
from core.view.wording import Words

Minute = Callable[[float], datetime]
Open = Callable[..., Session]
Do = Callable[..., object]


def test_nothing_is_known_before_somebody_states_it(open_case: Open) -> None:
    shown = patient_view(open_case().state)
    assert shown.shock is None
    assert shown.conditions == tuple((each, Attested.UNKNOWN) for each in Condition)
    assert (shown.checked_at, shown.looked_at, shown.concerns) == (None, (), ())


def test_what_was_stated_is_shown_and_the_latest_word_counts(
    open_case: Open, minute: Minute
) -> None:
    session = open_case()
    session.handle(StateShock(at=minute(1), shock=Shock.SEPTIC))
    for at, answer in ((1, Attested.YES), (2, Attested.NO)):
        hypertension = Condition.CHRONIC_HYPERTENSION
        session.handle(StateCondition(at=minute(at), condition=hypertension, answer=answer))
    shown = patient_view(session.state)
    assert shown.shock is Shock.SEPTIC
    assert shown.answer(Condition.CHRONIC_HYPERTENSION) is Attested.NO
    assert shown.answer(Condition.ARRHYTHMIA) is Attested.UNKNOWN


def test_the_last_look_at_perfusion_is_shown_with_its_concern(
    open_case: Open, minute: Minute
) -> None:
    session = open_case()
    signs = (PerfusionSign.MENTAL_STATUS, PerfusionSign.URINE_OUTPUT)
    session.handle(CheckPerfusion(at=minute(3), looked_at=signs, concerns=signs[1:]))
    shown = patient_view(session.state)
    assert (shown.checked_at, shown.looked_at, shown.concerns) == (minute(3), signs, signs[1:])
    assert shown.answer(Condition.PERFUSION_CONCERN) is Attested.YES


def test_a_view_without_a_case_knows_nothing() -> None:
    assert PatientView().answer(Condition.ARRHYTHMIA) is Attested.UNKNOWN


def test_a_step_names_the_row_that_the_register_knows(
    open_case: Open, read: Do, report: Do, minute: Minute, words: Words
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    read(session, 8, 61)
    step = case_view(session.state, session.protocol, Story(), words, minute(8)).next_step
    assert step is not None
    assert step.reference == "row:up"
    assert [one.id for one in register().behind(step.reference)] == ["A4", "B6"]
    tapered = replace(step, agent=Agent.VASOPRESSIN, rule="taper")
    assert tapered.reference == "row:vasopressin/taper"
    assert "B14" in [one.id for one in register().behind(tapered.reference)]
