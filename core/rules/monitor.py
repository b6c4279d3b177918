"""The independent monitor: each piece of advice against the declared limits, never the rows.

It knows nothing of the table. A disagreement withholds the advice and says so. Array-wise: a live
case is a cohort of one.
"""

from collections.abc import Mapping

import numpy as np

from core.model.case import Band
from core.model.counting import lane
from core.model.course import UNKNOWN, Flag, Lane
from core.model.facts import Axis, Facts, Phase
from core.rules.numbers import Numbers

LEAST_INTERVAL = 120
"""No change less than this many seconds after the last, whatever its class."""

Found = dict[str, Flag]


def breaches(numbers: Numbers, band: Band, facts: Facts, ends_at: int) -> tuple[str, ...]:
    """The codes of every declared limit that one patient's going to `ends_at` would break."""
    found = broken(numbers, band, facts, lane(ends_at))
    return tuple(code for code, flags in found.items() if flags[0])


def broken(numbers: Numbers, band: Band, facts: Facts, ends_at: Lane) -> Mapping[str, Flag]:
    """For each declared limit by its code, the patients whose going to `ends_at` would break it.

    `ends_at` in thousandths of the dosing unit. Where the dose stays nothing is broken. The codes
    of a lone patient come in the sequence in which they are to be named.
    """
    dose = facts[:, Axis.DOSE]
    kinds = (
        (ends_at < dose, _lowering),
        ((ends_at > dose) & (dose > 0), _raise),
        ((ends_at > dose) & (dose <= 0), _beginning),
    )
    found: Found = {}
    for here, limits in kinds:
        if here.any():
            for code, flags in limits(numbers, band, facts, ends_at).items():
                found[code] = found.get(code, False) | (here & flags)
    found["change_while_paused"] = (ends_at != dose) & (facts[:, Axis.PHASE] == Phase.PAUSED)
    return found


def _raise(numbers: Numbers, band: Band, facts: Facts, ends_at: Lane) -> Found:
    steps, intervals, low = numbers.steps, numbers.intervals, int(band.low.value)
    pressure = facts[:, Axis.MAP]
    far = pressure < max(numbers.lines["rescue"], low - numbers.lines["rescue_below_target"])
    usual, rescue = ("up", "undo"), ("up", "undo", "rescue")
    largest = _either(far, *(max(steps[name] for name in names) for names in (rescue, usual)))
    soonest = _either(far, *(min(intervals[name] for name in names) for names in (rescue, usual)))
    return {
        "raise_at_or_above_target": pressure >= low,
        "above_hard_limit": ends_at > numbers.hard,
        "raise_too_large": ends_at - facts[:, Axis.DOSE] > largest,
        "too_soon": _within(facts, np.maximum(LEAST_INTERVAL, soonest)),
    }


def _beginning(numbers: Numbers, band: Band, facts: Facts, ends_at: Lane) -> Found:
    """A start keeps to its range; a restart to where a planned stop may have come from."""
    watch = facts[:, Axis.PHASE] == Phase.WATCH
    least = _either(watch, numbers.floor, numbers.start_least)
    most = _either(watch, max(numbers.floor, numbers.stop_from), numbers.start_most)
    return {
        "raise_at_or_above_target": facts[:, Axis.MAP] >= int(band.low.value),
        "start_out_of_range": (ends_at < least) | (ends_at > most),
        "above_hard_limit": ends_at > numbers.hard,
        "too_soon": (facts[:, Axis.PHASE] != Phase.OFF) & _within(facts, LEAST_INTERVAL),
    }


def _lowering(numbers: Numbers, band: Band, facts: Facts, ends_at: Lane) -> Found:
    dose, pressure, stops = facts[:, Axis.DOSE], facts[:, Axis.MAP], ends_at == 0
    interval = min(numbers.intervals["above_band"], numbers.intervals["wean"])
    high = pressure >= int(band.high.value) + numbers.lines["high_above_target"]
    planned = stops | ~high
    failed = facts[:, Axis.SINCE_FAILED_WEAN]
    return {
        "lowering_below_target": pressure < int(band.low.value),
        "below_floor": ~stops & (ends_at < numbers.floor),
        "stop_from_too_high": stops & (dose > numbers.stop_from),
        "stop_not_stable": stops & ~_stable(numbers, facts),
        "lowering_too_large": ~stops & (ends_at < _lowest(numbers, dose, high)),
        "lowering_in_lockout": planned & (failed >= 0) & (failed < numbers.lockout),
        "too_soon": _within(facts, _either(planned, max(LEAST_INTERVAL, interval), LEAST_INTERVAL)),
    }


def _lowest(numbers: Numbers, dose: Lane, high: Flag) -> Lane:
    """How far down one lowering may go, in thousandths: by a step, to half where MAP is high."""
    steps = numbers.steps
    small = dose < steps["low_dose"]
    least = np.where(small, numbers.floor, dose - max(steps["down"], steps["wean"]))
    return np.where(high & ~small, np.minimum(least, dose // 2), least)


def _stable(numbers: Numbers, facts: Facts) -> Flag:
    steady: Flag = (facts[:, Axis.AT_TARGET_FOR] >= numbers.stable_for_wean) & (
        facts[:, Axis.READINGS_SINCE_RAISE] >= numbers.readings_for_wean
    )
    return steady


def _within(facts: Facts, interval: Lane | int) -> Flag:
    """Where the last change is younger than an interval, in seconds; no change never is."""
    since = facts[:, Axis.SINCE_CHANGE]
    young: Flag = (since > UNKNOWN) & (since < interval)
    return young


def _either(flags: Flag, so: int, otherwise: int) -> Lane:
    return np.where(flags, so, otherwise)
