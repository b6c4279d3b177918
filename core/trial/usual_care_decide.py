"""What nurses of usual care do with a reading: array-wise, one entry per patient that is looked at.

Chance hangs on (seed, patient, second) alone, so chunks and their sequence change nothing. The
decisions hold a nurse's own forgetting, rounding and hesitating; late and missed readings, delays
at the pump and keying slips are the staff's, as in every other arm.
"""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FlagArray, FloatArray, IntArray
from core.patient.chance import uniform
from core.trial.usual_care import UsualCare
from core.trial.usual_care_nurse import MINUTE_S, Nurses, nurses, stream

NEVER_S = -(10**9)
"""The second of a change that never was."""
_PER_MIN = 15.0
_COARSE, _COARSE_FROM, _USUAL = 50, 100, 10


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """What the nurses have before them, one entry per patient.

    Attributes:
        ids: the patients.
        second: of the reading, since the trial began.
        map_mmhg: as read on the monitor, whole mmHg.
        usable: False where the reading is known for an artefact.
        dose: set on the pump, thousandths of mcg/kg/min.
        changed_s: second of the last change of the set dose; `NEVER_S` before the first.
        reached: a usable reading has been at or above the low end of the band before this one.
        started: norepinephrine has run before.
        band: the ends of the band, mmHg.
        start: the dose to start with, thousandths of mcg/kg/min.
    """

    ids: IntArray
    second: IntArray
    map_mmhg: IntArray
    usable: FlagArray
    dose: IntArray
    changed_s: IntArray
    reached: FlagArray
    started: FlagArray
    band: tuple[int, int]
    start: int


@dataclass(frozen=True, slots=True, eq=False)
class Decided:
    """The dose that is set now (thousandths of mcg/kg/min), and the seconds to the next check."""

    dose: IntArray
    next_check_s: IntArray


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """What each reading is to its nurse."""

    far: FlagArray
    low: FlagArray
    high: FlagArray
    upper: FlagArray


def decide(care: UsualCare, seed: int, sight: Sight) -> Decided:
    """What is set at each bedside after a reading, and when it is looked at again."""
    there = nurses(care, seed, sight.ids, sight.second)
    judged = _judged(care, there, sight)
    acts = _acts(care, seed, there, sight, judged)
    down = (judged.high | judged.upper) ^ _errs(care, seed, sight, judged)
    raised, lowered = _raised(care, there, sight, judged), _lowered(care, there, sight)
    dose = np.where(acts, np.where(down, lowered, raised), sight.dose)
    return Decided(dose.astype(np.int64), _next_check_s(care, there, sight, judged))


def _judged(care: UsualCare, there: Nurses, sight: Sight) -> _Judged:
    bottom, top = sight.band
    shown = sight.map_mmhg
    far = shown < bottom - care.typical("far_below_mmhg")
    low = far | (shown < bottom + there.low_line_mmhg)
    high = ~low & (shown > top + there.high_line_mmhg)
    upper = ~low & ~high & (2 * shown >= bottom + top)
    return _Judged(far, low, high, upper)


def _acts(care: UsualCare, seed: int, there: Nurses, sight: Sight, judged: _Judged) -> FlagArray:
    """Who changes the dose: by chance, and a lowering not too soon and only of what runs."""
    at_once = np.select(
        [~sight.reached, judged.far],
        [care.typical("act_start_share"), care.typical("act_far_share")],
        _by_the_check(there.act_low_share, there.check_min),
    )
    share = np.select(
        [judged.low, judged.high, judged.upper],
        [
            at_once,
            _by_the_check(there.act_high_share, there.check_min),
            _by_the_check(there.act_band_share, there.check_min),
        ],
        0.0,
    )
    settled = (sight.second - sight.changed_s >= there.settle_s) & (sight.dose > 0)
    moved = uniform(seed, sight.ids, stream("acts"), sight.second) < share
    acting: FlagArray = sight.usable & moved & (judged.low | settled)
    return acting


def _by_the_check(share: FloatArray, check_min: IntArray) -> FloatArray:
    """A share per 15 min as the share per check."""
    told: FloatArray = 1.0 - (1.0 - share) ** (check_min / _PER_MIN)
    return told


def _errs(care: UsualCare, seed: int, sight: Sight, judged: _Judged) -> FlagArray:
    """Who goes the other way: never far below, never before the target was reached."""
    drawn = uniform(seed, sight.ids, stream("errs"), sight.second)
    drawn_wrong: FlagArray = drawn < care.typical("wrong_share")
    wrong: FlagArray = drawn_wrong & sight.reached & ~judged.far & (sight.dose > 0)
    return wrong


def _raised(care: UsualCare, there: Nurses, sight: Sight, judged: _Judged) -> IntArray:
    step = np.maximum(there.raise_step, care.typical("dose_share") * sight.dose)
    step = step * np.where(judged.far, care.typical("far_factor"), 1.0)
    grid = _grid(there, sight.dose + step)
    rounded = np.rint((sight.dose + step) / grid) * grid
    least = (sight.dose // grid + 1) * grid
    bounded = np.minimum(np.maximum(rounded, least), 1000.0 * care.typical("most_dose"))
    higher: IntArray = np.maximum(bounded, sight.dose).astype(np.int64)
    return np.where(sight.started, higher, sight.start)


def _lowered(care: UsualCare, there: Nurses, sight: Sight) -> IntArray:
    step = np.maximum(there.lower_step, care.typical("dose_share") * sight.dose)
    floor = (1.0 - care.typical("lower_most_share")) * sight.dose
    wanted = np.maximum(sight.dose - step, floor)
    grid = _grid(there, wanted)
    rounded = np.maximum(np.rint(wanted / grid) * grid, grid)
    below = (sight.dose - 1) // grid * grid
    bounded = np.minimum(rounded, below)
    lower: IntArray = np.where(sight.dose <= there.stop_from, 0, np.maximum(bounded, 0))
    return lower.astype(np.int64)


def _grid(there: Nurses, dose: FloatArray) -> IntArray:
    """The multiples to set: coarse ones only where doses are large."""
    small = (there.grid == _COARSE) & (dose < _COARSE_FROM)
    chosen: IntArray = np.where(small, _USUAL, there.grid)
    return chosen


def _next_check_s(care: UsualCare, there: Nurses, sight: Sight, judged: _Judged) -> IntArray:
    """Soon while the target was never reached, after a reading far below, and after no reading."""
    reached = sight.reached | (sight.usable & (sight.map_mmhg >= sight.band[0]))
    soon = judged.far | ~sight.usable
    minutes = np.select(
        [~reached, soon],
        [care.typical("start_check_min"), care.typical("far_check_min")],
        there.check_min,
    )
    seconds: IntArray = np.rint(minutes * MINUTE_S).astype(np.int64)
    return seconds
