"""The nurses of usual care: one per patient and shift, each a pure function of the seed."""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FloatArray, IntArray
from core.patient.chance import normal, stream_of, uniform
from core.trial.usual_care import Checks, Habit, Law, UsualCare

HOUR_S, MINUTE_S = 3600, 60
_GRIDS = (50, 5, 10)
"""Coarse, fine and usual multiples, thousandths of mcg/kg/min."""


@dataclass(frozen=True, slots=True, eq=False)
class Nurses:
    """How the nurse at each bedside works: one entry per patient.

    Lines are added to the ends of the band. Shares are per 15 min. Steps, stop_from and grid are
    thousandths of mcg/kg/min.
    """

    check_min: IntArray
    low_line_mmhg: FloatArray
    high_line_mmhg: FloatArray
    act_low_share: FloatArray
    act_high_share: FloatArray
    act_band_share: FloatArray
    settle_s: FloatArray
    raise_step: FloatArray
    lower_step: FloatArray
    stop_from: FloatArray
    grid: IntArray


def nurses(care: UsualCare, seed: int, ids: IntArray, second: IntArray) -> Nurses:
    """Who stands at the bedside of each patient at that second of its course."""
    shift = second // round(HOUR_S * care.typical("shift_h"))

    def drawn(name: str) -> FloatArray:
        return _drawn(care.habits[name], seed, ids, shift)

    return Nurses(
        check_min=_check_min(care, seed, ids, shift),
        low_line_mmhg=drawn("low_line_mmhg"),
        high_line_mmhg=drawn("high_line_mmhg"),
        act_low_share=drawn("act_low_share"),
        act_high_share=drawn("act_high_share"),
        act_band_share=drawn("act_band_share"),
        settle_s=MINUTE_S * drawn("settle_min"),
        raise_step=1000.0 * drawn("raise_step"),
        lower_step=1000.0 * drawn("lower_step"),
        stop_from=1000.0 * drawn("stop_from"),
        grid=_grid(care, seed, ids, shift),
    )


def stream(name: str) -> int:
    """The stream of chance of something that nurses of usual care do."""
    return stream_of(f"usual-care.{name}")


def _drawn(habit: Habit, seed: int, ids: IntArray, shift: IntArray) -> FloatArray:
    z = normal(seed, ids, stream(habit.name), shift)
    match habit.law:
        case Law.FIXED:
            value = np.full(len(ids), habit.typical)
        case Law.NORMAL:
            value = habit.typical + habit.spread * z
        case Law.LOGNORMAL:
            value = habit.typical * np.exp(habit.spread * z)
        case Law.LOGIT_NORMAL:
            odds = habit.typical / (1 - habit.typical) * np.exp(habit.spread * z)
            value = odds / (1 + odds)
    bounded: FloatArray = np.clip(value, habit.low, habit.high)
    return bounded


def _check_min(care: UsualCare, seed: int, ids: IntArray, shift: IntArray) -> IntArray:
    if care.checks is not Checks.MIXED:
        return np.full(len(ids), int(care.checks.split()[0]), dtype=np.int64)
    point = uniform(seed, ids, stream("check_min"), shift)
    quarter = care.typical("check_15_share")
    half = quarter + care.typical("check_30_share")
    return np.select([point < quarter, point < half], [15, 30], 60).astype(np.int64)


def _grid(care: UsualCare, seed: int, ids: IntArray, shift: IntArray) -> IntArray:
    coarse, fine, usual = _GRIDS
    point = uniform(seed, ids, stream("grid"), shift)
    rough = care.typical("grid_coarse_share")
    either = rough + care.typical("grid_fine_share")
    return np.select([point < rough, point < either], [coarse, fine], usual).astype(np.int64)
