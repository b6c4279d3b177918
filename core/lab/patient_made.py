"""The patient of a scenario: a preset, typical or drawn, at the case's weight, then changed."""

from datetime import timedelta

import numpy as np

from core.lab.scenario import Changed, PatientSpec, Scenario
from core.patient.cohort import NAMES, Cohort, Preset, drawn, typical
from core.patient.parameters import Parameter, shipped

HOUR = timedelta(hours=1)
WEIGHT, SEVERITY = "weight_kg", "saps"


class PatientError(ValueError):
    """A patient that cannot be made as the scenario asks; the symbol is named."""


def patient_of(scenario: Scenario, seed: int) -> Cohort:
    """The cohort of one that a scenario is about. The same seed gives the same patient.

    Raises:
        PatientError: a symbol is unknown, in another unit, or no value of a patient.
    """
    spec = scenario.patient
    told = {_known(change).name: float(change.value) for change in spec.changed}
    weight = told.pop(WEIGHT, float(scenario.opening.setup.weight.weight.value))
    cohort = _weighing(_of_preset(spec, seed), weight)
    if SEVERITY in told:
        cohort = _as_severe(cohort, told.pop(SEVERITY))
    if spec.source_control is not None:
        told["source_control_h"] = spec.source_control / HOUR
    foreign = [name for name in told if name not in NAMES]
    if foreign:
        raise PatientError(f"patient.changed: {foreign[0]} is no value of one patient")
    return cohort.changed(**told)


def _of_preset(spec: PatientSpec, seed: int) -> Cohort:
    preset = Preset(spec.preset)
    return drawn(preset, seed, 1) if spec.drawn else typical(preset, seed=seed)


def _known(change: Changed) -> Parameter:
    for parameter in shipped().table.values():
        if parameter.symbol == change.symbol:
            if parameter.unit != change.unit:
                raise PatientError(
                    f"patient.changed.{change.symbol}: in {parameter.unit}, not {change.unit}"
                )
            return parameter
    raise PatientError(f"patient.changed.{change.symbol}: no such parameter of the patient")


def _weighing(cohort: Cohort, kg: float) -> Cohort:
    """The same patient at another weight: volumes grow with it, clearances by their exponents."""
    table = shipped().table
    size = kg / cohort.weight_kg
    flow = size ** table["clearance_exponent"].typical
    epinephrine = size ** table["epinephrine_weight_exponent"].typical
    return cohort.changed(
        weight_kg=kg,
        central_l=cohort.central_l * size,
        peripheral_l=cohort.peripheral_l * size,
        clearance_l_min=cohort.clearance_l_min * flow,
        exchange_l_min=cohort.exchange_l_min * flow,
        production_mcg_min=cohort.production_mcg_min * flow,
        epinephrine_clearance_l_min=cohort.epinephrine_clearance_l_min * epinephrine,
    )


def _as_severe(cohort: Cohort, points: float) -> Cohort:
    """The same patient at another SAPS II: clearance is the lower of two, one of which falls."""
    table = shipped().table
    most, by_severity = table["clearance_l_min"].typical, table["clearance_by_saps"].typical
    before = np.minimum(most, by_severity / cohort.saps)
    after = np.minimum(most, by_severity / points)
    exponent = table["epinephrine_saps_exponent"].typical
    return cohort.changed(
        saps=points,
        clearance_l_min=cohort.clearance_l_min * after / before,
        epinephrine_clearance_l_min=cohort.epinephrine_clearance_l_min
        * (points / cohort.saps) ** exponent,
    )
