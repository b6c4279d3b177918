"""The published numbers of what a dose does, computed from the model."""

from collections.abc import Callable, Mapping
from functools import cache, partial

import numpy as np

from core.patient.arrays import FloatArray
from core.patient.body import Body, Row, at_start, settled, vasopressin_l_min
from core.patient.cohort import Cohort, Preset, drawn, typical
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.need import needed_mcg_kg_min
from core.patient.noise import wobble
from core.patient.parameters import shipped
from core.patient.response import (
    NMOL_PER_MCG,
    baseline_mmhg,
    emax_mmhg,
    map_mmhg,
    vasopressin_share,
    vitals,
)

SEED = 4
_MANY = 4000
_SHOCK_MMHG = 65.0
_PERIPHERAL_S = 24.0
_BOLUS_S = 10
_BOLUS_MCG_MIN = 35.0 / NMOL_PER_MCG * 60.0 / _BOLUS_S
"""35 nmol over 10 s."""
_FULL = 0.9
"""Nine tenths of a plateau count as the peak, one tenth as faded."""
_LIMIT = 3.0
"""mcg/kg/min: a patient who would need more does not reach the pressure."""


@cache
def _bolus() -> FloatArray:
    """Rise of MAP each second for 5 min after a bolus through a peripheral vein, asleep, mmHg."""
    one = typical(Preset.ANAESTHESIA).changed(transit_s=_PERIPHERAL_S)
    nothing, second = Inputs.none(1), motion(one, 1.0)
    given = nothing.changed(norepinephrine_mcg_min=_BOLUS_MCG_MIN)
    body = settled(one, nothing)
    found = [map_mmhg(one, body, nothing)[0]]
    for at in range(300):
        body = moved(one, body, given if at < _BOLUS_S else nothing, second)
        found.append(map_mmhg(one, body, nothing)[0])
    rise: FloatArray = np.array(found) - found[0]
    return rise


def _bolus_onset_s() -> float:
    rise = _bolus()
    return float(np.argmax(rise >= 0.2 * rise.max()))


def _wandering_mmhg() -> float:
    """Median over patients of the SD of MAP around its running median of 2 min, over 15 min."""
    cohort = drawn(Preset.ANAESTHESIA, SEED, 200)
    course = np.stack([wobble(cohort, float(second)) for second in range(900)])
    windows = np.lib.stride_tricks.sliding_window_view(course, 121, axis=0)[::5]
    apart = course[60:-60:5] - np.median(windows, axis=-1)
    return float(np.median(apart.std(axis=0)))


def _rise_mmhg(cohort: Cohort, mcg_kg_min: float) -> float:
    """Steady rise of MAP of the first patient from nothing to a dose."""
    nothing = Inputs.none(len(cohort))
    given = nothing.changed(norepinephrine_mcg_min=mcg_kg_min * cohort.weight_kg)
    after = map_mmhg(cohort, settled(cohort, given), given)
    return float((after - map_mmhg(cohort, settled(cohort, nothing), nothing))[0])


def _septic(hydrocortisone_h: float = 0.0) -> tuple[Cohort, Body]:
    """The typical septic patient without vasopressor, so long after hydrocortisone."""
    one = typical(Preset.DEFAULT)
    body = settled(one, Inputs.none(1))
    helped = 1.0 - np.exp(-hydrocortisone_h / one.hydrocortisone_h)
    return one, body.with_row(Row.HYDROCORTISONE, helped)


def _septic_map(hydrocortisone_h: float) -> float:
    return float(map_mmhg(*_septic(hydrocortisone_h), Inputs.none(1))[0])


def _septic_emax(hydrocortisone_h: float) -> float:
    return float(emax_mmhg(*_septic(hydrocortisone_h))[0])


def _septic_hill() -> float:
    one, body = _septic()
    return float((one.hill + one.hill_rise * body.row(Row.VASOPLEGIA))[0])


def _typical(field: str, preset: Preset) -> float:
    return float(getattr(typical(preset), field)[0])


def at_worst(cohort: Cohort) -> Cohort:
    """The same patients with the highest vasoplegia of their first day as a drive that stays."""
    nothing, half_hour, body = Inputs.none(len(cohort)), motion(cohort, 1800.0), at_start(cohort)
    highest = body.row(Row.VASOPLEGIA)
    for _ in range(48):
        body = moved(cohort, body, nothing, half_hour)
        highest = np.maximum(highest, body.row(Row.VASOPLEGIA))
    return cohort.changed(drive=highest)


@cache
def _untreated() -> tuple[Cohort, Body]:
    """Default patients at their worst, without vasopressor: those below MAP 65."""
    cohort = at_worst(drawn(Preset.DEFAULT, SEED, _MANY))
    low = np.flatnonzero(baseline_mmhg(cohort, settled(cohort, Inputs.none(_MANY))) < _SHOCK_MMHG)
    some = cohort.picked(low)
    return some, settled(some, Inputs.none(len(some)))


def _needed(target_mmhg: float) -> FloatArray:
    cohort, body = _untreated()
    dose = needed_mcg_kg_min(cohort, body, Inputs.none(len(cohort)), target_mmhg)
    return np.where(dose <= _LIMIT, dose, np.nan)


def _map_before() -> float:
    return float(np.mean(baseline_mmhg(*_untreated())))


def _slope(low_mmhg: float, high_mmhg: float) -> float:
    """Median mmHg per unit of ln(dose) between two pressures."""
    low, high = _needed(low_mmhg), _needed(high_mmhg)
    both = (low > 0) & np.isfinite(high)
    return float(np.median((high_mmhg - low_mmhg) / np.log(high[both] / low[both])))


def _lowered_percent() -> float:
    """Median change of MAP when the dose that holds 75 mmHg is lowered from 0.32 to 0.26."""
    cohort, _ = _untreated()
    dose = np.nan_to_num(_needed(75.0)) * cohort.weight_kg
    some = cohort.picked(np.flatnonzero(dose > 0))
    lower = Inputs.none(len(some)).changed(norepinephrine_mcg_min=dose[dose > 0] * 0.26 / 0.32)
    after = map_mmhg(some, settled(some, lower), lower)
    return float(100.0 * np.median(after / 75.0 - 1.0))


def _raised_percent() -> float:
    """Mean rise of MAP from no norepinephrine to the dose for 65 mmHg."""
    return float(100.0 * np.mean(65.0 / baseline_mmhg(*_untreated()) - 1.0))


@cache
def _vasopressin() -> tuple[FloatArray, FloatArray]:
    """Share of the plateau each second of 1 h at 0.03 units/min, and of 1 h after the stop."""
    one = typical(Preset.DEFAULT)
    nothing, second = Inputs.none(1), motion(one, 1.0)
    given = nothing.changed(vasopressin_units_min=0.03)
    body, plateau = settled(one, nothing), vasopressin_share(one, settled(one, given))[0]
    found = []
    for inputs in (given, nothing):
        body = settled(one, given) if inputs is nothing else body
        course = [0.0 if inputs is given else 1.0]
        for _ in range(3600):
            body = moved(one, body, inputs, second)
            course.append(vasopressin_share(one, body)[0] / plateau)
        found.append(np.array(course))
    return found[0], found[1]


def _vasopressin_half_life_min() -> float:
    one = typical(Preset.DEFAULT)
    minutes = one.vasopressin_volume_l_kg * one.weight_kg / vasopressin_l_min(one)
    return float(np.log(2.0) * minutes[0])


def _vasopressin_heart_rate() -> float:
    """Heart rate with vasopressin at 0.03 units/min less that without, both at MAP 65."""
    one = typical(Preset.DEFAULT)
    found = []
    for units_min in (0.03, 0.0):
        inputs = Inputs.none(1).changed(vasopressin_units_min=units_min)
        dose = needed_mcg_kg_min(one, settled(one, inputs), inputs, 65.0)
        inputs = inputs.changed(norepinephrine_mcg_min=dose * one.weight_kg)
        found.append(float(vitals(one, settled(one, inputs), inputs).heart_rate_bpm[0]))
    return found[0] - found[1]


def _fluid_percent() -> float:
    """Rise of MAP at the end of 500 mL over 30 min in a responder, from 60 mmHg."""
    one = typical(Preset.DEFAULT).changed(fluid_mmhg_ml=shipped().table["fluid_mmhg_ml"].typical)
    inputs = Inputs.none(1)
    dose = needed_mcg_kg_min(one, settled(one, inputs), inputs, 60.0)
    inputs = inputs.changed(norepinephrine_mcg_min=dose * one.weight_kg)
    given = inputs.changed(fluid_ml_min=500.0 / 30.0)
    # Source control is left out of it: the illness stays as it is.
    still = one.changed(source_control_h=100.0)
    after = map_mmhg(
        still, moved(still, settled(still, inputs), given, motion(still, 1800.0)), given
    )
    return float(100.0 * (after[0] / 60.0 - 1.0))


EFFECT: Mapping[str, Callable[[], float]] = {
    "PD-JOA-ON": _bolus_onset_s,
    "PD-JOA-PK": lambda: float(_bolus().max()),
    "PD-JOA-SD": _wandering_mmhg,
    "PD-BRA": lambda: _rise_mmhg(typical(Preset.HEALTHY), 0.15),
    "PD-JOA-EC": partial(_typical, "ec50_nmol_l", Preset.ANAESTHESIA),
    "PD-JOA-EM": lambda: _rise_mmhg(typical(Preset.ANAESTHESIA), 1e6),
    "PD-BEL-E0C": partial(_typical, "healthy_map_mmhg", Preset.HEALTHY),
    "PD-BEL-E0S": partial(_septic_map, 0.0),
    "PD-BEL-EMC": partial(_typical, "emax_mmhg", Preset.HEALTHY),
    "PD-BEL-EMS": partial(_septic_emax, 0.0),
    "PD-BEL-GC": partial(_typical, "hill", Preset.HEALTHY),
    "PD-BEL-GS": _septic_hill,
    "PD-BEL-HC0": partial(_septic_map, 1.0),
    "PD-BEL-HCE": partial(_septic_emax, 1.0),
    "PD-BEL-HCR": lambda: _septic_emax(1.0) / _septic_emax(0.0),
    "SS-P0": _map_before,
    "SS-DOSE": lambda: float(np.nanmedian(_needed(_SHOCK_MMHG))),
    "SS-ADDA": _lowered_percent,
    "SS-WCJM": _raised_percent,
    "SS-LED": partial(_slope, 65.0, 85.0),
    "SS-JHA": partial(_slope, 60.0, 90.0),
    "SS-DUB": partial(_slope, 65.0, 85.0),
    "VP-T12": _vasopressin_half_life_min,
    "VP-CL": partial(_typical, "vasopressin_clearance_ml_min_kg", Preset.DEFAULT),
    "VP-V": partial(_typical, "vasopressin_volume_l_kg", Preset.DEFAULT),
    "VP-ON": lambda: float(np.argmax(_vasopressin()[0] >= _FULL) / 60.0),
    "VP-OFF": lambda: float(np.argmax(_vasopressin()[1] <= 1.0 - _FULL) / 60.0),
    "VP-HR": _vasopressin_heart_rate,
    "FL-500": _fluid_percent,
}
"""By id of the row, in the row's unit."""
