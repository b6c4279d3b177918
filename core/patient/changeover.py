"""What a change of the syringe does to the pressure: the experiment behind two published shares.

Drawn patients in average septic shock run at the dose that holds their MAP at 70 mmHg. The syringe
is changed for one of the same concentration, and the pressure is watched every 5 s for 10 min with
its noise, since a nurse and a study see it so; noise alone makes about 1.5 % fall by 20 %.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from core.patient.arrays import FloatArray
from core.patient.body import Body, settled
from core.patient.cohort import Cohort, Preset, drawn
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.need import needed_mcg_kg_min
from core.patient.noise import wobble
from core.patient.pump import S_PER_MIN, Pump, mean_mcg_min, ran, running_mcg_min
from core.patient.pump_hands import Change, put_up, warmed_up, with_bag, with_rate
from core.patient.response import map_mmhg

PATIENTS, SEED = 8000, 7
HELD_MMHG = 70.0
SYRINGE_MCG_ML = 250.0
"""Norepinephrine base in a syringe of the published series: assumed, they do not say."""
STEP_S, WATCHED_S = 5.0, 600.0
_MOST_MCG_KG_MIN = 2.0


@dataclass(frozen=True, slots=True, eq=False)
class Watched:
    """Of each patient: MAP at the change, and the lowest and highest after it, mmHg."""

    before_mmhg: FloatArray
    lowest_mmhg: FloatArray
    highest_mmhg: FloatArray

    def fallen(self, share: float) -> float:
        """The percentage of patients whose MAP falls by at least this share of itself."""
        return 100.0 * float(np.mean(self.lowest_mmhg <= (1.0 - share) * self.before_mmhg))

    def changed(self, share: float) -> float:
        """The percentage whose MAP moves by more than this share, up or down."""
        down = self.lowest_mmhg < (1.0 - share) * self.before_mmhg
        up = self.highest_mmhg > (1.0 + share) * self.before_mmhg
        return 100.0 * float(np.mean(down | up))


@cache
def watched(way: Change | None) -> Watched:
    """The experiment with syringes changed in one way; None: they are left as they are."""
    cohort, dose_mcg_min = _held()
    pump = warmed_up(put_up(SEED, cohort.ids, SYRINGE_MCG_ML, resolution_ml_h=0.01))
    pump = with_rate(pump, dose_mcg_min * S_PER_MIN / SYRINGE_MCG_ML)
    inputs = _with(cohort, running_mcg_min(pump, 0.0))
    body = settled(cohort, inputs)
    changed = pump if way is None else with_bag(pump, SYRINGE_MCG_ML, way)
    return _watch(cohort, body, changed)


def _watch(cohort: Cohort, body: Body, pump: Pump) -> Watched:
    inputs = _with(cohort, np.zeros(len(cohort)))
    before = map_mmhg(cohort, body, inputs) + wobble(cohort, 0.0)
    lowest, highest, step = before, before, motion(cohort, STEP_S)
    while body.second < WATCHED_S:
        later = ran(pump, STEP_S)
        body = moved(cohort, body, _with(cohort, mean_mcg_min(pump, later)), step)
        seen = map_mmhg(cohort, body, inputs) + wobble(cohort, body.second)
        lowest, highest, pump = np.minimum(lowest, seen), np.maximum(highest, seen), later
    return Watched(before, lowest, highest)


@cache
def _held() -> tuple[Cohort, FloatArray]:
    """The patients who can be held at that MAP by norepinephrine alone, and their dose, mcg/min."""
    cohort = drawn(Preset.DEFAULT, SEED, PATIENTS)
    nothing = Inputs.none(len(cohort))
    dose = needed_mcg_kg_min(cohort, settled(cohort, nothing), nothing, HELD_MMHG)
    held = np.flatnonzero((dose > 0.0) & (dose < _MOST_MCG_KG_MIN))
    return cohort.picked(held), (dose * cohort.weight_kg)[held]


def _with(cohort: Cohort, mcg_min: FloatArray) -> Inputs:
    return Inputs.none(len(cohort)).changed(norepinephrine_mcg_min=mcg_min)
