"""Moments of one infusion, and their folding into a course of one lane."""

from collections.abc import Iterable
from typing import assert_never

import numpy as np

from core.frozen import dataclass
from core.model.course import (
    Course,
    Lane,
    Lines,
    begin,
    with_dose,
    with_pause,
    with_reading,
)
from core.model.series import Series
from core.model.terms import Source

LOOK_BACK = 72 * 3600
"""Counting starts this many seconds before the latest reading; durations saturate inside it."""
LEAST_READINGS = 12
"""Or this many readings back, whichever is earlier: more than any count goes up to."""
_RANK = {source: rank for rank, source in enumerate(Source)}
_HERE = np.array([True])


@dataclass(frozen=True, slots=True)
class PlainReading:
    """A usable reading in plain numbers: seconds, mmHg, mmHg, per minute."""

    seq: int
    at: int
    map: int
    diastolic: int
    heart_rate: int
    source: Source

    @property
    def rank(self) -> int:
        """Precedence within one minute; 0 decides."""
        return _RANK[self.source]


@dataclass(frozen=True, slots=True)
class PlainDose:
    """A report of the set dose: seconds, thousandths of the dosing unit."""

    seq: int
    at: int
    dose: int


@dataclass(frozen=True, slots=True)
class PlainPause:
    """Titration rests (or goes on) from this second."""

    at: int
    paused: bool


Moment = PlainReading | PlainDose | PlainPause


def lane(value: int) -> Lane:
    """A cohort of one."""
    return np.array([value], dtype=np.int64)


def fold(course: Course, lines: Lines, moment: Moment) -> Course:
    """The course of one after one moment."""
    match moment:
        case PlainReading():
            return with_reading(
                course,
                lines,
                at=lane(moment.at),
                map_mmhg=lane(moment.map),
                diastolic=lane(moment.diastolic),
                heart_rate=lane(moment.heart_rate),
                here=_HERE,
            )
        case PlainDose():
            return with_dose(course, lines, at=lane(moment.at), dose=lane(moment.dose), here=_HERE)
        case PlainPause():
            return with_pause(course, paused=np.array([moment.paused]), here=_HERE)
        case _:
            assert_never(moment)


@dataclass(frozen=True, slots=True)
class Counted:
    """A course, and what it was before the latest reading while that is the newest moment."""

    course: Course
    before: Course | None


def step(counted: Counted, lines: Lines, moment: Moment) -> Counted:
    """The count after one more moment, which must not be earlier than those before."""
    before = counted.course if isinstance(moment, PlainReading) else None
    return Counted(fold(counted.course, lines, moment), before)


def count(
    lines: Lines,
    readings: Series[PlainReading],
    doses: Iterable[PlainDose],
    pauses: Iterable[PlainPause],
) -> Counted:
    """The count over a whole history, as far back as any fact can look."""
    moments: list[Moment] = [*best_of_each_minute(_recent(readings)), *doses, *pauses]
    moments.sort(key=lambda moment: (moment.at, not isinstance(moment, PlainReading)))
    counted = Counted(begin(1), None)
    for moment in moments:
        counted = step(counted, lines, moment)
    return counted


def instant(moment: Moment) -> int:
    """When a moment was, in seconds since the epoch."""
    return moment.at


def minute_start(at: int) -> int:
    """The second in which the minute of `at` began."""
    return at - at % 60


def _recent(readings: Series[PlainReading]) -> list[PlainReading]:
    last = readings.last
    if last is None:
        return []
    window = readings.from_key(last.at - LOOK_BACK, instant)
    return window if len(window) >= LEAST_READINGS else readings[-LEAST_READINGS:]


def best_of_each_minute(readings: Iterable[PlainReading]) -> list[PlainReading]:
    """The readings that count: in each minute those of the best source in it."""
    kept: list[PlainReading] = []
    for reading in readings:
        rival = kept[-1] if kept else None
        if rival is None or minute_start(rival.at) != minute_start(reading.at):
            kept.append(reading)
        elif reading.rank < rival.rank:
            while kept and minute_start(kept[-1].at) == minute_start(reading.at):
                kept.pop()
            kept.append(reading)
        elif reading.rank == rival.rank:
            kept.append(reading)
    return kept
