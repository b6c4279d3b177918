"""One calculation of `pressor calc`: texts in, an answer with its sum and its warnings out."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.cli.calc_limits import RefusedError, UsageError, Warned, say, settled, warned, worldwide
from core.entry.bag import BagContext, read_bag
from core.entry.dose import read_dose
from core.entry.guard import DoseContext
from core.entry.rate import Delivery, RateContext, read_rate
from core.entry.weight import WeightContext, read_weight
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.dosing import (
    concentration_figure,
    delivered_dose,
    dose_on_grid,
    exact_rate,
    pump_rate,
    sum_text,
)
from core.quantity.measures import Dose, DoseUnit, Kilogram, PumpRate
from core.quantity.text import fraction_text, number_text

SHOWN_PLACES = 6
_ROUNDING_LIMIT = Fraction(5, 100)


@dataclass(frozen=True, slots=True)
class Given:
    """What every calculation needs, as typed on the command line."""

    weight: str | None
    bag: str
    expressed_as: ExpressedAs | None
    resolution: PumpRate


@dataclass(frozen=True, slots=True)
class Answer:
    """A rate and the dose it stands for. `exact` in mL/h, `delivered` in `unit`, both exact."""

    rate: PumpRate
    exact: Fraction
    dose: Decimal
    unit: str
    delivered: Fraction
    bag: Bag
    sum: str
    warnings: tuple[Warned, ...]

    @property
    def shown_exact(self) -> str:
        """The exact rate to six digits, mL/h."""
        return fraction_text(self.exact, SHOWN_PLACES)

    @property
    def shown_delivered(self) -> str:
        """The delivered dose to six digits."""
        return fraction_text(self.delivered, SHOWN_PLACES)

    def as_json(self) -> dict[str, object]:
        """The keys that scripts rely on; quantities are decimal strings."""
        return {
            "rate_ml_h": number_text(self.rate.value),
            "exact_rate_ml_h": self.shown_exact,
            "dose": number_text(self.dose),
            "dose_unit": self.unit,
            "delivered_dose": self.shown_delivered,
            "concentration_mcg_ml": fraction_text(self.bag.concentration, SHOWN_PLACES),
            "warnings": [{"code": w.code, "message": w.message} for w in self.warnings],
        }


def dose_answer(text: str, given: Given) -> Answer:
    """The rate for a dose; raises `RefusedError` or `UsageError`."""
    unit = _unit_of(text)
    bag, weight, warnings = _setup(given, needs_weight=unit is DoseUnit.MCG_KG_MIN)
    dose, asked = settled(read_dose(text, unit, DoseContext(weight=weight), worldwide()), "--dose")
    if weight is not None and unit is DoseUnit.MCG_MIN:
        warnings += (warned("weight_unused", weight=weight),)
    rate = pump_rate(dose, weight, bag, given.resolution)
    exact = exact_rate(dose, weight, bag)
    return Answer(
        rate=rate,
        exact=exact,
        dose=dose.value,
        unit=unit,
        delivered=delivered_dose(rate, weight, bag, unit),
        bag=bag,
        sum=sum_text(dose, weight, bag, rate),
        warnings=warnings + asked + _pump_warnings(exact, rate, given.resolution),
    )


def rate_answer(text: str, given: Given) -> Answer:
    """The dose for a rate: per kg with a weight, flat without; raises as `dose_answer`."""
    _demand_unit("--rate", text, "15 mL/h")
    bag, weight, warnings = _setup(given, needs_weight=False)
    unit = DoseUnit.MCG_MIN if weight is None else DoseUnit.MCG_KG_MIN
    context = RateContext(given.resolution, delivery=Delivery(bag, weight, unit, DoseContext()))
    rate, asked = settled(read_rate(text, context, worldwide()), "--rate")
    delivered = delivered_dose(rate, weight, bag, unit)
    dose = dose_on_grid(delivered, unit)
    return Answer(
        rate=rate,
        exact=Fraction(rate.value),
        dose=dose.value,
        unit=unit,
        delivered=delivered,
        bag=bag,
        sum=_inverse_sum(rate, weight, bag, dose),
        warnings=warnings + asked,
    )


def rounding_warnings(exact: Fraction, rate: PumpRate) -> tuple[Warned, ...]:
    """A warning where rounding to the pump's resolution changes the dose by more than 5 %."""
    error = abs(Fraction(rate.value) / exact - 1)
    if error <= _ROUNDING_LIMIT:
        return ()
    return (warned("rounding", rate=rate, percent=fraction_text(error * 100, 1)),)


def limit_warnings(weight: Kilogram | None, dose: Dose | None) -> tuple[Warned, ...]:
    """A warning for a weight or a dose outside the hard limits of norepinephrine."""
    site = worldwide()
    found = []
    if weight is not None and not site.weight.hard[0] <= weight <= site.weight.hard[1]:
        low, high = site.weight.hard
        found.append(warned("out_of_limits", seen=weight, low=low, high=high))
    if dose is not None:
        least, most = site.dose[dose.unit].hard
        if not least <= dose <= most:
            found.append(warned("out_of_limits", seen=dose, low=least, high=most))
    return tuple(found)


def _setup(given: Given, *, needs_weight: bool) -> tuple[Bag, Kilogram | None, tuple[Warned, ...]]:
    context = BagContext(given.expressed_as)
    bag, warnings = settled(read_bag(given.bag, context, worldwide()), "--bag")
    if given.weight is None:
        if needs_weight:
            raise UsageError('--weight is missing: a dose per kg needs it, such as "80 kg"')
        return bag, None, warnings
    _demand_unit("--weight", given.weight, "80 kg")
    weight, asked = settled(read_weight(given.weight, WeightContext(), worldwide()), "--weight")
    return bag, weight, warnings + asked


def _demand_unit(option: str, text: str, example: str) -> None:
    """A bare number on a command line is bad usage: nothing there shows the unit it is in."""
    bare = text.strip()
    if bare and bare[-1].isdigit():
        raise UsageError(say("no_unit", option=option, seen=bare, example=example))


def _unit_of(text: str) -> DoseUnit:
    """The dosing unit of a dose; per kg where the text names none that is flat."""
    _demand_unit("--dose", text, "0.1 mcg/kg/min")
    flat = text.strip().endswith(("/min", "/minute")) and "/kg" not in text
    return DoseUnit.MCG_MIN if flat else DoseUnit.MCG_KG_MIN


def _pump_warnings(exact: Fraction, rate: PumpRate, resolution: PumpRate) -> tuple[Warned, ...]:
    """Whether a pump can run the rate at all, and how well it holds the dose."""
    if rate.value == 0:
        shown = fraction_text(exact, SHOWN_PLACES)
        message = say("rate_zero", exact=shown, resolution=resolution)
        raise RefusedError("rate_zero", "--dose", message)
    context = RateContext(resolution, advised=None)
    _, asked = settled(read_rate(number_text(rate.value), context, worldwide()), "--dose")
    return asked + rounding_warnings(exact, rate)


def _inverse_sum(rate: PumpRate, weight: Kilogram | None, bag: Bag, dose: Dose) -> str:
    per_kg = f" / {number_text(weight.value)}" if weight is not None else ""
    return f"{number_text(rate.value)} x {concentration_figure(bag)} / 60{per_kg} = {dose}"
