"""Lanes are values: however they grow, an older one stays what it was."""

import math
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.model.terms import Source
from core.view.lanes import SOURCES, Lanes
from core.view.points import DosePoint, ReadingPoint, State
from core.view.track import Track

TIMES = st.integers(0, 50).map(float)


def points_from(draws: list[tuple[float, int, Source, State, bool]]) -> list[ReadingPoint]:
    return [
        ReadingPoint(t, float(value), str(value), source, seq, state, calculated)
        for seq, (t, value, source, state, calculated) in enumerate(draws)
    ]


POINTS = st.lists(
    st.tuples(
        TIMES, st.integers(20, 200), st.sampled_from(Source), st.sampled_from(State), st.booleans()
    ),
    max_size=60,
).map(points_from)


def told(lanes: Lanes) -> list[tuple[Any, ...]]:
    """Everything the readings and their traces say, as plain values."""
    names = lanes.readings.names
    rows = list(zip(*(lanes.readings[name].tolist() for name in names), strict=True))
    traces = [
        (trace.t.tolist(), trace.value.tolist(), trace.points["broken"].tolist(), trace.parted)
        for trace in lanes.traces
    ]
    return [*rows, *traces]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers()), max_size=80))
def test_every_version_of_a_track_keeps_its_rows(steps: list[tuple[int, int]]) -> None:
    versions = [(Track.empty(n=np.int64, name=np.object_), list[int]())]
    for back, value in steps:
        track, rows = versions[-1 - back % len(versions)]
        number = value % 2**40
        versions.append((track.append(n=number, name=str(number)), [*rows, number]))
    for track, rows in versions:
        assert track["n"].tolist() == rows
        assert track["name"].tolist() == [str(row) for row in rows]
        assert len(track) == len(rows)


def least(track: Track, known: int, before: int | None) -> int:
    """The least of all rows, from the least of the first `known` and the rows after them."""
    new: list[int] = track["n"][known:].tolist()
    return min(new if before is None else [before, *new])


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(-9, 9)), min_size=1, max_size=80))
def test_a_summary_that_was_carried_on_is_that_of_all_rows(steps: list[tuple[int, int]]) -> None:
    versions = [(Track.of(n=np.array([5])), [5])]
    for back, value in steps:
        track, rows = versions[-1 - back % len(versions)]
        assert track.summed("least", least) == min(rows)
        versions.append((track.append(n=value), [*rows, value]))
    assert [track.summed("least", least) for track, _ in versions] == [
        min(rows) for _, rows in versions
    ]


def test_a_summary_looks_only_at_rows_that_are_new_and_few_are_kept() -> None:
    begun = list[tuple[int, int]]()

    def see(track: Track, known: int, before: int | None) -> int:
        begun.append((known, len(track)))
        return (before or 0) + len(track) - known

    track = Track.of(n=np.arange(3))
    assert [track.summed("rows", see), track.summed("rows", see)] == [3, 3]
    grown = track
    for _ in range(20):
        grown = grown.append(n=1)
    assert grown.summed("rows", see) == 23
    assert begun == [(0, 3), (3, 23)]
    for key in range(30):
        assert grown.summed(key, see) == 23
    assert grown.summed("rows", see) == 23
    assert begun[-1] == (0, 23)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30), st.data())
def test_inserting_and_replacing_leave_the_older_track_alone(
    rows: list[int], data: st.DataObject
) -> None:
    track = Track.of(n=np.array(rows))
    place = data.draw(st.integers(0, len(rows)))
    assert track.insert(place, n=77)["n"].tolist() == [*rows[:place], 77, *rows[place:]]
    assert track.replaced("n", track["n"] == rows[0], 55)["n"].tolist() == [
        55 if row == rows[0] else row for row in rows
    ]
    assert track["n"].tolist() == rows


@given(POINTS)
def test_readings_are_in_order_of_time_and_of_entry_within_it(points: list[ReadingPoint]) -> None:
    lanes = Lanes()
    for point in points:
        lanes = lanes.with_reading(point)
    expected = sorted(points, key=lambda point: point.t)
    assert lanes.readings["seq"].tolist() == [point.seq for point in expected]
    assert lanes.readings["t"].tolist() == [point.t for point in expected]


@given(POINTS)
def test_one_by_one_and_all_at_once_are_the_same(points: list[ReadingPoint]) -> None:
    lanes = Lanes()
    for point in points:
        lanes = lanes.with_reading(point)
    assert told(lanes) == told(Lanes().with_readings(points))
    assert lanes == Lanes().with_readings(points)


@given(POINTS, POINTS)
def test_two_futures_of_one_case_do_not_disturb_each_other(
    common: list[ReadingPoint], more: list[ReadingPoint]
) -> None:
    trunk = Lanes().with_readings(common)
    before = told(trunk)
    left = right = trunk
    for point in more:
        left = left.with_reading(point)
    for point in reversed(more):
        right = right.with_reading(point)
    assert told(left) == told(Lanes().with_readings([*common, *more]))
    assert told(right) == told(Lanes().with_readings([*common, *reversed(more)]))
    assert told(trunk) == before


@given(POINTS)
def test_lines_run_through_usable_readings_and_break_at_artefacts(
    points: list[ReadingPoint],
) -> None:
    lanes = Lanes().with_readings(points)
    ordered = [p for p in sorted(points, key=lambda p: p.t) if p.state is not State.STRUCK]
    for source, trace in zip(SOURCES, lanes.traces, strict=True):
        own = [point for point in ordered if point.source is source]
        usable = [place for place, point in enumerate(own) if point.state is State.USABLE]
        assert trace.value.tolist() == [own[place].map_mmhg for place in usable]
        for number, (here, there) in enumerate(pairwise(usable)):
            assert bool(trace.points["broken"][number + 1]) is (there - here > 1)


@given(POINTS, st.integers(0, 59))
def test_striking_a_reading_takes_it_off_the_line_and_keeps_it(
    points: list[ReadingPoint], seq: int
) -> None:
    lanes = Lanes().with_readings(points)
    struck = lanes.struck(seq)
    states = dict(zip(struck.readings["seq"].tolist(), struck.readings["state"], strict=True))
    for point in points:
        expected = State.STRUCK if point.seq == seq else point.state
        assert states[point.seq] == expected
    assert struck.readings["map_mmhg"].tolist() == lanes.readings["map_mmhg"].tolist()
    lines = sum(len(trace) for trace in struck.traces)
    assert lines == sum(state == State.USABLE for state in states.values())


@given(st.lists(st.tuples(TIMES, st.one_of(st.just(math.nan), st.floats(0, 3)))))
def test_late_doses_go_to_their_place(draws: list[tuple[float, float]]) -> None:
    lanes = Lanes()
    for seq, (t, dose) in enumerate(draws):
        lanes = lanes.with_given(DosePoint(t, dose, "x", seq))
    order = sorted(range(len(draws)), key=lambda seq: draws[seq][0])
    assert lanes.given["seq"].tolist() == order
