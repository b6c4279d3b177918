"""The bridge: commands in, views out, and nothing lost where the log cannot be written."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from pytestqt.qtbot import QtBot

from core.cases.errors import LogUnavailable, Trouble
from core.cases.offer import offer_of
from core.cases.site import read_site
from core.clock import SimulatedClock
from core.entry.verdict import Refused
from core.entry.weight import WeightContext, read_weight
from core.library import DEFAULT_PROTOCOL, protocol_from, read_protocol
from core.model.case import DosingWeight, Setup
from core.model.commands import AddNote, OpenCase, RecordReading, ReportPump, ResumeTitration
from core.model.events import EntryRefused, Recorded
from core.model.terms import Agent, Mode, Route, Source, WeightBasis
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Kilogram, Milligram, Millilitre, Mmhg, PumpRate
from core.session import Session
from core.texts import load_words
from core.view.case_view import AdviceStatus, CaseView
from gui.bridge import CaseBridge, clock_sentence
from gui.ticker import Ticker

START = datetime(2027, 3, 4, 14, 0, tzinfo=UTC)
WORDS = load_words(UTC)


class Log:
    """A log in memory that can be told to fail."""

    def __init__(self) -> None:
        self.facts: list[Recorded] = []
        self.full = False
        self.tidied = 0

    def append(self, events: Sequence[Recorded]) -> None:
        if self.full:
            raise LogUnavailable(Trouble.DISK_FULL, "ICU-12.case cannot be written: disk is full")
        self.facts.extend(events)

    def tidy(self) -> None:
        self.tidied = len(self.facts)

    def __iter__(self) -> Iterator[Recorded]:
        return iter(list(self.facts))


class Hand:
    """A scheduler that is fired by hand."""

    def arm(self, delay: timedelta, action: object) -> None:
        self.delay, self.action = delay, action

    def disarm(self) -> None:
        self.action = None


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(START)


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def bridge(clock: SimulatedClock, log: Log) -> CaseBridge:
    text = read_protocol(DEFAULT_PROTOCOL).text
    offer = offer_of(protocol_from(text), text)
    setup = Setup(
        label="ICU-12",
        mode=Mode.SIMULATION,
        weight=DosingWeight(Kilogram(Decimal(82)), WeightBasis.ACTUAL),
        bag=Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE),
        route=Route.CENTRAL,
        resolution=PumpRate(Decimal("0.1")),
        band=offer.bands[0],
        start_dose=offer.start,
    )
    session = Session(log, protocol_from)
    session.handle(
        OpenCase(
            at=START,
            setup=setup,
            counting=offer.counting,
            protocol=offer.protocol,
            protocol_version=offer.version,
            protocol_text=offer.text,
            initials="AB",
        )
    )
    return CaseBridge(session, tuple(log), WORDS, read_site(), clock)


def reading(bridge: CaseBridge, mmhg: int) -> RecordReading:
    now = bridge.now()
    return RecordReading(
        at=now, observed_at=now, source=Source.ARTERIAL_LINE, map=Mmhg(Decimal(mmhg))
    )


def pump(bridge: CaseBridge, dose: str) -> ReportPump:
    now = bridge.now()
    value = Dose(Decimal(dose), DoseUnit.MCG_KG_MIN)
    return ReportPump(at=now, observed_at=now, agent=Agent.NOREPINEPHRINE, dose=value)


def test_a_fact_becomes_a_new_view(qtbot: QtBot, bridge: CaseBridge) -> None:
    assert bridge.view.strip.label == "ICU-12"
    assert bridge.view.reading is None
    with qtbot.waitSignal(bridge.view_changed) as told:
        assert bridge.send(reading(bridge, 61))
    (view,) = told.args
    assert isinstance(view, CaseView)
    assert view is bridge.view
    assert view.reading is not None
    assert view.reading.text == "61 mmHg"
    assert len(view.rows) > 1


def test_the_log_is_tidied_once_what_followed_was_shown(
    qtbot: QtBot, bridge: CaseBridge, log: Log
) -> None:
    bridge.send(reading(bridge, 61))
    assert log.tidied == 0
    qtbot.waitUntil(lambda: log.tidied == len(log.facts))


def test_the_story_of_the_file_is_told_once(bridge: CaseBridge, log: Log) -> None:
    bridge.send(reading(bridge, 61))
    again = CaseBridge(
        Session(log, protocol_from), tuple(log), WORDS, bridge.profile, SimulatedClock(START)
    )
    assert again.view == bridge.view


def test_where_the_log_cannot_be_written_nothing_counts_and_a_sentence_says_so(
    qtbot: QtBot, bridge: CaseBridge, log: Log
) -> None:
    before = bridge.view
    log.full = True
    with qtbot.waitSignal(bridge.trouble) as told, qtbot.assertNotEmitted(bridge.view_changed):
        assert not bridge.send(reading(bridge, 61))
    (sentence,) = told.args
    assert "Not recorded: ICU-12.case cannot be written: disk is full" in sentence
    assert "still there" in sentence
    assert bridge.view is before
    log.full = False
    assert bridge.send(reading(bridge, 61))
    assert bridge.view.reading is not None


def test_a_request_that_the_case_refuses_does_not_count_either(
    qtbot: QtBot, bridge: CaseBridge, log: Log
) -> None:
    with qtbot.waitSignal(bridge.trouble) as told:
        assert not bridge.send(ResumeTitration(at=START, observed_at=START))
    assert told.args == ["Titration is not paused."]
    assert isinstance(log.facts[-1].event, EntryRefused)


def test_what_was_refused_at_a_field_is_a_fact(bridge: CaseBridge, log: Log) -> None:
    verdict = read_weight("180 lb", WeightContext(), bridge.profile)
    assert isinstance(verdict, Refused)
    bridge.refuse("weight", "180 lb", verdict)
    kept = log.facts[-1].event
    assert isinstance(kept, EntryRefused)
    assert (kept.field, kept.text, kept.reason.code) == ("weight", "180 lb", "unit_converted")
    assert kept.reason.args["converted"] == "81.6 kg"


def test_a_tick_shows_what_has_fallen_due_and_says_when_next(
    bridge: CaseBridge, clock: SimulatedClock
) -> None:
    bridge.send(pump(bridge, "0.1"))
    bridge.send(reading(bridge, 61))
    due = bridge.next_due(START)
    assert due is not None
    clock.advance(due - START)
    assert bridge.tick(clock.now())
    assert [prompt.code for prompt in bridge.view.prompts if prompt.due_at == due] != []
    later = bridge.next_due(due)
    assert later is not None
    assert later > due


def test_the_ticker_drives_it_without_a_timer(bridge: CaseBridge, clock: SimulatedClock) -> None:
    bridge.send(pump(bridge, "0.1"))
    bridge.send(reading(bridge, 61))
    hand = Hand()
    ticker = Ticker(clock, hand)
    ticker.watch(bridge)
    counted = bridge.session.state.count
    clock.advance(timedelta(hours=9))
    assert callable(hand.action)
    hand.action()
    assert bridge.session.state.count > counted
    assert {prompt.code for prompt in bridge.view.prompts} >= {"reading-overdue"}
    assert all(prompt.missed for prompt in bridge.view.prompts if prompt.code == "reading-overdue")


def test_each_second_is_told_and_records_nothing(
    qtbot: QtBot, bridge: CaseBridge, clock: SimulatedClock, log: Log
) -> None:
    facts = len(log.facts)
    with qtbot.waitSignal(bridge.second) as told, qtbot.assertNotEmitted(bridge.view_changed):
        clock.advance(timedelta(seconds=1))
        bridge.refresh(clock.now())
    assert told.args == [clock.now()]
    assert len(log.facts) == facts


def test_advice_that_runs_out_is_shown_so_without_a_fact(
    qtbot: QtBot, bridge: CaseBridge, clock: SimulatedClock
) -> None:
    bridge.send(pump(bridge, "0.1"))
    bridge.send(reading(bridge, 61))
    card = bridge.view.next_step
    assert card is not None
    assert card.status is AdviceStatus.OPEN
    clock.advance(card.expires_at - START - timedelta(seconds=1))
    with qtbot.assertNotEmitted(bridge.view_changed):
        bridge.refresh(clock.now())
    clock.advance(timedelta(seconds=1))
    with qtbot.waitSignal(bridge.view_changed):
        bridge.refresh(clock.now())
    assert bridge.view.next_step is not None
    assert bridge.view.next_step.status is AdviceStatus.EXPIRED
    clock.advance(timedelta(seconds=1))
    with qtbot.waitSignal(bridge.view_changed):
        bridge.refresh(clock.now())
    assert bridge.view.overdue
    clock.advance(timedelta(seconds=1))
    with qtbot.assertNotEmitted(bridge.view_changed):
        bridge.refresh(clock.now())


@pytest.mark.parametrize(("seconds", "banners"), [(3, 0), (120, 0), (121, 1), (-3600, 1)])
def test_a_set_clock_is_a_fact_and_a_banner_where_it_was_set_far(
    bridge: CaseBridge, log: Log, seconds: int, banners: int
) -> None:
    heard: list[str] = []
    bridge.trouble.connect(heard.append)
    bridge.clock_stepped(bridge.now(), seconds)
    assert log.facts[-1].event.kind == "clock_stepped"
    assert len(heard) == banners


def test_the_banner_says_how_far_and_which_way() -> None:
    assert "forwards by 2min 1s" in clock_sentence(WORDS, 121)
    assert "back by 1h 5min" in clock_sentence(WORDS, -3900)


def test_a_note_needs_nothing_else(bridge: CaseBridge, log: Log) -> None:
    assert bridge.send(AddNote(at=START, text="bed 4"))
    assert log.facts[-1].event.kind == "note_added"
