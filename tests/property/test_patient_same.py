"""Same seed, same bytes: in any cohort, any chunk, whatever was asked before."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.patient.arrays import FloatArray
from core.patient.body import at_start
from core.patient.chance import normal, uniform
from core.patient.cohort import Cohort, Preset, drawn
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.noise import wobble
from core.patient.response import vitals

COUNT = 41


def course(cohort: Cohort, step_s: float) -> list[FloatArray]:
    """Bodies and vitals over ten steps under everything at once, noise included."""
    inputs = Inputs.none(len(cohort)).changed(
        norepinephrine_mcg_min=0.15 * cohort.weight_kg,
        epinephrine_mcg_min=1.0,
        vasopressin_units_min=0.03,
        fluid_ml_min=3.0,
        hydrocortisone=1.0,
        sedation=0.3,
    )
    step, body = motion(cohort, step_s), at_start(cohort)
    found = []
    for _ in range(10):
        body = moved(cohort, body, inputs, step)
        told = vitals(cohort, body, inputs, wobble(cohort, body.second))
        found += [body.amounts, told.map_mmhg, told.heart_rate_bpm, told.diastolic_mmhg]
    return found


@settings(max_examples=30)
@given(
    seed=st.integers(0, 2**40),
    step_s=st.sampled_from([1.0, 7.5, 60.0, 3600.0]),
    cuts=st.sets(st.integers(1, COUNT - 1), max_size=6),
    preset=st.sampled_from(Preset),
)
def test_chunks_of_any_size_make_the_same_cohort(
    seed: int, step_s: float, cuts: set[int], preset: Preset
) -> None:
    whole = course(drawn(preset, seed, COUNT), step_s)
    edges = [0, *sorted(cuts), COUNT]
    for low, high in pairwise(edges):
        chunk = course(drawn(preset, seed, high - low, first=low), step_s)
        for one, all_of_them in zip(chunk, whole, strict=True):
            assert one.tobytes() == np.ascontiguousarray(all_of_them[..., low:high]).tobytes()


@settings(max_examples=30)
@given(seed=st.integers(0, 2**40), at=st.integers(0, COUNT - 1))
def test_a_patient_alone_is_the_patient_in_the_crowd(seed: int, at: int) -> None:
    whole = course(drawn(Preset.DEFAULT, seed, COUNT), 60.0)
    alone = course(drawn(Preset.DEFAULT, seed, COUNT).picked(np.array([at])), 60.0)
    for one, all_of_them in zip(alone, whole, strict=True):
        assert np.array_equal(one[..., 0], all_of_them[..., at])


@settings(max_examples=20)
@given(
    seed=st.integers(0, 2**63),
    seconds=st.permutations([0.0, 0.5, 10.0, 119.9, 900.0, 86400.0]),
)
def test_noise_hangs_on_the_second_and_not_on_what_was_asked_before(
    seed: int, seconds: list[float]
) -> None:
    cohort = drawn(Preset.DEFAULT, seed, 5)
    asked = {second: wobble(cohort, second) for second in seconds}
    for second, told in asked.items():
        assert np.array_equal(told, wobble(drawn(Preset.DEFAULT, seed, 5), second))


@given(
    seed=st.integers(0, 2**64),
    ids=st.lists(st.integers(-(2**62), 2**62), min_size=1, max_size=5),
    stream=st.integers(0, 2**64 - 1),
    counter=st.integers(-(2**62), 2**62),
)
def test_draws_of_any_seed_id_and_counter_are_within_their_bounds(
    seed: int, ids: list[int], stream: int, counter: int
) -> None:
    told = np.array(ids, dtype=np.int64)
    drawn_ones = uniform(seed, told, stream, counter)
    assert np.all((drawn_ones > 0) & (drawn_ones < 1))
    assert np.all(np.abs(normal(seed, told, stream, counter)) < 9)
