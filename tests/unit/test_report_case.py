"""A case out of the program: for a program to read, and for a spreadsheet without surprises."""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.model.commands import (
    AddNote,
    AnswerAdvice,
    NoticeClockStep,
    RefuseEntry,
    StrikeEntry,
)
from core.model.events import Event, Reason, Recorded
from core.model.terms import OverrideReason, Reply, StrikeReason
from core.report.case_csv import COLUMNS, case_csv, safe
from core.report.case_json import case_json
from core.report.facts import SCOPE
from core.session import Session
from core.view.wording import Words

Minute = Callable[[float], datetime]
Open = Callable[..., Session]
Do = Callable[..., tuple[Event, ...]]
FORMULA = '=HYPERLINK("http://example.org","click")'


@pytest.fixture
def case(open_case: Open, read: Do, report: Do, minute: Minute) -> tuple[Recorded, ...]:
    """A short case: dose, reading, override, artefact, notes, a refused entry, a strike."""
    session = open_case()
    report(session, 1, "0.1")
    read(session, 8, 61)
    standing = session.state.standing
    assert standing is not None
    session.handle(
        AnswerAdvice(
            at=minute(9),
            advice=standing.seq,
            reply=Reply.DECLINE,
            reason=OverrideReason.FLUIDS_FIRST,
        )
    )
    read(session, 10, -5)
    session.handle(AddNote(at=minute(11), text=FORMULA))
    reason = Reason("naked_point", {"seen": "Mr Smith .5"})
    session.handle(RefuseEntry(at=minute(12), field="map", text="Mr Smith .5", reason=reason))
    struck = StrikeEntry(
        at=minute(13), refers_to=standing.advised.reading, reason=StrikeReason.OTHER
    )
    session.handle(struck)
    session.handle(NoticeClockStep(at=minute(14), seconds=-90))
    return tuple(session._log)


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def events(whole: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry for entry in whole["entries"] if entry["kind"] == kind]


def bare_numbers(value: object, place: str = "") -> list[str]:
    """Where a number stands that is no string with its unit."""
    if isinstance(value, dict):
        return [found for key, item in value.items() for found in bare_numbers(item, key)]
    if isinstance(value, list):
        return [found for item in value for found in bare_numbers(item, place)]
    return [place] if isinstance(value, int | float) and not isinstance(value, bool) else []


def test_json_is_one_object_with_scope_label_and_every_fact(case: tuple[Recorded, ...]) -> None:
    whole = json.loads(case_json(case, notes=True))
    assert whole["scope"] == SCOPE
    assert "Not a medical device" in SCOPE
    assert (whole["label"], whole["mode"]) == ("ICU-12", "workstation")
    assert whole["protocol"] == {"id": "early-wean", "version": "1.0.0"}
    assert [entry["entry"] for entry in whole["entries"]] == list(range(1, len(case) + 1))
    assert whole["entries"][0]["recorded_at"] == "2027-03-02T14:00:00Z"


def test_quantities_are_decimal_strings_with_their_unit(case: tuple[Recorded, ...]) -> None:
    whole = json.loads(case_json(case, notes=True))
    assert set(bare_numbers(whole)) == {"format", "entry", "reading", "advice", "refers_to"}
    (reading, _) = events(whole, "reading_recorded")
    assert (reading["map"], reading["source"]) == ("61 mmHg", "arterial_line")
    (advice,) = events(whole, "advised")
    assert (advice["dose"], advice["rate"]) == ("0.12 mcg/kg/min", "18 mL/h")
    assert advice["inputs"]["map"] == "61 mmHg"
    assert advice["inputs"]["dose"] == "0.1 mcg/kg/min"
    assert advice["inputs"]["since_change"] == "420 s"
    assert advice["inputs"]["phase"] == "running"
    assert advice["inputs"]["vasopressin"] == "off"
    (step,) = events(whole, "clock_stepped")
    assert step["seconds"] == "-90 s"


def test_json_pins_the_protocol_text(case: tuple[Recorded, ...]) -> None:
    (opened,) = events(json.loads(case_json(case, notes=True)), "case_opened")
    assert opened["protocol_text"].startswith("# Norepinephrine for adults")


def test_csv_has_scope_label_header_and_a_row_per_fact(
    case: tuple[Recorded, ...], words: Words
) -> None:
    scope, label, header, *rows = rows_of(case_csv(case, words, notes=True))
    assert scope == [SCOPE]
    assert label == ["case ICU-12, workstation"]
    assert tuple(header) == COLUMNS
    assert len(rows) == len(case)
    reading = next(row for row in rows if row[2] == "MAP")
    assert reading == [
        reading[0],
        "02-Mar-2027 14:08",
        "MAP",
        "61",
        "mmHg",
        "arterial line",
        "AB",
        "struck through",
    ]
    declined = next(row for row in rows if row[2] == "Advice declined")
    assert declined[5] == "Fluids first"


def test_csv_writes_local_times(case: tuple[Recorded, ...], words: Words) -> None:
    berlin = Words(words.texts, ZoneInfo("Europe/Berlin"))
    assert "02-Mar-2027 15:08" in case_csv(case, berlin, notes=True)


def test_a_note_that_looks_like_a_formula_is_neutralised(
    case: tuple[Recorded, ...], words: Words
) -> None:
    (note,) = [row for row in rows_of(case_csv(case, words, notes=True)) if "Note" in row]
    assert note[5] == f"'{FORMULA}"


def test_a_negative_artefact_stays_a_number(case: tuple[Recorded, ...], words: Words) -> None:
    values = [row[3] for row in rows_of(case_csv(case, words, notes=True))[3:]]
    assert "-5" in values


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "  =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff@A1",
        "\uff1d1",
        "\uff0bA1",
        "\uff0dA1",
        "\uff20A1",
        "\tplain",
        "-",
    ],
)
def test_what_a_spreadsheet_may_run_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "61", "-5", "-0.5", "a=b", "MAP 61 - 65", "(=)", "'=1"])
def test_what_it_will_not_run_is_left_alone(text: str) -> None:
    assert safe(text) == text


def test_without_notes_nothing_that_was_typed_freely_is_left(
    case: tuple[Recorded, ...], words: Words
) -> None:
    as_json, as_csv = case_json(case, notes=False), case_csv(case, words, notes=False)
    for text in (as_json, as_csv):
        assert "HYPERLINK" not in text
        assert "Smith" not in text
    whole = json.loads(as_json)
    assert events(whole, "note_added") == []
    (refused,) = events(whole, "entry_refused")
    assert (refused["text"], refused["reason"]) == ("", {"code": "naked_point", "args": {}})
    assert len(rows_of(as_csv)) == 3 + len(case) - 1
    assert "naked_point" in as_csv


def test_facts_without_an_opening_are_no_case(words: Words) -> None:
    with pytest.raises(ValueError, match="no case was opened"):
        case_json((), notes=True)
    with pytest.raises(ValueError, match="no case was opened"):
        case_csv((), words, notes=True)
