"""What the monitor would show if nothing stood between: one static curve of the states.

`MAP = P0 + gHC K + gF F - gSed sed + (E_N + E_V) / (1 + G0 max(0, 1 - S))`, with

- `E_N` a sigmoid of norepinephrine at the effect site, whose EC50, slope and height move with
  vasoplegia (Bellissant and Annane 2000); epinephrine adds to the concentration by its potency;
- `E_V` a saturating effect of vasopressin.

Every step of the arithmetic rises or stays with the dose, so MAP never falls when a dose rises.
"""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FloatArray
from core.patient.body import Body, Row
from core.patient.cohort import Cohort
from core.patient.inputs import Inputs

NMOL_PER_MCG = 1000.0 / 169.18
"""nmol of norepinephrine base in 1 mcg; 169.18 g/mol."""
_NEUTRAL_MMHG = 75.0
_BELOW_MAP = 1.0 / 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Vitals:
    """The true vitals of each patient: pressures in mmHg, heart rate in beats a minute."""

    map_mmhg: FloatArray
    systolic_mmhg: FloatArray
    diastolic_mmhg: FloatArray
    heart_rate_bpm: FloatArray


def vitals(
    cohort: Cohort, body: Body, inputs: Inputs, noise_mmhg: FloatArray | float = 0.0
) -> Vitals:
    """The vitals of this moment. `noise_mmhg` (see `noise.wobble`) is added to the pressure."""
    share = norepinephrine_share(cohort, body)
    vasopressin = vasopressin_share(cohort, body)
    mean = np.maximum(_map(cohort, body, inputs, share, vasopressin) + noise_mmhg, 0.0)
    below = np.maximum(mean - _BELOW_MAP * cohort.pulse_pressure_mmhg, 0.0)
    rate = cohort.resting_heart_rate_bpm + cohort.heart_rate_by_map_bpm_mmhg * (
        mean - _NEUTRAL_MMHG
    )
    rate += cohort.heart_rate_by_vasoplegia_bpm * body.row(Row.VASOPLEGIA)
    rate += cohort.heart_rate_by_norepinephrine_bpm * share
    rate += cohort.heart_rate_by_vasopressin_bpm * vasopressin
    return Vitals(mean, below + cohort.pulse_pressure_mmhg, below, rate)


def map_mmhg(cohort: Cohort, body: Body, inputs: Inputs) -> FloatArray:
    """Mean arterial pressure alone, mmHg, without noise: what a trial asks most often."""
    share = norepinephrine_share(cohort, body)
    return _map(cohort, body, inputs, share, vasopressin_share(cohort, body))


def norepinephrine_share(cohort: Cohort, body: Body) -> FloatArray:
    """E_N as a share (0 to 1) of its largest, from norepinephrine and epinephrine together."""
    vasoplegia = body.row(Row.VASOPLEGIA)
    nmol_l = body.row(Row.EPINEPHRINE_EFFECT_MCG_L) * cohort.epinephrine_potency
    nmol_l += body.row(Row.EFFECT_MCG_L)
    nmol_l *= NMOL_PER_MCG
    nmol_l /= cohort.ec50_nmol_l * np.exp(cohort.ec50_shift * vasoplegia)
    powered = np.power(nmol_l, cohort.hill + cohort.hill_rise * vasoplegia)
    share: FloatArray = powered / (1.0 + powered)
    return share


def vasopressin_share(cohort: Cohort, body: Body) -> FloatArray:
    """E_V as a share (0 to 1) of its largest."""
    munits_l = body.row(Row.VASOPRESSIN_EFFECT_MUNITS_L)
    share: FloatArray = munits_l / (munits_l + cohort.vasopressin_ec50_munits_l)
    return share


def emax_mmhg(cohort: Cohort, body: Body) -> FloatArray:
    """The largest E_N of this moment, mmHg: less with vasoplegia, more with hydrocortisone."""
    helped = 1.0 - cohort.hydrocortisone_share * body.row(Row.HYDROCORTISONE)
    lost = cohort.emax_loss * body.row(Row.VASOPLEGIA) * helped
    return cohort.emax_mmhg * (1.0 - lost)


def baseline_mmhg(cohort: Cohort, body: Body) -> FloatArray:
    """MAP without vasopressor, fluid, hydrocortisone or sedation, mmHg (P0)."""
    return cohort.healthy_map_mmhg * (1.0 - cohort.map_loss * body.row(Row.VASOPLEGIA))


def concentration_nmol_l(cohort: Cohort, body: Body) -> FloatArray:
    """Norepinephrine in plasma as a laboratory reports it, the body's own included, nmol/L."""
    own = cohort.production_mcg_min / cohort.clearance_l_min
    return NMOL_PER_MCG * (body.row(Row.CENTRAL_MCG) / cohort.central_l + own)


def _map(
    cohort: Cohort, body: Body, inputs: Inputs, share: FloatArray, vasopressin: FloatArray
) -> FloatArray:
    rise = emax_mmhg(cohort, body) * share + cohort.vasopressin_emax_mmhg * vasopressin
    rise /= 1.0 + cohort.reflex * np.maximum(0.0, 1.0 - body.row(Row.VASOPLEGIA))
    rise += baseline_mmhg(cohort, body)
    rise += cohort.hydrocortisone_mmhg * body.row(Row.HYDROCORTISONE)
    rise += cohort.fluid_mmhg_ml * body.row(Row.FLUID_ML)
    rise -= cohort.sedation_mmhg * inputs.sedation
    return rise
