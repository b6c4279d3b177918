"""The published numbers of the course of the illness, computed from the model."""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from core.patient.arrays import FlagArray, FloatArray
from core.patient.body import at_start
from core.patient.cohort import Preset, drawn
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.noise import wobble
from core.patient.response import map_mmhg

SEED = 4
_DAYS = 14
_OFF_MMHG = 65.0
_BAND = (65.0, 75.0)
_CHECK_S = 900.0
_MANY, _NURSED_A_DAY, _NURSED_LONG = 2000, 2000, 200
_OFF_H = 24.0


@cache
def _free_h(hydrocortisone: float) -> FloatArray:
    """The first hour from which each patient holds 65 mmHg without vasopressor; else infinite.

    Those who hold it from the start never were in shock, with hydrocortisone or without, and are
    left out of both.
    """
    cohort = drawn(Preset.DEFAULT, SEED, _MANY)
    inputs = Inputs.none(_MANY).changed(hydrocortisone=hydrocortisone)
    half_hour, body = motion(cohort, 1800.0), at_start(cohort)
    low = np.full(_MANY, -np.inf)
    for _ in range(48 * _DAYS):
        body = moved(cohort, body, inputs, half_hour)
        low[map_mmhg(cohort, body, inputs) < _OFF_MMHG] = body.second / 3600.0
    ended = np.where(low >= 24.0 * _DAYS, np.inf, low)
    return ended[_in_shock()]


@cache
def _in_shock() -> FlagArray:
    """Which of the cohort fall below 65 mmHg at some time in the first 12 h, untreated."""
    cohort = drawn(Preset.DEFAULT, SEED, _MANY)
    inputs, hour, body = Inputs.none(_MANY), motion(cohort, 3600.0), at_start(cohort)
    lowest = map_mmhg(cohort, body, inputs)
    for _ in range(12):
        body = moved(cohort, body, inputs, hour)
        lowest = np.minimum(lowest, map_mmhg(cohort, body, inputs))
    low: FlagArray = lowest < _OFF_MMHG
    return low


def _hazard_ratio() -> float:
    """Of resolution with hydrocortisone against without, by the log-rank test (Peto's estimate)."""
    helped, alone = np.maximum(_free_h(1.0), 0.5), np.maximum(_free_h(0.0), 0.5)
    excess = spread = 0.0
    for hour in np.unique(np.concatenate([helped, alone])):
        if not np.isfinite(hour):
            continue
        at_risk = np.array([np.sum(helped >= hour), np.sum(alone >= hour)], dtype=float)
        ended = np.array([np.sum(helped == hour), np.sum(alone == hour)], dtype=float)
        total, share = at_risk.sum(), at_risk[0] / at_risk.sum()
        excess += ended[0] - ended.sum() * share
        tied = (total - ended.sum()) / max(total - 1.0, 1.0)
        spread += ended.sum() * share * (1.0 - share) * tied
    return float(np.exp(excess / spread))


@cache
def _nursed(count: int, hours: int) -> tuple[FloatArray, FloatArray]:
    """The highest dose (mcg/kg/min), and the hour at which it is off for a day, under a plain rule.

    Every 15 min the pressure shown is read: below 65 the dose rises by a quarter and at least by
    0.02, above 75 it falls by as much. Infinite for who is never off for a day.
    """
    cohort = drawn(Preset.DEFAULT, SEED, count)
    quarter, body, dose = motion(cohort, _CHECK_S), at_start(cohort), np.zeros(count)
    highest, last, ended = np.zeros(count), np.zeros(count), np.full(count, np.inf)
    for _ in range(int(hours * 3600 / _CHECK_S)):
        given = Inputs.none(count).changed(norepinephrine_mcg_min=dose * cohort.weight_kg)
        dose = _titrated(dose, map_mmhg(cohort, body, given) + wobble(cohort, body.second))
        highest = np.maximum(highest, dose)
        given = given.changed(norepinephrine_mcg_min=dose * cohort.weight_kg)
        body = moved(cohort, body, given, quarter)
        hour = body.second / 3600.0
        last[dose > 0] = hour
        ended[(hour - last >= _OFF_H) & np.isinf(ended)] = hour - _OFF_H
    return highest, ended


def _titrated(dose: FloatArray, shown_mmhg: FloatArray) -> FloatArray:
    step = np.maximum(0.02, 0.25 * dose)
    up = np.where(shown_mmhg < _BAND[0], step, 0.0)
    down = np.where(shown_mmhg > _BAND[1], step, 0.0)
    changed: FloatArray = np.clip(dose + up - down, 0.0, 3.0)
    return changed


def _highest_dose() -> float:
    highest, _ = _nursed(_NURSED_A_DAY, 24)
    return float(np.median(highest[highest > 0]))


def _shock_h() -> float:
    """Median hours from the start until norepinephrine is off for a day, of those who had it."""
    highest, ended = _nursed(_NURSED_LONG, 24 * _DAYS)
    return float(np.median(ended[highest > 0]))


ILLNESS: Mapping[str, Callable[[], float]] = {
    "SS-PEAK": _highest_dose,
    "HC-HR": _hazard_ratio,
    "HC-MED": lambda: float(np.median(_free_h(1.0)) / np.median(_free_h(0.0))),
    "TC-MER": _shock_h,
    "TC-FUZ": lambda: float(np.median(_free_h(0.0))),
}
"""By id of the row, in the row's unit."""
