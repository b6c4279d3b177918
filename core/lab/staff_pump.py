"""What a simulated nurse sets the pump to: as advised, rounded, or keyed wrongly."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from core.lab.staff_chance import Chance
from core.model.events import Advised
from core.quantity.measures import Dose, PumpRate

FASTEST = PumpRate(Decimal("999.9"))
"""The most an infusion pump can be keyed to (mL/h, common to pumps of this kind)."""
TEN = Decimal(10)


def rounded_dose(advised: Advised, steps: tuple[Dose | PumpRate, ...], hard: Dose) -> Dose | None:
    """The advised dose at the first step size that leaves a change, rounded towards the change.

    Never past `hard`, never down to nothing. None: every step size rounds the change away.
    """
    for step in steps:
        if isinstance(step, Dose) and step.unit is advised.dose.unit:
            dose = min(_rounded(advised, step), hard)
            if dose.value > 0 and dose != advised.from_dose:
                return dose
    return None


def _rounded(advised: Advised, step: Dose) -> Dose:
    up = advised.dose >= advised.from_dose
    count = (advised.dose.value / step.value).to_integral_value(
        rounding=ROUND_CEILING if up else ROUND_FLOOR
    )
    return Dose(count * step.value, advised.dose.unit)


def rounded_rate(rate: PumpRate, steps: tuple[Dose | PumpRate, ...]) -> PumpRate | None:
    """The rate half up at the first step that is one of rates, at least one step of it."""
    step = next((step for step in steps if isinstance(step, PumpRate)), None)
    if step is None:
        return None
    count = (rate.value / step.value).to_integral_value(rounding=ROUND_HALF_UP)
    return PumpRate(max(count, Decimal(1)) * step.value)


def slipped(rate: PumpRate, resolution: PumpRate, chance: Chance, occasion: int) -> PumpRate | None:
    """The rate as a slip of the fingers keys it: ten-fold, or with two digits swapped.

    None where no slip gives another rate that the pump takes.
    """
    swapped = _swapped(rate, resolution)
    tens = [rate.value * TEN, rate.value / TEN]
    if chance.happens("slip.down", 0.5, occasion):
        tens.reverse()
    found = [_settable(PumpRate(value), resolution) for value in tens]
    if swapped is not None and chance.happens("slip.swap", 0.5, occasion):
        found.insert(0, swapped)
    return next((one for one in found if 0 < one.value <= FASTEST.value and one != rate), None)


def _swapped(rate: PumpRate, resolution: PumpRate) -> PumpRate | None:
    """The first two neighbouring digits that differ, in each other's place."""
    places = max(0, -int(resolution.value.normalize().as_tuple().exponent))
    digits = str(int(rate.value.scaleb(places)))
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1]:
            turned = digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
            return PumpRate(Decimal(turned).scaleb(-places))
    return None


def _settable(rate: PumpRate, resolution: PumpRate) -> PumpRate:
    steps = (rate.value / resolution.value).to_integral_value(rounding=ROUND_HALF_UP)
    return PumpRate(steps * resolution.value)
