"""Ticks of local time, also where the clocks change; round numbers; the moving window."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.timeline.span import AHEAD, HOUR, LONGEST, SHORTEST, Span, next_window
from gui.timeline.ticks import (
    clock_text,
    date_text,
    dose_scale,
    map_scale,
    thousandths_text,
    time_step,
    time_ticks,
)

BERLIN, KATHMANDU = ZoneInfo("Europe/Berlin"), ZoneInfo("Asia/Kathmandu")
BEIRUT, LORD_HOWE = ZoneInfo("Asia/Beirut"), ZoneInfo("Australia/Lord_Howe")


def instant(*parts: int, zone: ZoneInfo = BERLIN) -> float:
    return datetime(*parts, tzinfo=zone).timestamp()  # type: ignore[misc,arg-type]  # y, m, d, h


def clocks(start: float, hours: float, step_minutes: int, zone: ZoneInfo) -> list[str]:
    ticks = time_ticks(start, start + hours * HOUR, step_minutes * 60, zone)
    return [tick.clock for tick in ticks]


def test_times_are_local_padded_and_dates_are_spelt() -> None:
    t = instant(2026, 11, 9, 4, 5)
    assert clock_text(t, BERLIN) == "04:05"
    assert date_text(t, BERLIN) == "09-Nov-2026"
    assert clock_text(t, KATHMANDU) == "08:50"


def test_the_date_stands_at_midnight_only() -> None:
    ticks = list(time_ticks(instant(2026, 11, 9, 21), instant(2026, 11, 10, 3), 3600, BERLIN))
    assert [tick.clock for tick in ticks] == [
        "21:00", "22:00", "23:00", "00:00", "01:00", "02:00", "03:00",
    ]  # fmt: skip
    assert [tick.date for tick in ticks if tick.date] == ["10-Nov-2026"]
    assert ticks[3].date == "10-Nov-2026"


def test_the_hour_that_is_missing_in_spring_has_no_tick() -> None:
    start = instant(2026, 3, 29, 0)
    assert clocks(start, 5, 60, BERLIN) == ["00:00", "01:00", "03:00", "04:00", "05:00", "06:00"]


def test_the_hour_that_comes_twice_in_autumn_has_two_ticks() -> None:
    start = instant(2026, 10, 25, 0)
    assert clocks(start, 4, 60, BERLIN) == ["00:00", "01:00", "02:00", "02:00", "03:00"]


def test_ticks_stay_round_after_the_clocks_change() -> None:
    start = instant(2026, 3, 28, 18)
    assert clocks(start, 23, 360, BERLIN) == ["18:00", "00:00", "06:00", "12:00", "18:00"]
    start = instant(2026, 10, 4, 0, zone=LORD_HOWE)
    assert clocks(start, 4, 60, LORD_HOWE) == ["00:00", "01:00", "03:00", "04:00"]


def test_a_day_that_begins_at_one_has_its_date_there() -> None:
    start = instant(2026, 3, 28, 22, zone=BEIRUT)
    ticks = list(time_ticks(start, start + 4 * HOUR, 3600, BEIRUT))
    assert [tick.clock for tick in ticks] == ["22:00", "23:00", "01:00", "02:00", "03:00"]
    assert [tick.date for tick in ticks] == [None, None, "29-Mar-2026", None, None]


def test_zones_off_by_quarters_of_an_hour_have_round_ticks_too() -> None:
    start = instant(2026, 11, 9, 10, zone=KATHMANDU)
    assert clocks(start, 0.5, 10, KATHMANDU) == ["10:00", "10:10", "10:20", "10:30"]


@given(
    st.datetimes(datetime(1990, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001 - made aware below
    st.sampled_from([1, 4, 8, 24, 72]),
    st.integers(3, 20),
)
def test_there_are_never_more_ticks_than_room(when: datetime, hours: int, room: int) -> None:
    start = when.replace(tzinfo=UTC).timestamp()
    step = time_step(hours * HOUR, room)
    ticks = list(time_ticks(start, start + hours * HOUR, step, UTC))
    assert len(ticks) <= room + 1
    assert all(tick.t % step == 0 for tick in ticks)


@pytest.mark.parametrize(
    ("thousandths", "text"),
    [(0, "0"), (1, "0.001"), (50, "0.05"), (100, "0.1"), (120, "0.12"), (1000, "1"), (2500, "2.5")],
)
def test_doses_on_the_axis_are_exact_and_without_trailing_zeros(
    thousandths: int, text: str
) -> None:
    assert thousandths_text(thousandths) == text


@given(st.floats(0, 20), st.integers(1, 12))
def test_the_dose_axis_holds_the_highest_dose_and_has_room(most: float, room: int) -> None:
    scale = dose_scale(most, room)
    assert scale.low == 0
    assert scale.high >= max(most, 0.1)
    assert 2 <= len(scale.ticks) <= room + 2
    assert scale.ticks[0] == (0, "0")
    assert all(float(text) == value for value, text in scale.ticks)


@given(st.floats(20, 200), st.floats(20, 200), st.integers(1, 12))
def test_the_map_axis_holds_the_case(one: float, other: float, room: int) -> None:
    scale = map_scale(min(one, other), max(one, other), room)
    assert scale.low <= min(one, other, 40)
    assert scale.high >= max(one, other, 110)
    assert all(scale.low <= value <= scale.high for value, _ in scale.ticks)


MOVES = st.lists(
    st.one_of(
        st.tuples(st.just("pan"), st.floats(-1e6, 1e6)),
        st.tuples(st.just("zoom"), st.floats(0.05, 20)),
        st.tuples(st.just("show"), st.floats(-3e5, 0)),
        st.tuples(st.just("wait"), st.floats(0, 1e4)),
    )
)


@given(MOVES)
def test_however_one_moves_the_case_is_in_reach_and_now_comes_back(
    moves: list[tuple[str, float]],
) -> None:
    first, now = 1.8e9 - 72 * HOUR, 1.8e9
    span = Span(0.0).at_now(now)
    for kind, amount in moves:
        if kind == "pan":
            span = span.panned(amount, first, now)
        elif kind == "zoom":
            span = span.resized(span.length * amount, span.start + 0.3 * span.length, now)
        elif kind == "show":
            span = span.brought_into_sight(now + amount, now)
            assert span.holds(now + amount)
        else:
            now += amount
            span = span.moved_on(now)
        assert SHORTEST <= span.length <= LONGEST
        assert span.end <= now + AHEAD * span.length + 1e-3
        assert not span.following or span.holds(now)
    assert span.at_now(now).holds(now)


def test_zooming_keeps_the_anchor_in_its_place() -> None:
    span = Span(1000 * HOUR, following=False)
    anchor = span.start + 0.25 * span.length
    nearer = span.resized(HOUR, anchor, 2000 * HOUR)
    assert (anchor - nearer.start) / nearer.length == pytest.approx(0.25)


def test_the_fixed_windows_follow_one_another() -> None:
    assert [next_window(h * HOUR, longer=True) / HOUR for h in (0.3, 1, 5, 72, 100)] == [
        1, 4, 8, 72, 72,
    ]  # fmt: skip
    assert [next_window(h * HOUR, longer=False) / HOUR for h in (0.3, 1, 5, 72, 100)] == [
        1, 1, 4, 24, 72,
    ]  # fmt: skip
