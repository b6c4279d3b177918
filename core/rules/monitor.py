"""The independent monitor: each piece of advice against the declared limits, never the rows.

It knows nothing of the table. A disagreement withholds the advice and says so.
"""

from core.model.case import Band
from core.model.course import UNKNOWN
from core.model.facts import Axis, Facts, Phase
from core.rules.numbers import Numbers

LEAST_INTERVAL = 120
"""No change less than this many seconds after the last, whatever its class."""

Found = dict[str, bool]


def breaches(numbers: Numbers, band: Band, facts: Facts, ends_at: int) -> tuple[str, ...]:
    """The codes of every declared limit that going to `ends_at` (thousandths) would break."""
    one = {axis: int(facts[0, axis]) for axis in Axis}
    dose = one[Axis.DOSE]
    if ends_at == dose:
        return ()
    if ends_at < dose:
        found = _lowering(numbers, band, one, ends_at)
    elif dose > 0:
        found = _raise(numbers, band, one, ends_at)
    else:
        found = _beginning(numbers, band, one, ends_at)
    found["change_while_paused"] = one[Axis.PHASE] == Phase.PAUSED
    return tuple(code for code, broken in found.items() if broken)


def _raise(numbers: Numbers, band: Band, one: dict[Axis, int], ends_at: int) -> Found:
    steps, intervals, low = numbers.steps, numbers.intervals, int(band.low.value)
    far = max(numbers.lines["rescue"], low - numbers.lines["rescue_below_target"])
    names = ["up", "undo", "rescue"] if one[Axis.MAP] < far else ["up", "undo"]
    return {
        "raise_at_or_above_target": one[Axis.MAP] >= low,
        "above_hard_limit": ends_at > numbers.hard,
        "raise_too_large": ends_at - one[Axis.DOSE] > max(steps[name] for name in names),
        "too_soon": _within(one, max(LEAST_INTERVAL, min(intervals[name] for name in names))),
    }


def _beginning(numbers: Numbers, band: Band, one: dict[Axis, int], ends_at: int) -> Found:
    """A start keeps to its range; a restart to where a planned stop may have come from."""
    least, most = numbers.start_least, numbers.start_most
    if one[Axis.PHASE] == Phase.WATCH:
        least, most = numbers.floor, max(numbers.floor, numbers.stop_from)
    return {
        "raise_at_or_above_target": one[Axis.MAP] >= int(band.low.value),
        "start_out_of_range": not least <= ends_at <= most,
        "above_hard_limit": ends_at > numbers.hard,
        "too_soon": one[Axis.PHASE] != Phase.OFF and _within(one, LEAST_INTERVAL),
    }


def _lowering(numbers: Numbers, band: Band, one: dict[Axis, int], ends_at: int) -> Found:
    dose, steps = one[Axis.DOSE], numbers.steps
    interval = min(numbers.intervals["above_band"], numbers.intervals["wean"])
    high = one[Axis.MAP] >= int(band.high.value) + numbers.lines["high_above_target"]
    planned = ends_at == 0 or not high
    step = max(steps["down"], steps["wean"])
    least = numbers.floor if dose < steps["low_dose"] else dose - step
    if high and dose >= steps["low_dose"]:
        least = min(least, dose // 2)
    return {
        "lowering_below_target": one[Axis.MAP] < int(band.low.value),
        "below_floor": ends_at != 0 and ends_at < numbers.floor,
        "stop_from_too_high": ends_at == 0 and dose > numbers.stop_from,
        "stop_not_stable": ends_at == 0 and not _stable(numbers, one),
        "lowering_too_large": ends_at != 0 and ends_at < least,
        "lowering_in_lockout": planned and 0 <= one[Axis.SINCE_FAILED_WEAN] < numbers.lockout,
        "too_soon": _within(one, max(LEAST_INTERVAL, interval if planned else 0)),
    }


def _stable(numbers: Numbers, one: dict[Axis, int]) -> bool:
    return (
        one[Axis.AT_TARGET_FOR] >= numbers.stable_for_wean
        and one[Axis.READINGS_SINCE_RAISE] >= numbers.readings_for_wean
    )


def _within(one: dict[Axis, int], interval: int) -> bool:
    """Whether the last change is younger than an interval, in seconds; no change never is."""
    return UNKNOWN < one[Axis.SINCE_CHANGE] < interval
