"""The running facts of a course, lane by lane."""

from dataclasses import fields

import numpy as np
import pytest

from core.model.course import (
    COUNT_CAP,
    UNKNOWN,
    Course,
    Lines,
    begin,
    with_dose,
    with_pause,
    with_reading,
)

LINES = Lines(low=65, high=75, run_gap=75 * 60, step_window=3600, stop_from=20, watch=24 * 3600)
T0 = 1_700_000_000
MIN = 60
HOUR = 3600


def lanes(*values: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.array(values, dtype=np.int64)


def read(course: Course, at: int, pressure: int, rate: int = UNKNOWN) -> Course:
    return with_reading(
        course,
        LINES,
        at=lanes(T0 + at),
        map_mmhg=lanes(pressure),
        diastolic=lanes(UNKNOWN),
        heart_rate=lanes(rate),
        here=np.array([True]),
    )


def dosed(course: Course, at: int, dose: int) -> Course:
    return with_dose(course, LINES, at=lanes(T0 + at), dose=lanes(dose), here=np.array([True]))


def value(course: Course, name: str) -> int | None:
    """A field of the only lane; times count from T0; None when unknown."""
    number = int(getattr(course, name)[0])
    if number == UNKNOWN:
        return None
    return number - T0 if name.endswith(("_at", "_from")) else number


def values(course: Course) -> dict[str, int | None]:
    return {item.name: value(course, item.name) for item in fields(Course)}


class TestRuns:
    def test_nothing_is_known_at_the_beginning(self) -> None:
        zero = {"dose", "readings_since_raise", "lows_since_step", "stop_watched", "paused"}
        assert values(begin(1)) == {
            item.name: 0 if item.name in zero else None for item in fields(Course)
        }

    @pytest.mark.parametrize(
        ("pressure", "begun"),
        [
            (64, {"below_from"}),
            (65, {"at_or_above_from"}),
            (75, {"at_or_above_from"}),
            (76, {"at_or_above_from", "above_from"}),
        ],
    )
    def test_a_reading_begins_the_runs_on_its_side_of_the_band(
        self, pressure: int, begun: set[str]
    ) -> None:
        runs = {"below_from", "at_or_above_from", "above_from"}
        after = read(begin(1), 0, pressure)
        assert {name for name in runs if value(after, name) == 0} == begun
        assert {name for name in runs if value(after, name) is None} == runs - begun

    def test_a_run_goes_on_from_its_first_reading(self) -> None:
        after = read(read(begin(1), 0, 80), 10 * MIN, 76)
        assert value(after, "above_from") == 0
        assert value(after, "at_or_above_from") == 0

    def test_falling_back_into_the_band_ends_only_the_run_above(self) -> None:
        after = read(read(begin(1), 0, 80), 10 * MIN, 75)
        assert value(after, "above_from") is None
        assert value(after, "at_or_above_from") == 0

    @pytest.mark.parametrize(("gap", "begun"), [(75 * MIN, 0), (75 * MIN + 1, 75 * MIN + 1)])
    @pytest.mark.parametrize("pressure", [60, 70, 80])
    def test_a_gap_over_75_minutes_breaks_every_run(
        self, gap: int, begun: int, pressure: int
    ) -> None:
        after = read(read(begin(1), 0, pressure), gap, pressure)
        names = {
            60: ["below_from"],
            70: ["at_or_above_from"],
            80: ["at_or_above_from", "above_from"],
        }
        assert [value(after, name) for name in names[pressure]] == [begun] * len(names[pressure])

    def test_readings_are_counted_since_the_last_raise_and_no_further_than_needed(self) -> None:
        course = dosed(read(begin(1), 0, 60), MIN, 50)
        assert value(course, "readings_since_raise") == 0
        for number in range(1, 12):
            course = read(course, number * HOUR, 70)
            assert value(course, "readings_since_raise") == min(number, COUNT_CAP)
        assert value(dosed(course, 12 * HOUR, 30), "readings_since_raise") == COUNT_CAP
        assert value(dosed(course, 12 * HOUR, 70), "readings_since_raise") == 0

    def test_lanes_that_are_not_meant_stay_as_they_are(self) -> None:
        two = begin(2)
        after = with_reading(
            two,
            LINES,
            at=lanes(T0, T0),
            map_mmhg=lanes(60, 60),
            diastolic=lanes(40, 40),
            heart_rate=lanes(90, 90),
            here=np.array([True, False]),
        )
        after = with_dose(
            after,
            LINES,
            at=lanes(T0, T0),
            dose=lanes(50, 50),
            here=np.array([True, False]),
        )
        after = with_pause(after, paused=np.array([True, True]), here=np.array([True, False]))
        for item in fields(Course):
            first, second = getattr(after, item.name)
            assert second == getattr(two, item.name)[1], item.name
            if item.name in {"reading_at", "map", "dose", "paused", "below_from"}:
                assert first != second


class TestChanges:
    def test_the_same_dose_again_changes_nothing(self) -> None:
        once = dosed(read(begin(1), 0, 70), 0, 50)
        assert values(dosed(once, 10 * MIN, 50)) == values(once)

    def test_no_dose_while_none_runs_changes_nothing(self) -> None:
        assert values(dosed(begin(1), 0, 0)) == values(begin(1))

    def test_a_raise(self) -> None:
        after = dosed(dosed(read(begin(1), 0, 60, 90), MIN, 50), 6 * MIN, 70)
        assert value(after, "dose") == 70
        assert value(after, "change_at") == value(after, "raise_at") == 6 * MIN
        assert value(after, "map_at_change") == 60
        assert value(after, "heart_rate_at_change") == 90
        assert value(after, "step_at") is None
        assert value(after, "stop_at") is None

    @pytest.mark.parametrize(("pressure", "counts"), [(64, False), (65, True), (110, True)])
    def test_a_lowering_is_a_wean_step_at_or_above_target(
        self, pressure: int, *, counts: bool
    ) -> None:
        after = dosed(read(dosed(begin(1), 0, 100), MIN, pressure), 30 * MIN, 80)
        assert value(after, "step_at") == (30 * MIN if counts else None)
        assert value(after, "step_size") == (20 if counts else None)
        assert value(after, "raise_at") == 0

    def test_a_lowering_without_any_reading_is_no_wean_step(self) -> None:
        assert value(dosed(dosed(begin(1), 0, 100), MIN, 80), "step_at") is None

    def test_the_next_change_ends_a_wean_step(self) -> None:
        stepped = dosed(read(dosed(begin(1), 0, 100), MIN, 70), 30 * MIN, 80)
        low = read(stepped, 35 * MIN, 60)
        assert value(low, "lows_since_step") == 1
        after = dosed(low, 36 * MIN, 100)
        assert value(after, "step_at") is None
        assert value(after, "step_size") is None
        assert value(after, "lows_since_step") == 0

    def test_only_low_readings_after_a_wean_step_are_counted(self) -> None:
        course = read(dosed(begin(1), 0, 100), MIN, 60)
        assert value(course, "lows_since_step") == 0
        course = dosed(read(course, 2 * MIN, 70), 3 * MIN, 80)
        for at, pressure in ((10, 70), (20, 64), (25, 65), (30, 50)):
            course = read(course, at * MIN, pressure)
        assert value(course, "lows_since_step") == 2


class TestFailedWeans:
    def stepped(self) -> Course:
        return dosed(read(dosed(begin(1), 0, 100), MIN, 70), 30 * MIN, 80)

    @pytest.mark.parametrize(
        ("raised_at", "failed"), [(90 * MIN - 1, 90 * MIN - 1), (90 * MIN, None)]
    )
    def test_a_raise_while_low_within_an_hour_of_the_step(
        self, raised_at: int, failed: int | None
    ) -> None:
        after = dosed(read(self.stepped(), 80 * MIN, 60), raised_at, 100)
        assert value(after, "failed_at") == failed

    def test_a_raise_at_target_is_no_failed_wean(self) -> None:
        assert value(dosed(read(self.stepped(), 40 * MIN, 65), 41 * MIN, 100), "failed_at") is None

    def test_a_further_lowering_is_no_failed_wean(self) -> None:
        assert value(dosed(read(self.stepped(), 40 * MIN, 60), 41 * MIN, 60), "failed_at") is None

    def test_the_last_two_are_kept(self) -> None:
        course = self.stepped()
        for hour in (1, 2, 3):
            course = dosed(read(course, hour * HOUR, 60), hour * HOUR + MIN, 100)
            course = dosed(read(course, hour * HOUR + 30 * MIN, 70), hour * HOUR + 31 * MIN, 80)
        assert int(course.failed_at[0]) == T0 + 3 * HOUR + MIN
        assert int(course.failed_before[0]) == T0 + 2 * HOUR + MIN


class TestStops:
    @pytest.mark.parametrize(
        ("dose", "pressure", "watched"), [(20, 65, 1), (21, 65, 0), (20, 64, 0), (5, 90, 1)]
    )
    def test_a_stop_is_watched_from_at_most_the_least_dose_at_target(
        self, dose: int, pressure: int, watched: int
    ) -> None:
        after = dosed(read(dosed(begin(1), 0, dose), MIN, pressure), 30 * MIN, 0)
        assert value(after, "stop_watched") == watched
        assert value(after, "stop_at") == 30 * MIN
        assert value(after, "last_dose") == dose
        assert value(after, "step_at") is None

    def test_a_restart_ends_the_watch_and_is_no_failed_wean(self) -> None:
        stopped = dosed(read(dosed(begin(1), 0, 20), MIN, 70), 30 * MIN, 0)
        after = dosed(read(stopped, 40 * MIN, 60), 41 * MIN, 20)
        assert value(after, "stop_at") is None
        assert value(after, "stop_watched") == 0
        assert value(after, "failed_at") is None
        assert value(after, "last_dose") == 20


class TestWhatAChangeRemembers:
    """A pressure older than a day says nothing about a change, however the course was counted."""

    @pytest.mark.parametrize(("age", "known"), [(24 * HOUR, True), (24 * HOUR + 1, False)])
    def test_a_reading_older_than_a_day_is_unknown_at_a_change(
        self, age: int, *, known: bool
    ) -> None:
        course = read(dosed(begin(1), 0, 15), MIN, 70, 80)
        lowered = dosed(course, MIN + age, 10)
        assert value(lowered, "map_at_change") == (70 if known else None)
        assert value(lowered, "heart_rate_at_change") == (80 if known else None)
        assert value(lowered, "step_at") == (MIN + age if known else None)
        assert value(dosed(course, MIN + age, 0), "stop_watched") == int(known)


def test_a_pause_and_its_end() -> None:
    rested = with_pause(begin(1), paused=np.array([True]), here=np.array([True]))
    assert value(rested, "paused") == 1
    again = with_pause(rested, paused=np.array([False]), here=np.array([True]))
    assert values(again) == values(begin(1))
