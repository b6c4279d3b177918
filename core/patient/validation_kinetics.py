"""The published numbers of concentrations, clearances and arithmetic, computed from the model."""

from collections.abc import Callable, Mapping
from functools import cache, partial

import numpy as np

from core.patient.arrays import FloatArray
from core.patient.body import Row, at_start
from core.patient.cohort import Cohort, Preset, drawn, typical
from core.patient.equations import solved
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.parameters import shipped
from core.patient.response import NMOL_PER_MCG, concentration_nmol_l, map_mmhg

SEED = 4
_PROPOFOL_MG_L = 3.53
_LI_MEN = {"66.9": 22.0, "72.3": 39.5, "69.6": 57.5}
"""Weight in kg and age in years of the three groups of Li 2024, table 2."""
_LI_DOSES = ("0.04", "0.08", "0.12", "0.16", "0.20")
_LI_AGE = 35.0


def seventy_kg(preset: Preset, saps: float | None = None) -> Cohort:
    """The typical patient of a preset at 70 kg, and at a SAPS II of their own if one is given."""
    told = typical(preset)
    saps = float(told.saps[0]) if saps is None else saps
    table = shipped().under(preset)
    clearance = min(table["clearance_l_min"].typical, table["clearance_by_saps"].typical / saps)
    return told.changed(
        weight_kg=70.0,
        saps=saps,
        clearance_l_min=clearance,
        central_l=table["central_l"].typical,
        peripheral_l=table["peripheral_l"].typical,
        exchange_l_min=table["exchange_l_min"].typical,
        production_mcg_min=_at_70_kg(told, told.production_mcg_min),
    )


def _at_70_kg(told: Cohort, value: FloatArray) -> FloatArray:
    exponent = shipped().table["clearance_exponent"].typical
    at_70: FloatArray = value / (told.weight_kg / 70.0) ** exponent
    return at_70


def _li_man(weight_kg: float, age_y: float) -> Cohort:
    """A volunteer of Li 2024 under propofol, with that paper's own covariates."""
    man, size = seventy_kg(Preset.HEALTHY), weight_kg / 70.0
    table = shipped().table
    older = table["clearance_fall_per_year"].typical * (age_y - _LI_AGE)
    asleep = table["clearance_fall_per_propofol"].typical * _PROPOFOL_MG_L
    flow = size ** table["clearance_exponent"].typical
    return man.changed(
        weight_kg=weight_kg,
        clearance_l_min=flow * man.clearance_l_min * np.exp(-older - asleep),
        central_l=size * man.central_l,
        peripheral_l=size * man.peripheral_l,
        exchange_l_min=flow * man.exchange_l_min,
        production_mcg_min=flow * man.production_mcg_min,
    )


@cache
def _li_course(weight: str) -> tuple[float, ...]:
    """Concentrations at the end of each step of 15 min, after a bolus of 5 mcg, nmol/L."""
    man = _li_man(float(weight), _LI_MEN[weight])
    step, body = motion(man, 900.0), at_start(man).with_row(Row.LINE_1_MCG, 5.0)
    found = []
    for dose in _LI_DOSES:
        mcg_min = float(dose) * man.weight_kg
        body = moved(man, body, Inputs.none(1).changed(norepinephrine_mcg_min=mcg_min), step)
        found.append(float(concentration_nmol_l(man, body)[0]))
    return tuple(found)


def _li_concentration(weight: str, dose: str) -> float:
    return _li_course(weight)[_LI_DOSES.index(dose)]


def _half_lives_min(man: Cohort) -> tuple[float, float]:
    """Of the two compartments of norepinephrine, the first and the terminal."""
    out = man.exchange_l_min[0] / man.central_l[0]
    back = man.exchange_l_min[0] / man.peripheral_l[0]
    leaving = man.clearance_l_min[0] / man.central_l[0] + out
    root = np.sqrt((leaving + back) ** 2 - 4.0 * back * (leaving - out))
    fast, slow = (leaving + back + root) / 2.0, (leaving + back - root) / 2.0
    return float(np.log(2.0) / fast), float(np.log(2.0) / slow)


def _of(field: str, preset: Preset, saps: float | None = None) -> float:
    return float(getattr(seventy_kg(preset, saps), field)[0])


def _own_nmol_l(preset: Preset) -> float:
    told = typical(preset) if preset is Preset.DEFAULT else seventy_kg(preset)
    return float(NMOL_PER_MCG * told.production_mcg_min[0] / told.clearance_l_min[0])


def _fall_percent(name: str, amount: float) -> float:
    return 100.0 * (1.0 - float(np.exp(-shipped().table[name].typical * amount)))


def _epinephrine_l_h() -> float:
    """Of the typical patient, brought to 70 kg and SAPS II 50."""
    told, table = typical(Preset.DEFAULT), shipped().table
    size = (told.weight_kg[0] / 70.0) ** table["epinephrine_weight_exponent"].typical
    severity = (told.saps[0] / 50.0) ** table["epinephrine_saps_exponent"].typical
    return float(60.0 * told.epinephrine_clearance_l_min[0] / size / severity)


def _everything(cohort: Cohort) -> Inputs:
    """Every input at once, so that no state is left out."""
    return Inputs.none(len(cohort)).changed(
        norepinephrine_mcg_min=0.1 * cohort.weight_kg,
        epinephrine_mcg_min=2.0,
        vasopressin_units_min=0.03,
        fluid_ml_min=5.0,
        hydrocortisone=1.0,
    )


def _step_size_mmhg() -> float:
    """The largest difference of MAP between steps of 1 s and of 60 s, every minute for 6 h."""
    cohort = drawn(Preset.DEFAULT, SEED, 300)
    inputs, one, sixty = _everything(cohort), motion(cohort, 1.0), motion(cohort, 60.0)
    short = long = at_start(cohort)
    worst = 0.0
    for _ in range(360):
        long = moved(cohort, long, inputs, sixty)
        for _ in range(60):
            short = moved(cohort, short, inputs, one)
        apart = map_mmhg(cohort, short, inputs) - map_mmhg(cohort, long, inputs)
        worst = max(worst, float(np.abs(apart).max()))
    return worst


def _against_solver() -> float:
    """The largest relative difference of a state after 60 s from an adaptive solver's."""
    # Source control lies at 0 h for one half and far off for the other: a solver sees no corner.
    cohort = drawn(Preset.DEFAULT, SEED, 20).changed(source_control_h=[0.0] * 10 + [9.0] * 10)
    inputs, start = _everything(cohort), at_start(cohort)
    exact = moved(cohort, start, inputs, motion(cohort, 60.0))
    found = solved(cohort, start, inputs, 60.0, 1e-10)
    return float(np.abs(exact.amounts / found.amounts - 1.0).max())


KINETICS: Mapping[str, Callable[[], float]] = {
    **{
        f"PK-LI-{weight}-{dose}": partial(_li_concentration, weight, dose)
        for weight in _LI_MEN
        for dose in _LI_DOSES
    },
    "PK-LI-CL": partial(_of, "clearance_l_min", Preset.HEALTHY),
    "PK-LI-VC": partial(_of, "central_l", Preset.HEALTHY),
    "PK-LI-VP": partial(_of, "peripheral_l", Preset.HEALTHY),
    "PK-LI-Q": partial(_of, "exchange_l_min", Preset.HEALTHY),
    "PK-LI-BASE": partial(_own_nmol_l, Preset.HEALTHY),
    "PK-LI-PROP": partial(_fall_percent, "clearance_fall_per_propofol", _PROPOFOL_MG_L),
    "PK-LI-AGE": partial(_fall_percent, "clearance_fall_per_year", 10.0),
    "PK-LI-T12": lambda: _half_lives_min(seventy_kg(Preset.HEALTHY))[1],
    "PK-LI-TF": lambda: _half_lives_min(seventy_kg(Preset.HEALTHY))[0],
    "PK-LI-LAG": partial(_of, "transit_s", Preset.HEALTHY),
    "PK-ENS-0": partial(_own_nmol_l, Preset.HEALTHY),
    "PK-BEL-20": partial(_of, "clearance_l_min", Preset.DEFAULT, 20.0),
    "PK-BEL-60": partial(_of, "clearance_l_min", Preset.DEFAULT, 60.0),
    "PK-BEL-T20": lambda: _half_lives_min(seventy_kg(Preset.DEFAULT, 20.0))[1],
    "PK-BEL-T60": lambda: _half_lives_min(seventy_kg(Preset.DEFAULT, 60.0))[1],
    "PK-JOA-CL": partial(_of, "clearance_l_min", Preset.ANAESTHESIA),
    "PK-ENDO": partial(_own_nmol_l, Preset.DEFAULT),
    "PK-EPI": _epinephrine_l_h,
    "NUM-EXACT": _step_size_mmhg,
    "NUM-ODE": _against_solver,
}
"""By id of the row, in the row's unit."""
