"""Vasopressin as a fixed second agent in closed form: begun once, at one rate, never stopped."""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FloatArray, IntArray
from core.patient.body import MUNITS_PER_UNIT, vasopressin_l_min
from core.patient.cohort import Cohort
from core.trial.columns import Column, Second, Who, at, column

UNITS_MIN = 0.03
"""The dose of a second agent, fixed (protocol)."""
_S_PER_MIN = 60.0
_APART = 1e-5
NEVER_S = np.inf


@dataclass(slots=True, eq=False)
class SecondAgent:
    """Since when it runs in each patient (infinite: it does not), and its two rates, 1/s."""

    leaves: Column
    follows: Column
    steady_munits_l: Column
    ec50_munits_l: Column
    emax_mmhg: Column
    by_share_bpm: Column
    since_s: FloatArray
    any: bool = False

    def begin(self, who: IntArray, second: FloatArray) -> None:
        """It runs in these patients from their second on."""
        self.since_s[who] = second
        self.any = self.any or bool(len(who))

    def share(self, who: Who, second: Second) -> FloatArray:
        """Its effect as a share of its largest; 0 where it does not run."""
        since = self.since_s if who is None else self.since_s.take(who, mode="clip")
        passed = np.maximum(second - since, 0.0)
        leaves, follows = at(self.leaves, who), at(self.follows, who)
        left = follows * np.exp(-leaves * passed) - leaves * np.exp(-follows * passed)
        level = at(self.steady_munits_l, who) * (1.0 - left / (follows - leaves))
        told: FloatArray = level / (level + at(self.ec50_munits_l, who))
        return told


def second_agent(cohort: Cohort) -> SecondAgent:
    """The second agent of a chunk, not begun yet."""
    l_min = vasopressin_l_min(cohort)
    leaves = l_min / (cohort.vasopressin_volume_l_kg * cohort.weight_kg) / _S_PER_MIN
    follows = cohort.vasopressin_effect_per_min / _S_PER_MIN
    near = np.abs(follows - leaves) < _APART * leaves
    return SecondAgent(
        column(leaves),
        column(np.where(near, leaves * (1.0 + 2.0 * _APART), follows)),
        column(MUNITS_PER_UNIT * UNITS_MIN / l_min),
        column(cohort.vasopressin_ec50_munits_l),
        column(cohort.vasopressin_emax_mmhg),
        column(cohort.heart_rate_by_vasopressin_bpm),
        np.full(len(cohort), NEVER_S),
    )
