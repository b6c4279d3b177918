"""Same seed, same bytes: the digest of a course is kept here."""

from hashlib import sha256

import numpy as np

from core.patient.body import at_start, second_hit
from core.patient.cohort import Preset, drawn
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.noise import wobble
from core.patient.response import vitals

DIGEST = "7cb3c7003c0b37e00cd4add0c59b2c980084ad81e280615c29d045961e0afa0e"


def course_bytes(seed: int) -> bytes:
    """Vitals of 50 patients every 5 min of a day: drugs, noise, source control and a second hit.

    In whole millionths of mmHg: processors differ in the last digit of a power, and no more.
    """
    cohort = drawn(Preset.DEFAULT, seed, 50)
    body, step, told = at_start(cohort), motion(cohort, 300.0), []
    for at in range(288):
        inputs = Inputs.none(50).changed(
            norepinephrine_mcg_min=0.01 * (at % 40) * cohort.weight_kg,
            vasopressin_units_min=0.03 if at > 100 else 0.0,
            epinephrine_mcg_min=1.0 if at > 200 else 0.0,
            hydrocortisone=float(at > 50),
            fluid_ml_min=10.0 if at < 10 else 0.0,
            sedation=0.5,
        )
        body = moved(cohort, body, inputs, step)
        body = second_hit(body, np.full(50, 1.0)) if at == 150 else body
        shown = vitals(cohort, body, inputs, wobble(cohort, body.second))
        told += [shown.map_mmhg, shown.systolic_mmhg, shown.diastolic_mmhg, shown.heart_rate_bpm]
    return np.round(np.stack(told) * 1e6).astype("<i8").tobytes()


def test_the_course_of_a_seed_never_changes() -> None:
    assert sha256(course_bytes(2027)).hexdigest() == DIGEST


def test_another_seed_has_another_course() -> None:
    assert sha256(course_bytes(2028)).hexdigest() != DIGEST
