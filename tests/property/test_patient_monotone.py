"""All else equal, MAP never falls when a dose rises: any cohort, any pair of doses, any time."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.patient.body import Body, Row, at_start, settled
from core.patient.cohort import Cohort, Preset, drawn
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.response import map_mmhg, vitals

ROUNDING = 1e-9
"""mmHg: powers and exponentials of a machine are not strictly monotone in their last digit."""
presets = st.sampled_from(Preset)
seeds = st.integers(0, 2**32)
doses = st.floats(0.0, 3.0) | st.sampled_from([0.0, 0.001, 0.05])
units = st.floats(0.0, 0.1)


def state(cohort: Cohort, vasoplegia: float, hydrocortisone: float) -> Body:
    told = at_start(cohort).with_row(Row.VASOPLEGIA, vasoplegia)
    return told.with_row(Row.HYDROCORTISONE, hydrocortisone)


@given(preset=presets, seed=seeds, norepinephrine=st.tuples(doses, doses),
       epinephrine=st.tuples(doses, doses), vasopressin=st.tuples(units, units),
       vasoplegia=st.floats(0.0, 1.3), hydrocortisone=st.floats(0.0, 1.0),
       seconds=st.floats(1.0, 4e4), sedation=st.floats(0.0, 1.0))  # fmt: skip
def test_more_of_any_vasopressor_never_means_less_pressure(  # noqa: PLR0917
    preset: Preset,
    seed: int,
    norepinephrine: tuple[float, float],
    epinephrine: tuple[float, float],
    vasopressin: tuple[float, float],
    vasoplegia: float,
    hydrocortisone: float,
    seconds: float,
    sedation: float,
) -> None:
    cohort = drawn(preset, seed, 6)
    step, start = motion(cohort, seconds), state(cohort, vasoplegia, hydrocortisone)
    pressures = []
    for at in (0, 1):
        inputs = Inputs.none(6).changed(
            norepinephrine_mcg_min=sorted(norepinephrine)[at] * cohort.weight_kg,
            epinephrine_mcg_min=sorted(epinephrine)[at] * cohort.weight_kg,
            vasopressin_units_min=sorted(vasopressin)[at],
            sedation=sedation,
        )
        early = moved(cohort, start, inputs, step)
        steady = settled(cohort, inputs).with_row(Row.VASOPLEGIA, vasoplegia)
        told = [vitals(cohort, body, inputs).map_mmhg for body in (early, steady)]
        pressures.append(np.concatenate(told))
    assert np.all(np.isfinite(pressures))
    assert np.all(pressures[1] >= pressures[0] - ROUNDING)


@given(preset=presets, seed=seeds, lower=st.floats(0.01, 1.0))
def test_a_doubled_dose_means_more_pressure_where_the_curve_is_steep(
    preset: Preset, seed: int, lower: float
) -> None:
    """The first property would hold for a pressure that never moves; this one would not."""
    cohort = drawn(preset, seed, 6)
    inputs = [Inputs.none(6).changed(norepinephrine_mcg_min=dose * cohort.weight_kg)
              for dose in (0.0, lower, 2 * lower)]  # fmt: skip
    none, some, more = (map_mmhg(cohort, settled(cohort, given), given) for given in inputs)
    assert np.all(more > none)
    assert np.all(more >= some)


@given(
    preset=presets,
    seed=seeds,
    first=doses,
    second=doses,
    history=st.lists(st.tuples(doses, st.sampled_from([1.0, 60.0, 900.0])), max_size=4),
)
def test_after_any_history_one_rise_never_lowers_the_pressure(
    preset: Preset,
    seed: int,
    first: float,
    second: float,
    history: list[tuple[float, float]],
) -> None:
    cohort = drawn(preset, seed, 4)
    body = at_start(cohort)
    for dose, seconds in history:
        earlier = Inputs.none(4).changed(norepinephrine_mcg_min=dose * cohort.weight_kg)
        body = moved(cohort, body, earlier, motion(cohort, seconds))
    low, high = sorted((first, second))
    step = motion(cohort, 300.0)
    found = []
    for dose in (low, high):
        inputs = Inputs.none(4).changed(norepinephrine_mcg_min=dose * cohort.weight_kg)
        found.append(map_mmhg(cohort, moved(cohort, body, inputs, step), inputs))
    assert np.all(found[1] >= found[0] - ROUNDING)
