"""A cohort: all that its patients are, one entry per patient. One patient is a cohort of one.

Draws are independent of each other: the reference gives no correlation but that clearance falls
with SAPS II and that volumes and clearances grow with weight. Each hangs on seed, id and symbol
only, so patient 17 is the same in a cohort of twenty and of ten thousand.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, assert_never

import numpy as np
from numpy.typing import ArrayLike

from core.patient.arrays import FloatArray, IntArray
from core.patient.chance import normal, stream_of, uniform
from core.patient.parameters import Law, Parameter, shipped

REFERENCE_KG = 70.0
_EPINEPHRINE_SAPS = 50.0


class Preset(StrEnum):
    """What kind of patients: three severities of septic shock and two without shock."""

    EARLY = "early"
    DEFAULT = "default"
    SEVERE = "severe"
    HEALTHY = "healthy"
    ANAESTHESIA = "anaesthesia"


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """What each patient is. Every field but the seed is an array with one entry per patient.

    The letter of the model stands behind each field; `resources/patient/parameters.toml` has
    meaning, unit, source and grade of each. Doses and concentrations are of norepinephrine base.
    """

    seed: int
    ids: IntArray
    weight_kg: FloatArray  # W
    saps: FloatArray  # SAPS, points
    clearance_l_min: FloatArray  # CL
    central_l: FloatArray  # Vc
    peripheral_l: FloatArray  # Vp
    exchange_l_min: FloatArray  # Q
    production_mcg_min: FloatArray  # kin
    transit_s: FloatArray  # tauL
    effect_per_min: FloatArray  # ke0
    ec50_nmol_l: FloatArray  # EC0
    ec50_shift: FloatArray  # kappa
    emax_mmhg: FloatArray  # Em0
    emax_loss: FloatArray  # dE
    hill: FloatArray  # gam0
    hill_rise: FloatArray  # gam1
    healthy_map_mmhg: FloatArray  # Ph
    map_loss: FloatArray  # rho
    reflex: FloatArray  # G0
    epinephrine_clearance_l_min: FloatArray  # CLe
    epinephrine_volume_l: FloatArray  # Ve
    epinephrine_potency: FloatArray  # pE
    vasopressin_clearance_ml_min_kg: FloatArray  # CLv
    vasopressin_volume_l_kg: FloatArray  # Vv
    vasopressin_effect_per_min: FloatArray  # ke0v
    vasopressin_emax_mmhg: FloatArray  # EmV
    vasopressin_ec50_munits_l: FloatArray  # EC50v
    drive: FloatArray  # S0
    lag_h: FloatArray  # tauS
    source_control_h: FloatArray  # tsc, from the start of the body's time
    resolution_h: FloatArray  # tauI; infinite where the drive never resolves
    hydrocortisone_mmhg: FloatArray  # gHC
    hydrocortisone_share: FloatArray  # hE
    hydrocortisone_h: FloatArray  # tauK
    fluid_half_life_min: FloatArray  # tauF
    fluid_mmhg_ml: FloatArray  # gF
    sedation_mmhg: FloatArray  # gSed
    resting_heart_rate_bpm: FloatArray  # HR0
    heart_rate_by_vasoplegia_bpm: FloatArray  # hS
    heart_rate_by_norepinephrine_bpm: FloatArray  # hH
    heart_rate_by_map_bpm_mmhg: FloatArray  # hB
    heart_rate_by_vasopressin_bpm: FloatArray  # hV
    pulse_pressure_mmhg: FloatArray  # PP
    noise_fast_mmhg: FloatArray  # sigF
    noise_slow_mmhg: FloatArray  # sigS
    care_per_h: FloatArray  # ev

    def __len__(self) -> int:
        return len(self.ids)

    def changed(self, **arrays: ArrayLike) -> "Cohort":
        """The same patients with other values; a single number stands for every patient.

        Raises:
            ValueError: no such field, another length, or a value that is not a number.
        """
        fitted: dict[str, Any] = {name: self._fitted(name, told) for name, told in arrays.items()}
        return replace(self, **fitted)

    def picked(self, indices: IntArray | slice) -> "Cohort":
        """Some of the patients, in the sequence given; each keeps id, values and chance."""
        chosen = {name: getattr(self, name)[indices] for name in ("ids", *NAMES)}
        return replace(self, **chosen)

    def _fitted(self, name: str, told: ArrayLike) -> FloatArray:
        if name not in NAMES:
            raise ValueError(f"{name}: no value of a patient; accepted: {', '.join(NAMES)}")
        given = np.asarray(told, dtype=np.float64)
        if given.ndim > 1 or given.size not in {1, len(self)}:
            raise ValueError(f"{name}: {given.shape} values; give one, or {len(self)}")
        if np.isnan(given).any():
            raise ValueError(f"{name}: not a number; give numbers")
        return np.ascontiguousarray(np.broadcast_to(given, (len(self),)))


NAMES = tuple(field.name for field in fields(Cohort) if field.name not in {"seed", "ids"})
"""The fields that hold a value per patient."""
WANTED = frozenset(NAMES) | {
    "clearance_by_saps",
    "clearance_exponent",
    "clearance_fall_per_year",
    "clearance_fall_per_propofol",
    "production_factor",
    "epinephrine_weight_exponent",
    "epinephrine_saps_exponent",
    "noise_fast_s",
    "noise_slow_s",
    "care_mmhg",
    "care_spread_mmhg",
    "care_decay_s",
}
"""The parameters that have to be in the file: those of a patient, and those that hold for all."""


def drawn(preset: Preset, seed: int, count: int, first: int = 0) -> Cohort:
    """`count` patients with the ids `first` and on, drawn by the laws of the parameter file."""
    ids = np.arange(first, first + count, dtype=np.int64)
    table = shipped().holding(WANTED).under(preset)
    values = {name: _drawn(told, seed, ids) for name, told in table.items()}
    return _scaled(seed, ids, values)


def typical(preset: Preset, count: int = 1, seed: int = 0) -> Cohort:
    """`count` patients with the typical value of everything; the seed moves only their noise."""
    ids = np.arange(count, dtype=np.int64)
    table = shipped().holding(WANTED).under(preset)
    values = {name: np.full(count, _middle(told)) for name, told in table.items()}
    return _scaled(seed, ids, values)


def _middle(told: Parameter) -> float:
    """The typical value; of two values, their mean by share."""
    if told.law is Law.MIXTURE and told.other is not None:
        return told.share * told.typical + (1 - told.share) * told.other
    return told.typical


def _drawn(told: Parameter, seed: int, ids: IntArray) -> FloatArray:
    stream = stream_of(told.symbol)
    match told.law:
        case Law.FIXED:
            return np.full(len(ids), told.typical)
        case Law.NORMAL | Law.CLIPPED_NORMAL:
            return _clipped(told, told.typical + told.spread * normal(seed, ids, stream, 0))
        case Law.LOGNORMAL:
            return _lognormal(told, seed, ids)
        case Law.LOGNORMAL_OR_NEVER:
            ends = uniform(seed, ids, stream, 1) < told.share
            return np.where(ends, _lognormal(told, seed, ids), np.inf)
        case Law.UNIFORM:
            return told.low + (told.high - told.low) * uniform(seed, ids, stream, 0)
        case Law.MIXTURE:
            first = uniform(seed, ids, stream, 0) < told.share
            return np.where(first, told.typical, told.other or 0.0)
        case _:
            assert_never(told.law)


def _lognormal(told: Parameter, seed: int, ids: IntArray) -> FloatArray:
    z = normal(seed, ids, stream_of(told.symbol), 0)
    value: FloatArray = told.typical * np.exp(told.spread * z)
    return value


def _clipped(told: Parameter, value: FloatArray) -> FloatArray:
    if told.law is Law.NORMAL:
        return value
    low = told.low if told.clip_low is None else told.clip_low
    high = told.high if told.clip_high is None else told.clip_high
    return np.clip(value, low, high)


def _scaled(seed: int, ids: IntArray, values: Mapping[str, FloatArray]) -> Cohort:
    """Bring the values of 70 kg and SAPS II 50 to each patient's own weight and severity."""
    size = values["weight_kg"] / REFERENCE_KG
    flow = size ** values["clearance_exponent"]
    own = {name: values[name] for name in NAMES}
    own["clearance_l_min"] = flow * _clearance_at_70_kg(values)
    own["central_l"] = size * values["central_l"]
    own["peripheral_l"] = size * values["peripheral_l"]
    own["exchange_l_min"] = flow * values["exchange_l_min"]
    own["production_mcg_min"] = flow * values["production_factor"] * values["production_mcg_min"]
    own["epinephrine_clearance_l_min"] = (
        values["epinephrine_clearance_l_min"]
        * size ** values["epinephrine_weight_exponent"]
        * (values["saps"] / _EPINEPHRINE_SAPS) ** values["epinephrine_saps_exponent"]
    )
    return Cohort(seed, ids, **own)


def _clearance_at_70_kg(values: Mapping[str, FloatArray]) -> FloatArray:
    """L/min: Li's clearance (2024), or Beloeil's by SAPS II (2005) where that is lower.

    The random part of `clearance_l_min` multiplies the lower of the two typical values.
    """
    told = shipped().table["clearance_l_min"].typical
    by_severity = values["clearance_by_saps"] / values["saps"]
    return np.minimum(told, by_severity) * (values["clearance_l_min"] / told)
