"""The published numbers of measurement and pumps, computed from the devices.

One function per row of the table of published numbers, by the row's id; what is not answered says
why. Misses stay misses.
"""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from core.patient.arrays import FloatArray
from core.patient.arterial_line import at_height, drawn_line, good_line, shown
from core.patient.changeover import watched
from core.patient.cuff import drawn_cuff, measured, nothing_measured
from core.patient.devices import typical
from core.patient.pump import Pump, flow_ml_h, ran, stopped_by_occlusion
from core.patient.pump_hands import Change, blocked, put_up, warmed_up, with_bag, with_rate
from core.patient.response import Vitals

SEED = 11
MANY = 20_000
_ONE = np.zeros(1, dtype=np.int64)
_STEADY = 0.95
_LONGEST_S = 7200
_ML_TO_MCL = 1000.0


def _steady(count: int) -> Vitals:
    """The true pressure of patients who stay at MAP 75 mmHg."""
    return Vitals(*(np.full(count, level) for level in (75.0, 115.0, 55.0, 95.0)))


@cache
def _cuff_minus_line() -> FloatArray:
    """The first cuff MAP of each of many patients, less what a clean arterial line shows, mmHg."""
    ids, truth = np.arange(MANY), _steady(MANY)
    line = drawn_line(SEED, ids, artefacts=False)
    cuff = drawn_cuff(SEED, ids, 900.0)
    by_cuff = measured(cuff, 0.0, truth, nothing_measured(cuff))
    return by_cuff.map_mmhg - shown(line, 0.0, truth).map_mmhg


def cuff_bias_mmhg() -> float:
    """Mean of cuff less arterial MAP."""
    return float(np.mean(_cuff_minus_line()))


def cuff_sd_mmhg() -> float:
    """SD of cuff less arterial MAP."""
    return float(np.std(_cuff_minus_line()))


def artery_minus_cuff_mmhg() -> float:
    """Mean of arterial less cuff MAP."""
    return -cuff_bias_mmhg()


def underdamped_percent() -> float:
    """Lines that add to the systolic pressure, %."""
    return 100.0 * float(np.mean(drawn_line(SEED, np.arange(MANY)).overshoot_mmhg > 0))


def artefact_percent() -> float:
    """Minute values of 1000 patients over a day that are artefact, %."""
    ids, truth, minutes = np.arange(1000), _steady(1000), 1440
    line = drawn_line(SEED, ids)
    spoilt = [np.mean(shown(line, 60.0 * at, truth).artefact > 0) for at in range(minutes)]
    return 100.0 * float(np.mean(spoilt))


def _first_s(pump: Pump, reached: Callable[[Pump], bool]) -> float:
    """The seconds until a lone pump has reached something, stepped by one second."""
    for second in range(_LONGEST_S):
        if reached(pump):
            return float(second)
        pump = ran(pump, 1.0)
    return float("inf")


def _started_min(*, purged: bool, share: float) -> float:
    """Minutes at 1 mL/h from the start until this share of the flow leaves the line."""
    pump = with_rate(put_up(SEED, _ONE, 64.0, purged=purged), 1.0)
    return _first_s(pump, lambda now: bool(flow_ml_h(now)[0] > share)) / 60.0


def occlusion_min() -> float:
    """Minutes from a closed stopcock at 3 mL/h until the pump stops itself."""
    pump = blocked(with_rate(warmed_up(put_up(SEED, _ONE, 64.0)), 3.0))
    return _first_s(pump, lambda now: bool(stopped_by_occlusion(now)[0])) / 60.0


def after_stop_ml() -> float:
    """Volume that leaves in the 2.5 min after a stop at 6 mL/h."""
    pump = ran(with_rate(warmed_up(put_up(SEED, _ONE, 64.0)), 6.0), 600.0)
    return float((ran(with_rate(pump, 0.0), 150.0).left_ml - pump.left_ml)[0])


def change_error_mcl() -> float:
    """Mean net volume of a quick change, microlitres: what left less what was pushed."""
    pump = with_rate(warmed_up(put_up(SEED, np.arange(MANY), 64.0)), 5.0)
    later = ran(with_bag(pump, 64.0, Change.QUICK), 24 * 3600.0)
    return _ML_TO_MCL * float(np.mean(later.left_ml - later.pushed_ml))


def moved_50_cm_mmhg() -> float:
    """The change of a shown pressure when a column of 50 cm is added."""
    line, truth = good_line(SEED, _ONE), _steady(1)
    lower = shown(at_height(line, 50.0), 0.0, truth)
    return float((lower.map_mmhg - shown(line, 0.0, truth).map_mmhg)[0])


ANSWERS: Mapping[str, Callable[[], float]] = {
    "ME-NIBP-B": cuff_bias_mmhg,
    "ME-NIBP-SD": cuff_sd_mmhg,
    "ME-OBP": artery_minus_cuff_mmhg,
    "ME-RES": underdamped_percent,
    "ME-ART": artefact_percent,
    "PU-QC": lambda: watched(Change.QUICK).fallen(0.20),
    "PU-SIP": lambda: watched(Change.SMART).fallen(0.20),
    "PU-COUR": lambda: watched(Change.SMART).changed(0.25),
    "PU-NEFF1": lambda: _started_min(purged=False, share=0.0),
    "PU-NEFF2": lambda: _started_min(purged=False, share=_STEADY),
    "PU-NEFF3": lambda: _started_min(purged=True, share=0.0),
    "PU-RB1": occlusion_min,
    "PU-RB2": after_stop_ml,
    "PU-SNIJ": lambda: typical("compliance_l_pa"),
    "PU-ELLI": change_error_mcl,
    "PU-IGA": moved_50_cm_mmhg,
}
"""By id of the row: the same quantity in the row's unit, as the devices give it."""

NOT_ANSWERED: Mapping[str, str] = {
    "ME-ALARM": "no pressure alarm of a monitor is modelled, so none can be false",
    "PU-RB3": "the pump's height is not modelled, so nothing siphons",
}
