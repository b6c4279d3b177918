"""Why there is no advice to follow, and what to do: one sentence for each reason."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from core.model.commands import (
    ChangeTarget,
    EndCase,
    HangBag,
    PauseTitration,
    StrikeEntry,
)
from core.model.events import AdviceWithheld, Event, Reason
from core.model.state import replace as changed
from core.model.terms import Agent, Gate, Outcome, PauseReason, Source, StrikeReason
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Milligram, Millilitre, PumpRate
from core.session import Session
from core.view.build import case_view
from core.view.case_view import AdviceStatus
from core.view.story import Story, told
from core.view.wording import Words

Minute = Callable[[float], datetime]
Open = Callable[..., Session]
Do = Callable[..., tuple[Event, ...]]
BAG = Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE)


@pytest.fixture
def said(words: Words, minute: Minute) -> Callable[[Session, float], tuple[str, str]]:
    """The status of the card and the silence so many minutes after opening."""

    def look(session: Session, minutes: float) -> tuple[str, str]:
        story = Story()
        for fact in session._log:
            story = told(story, fact, words)
        view = case_view(session.state, session.protocol, story, words, minute(minutes))
        status = "" if view.next_step is None else str(view.next_step.status)
        return status, view.silence

    return look


Said = Callable[[Session, float], tuple[str, str]]
OPEN = str(AdviceStatus.OPEN)


def test_open_advice_needs_no_other_word(open_case: Open, read: Do, said: Said) -> None:
    session = open_case()
    read(session, 1, 60)
    assert said(session, 1) == (OPEN, "")


def test_an_artefact_is_said_beside_the_advice_that_stands(
    open_case: Open, read: Do, said: Said
) -> None:
    session = open_case()
    read(session, 1, 60)
    read(session, 2, -5)
    status, sentence = said(session, 2)
    assert status == OPEN
    assert sentence == (
        "Artefact? MAP -5 is kept, marked, and never dosed on. "
        "Check the transducer and enter another reading."
    )


def test_an_artefact_that_was_struck_is_no_longer_spoken_of(
    open_case: Open, read: Do, said: Said, minute: Minute
) -> None:
    session = open_case()
    read(session, 1, -5)
    reading = session.state.last_reading
    assert reading is not None
    struck = StrikeEntry(at=minute(2), refers_to=reading[0], reason=StrikeReason.ARTEFACT)
    session.handle(struck)
    assert said(session, 2) == ("", "No reading yet. Enter a MAP to get the next step.")


def test_an_old_reading_that_was_struck_is_no_longer_spoken_of(
    open_case: Open, read: Do, said: Said, minute: Minute
) -> None:
    session = open_case()
    read(session, 1, 60, entered=30)
    reading = session.state.last_reading
    assert reading is not None
    struck = StrikeEntry(at=minute(31), refers_to=reading[0], reason=StrikeReason.WRONG_TIME)
    session.handle(struck)
    assert said(session, 31) == ("", "No reading yet. Enter a MAP to get the next step.")


def test_an_artefact_entered_late_does_not_speak_for_the_latest_reading(
    open_case: Open, read: Do, said: Said
) -> None:
    session = open_case()
    read(session, 10, 60)
    read(session, 5, 3, entered=11)
    assert said(session, 11) == (OPEN, "")


def test_a_late_entry_leaves_open_advice_alone(open_case: Open, read: Do, said: Said) -> None:
    session = open_case()
    read(session, 10, 60)
    read(session, 5, 70, entered=11)
    assert said(session, 11) == (OPEN, "")
    assert said(session, 60)[1].startswith("A reading older than the latest was added")


def test_of_two_sources_in_one_minute_the_line_decides(
    open_case: Open, read: Do, said: Said
) -> None:
    session = open_case()
    read(session, 10, 60)
    read(session, 10, 70, Source.CUFF)
    assert said(session, 10) == (OPEN, "")
    assert said(session, 60)[1].startswith("Within one minute the arterial line decides.")


def test_an_old_reading_is_too_old(open_case: Open, read: Do, said: Said) -> None:
    session = open_case()
    read(session, 1, 60, entered=30)
    assert said(session, 30) == ("", "The reading is too old to advise on. Enter a new MAP.")


def test_without_a_bag_a_bag_is_asked_for_until_it_hangs(
    open_case: Open, read: Do, said: Said, minute: Minute
) -> None:
    session = open_case(bag=None)
    read(session, 1, 60)
    assert said(session, 1)[1].startswith("No bag is hung: enter the bag, base or salt")
    bag = HangBag(at=minute(60), observed_at=minute(60), agent=Agent.NOREPINEPHRINE, bag=BAG)
    session.handle(bag)
    assert said(session, 60) == (
        "",
        "There is no advice yet. Enter a new MAP to get the next step.",
    )


def test_a_pump_too_coarse_names_the_rate_until_another_bag_hangs(
    open_case: Open, read: Do, report: Do, said: Said, minute: Minute
) -> None:
    session = open_case(resolution=PumpRate(Decimal(10)))
    report(session, 1, "0.1")
    read(session, 8, 61)
    assert said(session, 8)[1] == (
        "The pump cannot make this step: 20 mL/h would not change. "
        "Prepare a weaker bag or a finer pump."
    )
    weaker = Bag(Milligram(Decimal(4)), Millilitre(Decimal(250)), ExpressedAs.BASE)
    session.handle(
        HangBag(at=minute(60), observed_at=minute(60), agent=Agent.NOREPINEPHRINE, bag=weaker)
    )
    assert said(session, 60)[1] == "There is no advice yet. Enter a new MAP to get the next step."


def test_a_breach_of_limits_says_whom_to_follow(
    open_case: Open, read: Do, words: Words, minute: Minute
) -> None:
    session = open_case()
    read(session, 1, 60)
    gate = AdviceWithheld(
        at=minute(1), reading=3, gate=Gate.LIMIT_BREACH, detail=Reason("too_soon", {"row": "up"})
    )
    state = changed(session.state, last_gate=gate, standing=None)
    view = case_view(state, session.protocol, Story(), words, minute(1))
    assert view.silence.startswith("Advice withheld: the check against the declared limits")


def test_a_pause_and_the_end_come_before_all_else(
    open_case: Open, read: Do, report: Do, said: Said, minute: Minute
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    reason = PauseReason.ARREST
    session.handle(PauseTitration(at=minute(2), observed_at=minute(2), reason=reason))
    read(session, 3, -5)
    assert said(session, 3)[1].startswith("Titration is paused.")
    session.handle(EndCase(at=minute(4), outcome=Outcome.TRANSFERRED))
    assert said(session, 4) == ("", "This case has ended.")


def test_every_gate_has_a_sentence_that_says_what_to_do(words: Words) -> None:
    for gate in Gate:
        sentence = words.say(f"silence.{gate}", {"map": "61", "rate": "20 mL/h"})
        assert sentence.endswith(".")
        assert "{" not in sentence


def test_another_target_without_a_fresh_reading_wants_a_new_one(
    open_case: Open, read: Do, report: Do, said: Said, minute: Minute
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    read(session, 8, 61)
    session.handle(ChangeTarget(at=minute(60), band=session.protocol.bands[2]))
    status, sentence = said(session, 60)
    assert status == "superseded"
    assert sentence == (
        "Something has changed since this advice. Enter the next MAP when it is due."
    )
