"""The running facts of a course, array-wise: one lane per patient, a live case is a cohort of one.

Times are whole seconds since the epoch, MAP whole mmHg, doses thousandths of the dosing unit, all
int64; UNKNOWN is a value of its own. Where two things happen at one instant, the reading comes
first: it belongs to the old dose.
"""

from dataclasses import fields, replace

import numpy as np
from numpy.typing import NDArray

from core.frozen import dataclass

Lane = NDArray[np.int64]
Flag = NDArray[np.bool_]

UNKNOWN = -(2**62)
COUNT_CAP = 9
"""Counts stop here; no rule asks for more."""
DAY = 24 * 3600
"""A change remembers the reading before it only if that is at most this old: a course counted
afresh, which looks back no further than it must, then agrees with one that was carried on."""


@dataclass(frozen=True, slots=True)
class Lines:
    """What the counting needs: the band in mmHg, times in seconds, doses in thousandths."""

    low: int
    high: int
    run_gap: int
    step_window: int
    stop_from: int
    watch: int
    high_dose: int = 2**62


@dataclass(frozen=True, slots=True)
class Course:
    """Where each patient of a cohort stands. Every field is a lane.

    `*_from` is the time of the first reading of the present run; `step_*` describe the last
    lowering made at or above target while nothing has changed since; `failed_*` are the last two
    failed weans (a raise while low, within the step window of such a lowering); `high_from` is
    since when the dose has been at or above the high dose.
    """

    reading_at: Lane
    map: Lane
    diastolic: Lane
    heart_rate: Lane
    below_from: Lane
    at_or_above_from: Lane
    above_from: Lane
    readings_since_raise: Lane
    dose: Lane
    running_from: Lane
    change_at: Lane
    raise_at: Lane
    step_at: Lane
    step_size: Lane
    lows_since_step: Lane
    map_at_change: Lane
    heart_rate_at_change: Lane
    failed_at: Lane
    failed_before: Lane
    stop_at: Lane
    stop_watched: Lane
    last_dose: Lane
    paused: Lane
    high_from: Lane


_ZERO = frozenset({"readings_since_raise", "dose", "lows_since_step", "stop_watched", "paused"})


def begin(patients: int) -> Course:
    """A cohort of which nothing is known yet; no infusion runs."""
    return Course(
        **{
            field.name: np.full(patients, 0 if field.name in _ZERO else UNKNOWN, dtype=np.int64)
            for field in fields(Course)
        }
    )


def with_reading(  # noqa: PLR0913 - one reading has this many parts
    course: Course,
    lines: Lines,
    *,
    at: Lane,
    map_mmhg: Lane,
    diastolic: Lane,
    heart_rate: Lane,
    here: Flag,
) -> Course:
    """The course after a usable reading, in the lanes where `here`."""
    broken = (course.reading_at == UNKNOWN) | (at - course.reading_at > lines.run_gap)

    def run(since: Lane, holds: Flag) -> Lane:
        begun = np.where((since == UNKNOWN) | broken, at, since)
        return np.where(here, np.where(holds, begun, UNKNOWN), since)

    low = map_mmhg < lines.low
    after_step = here & low & (course.step_at != UNKNOWN)
    return replace(
        course,
        reading_at=np.where(here, at, course.reading_at),
        map=np.where(here, map_mmhg, course.map),
        diastolic=np.where(here, diastolic, course.diastolic),
        heart_rate=np.where(here, heart_rate, course.heart_rate),
        below_from=run(course.below_from, low),
        at_or_above_from=run(course.at_or_above_from, ~low),
        above_from=run(course.above_from, map_mmhg > lines.high),
        readings_since_raise=np.minimum(course.readings_since_raise + here, COUNT_CAP),
        lows_since_step=np.minimum(course.lows_since_step + after_step, COUNT_CAP),
    )


def with_dose(course: Course, lines: Lines, *, at: Lane, dose: Lane, here: Flag) -> Course:
    """The course after a report of what the pump runs. The same dose again changes nothing."""
    remembered = at - course.reading_at <= DAY
    in_range = remembered & (course.map >= lines.low)
    changed = here & (dose != course.dose)
    raised = changed & (dose > course.dose)
    begun = changed & (course.dose == 0)
    stopped = changed & (dose == 0)
    stepped = changed & (dose < course.dose) & ~stopped & in_range
    failed = raised & _low_after_step(course, lines, at)
    watched = stopped & (course.dose <= lines.stop_from) & in_range

    def where(flag: Flag, new: Lane | int, old: Lane) -> Lane:
        return np.where(flag, new, old)

    return replace(
        course,
        dose=where(changed, dose, course.dose),
        running_from=where(stopped, UNKNOWN, where(begun, at, course.running_from)),
        change_at=where(changed, at, course.change_at),
        raise_at=where(raised, at, course.raise_at),
        readings_since_raise=where(raised, 0, course.readings_since_raise),
        step_at=where(changed, np.where(stepped, at, UNKNOWN), course.step_at),
        step_size=where(changed, np.where(stepped, course.dose - dose, UNKNOWN), course.step_size),
        lows_since_step=where(changed, 0, course.lows_since_step),
        map_at_change=where(
            changed, np.where(remembered, course.map, UNKNOWN), course.map_at_change
        ),
        heart_rate_at_change=where(
            changed, np.where(remembered, course.heart_rate, UNKNOWN), course.heart_rate_at_change
        ),
        failed_before=where(failed, course.failed_at, course.failed_before),
        failed_at=where(failed, at, course.failed_at),
        stop_at=where(changed, np.where(stopped, at, UNKNOWN), course.stop_at),
        stop_watched=where(changed, watched.astype(np.int64), course.stop_watched),
        last_dose=where(stopped, course.dose, course.last_dose),
        high_from=_high_from(course, lines, at, dose, changed),
    )


def _high_from(course: Course, lines: Lines, at: Lane, dose: Lane, changed: Flag) -> Lane:
    """Since when the dose has been high; a change that stays high does not start it anew."""
    begun = np.where(course.high_from == UNKNOWN, at, course.high_from)
    return np.where(changed, np.where(dose >= lines.high_dose, begun, UNKNOWN), course.high_from)


def _low_after_step(course: Course, lines: Lines, at: Lane) -> Flag:
    """A step is made at or above target, so a low reading is one that came after it."""
    young = (course.step_at != UNKNOWN) & (at - course.step_at < lines.step_window)
    low: Flag = young & (course.map < lines.low)
    return low


def with_pause(course: Course, *, paused: Flag, here: Flag) -> Course:
    """The course with titration resting, or going on again."""
    return replace(course, paused=np.where(here, paused.astype(np.int64), course.paused))
