"""The sum behind the first pump setting of a case, before there is a case."""

from fractions import Fraction

from core.frozen import dataclass
from core.quantity.bag import Bag
from core.quantity.dosing import delivered_dose, dose_on_grid, pump_rate, sum_text
from core.quantity.measures import Dose, DoseUnit, Kilogram, PumpRate
from core.quantity.text import fraction_text, number_text

_PLACES = 4
_POUNDS_PER_KG = 1 / Fraction("0.45359237")


@dataclass(frozen=True, slots=True)
class FirstRate:
    """Texts to show. `delivered` is filled where the pump's rounding gives another dose.

    `too_coarse`: the pump would not move at all.
    """

    concentration: str
    dose: str
    rate: str
    sum: str
    delivered: str
    too_coarse: bool


def pounds_text(weight: Kilogram) -> str:
    """The same weight in pounds, to be seen beside the kilograms and never typed."""
    return f"{fraction_text(Fraction(weight.value) * _POUNDS_PER_KG, 0)} lb"


def rate_for(dose: Dose, weight: Kilogram, bag: Bag, resolution: PumpRate) -> FirstRate:
    """The pump rate for a dose, rounded half up at the pump's resolution."""
    rate = pump_rate(dose, weight, bag, resolution)
    exact = delivered_dose(rate, weight, bag, dose.unit)
    return FirstRate(
        concentration=bag.concentration_text,
        dose=str(dose),
        rate=str(rate),
        sum=sum_text(dose, weight, bag, rate),
        delivered="" if exact == Fraction(dose.value) else _dose_text(exact, dose.unit),
        too_coarse=rate.value == 0 and dose.value > 0,
    )


def dose_for(rate: PumpRate, weight: Kilogram, bag: Bag, unit: DoseUnit) -> FirstRate:
    """The dose that a reported pump rate delivers, to the grid of doses."""
    exact = delivered_dose(rate, weight, bag, unit)
    dose = dose_on_grid(exact, unit)
    return FirstRate(
        concentration=bag.concentration_text,
        dose=str(dose),
        rate=str(rate),
        sum=_reverse_sum(rate, weight, bag, dose),
        delivered="" if exact == Fraction(dose.value) else _dose_text(exact, unit),
        too_coarse=False,
    )


def _reverse_sum(rate: PumpRate, weight: Kilogram, bag: Bag, dose: Dose) -> str:
    strength = fraction_text(bag.concentration, _PLACES)
    return f"{number_text(rate.value)} x {strength} / ({number_text(weight.value)} x 60) = {dose}"


def _dose_text(exact: Fraction, unit: DoseUnit) -> str:
    return f"{fraction_text(exact, _PLACES)} {unit}"
