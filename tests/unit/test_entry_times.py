"""Times as typed: short forms, midnight, the days of the clock change, late entries."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.entry.codes import Confirm, Doubt, EntryRefusal
from core.entry.moment import TimeContext, read_time
from core.entry.profile import profile_of
from core.entry.verdict import Accepted, Asked, Normalised, Refused, Verdict
from core.quantity.grammar import Refusal

ROOT = Path(__file__).parents[2]
SITE = profile_of(tomllib.loads((ROOT / "resources" / "sites" / "us.toml").read_text("utf-8")))
NOW = datetime(2027, 4, 3, 14, 10, 42, tzinfo=UTC)
BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
ZONES = [
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Africa/Casablanca",
]


def at(hour: int, minute: int, day: int = 3) -> datetime:
    return datetime(2027, 4, day, hour, minute, tzinfo=UTC)


def read(typed: str, now: datetime = NOW, **changed: Any) -> Verdict[datetime]:  # noqa: ANN401
    return read_time(typed, TimeContext(**{"now": now, "zone": UTC, **changed}), SITE)


def doubts(verdict: Verdict[Any]) -> list[Doubt]:
    return [q.doubt for q in verdict.questions] if isinstance(verdict, Asked) else []


@pytest.mark.parametrize(
    ("typed", "kind", "moment", "text"),
    [
        ("now", Accepted, NOW, "now"),
        ("NOW ", Normalised, NOW, "now"),
        ("14:05", Accepted, at(14, 5), "14:05"),
        ("1405", Normalised, at(14, 5), "14:05"),
        ("-5", Normalised, at(14, 5), "14:05"),
        ("14:12", Accepted, at(14, 12), "14:12"),
        ("2027-04-03T14:05Z", Accepted, at(14, 5), "2027-04-03T14:05Z"),
        ("2027-04-03 14:05", Normalised, at(14, 5), "2027-04-03T14:05Z"),
        ("2027-04-03T14:05:00Z", Normalised, at(14, 5), "2027-04-03T14:05Z"),
        ("2027-04-03T16:05+02:00", Normalised, at(14, 5), "2027-04-03T14:05Z"),
        (
            "2027-04-03T14:05:30Z",
            Accepted,
            at(14, 5) + timedelta(seconds=30),
            "2027-04-03T14:05:30Z",
        ),
    ],
)
def test_forms_of_a_time(typed: str, kind: type, moment: datetime, text: str) -> None:
    verdict = read(typed)
    assert isinstance(verdict, kind)
    assert not isinstance(verdict, Refused)
    assert (verdict.value, verdict.text) == (moment, text)
    assert verdict.value.tzinfo is UTC


def test_a_single_figure_of_hours_is_shown_with_two() -> None:
    verdict = read("9:05", now=at(9, 7))
    assert isinstance(verdict, Normalised)
    assert verdict.text == "09:05"


def test_the_zone_of_the_wall_clock_is_the_one_passed_in() -> None:
    verdict = read("16:05", zone=BERLIN)
    assert isinstance(verdict, Accepted)
    assert verdict.value == at(14, 5)
    full = read("2027-04-03T14:05Z", zone=BERLIN)
    assert isinstance(full, Normalised)
    assert full.text == "2027-04-03T16:05+02:00"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", Refusal.EMPTY),
        ("1" * 40, Refusal.TOO_LONG),
        ("14\u200b:05", Refusal.INVISIBLE),
        ("\uff11\uff14:05", Refusal.FOREIGN_DIGITS),
        ("14:13", EntryRefusal.TIME_FUTURE),
        ("15:00", EntryRefusal.TIME_FUTURE),
        ("25:00", EntryRefusal.TIME_FORM),
        ("14.05", EntryRefusal.TIME_FORM),
        ("905", EntryRefusal.TIME_FORM),
        ("-0", EntryRefusal.TIME_FORM),
        ("2400", EntryRefusal.TIME_TWENTY_FOUR),
        ("2 p.m.", EntryRefusal.TIME_TWELVE_HOUR),
        ("03.04.2027", EntryRefusal.TIME_DATE_ORDER),
        ("2027-04-31T10:00Z", EntryRefusal.TIME_NO_SUCH),
        ("2027-04-03T10:00+99:00", EntryRefusal.TIME_NO_SUCH),
        ("0001-01-01T00:00+14:00", EntryRefusal.TIME_NO_SUCH),
        ("9999-12-31T23:59Z", EntryRefusal.TIME_FUTURE),
        ("-1441", EntryRefusal.TIME_TOO_OLD),
        ("2027-04-02T14:00Z", EntryRefusal.TIME_TOO_OLD),
    ],
)
def test_times_that_are_refused(typed: str, code: Refusal | EntryRefusal) -> None:
    verdict = read(typed)
    assert isinstance(verdict, Refused)
    assert verdict.code is code


def test_just_after_midnight_a_late_hour_is_yesterdays() -> None:
    verdict = read("23:50", now=at(0, 5))
    assert doubts(verdict) == [Doubt.TIME_YESTERDAY, Doubt.TIME_STALE]
    assert isinstance(verdict, Asked)
    assert verdict.value == at(23, 50, day=2)
    assert verdict.text == "2027-04-02T23:50Z"
    ago = read("-15", now=at(0, 5))
    assert doubts(ago) == [Doubt.TIME_STALE]
    assert isinstance(ago, Asked)
    assert ago.value == at(23, 50, day=2)


def test_late_entries_are_asked_about_and_kept() -> None:
    assert doubts(read("14:01")) == []
    assert doubts(read("14:00")) == [Doubt.TIME_STALE]
    assert doubts(read("14:00", fresh=timedelta(minutes=15))) == []
    assert doubts(read("14:04", last=at(14, 5))) == [Doubt.TIME_OUT_OF_ORDER]
    same = read("14:05", last=at(14, 5) + timedelta(seconds=20))
    assert doubts(same) == [Doubt.TIME_SAME_MINUTE]
    assert isinstance(same, Asked)
    assert same.confirm is Confirm.CHOOSE
    assert doubts(read("now", last=NOW - timedelta(seconds=30))) == [Doubt.TIME_SAME_MINUTE]
    assert doubts(read("14:06", last=at(14, 5))) == []


def test_an_hour_that_came_twice_is_chosen_from_both() -> None:
    now = datetime(2026, 11, 1, 7, 0, tzinfo=UTC)
    verdict = read("01:30", now=now, zone=NEW_YORK)
    assert isinstance(verdict, Asked)
    assert verdict.confirm is Confirm.CHOOSE
    first, second = verdict.options
    assert first == (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "2026-11-01T01:30-04:00")
    assert second == (datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "2026-11-01T01:30-05:00")
    for value, text in verdict.options:
        chosen = read(text, now=now, zone=NEW_YORK)
        assert not isinstance(chosen, Refused)
        assert chosen.value == value


def test_of_the_two_the_one_to_come_is_no_choice() -> None:
    now = datetime(2026, 11, 1, 5, 35, tzinfo=UTC)
    verdict = read("01:30", now=now, zone=NEW_YORK)
    assert isinstance(verdict, Normalised)
    assert verdict.value == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert verdict.text == "2026-11-01T01:30-04:00"


@pytest.mark.parametrize("name", ZONES)
def test_every_minute_of_a_year_of_days_reads_back(name: str) -> None:
    """Minutes ago, then the text shown: the same instant, across all clock changes."""
    zone = ZoneInfo(name)
    start = datetime(2026, 1, 1, 0, 7, tzinfo=UTC)
    for hour in range(0, 365 * 24, 7):
        now = start + timedelta(hours=hour)
        verdict = read("-4", now=now, zone=zone)
        assert isinstance(verdict, Normalised)
        assert verdict.value == now - timedelta(minutes=4)
        again = read(verdict.text, now=now, zone=zone)
        assert not isinstance(again, Refused)
        assert again.value == verdict.value
