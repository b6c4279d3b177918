"""The list of prompts: one line per cause, urgent first, put aside as a whole, missed marked."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

import pytest

from core.model.commands import EndCase, HangBag, SeePrompt, Tick
from core.model.events import Event, Prompted
from core.model.terms import Agent, Outcome, Route, Urgency
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Milligram, Millilitre
from core.session import Session
from core.view.case_view import PromptView
from core.view.prompt_list import prompt_views
from core.view.wording import Words

Minute = Callable[[float], datetime]
Open = Callable[..., Session]
Do = Callable[..., tuple[Event, ...]]
Listed = Callable[[Session, float], tuple[PromptView, ...]]


@pytest.fixture
def listed(words: Words, minute: Minute) -> Listed:
    """The prompts so many minutes after opening."""
    return lambda session, minutes: prompt_views(
        session.state, session.protocol, words, minute(minutes)
    )


@pytest.fixture
def tick(minute: Minute) -> Callable[[Session, float], None]:
    """Lets time pass up to a minute, in one go as after sleep."""

    def passed(session: Session, minutes: float) -> None:
        session.handle(Tick(at=minute(minutes)))

    return passed


Pass = Callable[[Session, float], None]


def codes(prompts: tuple[PromptView, ...]) -> list[str]:
    return [prompt.code for prompt in prompts]


def steady(session: Session, read: Do, report: Do, mmhg: int = 70, until: int = 160) -> None:
    report(session, 1, "0.1")
    for minutes in range(2, until, 15):
        read(session, minutes, mmhg)


def test_a_countdown_is_no_prompt_until_a_minute_after_it_ran_out(
    open_case: Open, read: Do, listed: Listed
) -> None:
    session = open_case()
    read(session, 1, 60)
    assert listed(session, 6.9) == ()
    (overdue,) = listed(session, 7)
    assert (overdue.code, overdue.urgency) == ("reading-overdue", Urgency.SOON)
    assert overdue.text == "Next reading overdue since 14:06"


def test_a_prompt_that_repeats_keeps_to_one_line(
    open_case: Open, read: Do, tick: Pass, listed: Listed
) -> None:
    session = open_case()
    read(session, 1, 60)
    for minutes in (7, 22, 67):
        tick(session, minutes)
    assert codes(listed(session, 70)) == ["reading-overdue"]
    shown = [fact for fact in session._log if isinstance(fact.event, Prompted)]
    assert len(shown) == 3


def test_putting_a_repeat_aside_puts_its_cause_aside_until_the_next(
    open_case: Open, read: Do, tick: Pass, listed: Listed, minute: Minute
) -> None:
    session = open_case()
    read(session, 1, 60)
    tick(session, 7)
    tick(session, 22)
    (line,) = listed(session, 23)
    session.handle(SeePrompt(at=minute(23), key=line.key))
    assert listed(session, 24) == ()
    assert codes(listed(session, 67)) == ["reading-overdue"]


def test_a_call_comes_first_and_goes_with_the_next_reading(
    open_case: Open, read: Do, report: Do, listed: Listed
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    read(session, 10, 45)
    call, late = listed(session, 20)
    assert (call.text, call.urgency) == ("MAP 45: call the prescriber now", Urgency.NOW)
    assert late.code == "reading-overdue"
    read(session, 21, 70)
    assert listed(session, 21) == ()


def test_an_artefact_does_not_end_a_call(
    open_case: Open, read: Do, report: Do, listed: Listed
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    read(session, 10, 45)
    read(session, 11, -5)
    assert codes(listed(session, 11)) == ["critical-map"]


def test_a_call_that_was_seen_is_gone(
    open_case: Open, read: Do, listed: Listed, minute: Minute
) -> None:
    session = open_case()
    read(session, 1, 45)
    for line in listed(session, 1):
        session.handle(SeePrompt(at=minute(1), key=line.key))
    assert listed(session, 1) == ()


def test_the_card_of_a_failed_wean_is_one_line_however_many_readings_follow(
    open_case: Open, read: Do, report: Do, listed: Listed, minute: Minute
) -> None:
    session = open_case()
    steady(session, read, report)
    report(session, 153, "0.08")
    read(session, 160, 60)
    read(session, 166, 60)
    report(session, 167, "0.1")
    for minutes in (170, 180, 190):
        read(session, minutes, 70)
    assert codes(listed(session, 190)) == ["failed-wean"]
    session.handle(SeePrompt(at=minute(190), key=listed(session, 190)[0].key))
    read(session, 200, 70)
    assert listed(session, 200) == ()


def test_what_fell_due_while_the_case_was_closed_is_marked(
    open_case: Open, read: Do, tick: Pass, listed: Listed
) -> None:
    session = open_case()
    read(session, 1, 60)
    tick(session, 7)
    assert [line.missed for line in listed(session, 7)] == [False]
    tick(session, 40)
    (line,) = listed(session, 40)
    assert (line.due_at.minute, line.missed) == (22, True)


def test_a_minute_late_is_not_missed(open_case: Open, read: Do, tick: Pass, listed: Listed) -> None:
    session = open_case()
    read(session, 1, 60)
    tick(session, 8)
    assert [line.missed for line in listed(session, 8)] == [False]


def test_above_the_band_is_prompted_once_two_readings_say_so(
    open_case: Open, read: Do, report: Do, tick: Pass, listed: Listed
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    read(session, 2, 80)
    tick(session, 40)
    assert codes(listed(session, 40)) == ["reading-overdue"]
    read(session, 60, 80)
    line = next(item for item in listed(session, 60) if item.code == "above-band")
    assert line.text == "MAP above the band since 14:02, no change"
    assert (f"{line.due_at:%H:%M}", line.missed) == ("15:00", False)


def test_above_the_band_adds_nothing_while_a_wean_is_prompted(
    open_case: Open, read: Do, report: Do, listed: Listed
) -> None:
    session = open_case()
    steady(session, read, report, mmhg=80)
    assert codes(listed(session, 152)) == ["wean-eligible"]


def test_above_the_band_speaks_up_again_once_the_wean_is_gone(
    open_case: Open, read: Do, report: Do, listed: Listed
) -> None:
    session = open_case()
    steady(session, read, report, mmhg=80)
    report(session, 153, "0.08")
    read(session, 160, 80)
    assert "above-band" in codes(listed(session, 190))


def test_a_bag_emptied_sooner_by_a_new_rate_was_not_missed(
    open_case: Open, report: Do, listed: Listed, minute: Minute
) -> None:
    small = Bag(Milligram(Decimal(4)), Millilitre(Decimal(50)), ExpressedAs.BASE)
    session = open_case(bag=small)
    report(session, 1, "0.05")
    report(session, 600, "0.8")
    line = next(item for item in listed(session, 600) if item.code == "bag-empty")
    assert line.due_at < minute(599)
    assert not line.missed
    fresh = HangBag(at=minute(601), observed_at=minute(601), agent=Agent.NOREPINEPHRINE, bag=small)
    session.handle(fresh)
    assert "bag-empty" not in codes(listed(session, 601))


def test_a_peripheral_site_is_checked_hourly(
    open_case: Open, report: Do, read: Do, listed: Listed, minute: Minute
) -> None:
    session = open_case(route=Route.PERIPHERAL)
    report(session, 1, "0.05")
    read(session, 60, 70)
    (site,) = listed(session, 61)
    assert site.text == "Check the infusion site: pale, cold, hard, painful?"
    session.handle(SeePrompt(at=minute(62), key=site.key))
    assert "site-check" not in codes(listed(session, 121))
    assert "site-check" in codes(listed(session, 122))


def test_prompts_of_one_urgency_stand_in_the_order_they_fell_due(
    open_case: Open, read: Do, report: Do, tick: Pass, listed: Listed
) -> None:
    session = open_case(route=Route.PERIPHERAL)
    report(session, 1, "0.05")
    read(session, 20, 60)
    tick(session, 100)
    lines = listed(session, 100)
    assert [line.due_at for line in lines] == sorted(line.due_at for line in lines)
    assert set(codes(lines)) == {"reading-overdue", "site-check"}


def test_after_the_end_nothing_is_prompted(
    open_case: Open, read: Do, listed: Listed, minute: Minute
) -> None:
    session = open_case()
    read(session, 1, 45)
    session.handle(EndCase(at=minute(2), outcome=Outcome.OTHER))
    assert listed(session, 600) == ()
