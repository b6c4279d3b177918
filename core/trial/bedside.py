"""What is to be seen at the bedsides of a chunk: true pressure with its noise, and the monitor."""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import BitArray, FlagArray, FloatArray, IntArray
from core.patient.arterial_line import drawn_line, good_line, standing_errors
from core.patient.chance import keys
from core.patient.cohort import Cohort
from core.trial.columns import Column, Who, at, column
from core.trial.plan import Plan
from core.trial.spoiling import Seen, Spoiling
from core.trial.truth import Moment, Truth, truth
from core.trial.wander import Wander


@dataclass(frozen=True, slots=True, eq=False)
class Monitor:
    """The whole numbers that a nurse reads, and whether something spoilt them (hidden truth)."""

    map_mmhg: IntArray
    diastolic_mmhg: IntArray
    heart_rate_bpm: IntArray
    spoilt: FlagArray


@dataclass(frozen=True, slots=True, eq=False)
class Bedside:
    """The patients of a chunk with their noise and their arterial lines."""

    cohort: Cohort
    own: BitArray
    truth: Truth
    map_offset_mmhg: Column
    low_offset_mmhg: Column
    wander: Wander
    spoiling: Spoiling

    def __len__(self) -> int:
        return len(self.own)

    def true_map(self, who: Who, second: int) -> tuple[FloatArray, Moment]:
        """MAP with its noise, mmHg, and the moment it belongs to."""
        now = self.truth.moment(who, float(second))
        mean = now.map_mmhg + self.wander.noise(who, second)
        return np.maximum(mean, 0.0, out=mean), now

    def monitor(self, who: IntArray, second: int) -> Monitor:
        """What the monitors of some patients show, read in whole numbers."""
        mean, now = self.true_map(who, second)
        low = self.truth.diastolic(who, mean)
        rate = self.truth.heart_rate(who, now, mean)
        seen = Seen(
            mean + at(self.map_offset_mmhg, who),
            low + at(self.low_offset_mmhg, who),
            np.zeros(len(who), dtype=np.bool_),
        )
        self.spoiling.spoil(seen, who, second)
        return Monitor(_whole(seen.map_mmhg), _whole(seen.low_mmhg), _whole(rate), seen.spoilt)


def bedside(plan: Plan, cohort: Cohort) -> Bedside:
    """The bedsides of these patients as a plan has them, at second 0."""
    make = drawn_line if plan.artefacts else good_line
    line = make(cohort.seed, cohort.ids, artefacts=plan.artefacts)
    own = keys(cohort.seed, cohort.ids)
    mean_error, low_error = standing_errors(line)
    return Bedside(
        cohort,
        own,
        truth(cohort, plan.response_factor, plan.line_lag_s),
        column(mean_error),
        column(low_error),
        Wander(
            own,
            column(cohort.noise_fast_mmhg),
            column(cohort.noise_slow_mmhg),
            cohort.care_per_h,
        ),
        Spoiling(line),
    )


def _whole(told: FloatArray) -> IntArray:
    """Whole numbers, halves up, as a person reads them."""
    return np.floor(told + 0.5).astype(np.int64)
