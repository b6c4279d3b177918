"""What is to be seen at the bedsides of a chunk: true pressure with its noise, and the monitor."""

from dataclasses import dataclass, replace

import numpy as np

from core.patient.arrays import BitArray, FlagArray, FloatArray, IntArray
from core.patient.arterial_line import drawn_line, good_line, standing_errors
from core.patient.chance import keys
from core.patient.cohort import Cohort
from core.trial.columns import Column, at, column
from core.trial.kinetics import Infusion
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

    def untreated(self) -> "Bedside":
        """The same bedsides where norepinephrine has not run yet; all else is shared."""
        nothing = Infusion.none(self.truth.infusion.modes)
        return replace(self, truth=replace(self.truth, infusion=nothing))

    def sampled(self, second: int) -> FloatArray:
        """Everyone's MAP with its noise at a whole minute, mmHg; quickest going forward."""
        mean = self.truth.moment(None, float(second)).map_mmhg
        mean += self.wander.everyone(second)
        return np.maximum(mean, 0.0, out=mean)

    def true_map(self, who: IntArray, second: IntArray) -> tuple[FloatArray, Moment]:
        """MAP of some with its noise, mmHg, each at a whole minute, and the moment it is of."""
        now = self.truth.moment(who, second.astype(np.float64))
        mean = now.map_mmhg + self.wander.each(who, second)
        return np.maximum(mean, 0.0, out=mean), now

    def monitor(self, who: IntArray, second: IntArray) -> Monitor:
        """What the monitors of some patients show at whole minutes, read in whole numbers."""
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
            plan.seconds,
        ),
        Spoiling(line, own, plan.seconds),
    )


def _whole(told: FloatArray) -> IntArray:
    """Whole numbers, halves up, as a person reads them."""
    return np.floor(told + 0.5).astype(np.int64)
