"""The facts a row may ask about, as one integer matrix: a row per patient, a column per axis."""

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.model.course import DAY, UNKNOWN, Course, Flag, Lane, Lines
from core.model.terms import Action, Attested, Condition, Shock

Facts = NDArray[np.int64]

SATURATION = 48 * 3600
"""Durations stop counting at 48 h: no rule looks further back."""


class Axis(IntEnum):
    """A column of the facts. Durations in seconds, MAP in mmHg, doses in thousandths.

    SHOCK_INDEX is heart rate over diastolic in hundredths, rounded down. The shares are in
    hundredths of a percent, rounded up, so that "above 15 %" is exact. ACTION and ENDS_AT are
    known only once the table has answered; prompts may ask about them. FLUIDS is 1 when somebody
    attested them, otherwise 0; VASOPRESSIN is 1 on, 0 off, or unknown.

    From TARGET on: the low end of the band in mmHg; how long the dose has been high;
    norepinephrine's dose as every other agent sees it; how long all catecholamines have been
    off; age in years; the type of shock by its code; the conditions, 1 yes, 0 no, or unknown;
    and how long ago the dose of another agent last changed.
    """

    PHASE = 0
    MAP = 1
    DIASTOLIC = 2
    SHOCK_INDEX = 3
    DOSE = 4
    SINCE_CHANGE = 5
    BELOW_TARGET_FOR = 6
    AT_TARGET_FOR = 7
    ABOVE_TARGET_FOR = 8
    READINGS_SINCE_RAISE = 9
    SINCE_STEP = 10
    LOW_READINGS_SINCE_STEP = 11
    STEP_SIZE = 12
    SINCE_FAILED_WEAN = 13
    FAILED_WEANS = 14
    MAP_FALL = 15
    MAP_FALL_SHARE = 16
    HEART_RATE_RISE_SHARE = 17
    SINCE_STOP = 18
    VASOPRESSIN = 19
    FLUIDS = 20
    ACTION = 21
    ENDS_AT = 22
    TARGET = 23
    HIGH_DOSE_FOR = 24
    NOREPINEPHRINE = 25
    CATECHOLAMINE_FREE = 26
    AGE = 27
    SHOCK = 28
    CHRONIC_HYPERTENSION = 29
    LOW_EJECTION_FRACTION = 30
    ARRHYTHMIA = 31
    INTERACTING_DRUG = 32
    ADRENAL_INSUFFICIENCY = 33
    PERFUSION_CONCERN = 34
    SINCE_OTHER_CHANGE = 35


class Phase(IntEnum):
    """What the infusion is doing."""

    OFF = 0
    RUNNING = 1
    WATCH = 2
    PAUSED = 3


_OFF, _RUNNING, _WATCH, _PAUSED = (int(item) for item in Phase)
ON_OFF_CODE = {Attested.NO: 0, Attested.YES: 1, Attested.UNKNOWN: UNKNOWN}
ACTION_CODE = {action: code for code, action in enumerate(Action)}
SHOCK_CODE = {shock: code for code, shock in enumerate(Shock)}
CONDITION_AXIS = {condition: Axis[condition.name] for condition in Condition}


def gather(
    course: Course, lines: Lines, now: Lane, around: Mapping[Axis, Lane] = MappingProxyType({})
) -> Facts:
    """The facts of each patient at `now` (seconds since the epoch).

    `around` are those that the course of one infusion cannot know: attestations, conditions and
    the other agents. What is left out there is unknown.
    """
    # Stored by fact, so that looking at one fact of a cohort reads memory in one piece.
    facts = np.empty((len(Axis), len(now)), dtype=np.int64).T
    columns = {
        Axis.PHASE: phase(course, lines, now),
        Axis.MAP: course.map,
        Axis.DIASTOLIC: course.diastolic,
        Axis.SHOCK_INDEX: _shock_index(course),
        Axis.DOSE: course.dose,
        Axis.SINCE_CHANGE: _since(now, course.change_at),
        Axis.BELOW_TARGET_FOR: _run(course, course.below_from),
        Axis.AT_TARGET_FOR: _run(course, course.at_or_above_from),
        Axis.ABOVE_TARGET_FOR: _run(course, course.above_from),
        Axis.READINGS_SINCE_RAISE: course.readings_since_raise,
        Axis.SINCE_FAILED_WEAN: _within(_since(now, course.failed_at), DAY),
        Axis.FAILED_WEANS: _recent(now, course.failed_at) + _recent(now, course.failed_before),
        Axis.SINCE_STOP: _since(now, course.stop_at),
        Axis.TARGET: np.full(len(now), lines.low, dtype=np.int64),
        Axis.HIGH_DOSE_FOR: _since(now, course.high_from),
        **around,
        **_step_columns(course, lines, now),
        **_change_columns(course, now),
    }
    for axis in Axis:
        facts[:, axis] = columns.get(axis, UNKNOWN)
    return facts


def phase(course: Course, lines: Lines, now: Lane) -> Lane:
    """The phase of each patient: paused, running, watch after a planned stop, or off."""
    watched = (course.stop_watched == 1) & (now - course.stop_at < lines.watch)
    stopped = np.where(watched, _WATCH, _OFF)
    running = np.where(course.dose > 0, _RUNNING, stopped)
    return np.where(course.paused == 1, _PAUSED, running)


def _step_columns(course: Course, lines: Lines, now: Lane) -> dict[Axis, Lane]:
    since = _within(_since(now, course.step_at), lines.step_window)
    known = since != UNKNOWN
    return {
        Axis.SINCE_STEP: since,
        Axis.LOW_READINGS_SINCE_STEP: np.where(known, course.lows_since_step, UNKNOWN),
        Axis.STEP_SIZE: np.where(known, course.step_size, UNKNOWN),
    }


def _change_columns(course: Course, now: Lane) -> dict[Axis, Lane]:
    recent = (course.change_at != UNKNOWN) & (now - course.change_at < SATURATION)
    map_known = recent & (course.map_at_change != UNKNOWN) & (course.map != UNKNOWN)
    rate_known = recent & (course.heart_rate_at_change > 0) & (course.heart_rate != UNKNOWN)
    fall = course.map_at_change - course.map
    rise = course.heart_rate - course.heart_rate_at_change
    return {
        Axis.MAP_FALL: np.where(map_known, fall, UNKNOWN),
        Axis.MAP_FALL_SHARE: _share(fall, course.map_at_change, map_known),
        Axis.HEART_RATE_RISE_SHARE: _share(rise, course.heart_rate_at_change, rate_known),
    }


def _share(part: Lane, whole: Lane, known: Flag) -> Lane:
    safe = np.where(known & (whole > 0), whole, 1)
    rounded_up = -((-10_000 * np.where(known, part, 0)) // safe)
    return np.where(known & (whole > 0), rounded_up, UNKNOWN)


def _shock_index(course: Course) -> Lane:
    known = (course.diastolic > 0) & (course.heart_rate > 0)
    safe = np.where(known, course.diastolic, 1)
    return np.where(known, 100 * np.where(known, course.heart_rate, 0) // safe, UNKNOWN)


def _since(now: Lane, then: Lane) -> Lane:
    age = now - then
    np.maximum(age, 0, out=age)
    np.minimum(age, SATURATION, out=age)
    age[then == UNKNOWN] = UNKNOWN
    return age


def _run(course: Course, begun: Lane) -> Lane:
    """A run lasts from its first to its latest reading, so it takes two readings to last at all."""
    return _since(course.reading_at, begun)


def _within(age: Lane, limit: int) -> Lane:
    return np.where(age < limit, age, UNKNOWN)


def _recent(now: Lane, then: Lane) -> Lane:
    recent: Lane = ((then != UNKNOWN) & (now - then < DAY)).astype(np.int64)
    return recent
