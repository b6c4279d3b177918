"""What is to be seen at the bedsides of a chunk: true pressure with its noise, and the monitor."""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import BitArray, FlagArray, FloatArray, IntArray
from core.patient.artefacts import Artefact
from core.patient.arterial_line import (
    ArterialLine,
    drawn_line,
    good_line,
    shown,
    standing_errors,
)
from core.patient.chance import keys
from core.patient.cohort import Cohort
from core.patient.response import Vitals
from core.trial.columns import Column, Who, at, column
from core.trial.plan import Plan
from core.trial.spoiling import Spoiling
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
    line: ArterialLine
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
        offset = at(self.map_offset_mmhg, who)
        told = Monitor(
            _whole(mean + offset),
            _whole(low + at(self.low_offset_mmhg, who)),
            _whole(rate),
            np.zeros(len(who), dtype=np.bool_),
        )
        near = self.spoiling.near(who, second)
        if len(near):
            self._spoil(
                told, near, who[near], second, Vitals(mean[near], low[near], low[near], rate[near])
            )
        return told

    def _spoil(
        self, told: Monitor, near: IntArray, who: IntArray, second: int, vitals: Vitals
    ) -> None:
        """Look closely at those whose line may be spoilt."""
        seen = shown(_line_of(self.line, who), float(second), vitals)
        told.map_mmhg[near] = _whole(seen.map_mmhg)
        told.diastolic_mmhg[near] = _whole(seen.diastolic_mmhg)
        told.spoilt[near] = seen.artefact != int(Artefact.NONE)


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
        line,
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
