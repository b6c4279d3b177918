"""How a body moves over a step, exactly: no step-size error, no limit of stability, no solver.

Each block of states obeys x' = A x + B u with inputs u that are constant over the step, so
x(t + h) = Phi x + Gamma u, where [Phi Gamma; 0 1] = exp(h [A B; 0 0]). The matrices are found once
per cohort and step length; a step is then a few dozen multiply-adds per patient, without a loop
over patients. Drive and vasoplegia have a closed form, exact also where source control falls
inside the step. Inputs may change at a step's end only.
"""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FloatArray
from core.patient.body import MUNITS_PER_UNIT, Body, Row, vasopressin_l_min
from core.patient.cohort import Cohort
from core.patient.course import Course, course_of, ran
from core.patient.exponential import exponentials
from core.patient.inputs import Inputs

S_PER_MIN = 60.0
_S_PER_H = 3600.0


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """One linear block: `whole` is (n, k + 1, k + 1); `rows` the same as (k, k + 1, n or 2)."""

    whole: FloatArray
    rows: FloatArray

    @classmethod
    def of(cls, whole: FloatArray) -> "Block":
        """Lay the matrices out so that one entry of every patient is contiguous."""
        rows = np.moveaxis(whole[:, :-1, :], 0, -1)
        return cls(whole, np.ascontiguousarray(rows if len(whole) > 1 else rows.repeat(2, axis=2)))

    def doubled(self) -> "Block":
        """The same over twice the time."""
        return Block.of(self.whole @ self.whole)


@dataclass(frozen=True, slots=True, eq=False)
class Motion:
    """What `seconds` do to each patient of one cohort, whatever the state and the inputs."""

    seconds: float
    norepinephrine: Block
    vasopressin: Block
    epinephrine: Block
    fluid_kept: FloatArray
    fluid_gained_min: FloatArray
    hydrocortisone_kept: FloatArray
    course: Course

    def doubled(self, cohort: Cohort) -> "Motion":
        """The motion over twice the time, by squaring: cheaper than a new exponential."""
        fluid_kept, gained = _fluid(cohort, 2 * self.seconds)
        return Motion(
            2 * self.seconds,
            self.norepinephrine.doubled(),
            self.vasopressin.doubled(),
            self.epinephrine.doubled(),
            fluid_kept,
            gained,
            _kept(cohort.hydrocortisone_h * _S_PER_H, 2 * self.seconds),
            course_of(cohort, 2 * self.seconds),
        )


def motion(cohort: Cohort, seconds: float) -> Motion:
    """The exact motion of a cohort over `seconds`.

    Raises:
        ValueError: not above 0 s.
    """
    if not seconds > 0:
        raise ValueError(f"a step of {seconds} s: give more than 0")
    fluid_kept, gained = _fluid(cohort, seconds)
    return Motion(
        seconds,
        Block.of(exponentials(_norepinephrine_rates(cohort), seconds)),
        Block.of(exponentials(_vasopressin_rates(cohort), seconds)),
        Block.of(exponentials(_epinephrine_rates(cohort), seconds)),
        fluid_kept,
        gained,
        _kept(cohort.hydrocortisone_h * _S_PER_H, seconds),
        course_of(cohort, seconds),
    )


def moved(cohort: Cohort, body: Body, inputs: Inputs, motion: Motion) -> Body:
    """The body after one motion under constant inputs."""
    old = body.amounts
    new = np.empty_like(old)
    _advance(motion.norepinephrine, old[:5], inputs.norepinephrine_mcg_min, new[:5])
    _advance(motion.vasopressin, old[5:7], inputs.vasopressin_units_min, new[5:7])
    _advance(motion.epinephrine, old[7:9], inputs.epinephrine_mcg_min, new[7:9])
    fluid, helped = new[Row.FLUID_ML], new[Row.HYDROCORTISONE]
    np.multiply(motion.fluid_kept, old[Row.FLUID_ML], out=fluid)
    fluid += motion.fluid_gained_min * inputs.fluid_ml_min
    np.subtract(old[Row.HYDROCORTISONE], inputs.hydrocortisone, out=helped)
    helped *= motion.hydrocortisone_kept
    helped += inputs.hydrocortisone
    ran(cohort, body, motion.course, new)
    return Body(body.second + motion.seconds, new)


def _advance(block: Block, old: FloatArray, given: FloatArray, new: FloatArray) -> None:
    """Write the block's states after the step into `new`."""
    count = old.shape[1]
    # A lone patient is stepped as two: a sum over one column would be taken in another sequence
    # of additions, and the patient would differ in the last digit from the same one in a cohort.
    told = np.empty((len(old) + 1, max(count, 2)))
    told[:-1] = old
    told[-1] = given
    if count == 1:
        new[:] = np.einsum("ijn,jn->in", block.rows, told)[:, :1]
    else:
        np.einsum("ijn,jn->in", block.rows, told, out=new)


def _norepinephrine_rates(cohort: Cohort) -> FloatArray:
    """Two tanks of transit, central, peripheral and effect site, and the input in mcg/min; 1/s."""
    rates = np.zeros((len(cohort), 6, 6))
    tank = 2.0 / cohort.transit_s
    out = cohort.exchange_l_min / cohort.central_l / S_PER_MIN
    back = cohort.exchange_l_min / cohort.peripheral_l / S_PER_MIN
    follow = cohort.effect_per_min / S_PER_MIN
    rates[:, 0, 5] = 1.0 / S_PER_MIN
    rates[:, 0, 0], rates[:, 1, 0] = -tank, tank
    rates[:, 1, 1], rates[:, 2, 1] = -tank, tank
    rates[:, 2, 2] = -(out + cohort.clearance_l_min / cohort.central_l / S_PER_MIN)
    rates[:, 2, 3], rates[:, 3, 2], rates[:, 3, 3] = back, out, -back
    rates[:, 4, 2], rates[:, 4, 4] = follow / cohort.central_l, -follow
    return rates


def _vasopressin_rates(cohort: Cohort) -> FloatArray:
    """Vasopressin: mU in the body, effect site in mU/L, input in units/min."""
    volume_l = cohort.vasopressin_volume_l_kg * cohort.weight_kg
    return _pair_rates(
        MUNITS_PER_UNIT,
        vasopressin_l_min(cohort) / volume_l,
        volume_l,
        cohort.vasopressin_effect_per_min,
    )


def _epinephrine_rates(cohort: Cohort) -> FloatArray:
    """Epinephrine: mcg in the body, effect site in mcg/L, input in mcg/min; no transit."""
    volume_l = cohort.epinephrine_volume_l
    leaving = cohort.epinephrine_clearance_l_min / volume_l
    return _pair_rates(1.0, leaving, volume_l, cohort.effect_per_min)


def _pair_rates(
    per_input: float, leaving_per_min: FloatArray, volume_l: FloatArray, follow_per_min: FloatArray
) -> FloatArray:
    rates = np.zeros((len(volume_l), 3, 3))
    rates[:, 0, 2] = per_input / S_PER_MIN
    rates[:, 0, 0] = -leaving_per_min / S_PER_MIN
    rates[:, 1, 0] = follow_per_min / volume_l / S_PER_MIN
    rates[:, 1, 1] = -follow_per_min / S_PER_MIN
    return rates


def _fluid(cohort: Cohort, seconds: float) -> tuple[FloatArray, FloatArray]:
    """What is kept of the effective volume, and how many minutes' inflow are gained."""
    minutes = cohort.fluid_half_life_min / np.log(2.0)
    kept = _kept(minutes * S_PER_MIN, seconds)
    return kept, -minutes * np.expm1(-seconds / (minutes * S_PER_MIN))


def _kept(time_constant_s: FloatArray, seconds: float) -> FloatArray:
    kept: FloatArray = np.exp(-seconds / time_constant_s)
    return kept
