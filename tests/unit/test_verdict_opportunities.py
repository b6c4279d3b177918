"""Opportunities built from the log of a case: where each begins, what belongs to it, what ends it.

A course on the default protocol, 80 kg, 8 mg in 250 mL, 65 to 75 mmHg: MAP 50 asks for a rescue
step of 0.05 within 2 min, MAP 60 for a step of 0.02 within 5 min, and a call comes below 50.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.model.commands import (
    PauseTitration,
    ResumeTitration,
    StrikeEntry,
)
from core.model.events import Advised, Recorded
from core.model.terms import (
    Action,
    Agent,
    Gate,
    PauseReason,
    Source,
    StrikeReason,
)
from core.quantity.measures import Dose
from core.rules.compile import Protocol
from core.session import Session
from core.verdict.judge import judge
from core.verdict.opportunities import Opened, opportunities
from core.verdict.opportunity import Change

Minute = Callable[[float], datetime]
Open = Callable[..., Session]
Build = Callable[..., tuple[Opened, ...]]
Enter = Callable[..., object]


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def given(count: float, dose: str, unit: str = "mcg/kg/min") -> Change:
    return Change(minutes(count), Dose.parse(f"{dose} {unit}"))


def facts(session: Session) -> tuple[Recorded, ...]:
    return tuple(session._log)


@pytest.fixture
def running(open_case: Open, report: Enter) -> Session:
    """0.1 mcg/kg/min for an hour."""
    session = open_case()
    report(session, -60, "0.1")
    return session


@pytest.fixture
def built(early_wean: Protocol) -> Build:
    def build(session: Session, **options: object) -> tuple[Opened, ...]:
        return opportunities(facts(session), early_wean, **options)  # type: ignore[arg-type]

    return build


def rules(opened: tuple[Opened, ...]) -> list[str]:
    return [judge(one.opportunity).rule for one in opened]


def test_a_reading_with_advice_opens_one_that_can_be_pointed_at(
    running: Session, read: Enter, report: Enter, built: Build, minute: Minute
) -> None:
    read(running, 0, 60)
    report(running, 3, "0.12")
    read(running, 8, 70)
    first, second = built(running)
    advice = {fact.seq: fact.event for fact in facts(running) if isinstance(fact.event, Advised)}
    assert (first.reading, first.said, first.moment) == (4, 5, minute(0))
    assert list(advice) == [first.said, second.said]
    assert first.opportunity.action is Action.RAISE
    assert first.opportunity.before == Dose.parse("0.1 mcg/kg/min")
    assert first.opportunity.advised == Dose.parse("0.12 mcg/kg/min")
    assert first.opportunity.hard_limit == Dose.parse("1 mcg/kg/min")
    assert first.opportunity.pump_step == Dose.parse("0.0007 mcg/kg/min")
    assert first.opportunity.below_target
    assert first.opportunity.step_by == minutes(5)
    assert first.opportunity.changes == (given(3, "0.12"),)
    assert first.opportunity.next_reading == minutes(8)
    assert first.opportunity.charted_until == minutes(8)
    assert (second.opportunity.action, second.opportunity.next_reading) == (Action.HOLD, None)
    assert not second.opportunity.below_target
    assert rules((first, second)) == ["advised-step", "end-of-chart"]


def test_the_same_advice_before_the_deadline_belongs_to_what_is_open(
    running: Session, read: Enter, built: Build
) -> None:
    for at in (0, 1, 4):
        read(running, at, 60)
    (one,) = built(running)
    assert len(one.repeats) == 2
    assert one.opportunity.next_reading is None
    read(running, 5, 60)
    first, second = built(running)
    assert first.repeats == one.repeats
    assert (first.opportunity.next_reading, second.repeats) == (minutes(5), ())


@pytest.mark.parametrize("pressure", [49, 60, 70])
def test_other_advice_or_another_call_opens(
    running: Session, read: Enter, built: Build, pressure: int
) -> None:
    """At 49 the step is the same as at 50, but a call comes with it."""
    read(running, 0, 50)
    read(running, 1, pressure)
    first, _ = built(running)
    assert first.opportunity.next_reading == minutes(1)


def test_a_step_that_overtakes_an_open_one_the_same_way_gains_no_time(
    running: Session, read: Enter, built: Build
) -> None:
    read(running, 0, 50)
    read(running, 1, 60)
    read(running, 1.5, 50)
    assert [one.opportunity.step_by for one in built(running)] == [
        minutes(2),
        minutes(1),
        minutes(0.5),
    ]


def test_a_step_after_one_that_was_made_or_went_the_other_way_has_its_own_time(
    running: Session, read: Enter, report: Enter, built: Build
) -> None:
    read(running, 0, 110)
    read(running, 1, 60)
    report(running, 2, "0.12")
    read(running, 5, 50)
    lower, up, rescue = built(running)
    assert lower.opportunity.action is Action.LOWER
    assert (up.opportunity.action, up.opportunity.step_by) == (Action.RAISE, minutes(5))
    assert (rescue.opportunity.action, rescue.opportunity.step_by) == (Action.RAISE, minutes(2))


def test_a_step_of_another_agent_has_its_own_time(
    running: Session, read: Enter, early_wean: Protocol
) -> None:
    read(running, 0, 50)
    read(running, 1, 60)
    *before, last = facts(running)
    assert isinstance(last.event, Advised)
    low, high = Dose.parse("0.03 units/min"), Dose.parse("0.04 units/min")
    raised = replace(last.event, agent=Agent.VASOPRESSIN, from_dose=low, dose=high)
    other = replace(last, event=raised)
    first, second, *_ = opportunities((*before, other), early_wean)
    assert (first.opportunity.step_by, second.opportunity.step_by) == (minutes(2), minutes(5))


def test_agents_that_run_beside_are_to_be_held(
    running: Session, read: Enter, report: Enter, built: Build
) -> None:
    report(running, -10, "0.03", Agent.VASOPRESSIN)
    report(running, -9, "0.05", Agent.EPINEPHRINE)
    report(running, -8, "0", Agent.EPINEPHRINE)
    read(running, 0, 60)
    report(running, 1, "0.04", Agent.VASOPRESSIN)
    read(running, 6, 60)
    titrated, held, *_ = built(running)
    assert (titrated.held, titrated.opportunity.agent) == (False, Agent.NOREPINEPHRINE)
    assert (held.held, held.opportunity.agent) == (True, Agent.VASOPRESSIN)
    assert held.said == titrated.said
    assert held.opportunity.action is Action.HOLD
    assert held.opportunity.before == Dose.parse("0.03 units/min")
    assert held.opportunity.step_by == titrated.opportunity.step_by == minutes(5)
    assert held.opportunity.changes == (given(1, "0.04", "units/min"),)
    assert rules((titrated, held)) == ["missed-step", "early-change"]


def test_a_change_at_the_second_of_the_next_reading_answers_that_one(
    running: Session, read: Enter, report: Enter, built: Build
) -> None:
    read(running, 0, 60)
    read(running, 5, 60)
    report(running, 5, "0.12")
    read(running, 11, 70)
    first, second, _ = built(running)
    assert second.opportunity.changes == (given(0, "0.12"),)
    assert rules((first, second)) == ["missed-step", "advised-step"]


def test_entered_before_that_reading_it_was_made_before_it(
    running: Session, read: Enter, report: Enter, built: Build
) -> None:
    """The advice on the reading knew of it already, so it can be no answer to it."""
    read(running, 0, 60)
    report(running, 5, "0.12")
    read(running, 5, 60)
    first, second = built(running)
    assert second.opportunity.before == Dose.parse("0.12 mcg/kg/min")
    assert second.opportunity.changes == ()
    assert rules((first,)) == ["advised-step"]


def test_what_the_pump_was_set_to_counts_from_when_it_was_set(
    running: Session, read: Enter, report: Enter, built: Build
) -> None:
    read(running, 0, 60)
    report(running, 4, "0.12", entered=50)
    (one,) = built(running)
    assert one.opportunity.changes == (given(4, "0.12"),)
    assert rules((one,)) == ["advised-step"]


def test_the_same_dose_told_again_is_no_change(
    running: Session, read: Enter, report: Enter, built: Build
) -> None:
    read(running, 0, 60)
    for at, dose in ((1, "0.1"), (20, "0.12"), (50, "0.12"), (66, "0.14")):
        report(running, at, dose)
    (one,) = built(running)
    assert one.opportunity.changes == (given(20, "0.12"),)


def test_a_dose_told_only_later_makes_the_dose_before_unknown(
    running: Session, read: Enter, report: Enter, built: Build
) -> None:
    """The advice was to 0.12 from 0.1, but 0.12 ran already."""
    read(running, 0, 60)
    report(running, -2, "0.12", entered=6)
    (one,) = built(running)
    assert one.opportunity.before is None
    assert rules((one,)) == ["unknown-dose"]


def test_an_agent_that_was_never_reported_is_off(
    open_case: Open, read: Enter, built: Build
) -> None:
    session = open_case()
    read(session, 0, 70)
    (one,) = built(session)
    assert one.opportunity.before == Dose.parse("0 mcg/kg/min")


@pytest.mark.parametrize("struck", ["report", "reading"])
def test_struck_entries_do_not_count(
    *, running: Session, read: Enter, report: Enter, built: Build, minute: Minute, struck: str
) -> None:
    read(running, 0, 60)
    report(running, 1, "0.2")
    read(running, 2, 70)
    refers_to = {"report": 6, "reading": 7}[struck]
    assert len(built(running)) == 2
    wrong = StrikeEntry(at=minute(3), refers_to=refers_to, reason=StrikeReason.TYPING_SLIP)
    running.handle(wrong)
    opened = built(running)
    changes = {change for one in opened for change in one.opportunity.changes}
    assert (given(1, "0.2") in changes) is (struck == "reading")
    assert (7 in {one.reading for one in opened}) is (struck == "report")


def test_a_reading_without_advice_is_counted_and_ends_nothing(
    running: Session, read: Enter, built: Build
) -> None:
    read(running, 0, 60)
    read(running, 1, 190, artefact=True)
    read(running, 3, 58, entered=3)
    read(running, 3, 60, Source.CUFF)
    first, artefact, cuff = built(running)
    assert first.opportunity.next_reading is None
    assert (artefact.opportunity.action, artefact.opportunity.gate) == (None, Gate.ARTEFACT)
    assert cuff.opportunity.gate is Gate.OTHER_SOURCE_DECIDES
    assert cuff.opportunity.before == Dose.parse("0.1 mcg/kg/min")
    assert rules((artefact, cuff)) == ["artefact", "no-advice"]


def test_a_pause_ends_what_is_open_and_bars_what_begins_in_it(
    running: Session, read: Enter, built: Build, minute: Minute
) -> None:
    read(running, 0, 60)
    pause = PauseTitration(at=minute(3), observed_at=minute(3), reason=PauseReason.ARREST)
    running.handle(pause)
    read(running, 6, 60)
    running.handle(ResumeTitration(at=minute(7), observed_at=minute(7)))
    read(running, 8, 60)
    before, during, after = built(running)
    assert [one.opportunity.paused_from for one in (before, during, after)] == [
        minutes(3),
        timedelta(0),
        None,
    ]
    assert rules((before, during)) == ["pause-before-deadline", "pause"]
