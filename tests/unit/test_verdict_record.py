"""What the opportunities of a case take from its log: answers, calls, set-up, and its end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from core.model.case import DosingWeight
from core.model.commands import (
    AnswerAdvice,
    ChangeTarget,
    ChangeWeight,
    EndCase,
    HangBag,
    SeePrompt,
)
from core.model.events import PumpReported, Recorded
from core.model.terms import (
    Action,
    Agent,
    BandReason,
    Gate,
    Keep,
    Outcome,
    OverrideReason,
    Reply,
    Source,
    WeightBasis,
)
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, Kilogram, Milligram, Millilitre, PumpRate
from core.rules.compile import Protocol
from core.session import Session
from core.verdict.judge import judge
from core.verdict.opportunities import Opened, opportunities

Minute = Callable[[float], datetime]
Open = Callable[..., Session]
Build = Callable[..., tuple[Opened, ...]]
Enter = Callable[..., object]


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def facts(session: Session) -> tuple[Recorded, ...]:
    return tuple(session._log)


def bag(milligrams: int) -> Bag:
    return Bag(Milligram(Decimal(milligrams)), Millilitre(Decimal(250)), ExpressedAs.BASE)


def rules(opened: tuple[Opened, ...]) -> list[str]:
    return [judge(one.opportunity).rule for one in opened]


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


def test_the_last_answer_to_the_advice_or_to_what_repeats_it_counts(
    running: Session, read: Enter, built: Build, minute: Minute
) -> None:
    read(running, 0, 60)
    why = OverrideReason.FLUIDS_FIRST
    running.handle(AnswerAdvice(at=minute(1), advice=5, reply=Reply.DECLINE, reason=why))
    (one,) = built(running)
    assert (one.opportunity.reply, one.opportunity.reason) == (Reply.DECLINE, why)
    read(running, 2, 60)
    delay = AnswerAdvice(at=minute(3), advice=8, reply=Reply.DELAY, reason=why, until=minute(20))
    running.handle(delay)
    (one,) = built(running)
    assert (one.opportunity.reply, one.opportunity.delayed_until) == (Reply.DELAY, minutes(20))


def test_a_call_now_beside_a_hold_is_answered_when_it_is_put_aside(
    open_case: Open, read: Enter, report: Enter, built: Build, minute: Minute
) -> None:
    session = open_case()
    report(session, -60, "0.01")
    read(session, 0, 106)
    (one,) = built(session)
    assert (one.opportunity.action, one.opportunity.called) == (Action.HOLD, True)
    assert one.opportunity.call_answered is None
    read(session, 1, 106)
    session.handle(SeePrompt(at=minute(1.5), key="call:high-map:7"))
    session.handle(SeePrompt(at=minute(9), key="call:high-map:7"))
    (one,) = built(session)
    assert one.opportunity.call_answered == minutes(1.5)
    assert rules((one,)) == ["answered-call"]
    (one,) = built(session, calls_charted=False)
    assert rules((one,)) == ["kept-dose"]


@pytest.mark.parametrize("how", ["a call put aside", "advice answered"])
def test_advice_to_escalate_is_answered_either_way(
    *, open_case: Open, read: Enter, report: Enter, built: Build, minute: Minute, how: str
) -> None:
    session = open_case()
    report(session, -60, "1")
    read(session, 0, 58)
    (one,) = built(session)
    assert (one.opportunity.action, one.opportunity.call_answered) == (Action.ESCALATE, None)
    if how == "a call put aside":
        session.handle(SeePrompt(at=minute(2), key="call:second-agent:4"))
    else:
        session.handle(AnswerAdvice(at=minute(2), advice=5, reply=Reply.ACCEPT))
    (one,) = built(session)
    assert one.opportunity.call_answered == minutes(2)
    assert rules((one,)) == ["answered-call"]


def test_no_hard_limit_is_taken_from_a_protocol_that_declares_none(
    running: Session, read: Enter, early_wean: Protocol
) -> None:
    read(running, 0, 60)
    without = replace(early_wean, numbers=replace(early_wean.numbers, hard=0))
    (one,) = opportunities(facts(running), without)
    assert one.opportunity.hard_limit is None


def test_without_a_bag_there_is_no_advice_and_with_one_it_counts_from_then(
    open_case: Open, read: Enter, built: Build, minute: Minute
) -> None:
    session = open_case(bag=None)
    read(session, 0, 45)
    hang = HangBag(at=minute(2), observed_at=minute(2), agent=Agent.NOREPINEPHRINE, bag=bag(8))
    session.handle(hang)
    bare, said = built(session)
    assert (bare.opportunity.gate, bare.moment) == (Gate.SETUP_INCOMPLETE, minute(0))
    assert (said.opportunity.gate, said.moment) == (None, minute(2))
    assert said.reading == bare.reading
    assert said.opportunity.pump_step == Dose.parse("0.0007 mcg/kg/min")


def test_a_bag_that_the_pump_is_too_coarse_for_takes_nothing_back(
    open_case: Open, read: Enter, report: Enter, built: Build, minute: Minute
) -> None:
    """The reading had its advice; that it is withheld afterwards is not another reading."""
    session = open_case(resolution=PumpRate(Decimal(1)))
    report(session, -60, "0.1")
    read(session, 0, 60)
    hang = HangBag(at=minute(2), observed_at=minute(2), agent=Agent.NOREPINEPHRINE, bag=bag(64))
    withheld = {fact.event.kind for fact in session.handle(hang)}
    assert "advice_withheld" in withheld
    (one,) = built(session)
    assert (one.opportunity.action, one.opportunity.next_reading) == (Action.RAISE, None)


def test_the_pump_step_is_that_of_bag_and_weight_at_the_reading(
    running: Session, read: Enter, built: Build, minute: Minute
) -> None:
    read(running, 0, 70)
    half = DosingWeight(Kilogram(Decimal(40)), WeightBasis.ACTUAL)
    running.handle(ChangeWeight(at=minute(30), weight=half, keep=Keep.DOSE))
    read(running, 60, 70)
    assert [one.opportunity.pump_step for one in built(running)] == [
        Dose.parse("0.0007 mcg/kg/min"),
        Dose.parse("0.0013 mcg/kg/min"),
    ]


def test_another_target_speaks_afresh_from_when_it_was_chosen(
    running: Session, read: Enter, built: Build, minute: Minute, early_wean: Protocol
) -> None:
    read(running, 0, 70)
    higher = next(band for band in early_wean.bands if int(band.low.value) > 70)
    chosen = replace(higher, reason=BandReason.PRESCRIBER)
    running.handle(ChangeTarget(at=minute(2), band=chosen))
    first, afresh = built(running)
    assert (first.opportunity.below_target, afresh.opportunity.below_target) == (False, True)
    assert first.opportunity.next_reading == minutes(2)
    assert (afresh.reading, afresh.moment) == (first.reading, minute(2))
    assert afresh.opportunity.step_by is not None
    assert afresh.opportunity.step_by <= minutes(5)


def test_a_reading_made_earlier_and_entered_later_ends_what_is_open_at_once(
    running: Session, read: Enter, report: Enter, built: Build
) -> None:
    """The line decides over the cuff of its minute, whichever was read first."""
    read(running, 0.75, 60, Source.CUFF)
    read(running, 0.25, 70, Source.ARTERIAL_LINE, entered=1)
    report(running, 2, "0.12")
    cuff, line = built(running)
    assert cuff.opportunity.next_reading == timedelta(0)
    assert cuff.opportunity.changes == ()
    assert rules((cuff, line)) == ["early-next-reading", "change-away"]


def test_the_record_tells_something_up_to_its_last_fact_or_as_long_as_is_said(
    running: Session, read: Enter, built: Build, minute: Minute
) -> None:
    read(running, 0, 60)
    assert built(running)[0].opportunity.charted_until == timedelta(0)
    assert built(running, until=minute(9))[0].opportunity.charted_until == minutes(9)
    running.handle(EndCase(at=minute(4), outcome=Outcome.WEANED))
    assert built(running, until=minute(9))[0].opportunity.charted_until == minutes(4)


def told(seq: int, at: datetime, agent: Agent, dose: str) -> Recorded:
    return Recorded(seq, at, PumpReported(at=at, agent=agent, dose=Dose.parse(dose)))


def test_a_dose_in_another_unit_is_only_told(
    running: Session, read: Enter, minute: Minute, early_wean: Protocol
) -> None:
    beside = (
        told(90, minute(-9), Agent.DOPAMINE, "5 mcg/kg/min"),
        told(91, minute(-8), Agent.DOPAMINE, "400 mcg/min"),
        told(92, minute(-8), Agent.VASOPRESSIN, "2 mcg/min"),
    )
    read(running, 0, 60)
    _, held = opportunities((*facts(running), *beside), early_wean)
    assert (held.opportunity.agent, held.opportunity.before) == (
        Agent.DOPAMINE,
        Dose.parse("5 mcg/kg/min"),
    )


def test_an_agent_that_the_protocol_does_not_know_is_held_without_its_limits(
    running: Session, read: Enter, report: Enter, early_wean: Protocol
) -> None:
    report(running, -10, "0.03", Agent.VASOPRESSIN)
    read(running, 0, 60)
    alone = replace(early_wean, others=())
    _, held = opportunities(facts(running), alone)
    assert held.opportunity.agent is Agent.VASOPRESSIN
    assert (held.opportunity.hard_limit, held.opportunity.pump_step) == (None, None)


def test_without_an_opening_there_is_no_case(early_wean: Protocol) -> None:
    with pytest.raises(ValueError, match="holds no opening"):
        opportunities((), early_wean)
