"""The independent monitor: each piece of advice against the declared limits, never the rows.

It knows nothing of the table. A disagreement withholds the advice and says so.
"""

from core.model.case import Band
from core.model.course import UNKNOWN
from core.model.facts import Axis, Facts
from core.rules.numbers import Numbers

LEAST_INTERVAL = 120
"""No change less than this many seconds after the last, whatever its class."""


def breaches(numbers: Numbers, band: Band, facts: Facts, ends_at: int) -> tuple[str, ...]:
    """The codes of every declared limit that going to `ends_at` (thousandths) would break."""
    one = facts[0]
    dose, map_mmhg = int(one[Axis.DOSE]), int(one[Axis.MAP])
    if ends_at == dose:
        return ()
    low = map_mmhg < int(band.low.value)
    if ends_at > dose:
        found = {
            "raise_at_or_above_target": not low,
            "above_hard_limit": ends_at > numbers.hard,
            "raise_too_large": dose > 0 and ends_at - dose > _largest_raise(numbers),
        }
    else:
        found = {
            "lowering_below_target": low,
            "below_floor": 0 < ends_at < numbers.floor,
            "stop_from_too_high": ends_at == 0 and dose > numbers.stop_from,
            "lowering_too_large": 0 < ends_at < _least_after_lowering(numbers, dose),
        }
    found["too_soon"] = UNKNOWN < int(one[Axis.SINCE_CHANGE]) < LEAST_INTERVAL and dose > 0
    return tuple(code for code, broken in found.items() if broken)


def _largest_raise(numbers: Numbers) -> int:
    return max(numbers.steps["rescue"], numbers.steps["up"], numbers.steps["undo"])


def _least_after_lowering(numbers: Numbers, dose: int) -> int:
    """No lowering in range goes below half, or one step down, or the floor on a low dose."""
    if dose < numbers.steps["low_dose"]:
        return numbers.floor
    return min(dose // 2, dose - numbers.steps["down"])
