"""Trials of protocols need at least 1e8 patient-seconds per second of processor time."""

import time

import pytest

from core.patient.body import at_start
from core.patient.cohort import Preset, drawn
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.noise import wobble
from core.patient.response import map_mmhg

PATIENTS, STEPS, STEP_S = 10_000, 60, 60.0


def patient_seconds_per_second() -> float:
    """Steps of a minute, the pressure and its noise read at each."""
    cohort = drawn(Preset.DEFAULT, 1, PATIENTS)
    inputs = Inputs.none(PATIENTS).changed(norepinephrine_mcg_min=0.1 * cohort.weight_kg)
    body, step = at_start(cohort), motion(cohort, STEP_S)
    begun = time.process_time()
    for _ in range(STEPS):
        body = moved(cohort, body, inputs, step)
        map_mmhg(cohort, body, inputs) + wobble(cohort, body.second)
    return PATIENTS * STEPS * STEP_S / (time.process_time() - begun)


@pytest.mark.speed
def test_a_cohort_moves_fast_enough_for_a_trial() -> None:
    assert max(patient_seconds_per_second() for _ in range(3)) > 1e8
