"""The history of one infusion: the order of entry never matters, only the order of time."""

from dataclasses import fields
from itertools import permutations

import numpy as np
import pytest

from core.model.counting import (
    Counted,
    Moment,
    PlainDose,
    PlainPause,
    PlainReading,
    best_of_each_minute,
    count,
    lane,
    step,
)
from core.model.course import DAY, UNKNOWN, Course, Lines, begin
from core.model.facts import Facts, gather
from core.model.history import History, add_dose, add_pause, add_reading, recount, strike
from core.model.terms import Source

LINES = Lines(low=65, high=75, run_gap=4500, step_window=3600, stop_from=20, watch=DAY)
HOUR = 3600
T0 = 1_699_999_980  # the start of a minute
LINE, SECOND, CUFF = Source.ARTERIAL_LINE, Source.SECOND_LINE, Source.CUFF


def reading(seq: int, at: int, pressure: int, source: Source = LINE) -> PlainReading:
    return PlainReading(seq, T0 + at, pressure, UNKNOWN, UNKNOWN, source)


def dose(seq: int, at: int, amount: int) -> PlainDose:
    return PlainDose(seq, T0 + at, amount)


def pause(at: int, *, paused: bool) -> PlainPause:
    return PlainPause(T0 + at, paused)


def added(history: History, moment: Moment) -> History:
    match moment:
        case PlainReading():
            return add_reading(history, LINES, moment)
        case PlainDose():
            return add_dose(history, LINES, moment)
        case PlainPause():
            return add_pause(history, LINES, moment)


def entered(*moments: Moment, counted: bool) -> History:
    """A history entered in this order; `counted` asks for its course after every entry."""
    history = History()
    for moment in moments:
        history = added(history, moment)
        if counted:
            assert history.course is history.course
    return history


def plain(course: Course | None) -> dict[str, int] | None:
    if course is None:
        return None
    return {item.name: int(getattr(course, item.name)[0]) for item in fields(Course)}


def facts(history: History) -> Facts:
    now = lane(history.newest)
    return gather(history.course, LINES, now)


def test_an_empty_history() -> None:
    empty = History()
    assert plain(empty.course) == plain(begin(1))
    assert empty.before is None
    assert empty.deciding is None
    assert empty.newest == UNKNOWN


STORY: tuple[Moment, ...] = (
    dose(1, 0, 100),
    reading(2, 300, 70),
    dose(3, 1800, 80),
    reading(4, 2400, 60),
    pause(2500, paused=True),
    pause(2600, paused=False),
    dose(5, 2700, 100),
)


@pytest.mark.parametrize("counted", [True, False])
def test_every_order_of_entry_gives_the_same_course(*, counted: bool) -> None:
    expected = plain(entered(*STORY, counted=False).course)
    rng = np.random.default_rng(11)
    for _ in range(100):
        order = [STORY[index] for index in rng.permutation(len(STORY))]
        assert plain(entered(*order, counted=counted).course) == expected


@pytest.mark.parametrize("counted", [True, False])
def test_a_reading_at_the_instant_of_a_change_belongs_to_the_old_dose(*, counted: bool) -> None:
    moments: list[Moment] = [dose(1, 0, 100), reading(2, 60, 70)]
    moments += [dose(3, 600, 80), reading(4, 600, 60)]
    for order in permutations(moments):
        course = entered(*order, counted=counted).course
        assert int(course.map_at_change[0]) == 60
        assert int(course.lows_since_step[0]) == 0
        assert int(course.step_at[0]) == UNKNOWN  # 60 is below target: no wean step


@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize(
    ("sources", "kept"),
    [
        ((LINE, CUFF), (1,)),
        ((CUFF, LINE), (2,)),
        ((CUFF, SECOND), (2,)),
        ((SECOND, LINE), (2,)),
        ((LINE, LINE), (1, 2)),
        ((CUFF, LINE, SECOND), (2,)),
        ((CUFF, SECOND, CUFF, LINE), (4,)),
        ((LINE, CUFF, LINE), (1, 3)),
        ((CUFF, CUFF, SECOND), (3,)),
    ],
)
def test_the_best_source_of_a_minute_counts_in_every_order_of_entry(
    sources: tuple[Source, ...], kept: tuple[int, ...], *, counted: bool
) -> None:
    earlier = reading(9, -300, 70)
    same = [reading(i, 10 * i, 50 + i, source) for i, source in enumerate(sources, 1)]
    assert [r.seq for r in best_of_each_minute([earlier, *same])] == [9, *kept]
    best = [r for r in same if r.seq in kept]
    expected = entered(earlier, *best, counted=False)
    for order in permutations([earlier, *same]):
        history = entered(*order, counted=counted)
        assert plain(history.course) == plain(expected.course)
        assert history.deciding == best[-1]


def test_the_next_minute_begins_with_its_first_second() -> None:
    cuff, line = reading(1, 59, 50, CUFF), reading(2, 60, 70, LINE)
    assert best_of_each_minute([cuff, line]) == [cuff, line]


def test_the_course_before_the_latest_reading_is_kept_while_it_is_the_newest_moment() -> None:
    for counted in (True, False):
        history = entered(dose(1, 0, 100), reading(2, 300, 70), counted=counted)
        assert plain(history.before) == plain(entered(dose(1, 0, 100), counted=False).course)
        assert added(history, reading(3, 310, 60, CUFF)).before is not None
        assert added(history, dose(3, 400, 80)).before is None
        assert added(history, pause(400, paused=True)).before is None


def test_a_struck_entry_leaves_no_trace() -> None:
    history = entered(*STORY, counted=True)
    for moment in STORY:
        if isinstance(moment, PlainPause):
            continue
        rest = [other for other in STORY if other is not moment]
        expected = entered(*rest, counted=False)
        left = strike(history, LINES, moment.seq)
        assert left == expected
        assert plain(left.course) == plain(expected.course)


def test_another_band_counts_the_runs_anew() -> None:
    history = entered(dose(1, 0, 100), reading(2, 60, 62), reading(3, 600, 63), counted=True)
    assert int(history.course.below_from[0]) == T0 + 60
    lower = Lines(low=60, high=65, run_gap=4500, step_window=3600, stop_from=20, watch=DAY)
    again = recount(history, lower)
    assert int(again.course.below_from[0]) == UNKNOWN
    assert int(again.course.at_or_above_from[0]) == T0 + 60
    assert int(history.course.below_from[0]) == T0 + 60


def test_a_count_afresh_looks_back_far_enough() -> None:
    """One reading, nothing for 60 h, a change, then hourly readings until the first falls out."""
    history = entered(dose(1, 0, 15), reading(2, 60, 70), dose(3, 60 * HOUR, 10), counted=True)
    for hour in range(60, 75):
        history = added(history, reading(hour, hour * HOUR + 60, 70))
        assert np.array_equal(facts(history), facts(recount(history, LINES))), hour


def test_many_readings_and_changes_within_the_window_agree_too() -> None:
    rng = np.random.default_rng(8)
    history, at, moments = History(), 0, list[Moment]()
    for seq in range(1, 700):
        at += int(rng.choice([60, 300, 900, 1800]))
        amount = int(rng.integers(50, 90))
        moment: Moment = reading(seq, at, amount) if seq % 3 else dose(seq, at, amount - 40)
        moments.append(moment)
        history = added(history, moment)
        assert history.course is not None
    counted = Counted(begin(1), None)
    for moment in moments:
        counted = step(counted, LINES, moment)
    assert plain(counted.course) == plain(history.course)
    now = lane(history.newest)
    afresh = count(LINES, history.readings, history.doses, history.pauses).course
    assert np.array_equal(gather(afresh, LINES, now), facts(history))
