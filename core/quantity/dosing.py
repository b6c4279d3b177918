"""Dose arithmetic on exact fractions: dose to pump rate and back, mean pressure of a pair."""

from fractions import Fraction
from math import floor

from core.quantity.bag import Bag
from core.quantity.measures import Dose, DoseUnit, Kilogram, PumpRate, UnitError, Units
from core.quantity.text import fraction_text, half_up, number_text, rounded

_MIN_PER_H = 60
_DOSE_PLACES = {DoseUnit.MCG_KG_MIN: 3, DoseUnit.MCG_MIN: 1, DoseUnit.UNITS_MIN: 3}
RATE_PLACES = 9
"""Decimals of a pump rate in mL/h: finer than any pump."""
_SHOWN_PLACES = 4


def exact_rate(dose: Dose, weight: Kilogram | None, bag: Bag) -> Fraction:
    """The mL/h that delivers `dose`: dose x kg x 60 / concentration, without the kg when flat.

    Raises `UnitError` when a per-kg dose has no weight, when drug and dosing unit do not fit,
    or when dose or weight make no sense (dose below zero, weight not above).
    """
    if dose.value < 0:
        raise UnitError(f"{dose} is below zero: nothing can be infused")
    scale = _scale(dose.unit, weight, bag)
    return Fraction(dose.value) * scale * _MIN_PER_H / bag.concentration


def pump_rate(
    dose: Dose,
    weight: Kilogram | None,
    bag: Bag,
    resolution: PumpRate,
    ceiling: Dose | None = None,
) -> PumpRate:
    """The rate to set, mL/h: half up at the pump's resolution.

    A rate that would deliver more than `ceiling` rounds down instead; the dose itself is never
    clamped here. Raises `UnitError` as `exact_rate`, and for a resolution not above zero.
    """
    exact = exact_rate(dose, weight, bag)
    rate = settable_rate(exact, resolution)
    if ceiling is None or Fraction(rate.value) <= exact_rate(ceiling, weight, bag):
        return rate
    step = Fraction(resolution.value)
    return PumpRate(rounded(floor(exact / step) * step, RATE_PLACES))


def settable_rate(exact: Fraction, resolution: PumpRate) -> PumpRate:
    """An exact rate, mL/h, half up at the pump's resolution; raises `UnitError` for one of zero."""
    if resolution.value <= 0:
        raise UnitError(f"a pump resolution of {resolution} is not above zero")
    return PumpRate(rounded(half_up(exact, Fraction(resolution.value)), RATE_PLACES))


def delivered_dose(rate: PumpRate, weight: Kilogram | None, bag: Bag, unit: DoseUnit) -> Fraction:
    """The exact dose, in `unit`, that a pump at `rate` delivers; raises as `exact_rate`."""
    if rate.value < 0:
        raise UnitError(f"{rate} is below zero: no pump runs backwards")
    return Fraction(rate.value) * bag.concentration / (_scale(unit, weight, bag) * _MIN_PER_H)


def dose_on_grid(exact: Fraction, unit: DoseUnit) -> Dose:
    """The dose on its grid, half up: 0.001 mcg/kg/min, 0.001 units/min, 0.1 mcg/min."""
    return Dose(rounded(exact, _DOSE_PLACES[unit]), unit)


def calculated_map(systolic: int, diastolic: int) -> tuple[int, Fraction]:
    """Mean pressure of a pair in mmHg, (SBP + 2 DBP) / 3: whole and half up, and exact."""
    exact = Fraction(systolic + 2 * diastolic, 3)
    return int(half_up(exact)), exact


def sum_text(dose: Dose, weight: Kilogram | None, bag: Bag, rate: PumpRate) -> str:
    """The sum behind a rate in one line: "0.1 x 70 x 60 / 32 = 13.1 mL/h".

    A concentration that four decimals cannot hold is written out: "/ (4 x 1000 / 66)".
    """
    factors = [number_text(dose.value)]
    if dose.unit is DoseUnit.MCG_KG_MIN and weight is not None:
        factors.append(number_text(weight.value))
    factors.append(str(_MIN_PER_H))
    return f"{' x '.join(factors)} / {concentration_figure(bag)} = {rate}"


def concentration_figure(bag: Bag) -> str:
    """The concentration as it stands in a sum: the figure, or the amounts it comes from."""
    exact = bag.concentration
    if rounded(exact, _SHOWN_PLACES) == exact:
        return fraction_text(exact, _SHOWN_PLACES)
    amount = number_text(bag.amount.value)
    if not isinstance(bag.amount, Units):
        amount += " x 1000"
    if bag.expressed_as.salt_factor != 1:
        amount += f" / {fraction_text(bag.expressed_as.salt_factor, _SHOWN_PLACES)}"
    return f"({amount} / {number_text(bag.volume.value)})"


def _scale(unit: DoseUnit, weight: Kilogram | None, bag: Bag) -> Fraction:
    """What one unit of dose is multiplied by: the weight in kg, or 1 for a flat dose."""
    if (unit is DoseUnit.UNITS_MIN) is not isinstance(bag.amount, Units):
        raise UnitError(f"a dose in {unit} does not fit a bag of {bag.text}")
    if unit is not DoseUnit.MCG_KG_MIN:
        return Fraction(1)
    if weight is None:
        raise UnitError(f"a dose in {unit} needs the dosing weight, and none is given")
    if weight.value <= 0:
        raise UnitError(f"a dosing weight of {weight} is not above zero")
    return Fraction(weight.value)
