"""The true pressure of some patients at a second, from closed forms: nothing is stepped.

The static curve is that of `core.patient.response`, written for the few columns that a trial
needs; a test holds the two together.
"""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FloatArray, IntArray
from core.patient.cohort import Cohort
from core.patient.response import NMOL_PER_MCG
from core.trial.columns import Column, Second, Who, at, column
from core.trial.illness import Illness, illness
from core.trial.kinetics import Infusion, modes
from core.trial.second_agent import SecondAgent, second_agent

_NEUTRAL_MMHG = 75.0
_LEAST_MCG_L = 1e-12
"""Below this there is no drug: the logarithm stays finite, the effect is 1e-30."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The numbers of each patient's static curve; letters as in `core.patient.cohort`."""

    healthy_mmhg: Column
    map_loss: Column
    emax_mmhg: Column
    emax_loss: Column
    log_ec50: Column
    shift: Column
    hill: Column
    hill_rise: Column
    reflex: Column
    resting_bpm: Column
    by_vasoplegia_bpm: Column
    by_norepinephrine_bpm: Column
    by_map_bpm: Column
    third_of_pulse_mmhg: Column


@dataclass(frozen=True, slots=True, eq=False)
class Moment:
    """MAP without noise in mmHg, and what else moves the heart rate."""

    map_mmhg: FloatArray
    vasoplegia: FloatArray
    share: FloatArray
    second_share: FloatArray | float


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What is true of a chunk of patients, whatever anybody reads or charts."""

    curve: Curve
    ill: Illness
    infusion: Infusion
    second: SecondAgent

    def moment(self, who: Who, second: Second) -> Moment:
        """The pressure of some patients, not before the last change of their infusion."""
        c, sick = self.curve, self.ill.vasoplegia(who, second)
        share = self._share(who, second, sick)
        rise = share * (1.0 - at(c.emax_loss, who) * sick)
        rise *= at(c.emax_mmhg, who)
        second_share: FloatArray | float = 0.0
        if self.second.any:
            second_share = self.second.share(who, second)
            rise += at(self.second.emax_mmhg, who) * second_share
        rise /= 1.0 + at(c.reflex, who) * np.maximum(0.0, 1.0 - sick)
        rise += at(c.healthy_mmhg, who) * (1.0 - at(c.map_loss, who) * sick)
        return Moment(rise, sick, share, second_share)

    def _share(self, who: Who, second: Second, sick: FloatArray) -> FloatArray:
        """Norepinephrine's effect as a share of its largest: the Hill curve by logarithms."""
        c = self.curve
        level = self.infusion.level(who, second)
        np.maximum(level, _LEAST_MCG_L, out=level)
        np.log(level, out=level)
        level -= at(c.log_ec50, who)
        level -= at(c.shift, who) * sick
        level *= at(c.hill, who) + at(c.hill_rise, who) * sick
        np.negative(level, out=level)
        np.exp(level, out=level)
        level += 1.0
        return np.reciprocal(level, out=level)

    def heart_rate(self, who: Who, now: Moment, mean_mmhg: FloatArray) -> FloatArray:
        """Beats a minute at a pressure that has its noise."""
        c = self.curve
        rate = (mean_mmhg - _NEUTRAL_MMHG) * at(c.by_map_bpm, who)
        rate += at(c.resting_bpm, who)
        rate += at(c.by_vasoplegia_bpm, who) * now.vasoplegia
        rate += at(c.by_norepinephrine_bpm, who) * now.share
        if self.second.any:
            rate += at(self.second.by_share_bpm, who) * now.second_share
        return rate

    def diastolic(self, who: Who, mean_mmhg: FloatArray) -> FloatArray:
        """Diastolic pressure, mmHg: a third of the pulse pressure below the mean."""
        return np.maximum(mean_mmhg - at(self.curve.third_of_pulse_mmhg, who), 0.0)

    def set_rate(self, who: IntArray, second: FloatArray, mcg_min: FloatArray) -> None:
        """Another infusion rate in some patients, each at its second."""
        self.infusion.change(who, second, mcg_min)


def truth(cohort: Cohort, response_factor: float = 1.0, line_lag_s: float = 0.0) -> Truth:
    """A chunk at second 0: no drug yet. `response_factor` multiplies what the drug is worth."""
    log_ec50 = np.log(cohort.ec50_nmol_l) - np.log(np.float64(NMOL_PER_MCG * response_factor))
    curve = Curve(
        column(cohort.healthy_map_mmhg),
        column(cohort.map_loss),
        column(cohort.emax_mmhg),
        column(cohort.emax_loss),
        column(log_ec50),
        column(cohort.ec50_shift),
        column(cohort.hill),
        column(cohort.hill_rise),
        column(cohort.reflex),
        column(cohort.resting_heart_rate_bpm),
        column(cohort.heart_rate_by_vasoplegia_bpm),
        column(cohort.heart_rate_by_norepinephrine_bpm),
        column(cohort.heart_rate_by_map_bpm_mmhg),
        column(cohort.pulse_pressure_mmhg / 3.0),
    )
    infusion = Infusion.none(modes(cohort, line_lag_s))
    return Truth(curve, illness(cohort), infusion, second_agent(cohort))
