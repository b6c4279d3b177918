"""What a minute of many virtual patients costs, against solving the same equations step by step."""

from time import process_time

import numpy as np

from core.patient.body import Body, at_start
from core.patient.cohort import Cohort, Preset, drawn
from core.patient.equations import solved
from core.patient.inputs import Inputs
from core.patient.motion import Motion, motion, moved
from core.patient.noise import wobble
from core.patient.response import map_mmhg
from gui.bench.measure import Row, paired

PATIENTS, PAIRS = 10_000, 7
MINUTE_S = 60.0
WITHIN = 1e-6
"""The solver's relative tolerance; the exact motion has no error of a step."""
AIM = 0.1
_SEED = 1
_MCG_KG_MIN = 0.1


def patient_row(patients: int = PATIENTS, pairs: int = PAIRS) -> Row:
    """A minute of all patients with noise and MAP, against an adaptive solver of the same course.

    Both are array-wise over the same cohort, in CPU time; the solver reads no pressure.
    """
    cohort = drawn(Preset.DEFAULT, _SEED, patients)
    inputs = Inputs.none(patients).changed(norepinephrine_mcg_min=_MCG_KG_MIN * cohort.weight_kg)
    minute, body = motion(cohort, MINUTE_S), at_start(cohort)
    _moved(cohort, body, inputs, minute)  # once unmeasured
    times = [
        (_moved(cohort, body, inputs, minute), _solved(cohort, body, inputs)) for _ in range(pairs)
    ]
    exact = float(np.median([moved_ms for moved_ms, _ in times]))
    name = f"virtual patients, {patients:,} for a minute"
    row = paired(name, "adaptive solver, same equations", AIM, times)
    per_s = patients * MINUTE_S / (exact / 1000)
    note = f"{row.note}; {per_s:.1e} patient-seconds per CPU-second"
    return Row(name, row.measured_ms, row.yardstick, row.yardstick_ms, AIM, note)


def _moved(cohort: Cohort, body: Body, inputs: Inputs, minute: Motion) -> float:
    begun = process_time()
    after = moved(cohort, body, inputs, minute)
    read = map_mmhg(cohort, after, inputs)
    read += wobble(cohort, after.second)
    return (process_time() - begun) * 1000


def _solved(cohort: Cohort, body: Body, inputs: Inputs) -> float:
    begun = process_time()
    solved(cohort, body, inputs, MINUTE_S, WITHIN)
    return (process_time() - begun) * 1000
