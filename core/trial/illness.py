"""The course of vasoplegia in closed form: no drug moves it, so any second can be asked at once.

Until source control the drive stays and vasoplegia nears it from four fifths; after it the drive
fades and vasoplegia follows. A test holds it against the matrix motion of `core.patient`.
"""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FloatArray
from core.patient.cohort import Cohort
from core.trial.columns import Column, Second, Who, at, column

_S_PER_H = 3600.0
_BEGINS = 0.8
"""Vasoplegia begins at this share of the drive, as `core.patient.body.at_start` has it."""
_APART = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Illness:
    """Rates in 1/s; the second of source control; the drive; the two weights after control."""

    follows: Column
    fades: Column
    control_s: Column
    last_control_s: float
    drive: Column
    of_follow: Column
    of_fade: Column

    def vasoplegia(self, who: Who, second: Second) -> FloatArray:
        """Vasoplegia of some patients at a second from the start, 0 to about 1."""
        after = second - at(self.control_s, who)
        before = np.logical_and(after <= 0.0, second < self.last_control_s)
        some = before.any()
        since = np.where(before, second, after) if some else after
        followed = np.exp(-at(self.follows, who) * since)
        faded = np.exp(-at(self.fades, who) * np.maximum(after, 0.0))
        drive = at(self.drive, who)
        of_follow, of_fade = at(self.of_follow, who), at(self.of_fade, who)
        if some:
            of_follow = np.where(before, (_BEGINS - 1.0) * drive, of_follow)
            of_fade = np.where(before, drive, of_fade)
        told: FloatArray = of_follow * followed + of_fade * faded
        return told


def illness(cohort: Cohort) -> Illness:
    """The course of each patient's illness."""
    follows, fades = 1.0 / (cohort.lag_h * _S_PER_H), 1.0 / (cohort.resolution_h * _S_PER_H)
    near = np.abs(fades - follows) < _APART * follows
    fades = np.where(near, follows * (1.0 + 2.0 * _APART), fades)
    control_s = cohort.source_control_h * _S_PER_H
    reached = cohort.drive * (1.0 - (1.0 - _BEGINS) * np.exp(-follows * control_s))
    of_fade = cohort.drive * follows / (follows - fades)
    return Illness(
        column(follows),
        column(fades),
        column(control_s),
        float(control_s.max(initial=0.0)),
        column(cohort.drive),
        column(reached - of_fade),
        column(of_fade),
    )
