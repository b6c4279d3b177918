"""What is in each patient just now: eleven states of the model, and two more for epinephrine.

A body holds one row per state and one column per patient, so that a row is contiguous.
"""

from dataclasses import dataclass, replace
from enum import IntEnum

import numpy as np

from core.patient.arrays import FloatArray
from core.patient.cohort import Cohort
from core.patient.inputs import Inputs

MUNITS_PER_UNIT = 1000.0
ML_PER_L = 1000.0
_S_PER_MIN = 60.0


class Row(IntEnum):
    """The rows of a body, with the letter of the model."""

    LINE_1_MCG = 0  # L1
    LINE_2_MCG = 1  # L2
    CENTRAL_MCG = 2  # A1
    PERIPHERAL_MCG = 3  # A2
    EFFECT_MCG_L = 4  # Ce
    VASOPRESSIN_MUNITS = 5  # V1
    VASOPRESSIN_EFFECT_MUNITS_L = 6  # Cv
    EPINEPHRINE_MCG = 7  # beyond the eleven states
    EPINEPHRINE_EFFECT_MCG_L = 8  # beyond the eleven states
    FLUID_ML = 9  # F
    HYDROCORTISONE = 10  # K, 0 to 1
    DRIVE = 11  # I
    VASOPLEGIA = 12  # S


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """`amounts` has a row per `Row` and a column per patient; `second` counts from the start."""

    second: float
    amounts: FloatArray

    def row(self, row: Row) -> FloatArray:
        """One state of every patient."""
        state: FloatArray = self.amounts[row]
        return state

    def with_row(self, row: Row, values: FloatArray | float) -> "Body":
        """The same body with another value of one state, for every patient."""
        amounts = self.amounts.copy()
        amounts[row] = values
        return replace(self, amounts=amounts)


def at_start(cohort: Cohort) -> Body:
    """Before any drug: the drive is there and vasoplegia has reached four fifths of it."""
    amounts = np.zeros((len(Row), len(cohort)))
    amounts[Row.DRIVE] = cohort.drive
    amounts[Row.VASOPLEGIA] = 0.8 * cohort.drive
    return Body(0.0, amounts)


def settled(cohort: Cohort, inputs: Inputs) -> Body:
    """Second 0 after days of these inputs under an unchanged drive: all drugs at steady state.

    Vasoplegia equals the drive. The time of the course begins here, source control included.
    """
    amounts = np.empty((len(Row), len(cohort)))
    _settle_norepinephrine(cohort, inputs.norepinephrine_mcg_min, amounts)
    volume_l = cohort.vasopressin_volume_l_kg * cohort.weight_kg
    munits_l = MUNITS_PER_UNIT * inputs.vasopressin_units_min / vasopressin_l_min(cohort)
    amounts[Row.VASOPRESSIN_MUNITS] = munits_l * volume_l
    amounts[Row.VASOPRESSIN_EFFECT_MUNITS_L] = munits_l
    mcg_l = inputs.epinephrine_mcg_min / cohort.epinephrine_clearance_l_min
    amounts[Row.EPINEPHRINE_MCG] = mcg_l * cohort.epinephrine_volume_l
    amounts[Row.EPINEPHRINE_EFFECT_MCG_L] = mcg_l
    amounts[Row.FLUID_ML] = inputs.fluid_ml_min * cohort.fluid_half_life_min / np.log(2.0)
    amounts[Row.HYDROCORTISONE] = inputs.hydrocortisone
    amounts[Row.DRIVE] = cohort.drive
    amounts[Row.VASOPLEGIA] = cohort.drive
    return Body(0.0, amounts)


def _settle_norepinephrine(cohort: Cohort, mcg_min: FloatArray, amounts: FloatArray) -> None:
    in_tank = mcg_min * cohort.transit_s / (2.0 * _S_PER_MIN)
    mcg_l = mcg_min / cohort.clearance_l_min
    amounts[Row.LINE_1_MCG] = in_tank
    amounts[Row.LINE_2_MCG] = in_tank
    amounts[Row.CENTRAL_MCG] = mcg_l * cohort.central_l
    amounts[Row.PERIPHERAL_MCG] = mcg_l * cohort.peripheral_l
    amounts[Row.EFFECT_MCG_L] = mcg_l


def vasopressin_l_min(cohort: Cohort) -> FloatArray:
    """Clearance of vasopressin of each patient, L/min."""
    return cohort.vasopressin_clearance_ml_min_kg * cohort.weight_kg / ML_PER_L


def second_hit(body: Body, drive: FloatArray) -> Body:
    """A new insult: the inflammatory drive rises to `drive` (0 to 1.2) and never falls by it.

    After source control the new drive decays at once; give the cohort a later
    `source_control_h` for a focus that is not yet controlled.
    """
    return body.with_row(Row.DRIVE, np.maximum(body.row(Row.DRIVE), drive))
