"""The usable history of one infusion in time order, and its folding into a course of one lane."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from core.model.course import (
    UNKNOWN,
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
"""A refold starts this many seconds before the latest entry; facts saturate well inside it."""
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


@dataclass(frozen=True, slots=True)
class History:
    """Readings, dose reports and pauses of one infusion, and where its course stands.

    `before` is the course before the latest reading, kept while that reading is the newest
    moment; what another MAP would have meant is asked of it.
    """

    readings: Series[PlainReading]
    doses: Series[PlainDose]
    pauses: Series[PlainPause]
    course: Course
    before: Course | None = None

    @property
    def deciding(self) -> PlainReading | None:
        """The reading that counts for the latest minute: the best source in it."""
        last = self.readings.last
        if last is None:
            return None
        same = self.readings.from_key(_minute_start(last.at), _at)
        return min(reversed(same), key=lambda reading: reading.rank)


def empty_history() -> History:
    """Nothing known, nothing running."""
    return History(Series(), Series(), Series(), begin(1))


def _at(moment: Moment) -> int:
    return moment.at


def _minute_start(at: int) -> int:
    return at - at % 60


def _newest(history: History) -> int:
    lasts = (history.readings.last, history.doses.last, history.pauses.last)
    return max((moment.at for moment in lasts if moment is not None), default=UNKNOWN)


def add_reading(history: History, lines: Lines, reading: PlainReading) -> History:
    """The history with a reading at its place in time; the best source of a minute counts."""
    last = history.readings.last
    grown = _with_readings(history, history.readings.insert_by(reading, _at))
    same_minute = last is not None and _minute_start(last.at) == _minute_start(reading.at)
    if reading.at > _newest(history) and not same_minute:
        course = fold(history.course, lines, reading)
        return History(grown.readings, grown.doses, grown.pauses, course, history.course)
    if same_minute and _outranked(history, reading):
        return grown
    return refold(grown, lines)


def _outranked(history: History, reading: PlainReading) -> bool:
    best, last = history.deciding, history.readings.last
    return (
        best is not None and last is not None and reading.at >= last.at and reading.rank > best.rank
    )


def add_dose(history: History, lines: Lines, dose: PlainDose) -> History:
    """The history with a dose report at its place in time."""
    doses = history.doses.insert_by(dose, _at)
    if dose.at >= _newest(history):
        course = fold(history.course, lines, dose)
        return History(history.readings, doses, history.pauses, course)
    return refold(History(history.readings, doses, history.pauses, history.course), lines)


def add_pause(history: History, lines: Lines, pause: PlainPause) -> History:
    """The history with titration resting or going on from a moment."""
    pauses = history.pauses.insert_by(pause, _at)
    if pause.at >= _newest(history):
        course = fold(history.course, lines, pause)
        return History(history.readings, history.doses, pauses, course)
    return refold(History(history.readings, history.doses, pauses, history.course), lines)


def strike(history: History, lines: Lines, seq: int) -> History:
    """The history less the entry with this number."""
    readings = history.readings.without(lambda reading: reading.seq == seq)
    doses = history.doses.without(lambda dose: dose.seq == seq)
    return refold(History(readings, doses, history.pauses, history.course), lines)


def refold(history: History, lines: Lines) -> History:
    """The history counted afresh: after a late entry, a strike or another target."""
    start = max((m.at for m in (history.readings.last,) if m is not None), default=0) - LOOK_BACK
    readings = _best_of_each_minute(history.readings.from_key(start, _at))
    moments: list[Moment] = [*readings, *history.doses, *history.pauses]
    moments.sort(key=lambda moment: (moment.at, not isinstance(moment, PlainReading)))
    course, before = begin(1), None
    for moment in moments:
        before = course if isinstance(moment, PlainReading) else None
        course = fold(course, lines, moment)
    return History(history.readings, history.doses, history.pauses, course, before)


def _with_readings(history: History, readings: Series[PlainReading]) -> History:
    return History(readings, history.doses, history.pauses, history.course, history.before)


def _best_of_each_minute(readings: Iterable[PlainReading]) -> list[PlainReading]:
    kept: list[PlainReading] = []
    for reading in readings:
        rival = kept[-1] if kept else None
        if rival is None or _minute_start(rival.at) != _minute_start(reading.at):
            kept.append(reading)
        elif reading.rank < rival.rank:
            while kept and _minute_start(kept[-1].at) == _minute_start(reading.at):
                kept.pop()
            kept.append(reading)
        elif reading.rank == rival.rank:
            kept.append(reading)
    return kept
