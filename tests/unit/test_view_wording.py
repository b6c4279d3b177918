"""Instants in house form whatever the machine speaks, and codes of other versions."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.model.events import Reason
from core.view.wording import MissingTextError, Words

ROOT = Path(__file__).parents[2]
BERLIN = ZoneInfo("Europe/Berlin")
AT = datetime(2027, 3, 2, 23, 30, tzinfo=UTC)
TEXTS = {
    "reason.no_bag": "No bag.",
    "reason.band_not_allowed": "Not {band}.",
    "refused.naked_point": "{seen} has no digit before its point.",
    "prompt.bag-empty": "Bag empty at {at}",
    "prompt.of-protocol": "Call of this protocol: {id}",
}


@pytest.fixture
def berlin() -> Words:
    return Words(TEXTS, BERLIN)


def test_a_date_is_day_month_year(berlin: Words) -> None:
    months = [
        berlin.day_and_clock(datetime(2027, month, 5, 12, 4, tzinfo=UTC)) for month in range(1, 13)
    ]
    assert [text[3:6] for text in months] == [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]  # fmt: skip
    assert months[0] == "05-Jan-2027 13:04"


def test_no_time_is_written_in_the_language_of_the_machine() -> None:
    """Day and month names, AM and PM and the local date form come from the machine's locale."""
    sources = [path for room in ("core", "gui") for path in (ROOT / room).rglob("*.py")]
    assert sources
    named = re.compile(r":[^{}\"'\n]*%-?[aAbBhcpxXrD]|strftime\([^)]*%-?[aAbBhcpxXrD]")
    assert [path.name for path in sources if named.search(path.read_text("utf-8"))] == []
    assert named.search('f"{at:%d-%b-%Y}"')


def test_the_day_is_written_only_when_it_is_another_one_in_local_time(berlin: Words) -> None:
    assert berlin.when(AT, AT + timedelta(minutes=10)) == "00:30"
    assert berlin.when(AT, AT - timedelta(hours=1)) == "03-Mar-2027 00:30"
    assert berlin.clock(AT) == "00:30"


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(minutes=4, seconds=12), "04:12"),
        (timedelta(hours=1, minutes=4, seconds=12), "1:04:12"),
        (timedelta(0), "00:00"),
        (timedelta(seconds=-61), "+01:01"),
        (timedelta(hours=-30), "+30:00:00"),
    ],
)
def test_a_countdown_tells_time_left_or_time_over(left: timedelta, text: str) -> None:
    assert Words.countdown(AT + left, AT) == text


def test_a_reason_is_found_among_the_rules_and_among_the_verdicts(berlin: Words) -> None:
    assert berlin.reason(Reason("no_bag")) == "No bag."
    typed = berlin.reason(Reason("naked_point", {"seen": ".5"}))
    assert typed == ".5 has no digit before its point."


def test_what_was_typed_is_never_expanded(berlin: Words) -> None:
    typed = berlin.reason(Reason("naked_point", {"seen": "{unit}"}))
    assert typed == "{unit} has no digit before its point."


@pytest.mark.parametrize("reason", [Reason("of_another_version"), Reason("band_not_allowed")])
def test_a_reason_of_another_version_is_shown_by_its_code(berlin: Words, reason: Reason) -> None:
    assert berlin.reason(reason) == reason.code


def test_a_code_of_ours_without_a_text_is_a_fault(berlin: Words) -> None:
    with pytest.raises(MissingTextError, match=r"row\.map"):
        berlin.say("row.map")
    with pytest.raises(MissingTextError, match="band"):
        berlin.say("reason.band_not_allowed")


def test_instants_in_a_prompt_are_local_times_and_tell_another_day(berlin: Words) -> None:
    args = {"at": AT.isoformat()}
    assert berlin.prompt("bag-empty", args, AT) == "Bag empty at 00:30"
    assert berlin.prompt("bag-empty", args, AT - timedelta(days=1)) == (
        "Bag empty at 03-Mar-2027 00:30"
    )
    assert berlin.prompt("bag-empty", {"at": "Time unknown"}, AT) == "Bag empty at Time unknown"


def test_a_call_that_only_a_local_protocol_knows_is_shown_by_its_id(berlin: Words) -> None:
    assert berlin.prompt("lactate-due", {"map": "61"}, AT) == "Call of this protocol: lactate-due"
