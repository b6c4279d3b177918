"""The work of a trial done by python_anesthesia_simulator, for `pressor bench --against PYTHON`.

Run by another interpreter as a file, so it needs nothing of this program. One patient in a closed
loop: the simulator's own steps of 1 s with its noise, nothing saved, and every 5 min the dose of
norepinephrine goes up a step below 65 mmHg and down one above 75. Prints a JSON object with the
simulator's version and the patient-seconds per CPU-second of the best of some runs.
"""

import json
import sys
from importlib.metadata import version
from time import process_time

HOURS, RUNS = 1, 3
STEP_S, DECISION_S = 1, 300
LOW_MMHG, HIGH_MMHG = 65, 75
START, STEP, MOST = 0.1, 0.02, 1.0
"""Doses in mcg/kg/min."""
KG = 75
PATIENT = [65, 170, KG, 0]
"""Age, height in cm, weight and sex, as the simulator asks for them."""
BASE_MMHG = 60


def main() -> int:
    """Measure and print; 3 where the simulator is not installed."""
    try:
        from python_anesthesia_simulator import (  # type: ignore[import-not-found] # noqa: PLC0415 - a peer that few have
            Patient,
        )
    except ImportError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    rates = []
    for _ in range(RUNS):
        patient = Patient(PATIENT, map_base=BASE_MMHG, ts=STEP_S, save_data_bool=False)
        begun = process_time()
        _play(patient)
        rates.append(HOURS * 3600 / (process_time() - begun))
    told = {"version": version("python_anesthesia_simulator"), "patient_s_per_cpu_s": max(rates)}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


def _play(patient) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - the peer's own class
    dose, pressure = START, float(BASE_MMHG)
    for second in range(0, HOURS * 3600, STEP_S):
        if second % DECISION_S == 0:
            step = STEP * ((pressure < LOW_MMHG) - (pressure > HIGH_MMHG))
            dose = min(max(dose + step, 0.0), MOST)
        _, _, shown, _ = patient.one_step(u_nore=dose * KG / 60, noise=True)
        pressure = shown.item()


if __name__ == "__main__":
    sys.exit(main())
