"""The facts that rows ask about, from a course at a moment."""

import numpy as np
import pytest

from core.model.course import DAY, UNKNOWN, Course, Lines, begin
from core.model.facts import ON_OFF_CODE, SATURATION, Axis, Phase, gather, phase
from core.model.terms import Attested

LINES = Lines(low=65, high=75, run_gap=4500, step_window=3600, stop_from=20, watch=DAY)
NOW = 1_700_000_000


def course(**known: int) -> Course:
    """A cohort of one; times are given as seconds before now."""
    one = begin(1)
    for name, number in known.items():
        timed = name.endswith(("_at", "_from", "_before"))
        getattr(one, name)[0] = NOW - number if timed else number
    return one


def fact(
    axis: Axis, *, vasopressin: int = UNKNOWN, fluids: int = 0, now: int = NOW, **known: int
) -> int | None:
    facts = gather(
        course(**known),
        LINES,
        np.array([now]),
        {Axis.VASOPRESSIN: np.array([vasopressin]), Axis.FLUIDS: np.array([fluids])},
    )
    assert facts.shape == (1, len(Axis))
    value = int(facts[0, axis])
    return None if value == UNKNOWN else value


def test_of_an_empty_course_only_the_counts_are_known() -> None:
    known = {axis: fact(axis) for axis in Axis if fact(axis) is not None}
    assert known == {
        Axis.PHASE: Phase.OFF,
        Axis.DOSE: 0,
        Axis.READINGS_SINCE_RAISE: 0,
        Axis.FAILED_WEANS: 0,
        Axis.FLUIDS: 0,
        Axis.TARGET: 65,
    }


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, Phase.OFF),
        ({"dose": 1}, Phase.RUNNING),
        ({"stop_at": 60, "stop_watched": 1}, Phase.WATCH),
        ({"stop_at": 60, "stop_watched": 0}, Phase.OFF),
        ({"stop_at": DAY - 1, "stop_watched": 1}, Phase.WATCH),
        ({"stop_at": DAY, "stop_watched": 1}, Phase.OFF),
        ({"dose": 50, "paused": 1}, Phase.PAUSED),
        ({"paused": 1}, Phase.PAUSED),
    ],
)
def test_the_phase(known: dict[str, int], expected: Phase) -> None:
    assert phase(course(**known), LINES, np.array([NOW]))[0] == expected
    assert fact(Axis.PHASE, **known) == expected


@pytest.mark.parametrize(
    ("axis", "name"),
    [
        (Axis.SINCE_CHANGE, "change_at"),
        (Axis.SINCE_STOP, "stop_at"),
    ],
)
def test_durations_count_to_now_and_saturate(axis: Axis, name: str) -> None:
    assert fact(axis) is None
    assert fact(axis, **{name: 300}) == 300
    assert fact(axis, **{name: -5}) == 0
    assert fact(axis, **{name: SATURATION + 1}) == SATURATION


@pytest.mark.parametrize(
    ("axis", "name"),
    [
        (Axis.BELOW_TARGET_FOR, "below_from"),
        (Axis.AT_TARGET_FOR, "at_or_above_from"),
        (Axis.ABOVE_TARGET_FOR, "above_from"),
    ],
)
def test_a_run_counts_to_its_latest_reading_not_to_now(axis: Axis, name: str) -> None:
    assert fact(axis, reading_at=600) is None
    assert fact(axis, reading_at=600, **{name: 600}) == 0
    assert fact(axis, reading_at=600, **{name: 900}) == 300


@pytest.mark.parametrize(("age", "known"), [(0, True), (3599, True), (3600, False)])
def test_a_wean_step_is_forgotten_after_an_hour(age: int, *, known: bool) -> None:
    step = {"step_at": age, "step_size": 20, "lows_since_step": 2}
    assert fact(Axis.SINCE_STEP, **step) == (age if known else None)
    assert fact(Axis.STEP_SIZE, **step) == (20 if known else None)
    assert fact(Axis.LOW_READINGS_SINCE_STEP, **step) == (2 if known else None)


@pytest.mark.parametrize(
    ("known", "since", "weans"),
    [
        ({}, None, 0),
        ({"failed_at": 60}, 60, 1),
        ({"failed_at": DAY - 1}, DAY - 1, 1),
        ({"failed_at": DAY}, None, 0),
        ({"failed_at": 60, "failed_before": DAY - 1}, 60, 2),
        ({"failed_at": 60, "failed_before": DAY}, 60, 1),
    ],
)
def test_failed_weans_of_the_last_day(known: dict[str, int], since: int | None, weans: int) -> None:
    assert fact(Axis.SINCE_FAILED_WEAN, **known) == since
    assert fact(Axis.FAILED_WEANS, **known) == weans


@pytest.mark.parametrize(
    ("before", "after", "fall", "share"),
    [
        (80, 68, 12, 1500),
        (79, 67, 12, 1519),  # 15.1899 %: rounded up, so that "above 15 %" is exact
        (100, 85, 15, 1500),
        (67, 57, 10, 1493),
        (70, 70, 0, 0),
        (60, 66, -6, -1000),
        (90, 91, -1, -111),  # -1.11 %
    ],
)
def test_a_fall_of_map_in_mmhg_and_in_hundredths_of_a_percent_rounded_up(
    before: int, after: int, fall: int, share: int
) -> None:
    known = {"change_at": 600, "map_at_change": before, "map": after}
    assert fact(Axis.MAP_FALL, **known) == fall
    assert fact(Axis.MAP_FALL_SHARE, **known) == share


@pytest.mark.parametrize("missing", ["change_at", "map_at_change", "map"])
def test_a_fall_is_unknown_when_a_part_of_it_is(missing: str) -> None:
    known = {"change_at": 600, "map_at_change": 80, "map": 68}
    del known[missing]
    assert fact(Axis.MAP_FALL, **known) is None
    assert fact(Axis.MAP_FALL_SHARE, **known) is None


def test_a_fall_since_a_change_longer_ago_than_is_counted_is_unknown() -> None:
    known = {"map_at_change": 80, "map": 60}
    assert fact(Axis.MAP_FALL, change_at=SATURATION - 1, **known) == 20
    assert fact(Axis.MAP_FALL, change_at=SATURATION, **known) is None


@pytest.mark.parametrize(
    ("before", "after", "share"),
    [(100, 120, 2000), (100, 121, 2100), (99, 119, 2021), (90, 80, -1111), (0, 80, None)],
)
def test_a_rise_of_heart_rate(before: int, after: int, share: int | None) -> None:
    known = {"change_at": 600, "heart_rate_at_change": before, "heart_rate": after}
    assert fact(Axis.HEART_RATE_RISE_SHARE, **known) == share


@pytest.mark.parametrize("missing", ["change_at", "heart_rate_at_change", "heart_rate"])
def test_a_rise_is_unknown_when_a_part_of_it_is(missing: str) -> None:
    known = {"change_at": 600, "heart_rate_at_change": 100, "heart_rate": 130}
    del known[missing]
    assert fact(Axis.HEART_RATE_RISE_SHARE, **known) is None


@pytest.mark.parametrize(
    ("known", "index"),
    [
        ({"diastolic": 40, "heart_rate": 120}, 300),
        ({"diastolic": 41, "heart_rate": 122}, 297),
        ({"diastolic": 40}, None),
        ({"heart_rate": 120}, None),
        ({"diastolic": 0, "heart_rate": 120}, None),
        ({"diastolic": 40, "heart_rate": 0}, None),
    ],
)
def test_the_shock_index_in_hundredths_rounded_down(
    known: dict[str, int], index: int | None
) -> None:
    assert fact(Axis.SHOCK_INDEX, **known) == index


def test_what_is_passed_through() -> None:
    known = {"map": 61, "diastolic": 44, "dose": 70, "readings_since_raise": 4}
    assert fact(Axis.MAP, **known) == 61
    assert fact(Axis.DIASTOLIC, **known) == 44
    assert fact(Axis.DOSE, **known) == 70
    assert fact(Axis.READINGS_SINCE_RAISE, **known) == 4
    assert fact(Axis.VASOPRESSIN, vasopressin=1) == 1
    assert fact(Axis.FLUIDS, fluids=1) == 1
    assert fact(Axis.ACTION) is None
    assert fact(Axis.ENDS_AT) is None


def test_on_off_and_unknown_are_three_values() -> None:
    assert len({ON_OFF_CODE[word] for word in Attested}) == 3
    assert fact(Axis.VASOPRESSIN, vasopressin=ON_OFF_CODE[Attested.UNKNOWN]) is None
