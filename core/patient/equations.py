"""The model as its differential equations, and a solver that knows nothing of matrices.

Written a second time, patient by patient and state by state, so that the exact motion can be held
against it: only the validation and the tests use it. The solver is the adaptive Runge-Kutta pair
of Dormand and Prince (1980) of orders 5 and 4.
"""

from collections.abc import Callable

import numpy as np

from core.patient.arrays import FloatArray
from core.patient.body import Body, Row
from core.patient.cohort import Cohort
from core.patient.inputs import Inputs

Slope = Callable[[float, FloatArray], FloatArray]

_NODES = (0.0, 1 / 5, 3 / 10, 4 / 5, 8 / 9, 1.0, 1.0)
_STAGES: tuple[tuple[float, ...], ...] = (
    (),
    (1 / 5,),
    (3 / 40, 9 / 40),
    (44 / 45, -56 / 15, 32 / 9),
    (19372 / 6561, -25360 / 2187, 64448 / 6561, -212 / 729),
    (9017 / 3168, -355 / 33, 46732 / 5247, 49 / 176, -5103 / 18656),
    (35 / 384, 0.0, 500 / 1113, 125 / 192, -2187 / 6784, 11 / 84),
)
_FOURTH = (5179 / 57600, 0.0, 7571 / 16695, 393 / 640, -92097 / 339200, 187 / 2100, 1 / 40)
_SHORTEST, _LONGEST = 0.2, 5.0


def slopes(cohort: Cohort, inputs: Inputs) -> Slope:
    """The change of each state per minute, at a minute of the course, for the whole cohort."""

    def slope(minute: float, state: FloatArray) -> FloatArray:
        changes = np.empty_like(state)
        _norepinephrine(cohort, inputs, state, changes)
        _others(cohort, inputs, state, changes)
        _illness(cohort, minute, state, changes)
        return changes

    return slope


def _norepinephrine(c: Cohort, inputs: Inputs, x: FloatArray, d: FloatArray) -> None:
    per_min = 2.0 / (c.transit_s / 60.0)
    d[Row.LINE_1_MCG] = inputs.norepinephrine_mcg_min - per_min * x[Row.LINE_1_MCG]
    d[Row.LINE_2_MCG] = per_min * (x[Row.LINE_1_MCG] - x[Row.LINE_2_MCG])
    there = x[Row.CENTRAL_MCG] / c.central_l * c.exchange_l_min
    back = x[Row.PERIPHERAL_MCG] / c.peripheral_l * c.exchange_l_min
    cleared = x[Row.CENTRAL_MCG] / c.central_l * c.clearance_l_min
    d[Row.CENTRAL_MCG] = per_min * x[Row.LINE_2_MCG] - cleared - there + back
    d[Row.PERIPHERAL_MCG] = there - back
    behind = x[Row.CENTRAL_MCG] / c.central_l - x[Row.EFFECT_MCG_L]
    d[Row.EFFECT_MCG_L] = c.effect_per_min * behind


def _others(c: Cohort, inputs: Inputs, x: FloatArray, d: FloatArray) -> None:
    litres = c.vasopressin_volume_l_kg * c.weight_kg
    level = x[Row.VASOPRESSIN_MUNITS] / litres
    cleared = c.vasopressin_clearance_ml_min_kg * c.weight_kg / 1000.0 * level
    d[Row.VASOPRESSIN_MUNITS] = 1000.0 * inputs.vasopressin_units_min - cleared
    behind = level - x[Row.VASOPRESSIN_EFFECT_MUNITS_L]
    d[Row.VASOPRESSIN_EFFECT_MUNITS_L] = c.vasopressin_effect_per_min * behind
    level = x[Row.EPINEPHRINE_MCG] / c.epinephrine_volume_l
    d[Row.EPINEPHRINE_MCG] = inputs.epinephrine_mcg_min - c.epinephrine_clearance_l_min * level
    behind = level - x[Row.EPINEPHRINE_EFFECT_MCG_L]
    d[Row.EPINEPHRINE_EFFECT_MCG_L] = c.effect_per_min * behind
    lost = np.log(2.0) / c.fluid_half_life_min * x[Row.FLUID_ML]
    d[Row.FLUID_ML] = inputs.fluid_ml_min - lost
    missing = inputs.hydrocortisone - x[Row.HYDROCORTISONE]
    d[Row.HYDROCORTISONE] = missing / (60.0 * c.hydrocortisone_h)


def _illness(c: Cohort, minute: float, x: FloatArray, d: FloatArray) -> None:
    falls = minute >= 60.0 * c.source_control_h
    d[Row.DRIVE] = np.where(falls, -x[Row.DRIVE] / (60.0 * c.resolution_h), 0.0)
    d[Row.VASOPLEGIA] = (x[Row.DRIVE] - x[Row.VASOPLEGIA]) / (60.0 * c.lag_h)


def solved(cohort: Cohort, body: Body, inputs: Inputs, seconds: float, within: float) -> Body:
    """The body after `seconds` under constant inputs, solved to the relative tolerance `within`.

    Source control has to lie outside the step: an adaptive solver cannot see such a corner.
    """
    begin, end = body.second / 60.0, (body.second + seconds) / 60.0
    state = _integrated(slopes(cohort, inputs), begin, end, body.amounts, within)
    return Body(body.second + seconds, state)


def _integrated(
    slope: Slope, begin: float, end: float, state: FloatArray, within: float
) -> FloatArray:
    at, step = begin, (end - begin) / 100.0
    while at < end:
        step = min(step, end - at)
        fifth, wrong = _tried(slope, at, step, state)
        # A floor keeps a state that is still empty from asking for endless care.
        size = within * np.maximum(np.abs(fifth), 1e-9)
        worst = float(np.max(np.abs(wrong) / size))
        if worst <= 1.0:
            at, state = (end if step == end - at else at + step), fifth
        step *= min(_LONGEST, max(_SHORTEST, 0.9 * max(worst, 1e-10) ** -0.2))
    return state


def _tried(
    slope: Slope, at: float, step: float, state: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """One step: the solution of order five, and how far that of order four lies from it."""
    found: list[FloatArray] = []
    for node, stage in zip(_NODES, _STAGES, strict=True):
        there = state + step * sum(
            (weight * k for weight, k in zip(stage, found, strict=True)), np.zeros_like(state)
        )
        found.append(slope(at + node * step, there))
    fourth = state + step * sum(
        (weight * k for weight, k in zip(_FOURTH, found, strict=True)), np.zeros_like(state)
    )
    # The last stage was evaluated at the solution of order five.
    return there, there - fourth
