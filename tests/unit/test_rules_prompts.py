"""Reminders: when each falls due, what repeats, what ends them. Due times are compared."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.commands import (
    AnswerAdvice,
    EndCase,
    HangBag,
    OpenCase,
    PauseTitration,
    ReportPump,
    ResumeTitration,
    SeePrompt,
    Tick,
)
from core.model.events import Prompted
from core.model.state import State
from core.model.terms import (
    Agent,
    Outcome,
    OverrideReason,
    PauseReason,
    Reply,
    Route,
)
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Milligram, Millilitre
from core.rules.prompts import bag_empty_at, due, next_due
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
PROTOCOL = protocol_from(TEXT)
NE = Agent.NOREPINEPHRINE
WEAN = ("0 min: runs 0.1 mcg/kg/min", "10 min to 130 min every 60 min: MAP 70 mmHg")
STOP = ("0 min: runs 0.02 mcg/kg/min", "10 min to 130 min every 60 min: MAP 70 mmHg")


def at(minutes: float) -> datetime:
    return BEGAN + timedelta(minutes=minutes)


def begun(*course: str, route: Route = Route.CENTRAL, text: str = TEXT) -> Session:
    session = Session(MemoryLog(), protocol_from)
    given = WorkedGiven(course=course or ("0 min: pause",))
    opening, *requests = requests_of(given, protocol_from(text), text)
    assert isinstance(opening, OpenCase)
    session.handle(replace(opening, setup=replace(opening.setup, route=route)))
    for request in requests if course else ():
        session.handle(request)
    return session


def run(session: Session, minutes: float, dose: str) -> None:
    amount = Dose(Decimal(dose), DoseUnit.MCG_KG_MIN)
    session.handle(ReportPump(at=at(minutes), observed_at=at(minutes), agent=NE, dose=amount))


def ticked(session: Session, until: float, *codes: str) -> list[tuple[float, str]]:
    """What is shown as time passes to `until`: minute and code, as a driver lets it pass."""
    shown: list[tuple[float, str]] = []
    now = session.state.at
    while now is not None and (now := session.next_due(now)) is not None and now <= at(until):
        for fact in session.handle(Tick(at=now)):
            assert isinstance(fact.event, Prompted)
            assert fact.event.due_at == fact.event.at == now
            shown.append(((now - BEGAN).total_seconds() / 60, fact.event.code))
    return [item for item in shown if not codes or item[1] in codes]


def open_codes(session: Session, minutes: float) -> list[str]:
    return [item.code for item in session.due(at(minutes))]


class TestOverdue:
    def test_the_countdown_is_no_prompt_until_it_is_over(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        assert session.next_due(at(5)) == at(11)
        assert session.handle(Tick(at=at(11) - timedelta(seconds=1))) == ()
        assert open_codes(session, 10.99) == []

    def test_it_comes_again_after_15_and_60_minutes_and_then_rests(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        assert ticked(session, 600, "reading-overdue") == [
            (11, "reading-overdue"),
            (26, "reading-overdue"),
            (71, "reading-overdue"),
        ]

    def test_a_reading_ends_it(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg", "12 min: MAP 70 mmHg")
        assert open_codes(session, 17) == []
        assert ticked(session, 20) == [(18, "reading-overdue")]

    def test_a_new_case_wants_its_first_reading_within_5_minutes(self) -> None:
        assert ticked(begun(), 10) == [(6, "reading-overdue")]

    def test_a_pause_rests_it_and_its_end_asks_for_a_reading_in_5_minutes(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg", "6 min: pause")
        assert ticked(session, 100) == []
        session.handle(ResumeTitration(at=at(100), observed_at=at(100)))
        assert ticked(session, 110) == [(106, "reading-overdue")]

    def test_even_a_reading_within_the_pause_asks_for_none(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "6 min: pause", "10 min: MAP 60 mmHg")
        assert session.state.recheck_at == at(15)
        assert ticked(session, 100) == []

    def test_a_delay_moves_it(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        assert session.state.standing is not None
        session.handle(
            AnswerAdvice(
                at=at(6),
                advice=session.state.standing.seq,
                reply=Reply.DELAY,
                reason=OverrideReason.FLUIDS_FIRST,
                until=at(20),
            )
        )
        assert ticked(session, 30) == [(21, "reading-overdue")]

    @pytest.mark.parametrize(
        ("wait", "late"), [(2, 1), (5, 1), (10, 1), (30, 3), (60, 6), (240, 24)]
    )
    def test_a_long_wait_is_not_over_to_the_minute(self, wait: int, late: int) -> None:
        reminders = replace(PROTOCOL.reminders, overdue_share=1000)
        protocol = replace(PROTOCOL, reminders=reminders)
        state = replace(begun().state, recheck_at=at(300), wait=timedelta(minutes=wait))
        assert next_due(state, protocol, at(300)) == at(300 + late)
        assert next_due(state, PROTOCOL, at(300)) == at(301)

    def test_the_default_gives_a_tenth_of_the_wait(self) -> None:
        session = begun(
            "0 min: runs 0.1 mcg/kg/min",
            "30 min to 150 min every 30 min: MAP 70 mmHg",
            text=read_protocol("norepinephrine-adult").text,
        )
        assert session.state.recheck_at == at(210)
        assert ticked(session, 217, "reading-overdue") == [(216, "reading-overdue")]

    def test_the_wait_is_that_of_whoever_asked_last(self) -> None:
        text = read_protocol("norepinephrine-adult").text
        course = ("0 min: runs 0.1 mcg/kg/min", "30 min to 150 min every 30 min: MAP 70 mmHg")
        session = begun(*course, text=text)
        assert session.state.wait == timedelta(minutes=60)
        session.handle(PauseTitration(at=at(151), observed_at=at(151), reason=PauseReason.THEATRE))
        session.handle(ResumeTitration(at=at(160), observed_at=at(160)))
        assert session.state.wait == timedelta(minutes=5)
        assert ticked(session, 167, "reading-overdue") == [(166, "reading-overdue")]
        assert begun(text=text).state.wait == timedelta(minutes=5)

    def test_a_change_that_follows_waits_as_long_as_the_advice_and_a_delay_as_said(self) -> None:
        text = read_protocol("norepinephrine-adult").text
        session = begun("0 min: runs 0.1 mcg/kg/min", "30 min: MAP 60 mmHg", text=text)
        standing = session.state.standing
        assert standing is not None
        wait = standing.advised.recheck_at - at(30)
        delay = AnswerAdvice(
            at=at(31),
            advice=standing.seq,
            reply=Reply.DELAY,
            reason=OverrideReason.FLUIDS_FIRST,
            until=at(51),
        )
        session.handle(delay)
        assert session.state.wait == timedelta(minutes=20)
        dose = standing.advised.dose
        report = ReportPump(
            at=at(32), observed_at=at(32), agent=NE, dose=dose, follows=standing.seq
        )
        session.handle(report)
        assert (session.state.wait, session.state.recheck_at) == (wait, at(32) + wait)

    def test_what_fell_due_while_nobody_looked_is_shown_once_with_its_time(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        facts = session.handle(Tick(at=at(30)))
        prompts = [fact.event for fact in facts if isinstance(fact.event, Prompted)]
        assert [(p.at, p.due_at) for p in prompts] == [(at(30), at(11)), (at(30), at(26))]
        assert session.handle(Tick(at=at(31))) == ()

    def test_the_next_request_shows_it_too(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
        facts = session.handle(SeePrompt(at=at(12), key="nothing"))
        assert isinstance(facts[0].event, Prompted)


class TestWean:
    def test_eligibility_is_prompted_at_once_and_every_hour_four_times(self) -> None:
        session = begun(*WEAN)
        assert open_codes(session, 130) == ["wean-eligible"]
        shown = ticked(session, 900, "wean-eligible")
        assert shown == [(190, "wean-eligible"), (250, "wean-eligible"), (310, "wean-eligible")]

    def test_a_stop_has_its_own_words(self) -> None:
        assert open_codes(begun(*STOP), 130) == ["stop-eligible"]

    def test_there_is_one_episode_per_last_change(self) -> None:
        """Eligible, not for a reading, eligible again: nothing is said a second time."""
        session = begun(*WEAN, "135 min: MAP 70 mmHg", "140 min: MAP 70 mmHg")
        keys = [key for key, _ in session.state.shown if key.startswith("wean:")]
        assert len(keys) == 1

    def test_the_change_ends_it(self) -> None:
        session = begun(*WEAN)
        run(session, 131, "0.08")
        assert open_codes(session, 131) == []
        assert ticked(session, 400, "wean-eligible") == []

    def test_a_low_reading_ends_it(self) -> None:
        session = begun(*WEAN, "135 min: MAP 60 mmHg")
        assert session.state.eligible_from is None
        assert open_codes(session, 135) == []

    def test_eligibility_lasts_from_its_first_reading(self) -> None:
        session = begun(*WEAN, "150 min: MAP 71 mmHg")
        assert session.state.eligible_from == at(130)


class TestAboveBand:
    COURSE = ("0 min: runs 0.02 mcg/kg/min", "5 min: MAP 80 mmHg", "20 min: MAP 80 mmHg")

    def test_thirty_minutes_above_without_a_change_and_every_hour(self) -> None:
        shown = ticked(begun(*self.COURSE), 300, "above-band")
        assert shown == [(minutes, "above-band") for minutes in (35, 95, 155, 215)]

    def test_one_reading_is_not_enough(self) -> None:
        session = begun("0 min: runs 0.02 mcg/kg/min", "5 min: MAP 80 mmHg")
        assert ticked(session, 300, "above-band") == []

    def test_it_is_never_due_before_the_second_reading(self) -> None:
        session = begun("0 min: runs 0.02 mcg/kg/min", "5 min: MAP 80 mmHg", "60 min: MAP 80 mmHg")
        (item,) = [item for item in session.due(at(60)) if item.code == "above-band"]
        assert item.due_at == at(60)
        assert item.args == {"since": at(5).isoformat()}

    def test_a_change_or_a_reading_in_the_band_ends_it(self) -> None:
        session = begun(*self.COURSE)
        run(session, 30, "0.015")
        assert ticked(session, 100, "above-band") == [(60, "above-band")]
        session = begun(*self.COURSE, "30 min: MAP 75 mmHg")
        assert ticked(session, 100, "above-band") == []

    def test_while_a_wean_is_prompted_nothing_more_is_said(self) -> None:
        session = begun("0 min: runs 0.1 mcg/kg/min", "10 min to 130 min every 60 min: MAP 80 mmHg")
        assert open_codes(session, 130) == ["wean-eligible"]

    def test_it_is_about_a_running_infusion(self) -> None:
        assert ticked(begun("0 min: MAP 80 mmHg", "20 min: MAP 80 mmHg"), 200, "above-band") == []


class TestBag:
    """250 mL; 1 mcg/kg/min is 75 mL/h."""

    def test_half_an_hour_before_it_runs_out(self) -> None:
        session = begun()
        run(session, 0, "1")
        assert bag_empty_at(session.state) == at(200)
        assert ticked(session, 400, "bag-empty") == [(170, "bag-empty")]

    def test_a_lower_rate_moves_it_and_asks_again_although_it_was_put_aside(self) -> None:
        session = begun()
        run(session, 0, "1")
        (prompt,) = [p for p in session.due(at(171)) if p.code == "bag-empty"]
        session.handle(SeePrompt(at=at(171), key=prompt.key))
        run(session, 180, "0.1")
        assert bag_empty_at(session.state) == at(180 + 200)
        assert "bag-empty" not in open_codes(session, 181)
        assert ticked(session, 400, "bag-empty") == [(350, "bag-empty")]

    def test_a_new_bag_begins_full(self) -> None:
        session = begun()
        run(session, 0, "1")
        bag = Bag(Milligram(Decimal(16)), Millilitre(Decimal(250)), ExpressedAs.BASE)
        session.handle(HangBag(at=at(100), observed_at=at(100), agent=NE, bag=bag))
        assert bag_empty_at(session.state) == at(300)

    def test_an_overdrawn_bag_is_empty_now(self) -> None:
        session = begun()
        run(session, 0, "1")
        run(session, 300, "0.5")
        assert bag_empty_at(session.state) == at(300)

    def test_what_does_not_run_never_runs_out(self) -> None:
        assert bag_empty_at(begun().state) is None
        session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: runs 0 mcg/kg/min")
        assert bag_empty_at(session.state) is None


class TestChecks:
    @pytest.mark.parametrize(
        ("route", "code", "interval"),
        [(Route.PERIPHERAL, "site-check", 60), (Route.CENTRAL, "line-check", 720)],
    )
    def test_the_site_hourly_the_line_twice_a_day(
        self, route: Route, code: str, interval: int
    ) -> None:
        session = begun(route=route)
        run(session, 10, "0.1")
        assert ticked(session, 2000, code) == [(10 + interval, code)]
        (prompt,) = [p for p in session.due(at(2000)) if p.code == code]
        session.handle(SeePrompt(at=at(2000), key=prompt.key))
        assert ticked(session, 4000, code) == [(2000 + interval, code)]

    def test_a_check_from_before_the_infusion_does_not_count(self) -> None:
        session = begun(route=Route.PERIPHERAL)
        run(session, 0, "0.1")
        session.handle(SeePrompt(at=at(61), key=f"site:{int(at(0).timestamp())}"))
        run(session, 70, "0")
        run(session, 100, "0.1")
        run(session, 110, "0.12")
        assert ticked(session, 400, "site-check") == [(160, "site-check")]


class TestWatch:
    def test_readings_at_5_15_30_60_and_then_hourly_to_24_h(self) -> None:
        session = begun(*STOP)
        assert session.state.standing is not None
        session.handle(
            AnswerAdvice(
                at=at(131), advice=session.state.standing.seq, reply=Reply.ACCEPT, pump_set=True
            )
        )
        rechecks = []
        while session.state.recheck_at is not None and session.state.recheck_at <= at(131 + 1500):
            now = session.state.recheck_at
            minutes = (now - at(131)).total_seconds() / 60
            rechecks.append(minutes)
            given = WorkedGiven(course=(f"{131 + int(minutes)} min: MAP 70 mmHg",))
            session.handle(requests_of(given, PROTOCOL, TEXT)[1])
        assert rechecks[:6] == [5, 15, 30, 60, 120, 180]
        assert rechecks[-2:] == [24 * 60, 25 * 60]

    def test_a_missed_one_is_said_in_its_own_words(self) -> None:
        course = ("10 min: MAP 70 mmHg", "11 min: runs 0 mcg/kg/min", "16 min: MAP 70 mmHg")
        session = begun("0 min: runs 0.02 mcg/kg/min", *course)
        assert ticked(session, 30) == [(27, "watch-reading-overdue")]


def test_an_end_silences_everything() -> None:
    session = begun("0 min: runs 0.1 mcg/kg/min", "5 min: MAP 60 mmHg")
    session.handle(EndCase(at=at(6), outcome=Outcome.TRANSFERRED))
    assert session.next_due(at(6)) is None
    assert session.due(at(9999)) == ()


def test_an_unopened_case_reminds_of_nothing() -> None:
    assert due(State(), PROTOCOL, at(0)) == ()
    assert next_due(State(), PROTOCOL, at(0)) is None


def test_a_pause_silences_what_belongs_to_a_running_titration() -> None:
    session = begun(*WEAN, route=Route.PERIPHERAL)
    session.handle(PauseTitration(at=at(131), observed_at=at(131), reason=PauseReason.OTHER))
    assert open_codes(session, 500) == []
