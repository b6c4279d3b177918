"""The dose that a patient needs: the response curve read the other way round."""

import numpy as np

from core.patient.arrays import FloatArray
from core.patient.body import Body, Row
from core.patient.cohort import Cohort
from core.patient.inputs import Inputs
from core.patient.response import NMOL_PER_MCG, emax_mmhg, map_mmhg, norepinephrine_share


def needed_mcg_kg_min(
    cohort: Cohort, body: Body, inputs: Inputs, target_mmhg: FloatArray | float
) -> FloatArray:
    """The norepinephrine that holds MAP at the target in this state of illness, mcg/kg/min of base.

    At steady state, all other inputs and effects as they are; epinephrine must not run. 0 where
    the pressure is reached without, infinite where no dose reaches it.
    """
    vasoplegia = body.row(Row.VASOPLEGIA)
    largest = emax_mmhg(cohort, body)
    damping = 1.0 + cohort.reflex * np.maximum(0.0, 1.0 - vasoplegia)
    now = norepinephrine_share(cohort, body) * largest / damping
    without = map_mmhg(cohort, body, inputs) - now
    share = (target_mmhg - without) * damping / largest
    odds = np.clip(share, 0.0, 1.0)
    with np.errstate(divide="ignore"):
        odds = odds / (1.0 - odds)
    slope = cohort.hill + cohort.hill_rise * vasoplegia
    ec50 = cohort.ec50_nmol_l / NMOL_PER_MCG * np.exp(cohort.ec50_shift * vasoplegia)
    dose: FloatArray = odds ** (1.0 / slope) * ec50 * cohort.clearance_l_min / cohort.weight_kg
    return dose
