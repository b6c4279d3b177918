"""What is to be seen at the bedsides of a chunk: true pressure with its noise, and the monitor."""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import BitArray, FloatArray, IntArray
from core.patient.artefacts import Artefact
from core.patient.arterial_line import ArterialLine, drawn_line, good_line, shown
from core.patient.chance import keys
from core.patient.cohort import Cohort
from core.patient.noise import care, fast, slow
from core.patient.response import Vitals
from core.trial.columns import Column, Who, at, column
from core.trial.plan import Plan
from core.trial.truth import Moment, Truth, truth


@dataclass(frozen=True, slots=True, eq=False)
class Monitor:
    """The whole numbers that a nurse reads, and whether something spoilt them (hidden truth)."""

    map_mmhg: IntArray
    diastolic_mmhg: IntArray
    heart_rate_bpm: IntArray
    spoilt: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Bedside:
    """The patients of a chunk with their noise and their arterial lines."""

    cohort: Cohort
    own: BitArray
    truth: Truth
    line: ArterialLine
    fast_mmhg: Column
    slow_mmhg: Column
    care_per_h: FloatArray

    def __len__(self) -> int:
        return len(self.own)

    def true_map(self, who: Who, second: int) -> tuple[FloatArray, Moment]:
        """MAP with its noise, mmHg, and the moment it belongs to."""
        now = self.truth.moment(who, float(second))
        mean = now.map_mmhg + self.noise(who, float(second))
        return np.maximum(mean, 0.0, out=mean), now

    def noise(self, who: Who, second: float) -> FloatArray:
        """What to add to the mean pressure of some patients, mmHg: `core.patient.noise`."""
        own = self.own if who is None else self.own.take(who, mode="clip")
        told = fast(own, second) * at(self.fast_mmhg, who)
        told += slow(own, second) * at(self.slow_mmhg, who)
        events = self.care_per_h if who is None else self.care_per_h.take(who, mode="clip")
        told += care(own, events, second)
        return told

    def monitor(self, who: IntArray, second: int) -> Monitor:
        """What the monitors of some patients show, read in whole numbers."""
        mean, now = self.true_map(who, second)
        low = self.truth.diastolic(who, mean)
        rate = self.truth.heart_rate(who, now, mean)
        seen = shown(_line_of(self.line, who), float(second), Vitals(mean, low, low, rate))
        return Monitor(
            _whole(seen.map_mmhg),
            _whole(seen.diastolic_mmhg),
            _whole(rate),
            (seen.artefact != int(Artefact.NONE)).astype(np.int64),
        )


def bedside(plan: Plan, cohort: Cohort) -> Bedside:
    """The bedsides of these patients as a plan has them, at second 0."""
    make = drawn_line if plan.artefacts else good_line
    return Bedside(
        cohort,
        keys(cohort.seed, cohort.ids),
        truth(cohort, plan.response_factor, plan.line_lag_s),
        make(cohort.seed, cohort.ids, artefacts=plan.artefacts),
        column(cohort.noise_fast_mmhg),
        column(cohort.noise_slow_mmhg),
        cohort.care_per_h,
    )


def _line_of(line: ArterialLine, who: IntArray) -> ArterialLine:
    return ArterialLine(
        line.seed,
        line.ids[who],
        line.below_cm[who],
        line.overshoot_mmhg[who],
        line.on[who],
        line.by_chance,
        line.script,
    )


def _whole(told: FloatArray) -> IntArray:
    """Whole numbers, halves up, as a person reads them."""
    return np.floor(told + 0.5).astype(np.int64)
