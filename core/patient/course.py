"""The course of the illness: a drive that falls after source control, and vasoplegia behind it.

`I' = 0` before source control, `-I/tauI` after; `S' = (I - S)/tauS`. Both have a closed form.
"""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FloatArray, IntArray
from core.patient.body import Body, Row
from core.patient.cohort import Cohort

_S_PER_H = 3600.0


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Over a step: what is kept of vasoplegia and what the drive adds, while it stays or falls."""

    seconds: float
    control_s: FloatArray
    first_control_s: float
    last_control_s: float
    kept: FloatArray
    pulled_staying: FloatArray
    drive_kept: FloatArray
    pulled_falling: FloatArray


def course_of(cohort: Cohort, seconds: float) -> Course:
    """The course over a step that lies wholly before or wholly after source control."""
    drive_kept, kept, pulled = _after(
        cohort.lag_h, cohort.resolution_h, np.full(len(cohort), float(seconds))
    )
    control_s = cohort.source_control_h * _S_PER_H
    first, last = float(control_s.min(initial=np.inf)), float(control_s.max(initial=-np.inf))
    return Course(seconds, control_s, first, last, kept, 1.0 - kept, drive_kept, pulled)


def ran(cohort: Cohort, body: Body, course: Course, new: FloatArray) -> None:
    """Write drive and vasoplegia at the end of the step into `new`."""
    drive, vasoplegia = body.row(Row.DRIVE), body.row(Row.VASOPLEGIA)
    np.multiply(course.kept, vasoplegia, out=new[Row.VASOPLEGIA])
    if course.last_control_s <= body.second:
        np.multiply(drive, course.drive_kept, out=new[Row.DRIVE])
        new[Row.VASOPLEGIA] += drive * course.pulled_falling
    elif course.first_control_s >= body.second + course.seconds:
        new[Row.DRIVE] = drive
        new[Row.VASOPLEGIA] += drive * course.pulled_staying
    else:
        _ran_mixed(cohort, body, course, new)


def _ran_mixed(cohort: Cohort, body: Body, course: Course, new: FloatArray) -> None:
    """Some before source control, some after, some in the step that holds it."""
    drive = body.row(Row.DRIVE)
    left_s = course.control_s - body.second
    falls = left_s <= 0
    np.multiply(drive, np.where(falls, course.drive_kept, 1.0), out=new[Row.DRIVE])
    pulled = np.where(falls, course.pulled_falling, course.pulled_staying)
    new[Row.VASOPLEGIA] += drive * pulled
    inside = np.flatnonzero((left_s > 0) & (left_s < course.seconds))
    if inside.size:
        held_s = left_s[inside]
        new[Row.DRIVE :, inside] = _split(
            cohort, body.amounts[Row.DRIVE :, inside], inside, held_s, course
        )


def _split(
    cohort: Cohort, old: FloatArray, inside: IntArray, held_s: FloatArray, course: Course
) -> FloatArray:
    """Those whose source control falls inside the step: steady until then, falling after.

    `old` and what comes back are the rows drive and vasoplegia of these patients.
    """
    drive, vasoplegia = old
    lag_h, resolution_h = cohort.lag_h[inside], cohort.resolution_h[inside]
    reached = drive + (vasoplegia - drive) * np.exp(-held_s / (lag_h * _S_PER_H))
    drive_kept, kept, pulled = _after(lag_h, resolution_h, course.seconds - held_s)
    return np.stack([drive * drive_kept, reached * kept + drive * pulled])


def _after(
    lag_h: FloatArray, resolution_h: FloatArray, seconds: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Drive kept, vasoplegia kept, and what vasoplegia gains per unit of drive, while it falls.

    The gain is mu (e^(-lam t) - e^(-mu t)) / (mu - lam), written so that mu = lam is no exception.
    """
    mu, lam = 1.0 / (lag_h * _S_PER_H), 1.0 / (resolution_h * _S_PER_H)
    kept = np.exp(-mu * seconds)
    x = (mu - lam) * seconds
    safe = np.where(x == 0.0, 1.0, x)
    ratio = np.where(x == 0.0, 1.0, np.expm1(safe) / safe)
    return np.exp(-lam * seconds), kept, mu * seconds * kept * ratio
