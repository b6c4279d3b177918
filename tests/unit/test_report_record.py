"""The titration record to print: every fact in words, with its measurement, and by the hour."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest

from core.library import protocol_from
from core.log.memory import MemoryLog
from core.model.commands import (
    AddNote,
    AnswerAdvice,
    HangBag,
    OpenCase,
    PauseTitration,
    RefuseEntry,
    StrikeEntry,
)
from core.model.events import CaseOpened, Event, PumpReported, Reason, Recorded
from core.model.terms import (
    Agent,
    Keep,
    OverrideReason,
    PauseReason,
    Reply,
    StrikeReason,
)
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Millilitre, Units
from core.report.blocks import blocks_of
from core.report.case_html import case_html
from core.report.facts import SCOPE
from core.report.past import past_of
from core.report.pinned import pinned
from core.report.record import RecordRow, TitrationRecord, record_of
from core.rules.compile import Protocol
from core.session import Session
from core.view.wording import Words

Minute = Callable[[float], datetime]
Open = Callable[..., Session]
Do = Callable[..., tuple[Event, ...]]
HOSTILE = '</td></tr><script>alert("1")</script><img src=x onerror=y> & \u202edcba \x07'


def facts_of(session: Session) -> tuple[Recorded, ...]:
    return tuple(session._log)


def with_every_agent(opened: Session, protocol: Protocol) -> Session:
    """A new case with the same set-up, which counts every agent of the protocol."""
    first = facts_of(opened)[0].event
    assert isinstance(first, CaseOpened)
    session = Session(MemoryLog(), protocol_from)
    session.handle(
        OpenCase(
            at=first.at,
            setup=first.setup,
            counting=protocol.counting,
            countings=protocol.countings,
            protocol=first.protocol,
            protocol_version=first.protocol_version,
            protocol_text=first.protocol_text,
            initials="AB",
        )
    )
    return session


@pytest.fixture
def course(early_wean: Protocol, open_case: Open, read: Do, report: Do, minute: Minute) -> Session:
    """0.1 running; 61 at 8 min, advice declined; vasopressin hung and begun; raised at 20 min."""
    session = with_every_agent(open_case(), early_wean)
    report(session, 1, "0.1")
    read(session, 8, 61)
    standing = session.state.standing
    assert standing is not None
    declined = AnswerAdvice(
        at=minute(9), advice=standing.seq, reply=Reply.DECLINE, reason=OverrideReason.FLUIDS_FIRST
    )
    session.handle(declined)
    bag = Bag(Units(Decimal(20)), Millilitre(Decimal(100)), ExpressedAs.BASE)
    hang = HangBag(
        at=minute(10), observed_at=minute(10), agent=Agent.VASOPRESSIN, bag=bag, keep=Keep.DOSE
    )
    session.handle(hang)
    report(session, 11, "0.03", Agent.VASOPRESSIN)
    read(session, 16, 60)
    standing = session.state.standing
    assert standing is not None
    accept = AnswerAdvice(at=minute(17), advice=standing.seq, reply=Reply.ACCEPT, pump_set=True)
    session.handle(accept)
    report(session, 70, "0.1", entered=75)
    return session


def record(session: Session, words: Words, *, notes: bool = True) -> TitrationRecord:
    return record_of(facts_of(session), words, notes=notes)


def only(rows: tuple[RecordRow, ...], what: str) -> RecordRow:
    (row,) = [row for row in rows if row.what == what]
    return row


def test_the_head_says_whose_record_it_is_and_by_which_protocol(
    course: Session, words: Words
) -> None:
    head = dict(record(course, words).head)
    assert head["Label"] == ("ICU-12",)
    assert head["Mode"] == ("WORKSTATION",)
    assert head["Dosing weight"] == ("80 kg, actual, from 02-Mar-2027 14:00",)
    assert head["Target MAP"] == ("65 to 75 mmHg, from 02-Mar-2027 14:00",)
    assert head["Bags"] == (
        "norepinephrine: 8 mg in 250 mL base, 32 mcg/mL, from 02-Mar-2027 14:00",
        "vasopressin: 20 units in 100 mL, 0.2 units/mL, from 02-Mar-2027 14:10",
    )
    assert head["Entries by"] == ("AB from 02-Mar-2027 14:00",)
    (sha256,) = head["SHA-256 of its text"]
    assert re.fullmatch("[0-9a-f]{64}", sha256)


def test_advice_stands_with_its_dose_rate_row_and_source(course: Session, words: Words) -> None:
    advice = next(row for row in record(course, words).rows if row.what == "Advice: raise")
    assert advice.value == "0.12 mcg/kg/min"
    assert advice.details == (
        "norepinephrine",
        "from 0.1 mcg/kg/min",
        "18 mL/h",
        "on MAP 61 mmHg at 14:08",
        "row up: Below target: one step up",
        "source: Local policy: no published source sets this number",
        "next reading by 14:13",
    )
    assert advice.who == ""


def test_an_answer_stands_with_its_reason_and_its_advice(course: Session, words: Words) -> None:
    declined = only(record(course, words).rows, "Advice declined")
    assert declined.details == ("Fluids first", "to the advice of 14:08: 0.12 mcg/kg/min")
    assert declined.who == "AB"


def test_a_change_that_follows_advice_stands_with_the_map_of_the_advice(
    course: Session, words: Words
) -> None:
    rows = [row for row in record(course, words).rows if row.what == "Pump: norepinephrine"]
    first, followed, late = rows
    assert first.details[-2:] == ("first report", "no MAP before it")
    assert followed.value == "0.12 mcg/kg/min"
    assert "was 0.1 mcg/kg/min" in followed.details
    assert followed.details[-1] == "follows the advice of 14:16, on MAP 60 mmHg at 14:16"
    assert late.details[-3:] == (
        "was 0.12 mcg/kg/min",
        "latest MAP 60 mmHg at 14:16",
        "entered 15:15",
    )


def test_a_change_without_advice_stands_with_the_latest_map(course: Session, words: Words) -> None:
    started = only(record(course, words).rows, "Pump: vasopressin")
    assert started.value == "0.03 units/min"
    assert started.details[-1] == "latest MAP 61 mmHg at 14:08"


def test_the_same_dose_reported_again_is_no_change(
    open_case: Open, report: Do, read: Do, words: Words
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    read(session, 8, 70)
    report(session, 9, "0.1")
    again = record(session, words).rows[-1]
    assert again.details[-1] == "dose unchanged"


def test_a_struck_reading_stays_visible_and_triggers_nothing(
    open_case: Open, report: Do, read: Do, minute: Minute, words: Words
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    read(session, 5, 70)
    read(session, 8, 40)
    slip = session.state.last_reading
    assert slip is not None
    strike = StrikeEntry(at=minute(9), refers_to=slip[0], reason=StrikeReason.TYPING_SLIP)
    session.handle(strike)
    report(session, 10, "0.12")
    rows = record(session, words).rows
    struck = next(row for row in rows if row.value == "40 mmHg")
    assert struck.struck
    assert rows[-1].details[-1] == "latest MAP 70 mmHg at 14:05"
    html = case_html(facts_of(session), words, notes=True)
    assert "<s>40\u00a0mmHg</s>" in html
    assert "[struck through]" in html


def test_notes_are_left_out_on_request(open_case: Open, minute: Minute, words: Words) -> None:
    session = open_case()
    session.handle(AddNote(at=minute(1), text="Daughter called"))
    reason = Reason("naked_point", {"seen": "Mr Smith .5"})
    session.handle(RefuseEntry(at=minute(2), field="map", text="Mr Smith .5", reason=reason))
    whole, bare = (case_html(facts_of(session), words, notes=notes) for notes in (True, False))
    assert "Daughter called" in whole
    assert "Mr Smith" in whole
    assert "Daughter" not in bare
    assert "Smith" not in bare
    assert "Notes: left out" in bare


def test_whatever_was_typed_is_shown_as_letters(
    open_case: Open, minute: Minute, words: Words
) -> None:
    session = open_case(label="<b>ICU</b>")
    session.handle(AddNote(at=minute(1), text=HOSTILE))
    html = case_html(facts_of(session), words, notes=True)
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;" in html
    assert "\u202e" not in html
    assert "[U+202E]dcba [U+0007]" in html
    tree = ET.fromstring(html.partition("\n")[2])  # noqa: S314 - our own page
    assert {element.tag for element in tree.iter()} <= {
        *("html", "head", "meta", "title", "style", "body", "h1", "h2", "p", "table", "thead"),
        *("tbody", "tfoot", "tr", "th", "td", "bdi", "br", "s", "strong"),
    }


def test_nothing_is_fetched_and_nothing_runs(course: Session, words: Words) -> None:
    html = case_html(facts_of(course), words, notes=True)
    assert re.findall(r"https?:|src=|href=|url\(|@import|<script|\son\w+=", html) == []
    assert "default-src 'none'" in html


def test_the_scope_stands_on_top_and_in_the_foot_of_each_long_table(
    course: Session, words: Words
) -> None:
    html = case_html(facts_of(course), words, notes=True)
    assert html.count(SCOPE) == 3
    assert len(re.findall(f"<tfoot><tr><td[^>]*>{re.escape(SCOPE)}", html)) == 2
    assert case_html(facts_of(course), words, notes=True, paper=True).count(SCOPE) == 1


def test_numbers_have_their_unit_a_leading_and_no_trailing_zero(
    course: Session, words: Words
) -> None:
    html = case_html(facts_of(course), words, notes=True)
    assert re.findall(r"(?<![\d.])\d+\.\d*0(?![\d.])|(?<!\d)\.\d|\u00b5g|\bug\b", html) == []
    for row in record(course, words).rows:
        assert re.fullmatch(r"|\S+ \S+", row.value), row


def test_by_the_hour_each_agent_has_its_own_column_and_unit(course: Session, words: Words) -> None:
    blocks = record(course, words).blocks
    assert blocks.columns == (
        ("From, to",),
        ("Lowest MAP", "mmHg"),
        ("Highest MAP", "mmHg"),
        ("Last MAP", "mmHg"),
        ("Readings",),
        ("norepinephrine", "mcg/kg/min"),
        ("vasopressin", "units/min"),
    )
    assert blocks.rows == (
        (
            "02-Mar-2027 14:00 to 15:00",
            *("60", "61", "60", "2"),
            "0.1 to 0.12, last 0.12; 2 changes",
            "0.03; 1 change",
        ),
        (
            "02-Mar-2027 15:00 to 16:00",
            *("-", "-", "-", "0"),
            "0.1 to 0.12, last 0.1; 1 change",
            "0.03; no change",
        ),
    )


def test_hours_are_those_of_the_local_clock(course: Session, words: Words) -> None:
    kolkata = Words(words.texts, ZoneInfo("Asia/Kolkata"))
    rows = record(course, kolkata).blocks.rows
    assert rows[0][0] == "02-Mar-2027 19:00 to 20:00"
    html = case_html(facts_of(course), kolkata, notes=True)
    assert "Asia/Kolkata (UTC+05:30)" in html


def test_a_change_of_the_clocks_is_said(course: Session, words: Words) -> None:
    berlin = Words(words.texts, ZoneInfo("Europe/Berlin"))
    summer = timedelta(days=60)
    facts = [
        replace(fact, event=replace(fact.event, at=fact.event.at + summer * (fact.seq > 10)))
        for fact in facts_of(course)
    ]
    html = case_html(facts, berlin, notes=True)
    assert "(UTC+01:00 at the beginning, UTC+02:00 at the end)" in html


def test_hours_in_which_nothing_happened_are_one_row(
    open_case: Open, report: Do, read: Do, words: Words
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    read(session, 600, 70)
    rows = record(session, words).blocks.rows
    assert [row[0] for row in rows] == [
        "02-Mar-2027 14:00 to 15:00",
        "02-Mar-2027 15:00 to 03-Mar-2027 00:00",
        "03-Mar-2027 00:00 to 01:00",
    ]
    assert rows[1][-1] == "0.1; no change"


def test_an_artefact_counts_in_no_block(
    open_case: Open, report: Do, read: Do, words: Words
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    read(session, 5, 70)
    read(session, 6, 12, artefact=True)
    assert record(session, words).blocks.rows[0][1:5] == ("70", "70", "70", "1")


def test_a_case_without_a_report_has_no_column_of_doses(open_case: Open, words: Words) -> None:
    session = open_case()
    assert len(record(session, words).blocks.columns) == 5
    assert blocks_of((), past_of(()), words.zone) == ()


def test_pauses_and_prompts_are_told(
    open_case: Open, report: Do, read: Do, minute: Minute, words: Words
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    session.handle(PauseTitration(at=minute(2), observed_at=minute(2), reason=PauseReason.THEATRE))
    read(session, 8, 45)
    rows = record(session, words).rows
    assert only(rows, "Titration paused").details == ("Theatre or transport",)
    prompt = next(row for row in rows if row.what == "Prompt")
    assert prompt.details == ("Call now: MAP 45: call the prescriber now",)


def test_a_protocol_text_that_cannot_be_read_leaves_the_row_by_its_id(
    course: Session, words: Words
) -> None:
    first, *rest = facts_of(course)
    broken = replace(first, event=replace(first.event, protocol_text="not = [toml"))  # type: ignore[arg-type]
    rows = record_of((broken, *rest), words, notes=True).rows
    advice = next(row for row in rows if row.what == "Advice: raise")
    assert "row up" in advice.details


def test_the_source_of_a_row_is_the_one_of_its_agent(course: Session) -> None:
    (opened, *_) = (fact.event for fact in facts_of(course))
    rows = pinned(opened).rows  # type: ignore[arg-type]
    assert rows["norepinephrine", "up"].title == "Below target: one step up"
    assert {agent for agent, _ in rows} == {agent.value for agent in Agent}


def test_a_report_between_two_others_is_told_from_the_one_before_it(
    open_case: Open, report: Do, words: Words
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    report(session, 20, "0.2")
    report(session, 10, "0.15", entered=21)
    past = past_of(facts_of(session))
    late = [fact for fact in facts_of(session) if isinstance(fact.event, PumpReported)][-1]
    assert isinstance(late.event, PumpReported)
    before = past.report_before(late.seq, late.event)
    assert before is not None
    assert before.dose == Dose(Decimal("0.1"), DoseUnit.MCG_KG_MIN)
    details = next(row for row in record(session, words).rows if row.value.startswith("0.15"))
    assert "was 0.1 mcg/kg/min" in details.details
    assert "entered 14:21" in details.details
