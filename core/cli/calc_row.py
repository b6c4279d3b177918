"""One row of a table: cells read by the strict grammar, blank where a blank has a meaning."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.cli.calc_limits import UsageError, Warned, warned
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.dosing import delivered_dose, exact_rate
from core.quantity.grammar import NumberForm, Unread, read_number
from core.quantity.measures import Dose, DoseUnit, Kilogram, Milligram, Millilitre, PumpRate
from core.quantity.text import fraction_text

COLUMNS = (
    "weight_kg",
    "drug_mg",
    "volume_ml",
    "concentration_mcg_ml",
    "dose_value",
    "dose_unit",
    "rate_ml_h",
)
OPTIONAL = frozenset({"concentration_mcg_ml", "rate_ml_h"})
# What a figure in the unit is multiplied and divided by to be in the field's own unit.
_UNITS = {
    "mcg/kg/min": (DoseUnit.MCG_KG_MIN, 1, 1),
    "mcg/min": (DoseUnit.MCG_MIN, 1, 1),
    "mg/min": (DoseUnit.MCG_MIN, 1000, 1),
    "mg/h": (DoseUnit.MCG_MIN, 1000, 60),
}
_CELL = NumberForm("", 6)
# The printed strength may be rounded, as 60.6 for 4 mg in 66 mL.
_STRENGTH_LIMIT = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Row:
    """What a row asks. `dose` in `unit`, or None where the rate is given; `rate` in mL/h."""

    line: int
    weight: Kilogram | None
    bag: Bag
    dose: Decimal | None
    unit: str
    rate: Decimal | None
    warnings: tuple[Warned, ...]

    @property
    def exact_rate(self) -> Fraction:
        """The rate of the dose, or the given one, exact, in mL/h."""
        if self.dose is None:
            return Fraction(self.rate or 0)
        unit, times, per = _UNITS[self.unit]
        return exact_rate(Dose(self.dose * times, unit), self.weight, self.bag) / per

    def dose_for(self, rate: Fraction) -> Fraction:
        """The exact dose, in `unit`, of an exact rate in mL/h."""
        unit, times, per = _UNITS[self.unit]
        one = delivered_dose(PumpRate(Decimal(1)), self.weight, self.bag, unit)
        return rate * one * per / times

    @property
    def dose_in_field(self) -> Dose | None:
        """The dose as the limits know it, where it is a decimal there."""
        unit, times, per = _UNITS[self.unit]
        if self.dose is None or per != 1:
            return None
        return Dose(self.dose * times, unit)


def read_row(line: int, cells: dict[str, str], expressed_as: ExpressedAs | None) -> Row:
    """Read a row; raises `UsageError` naming the line and the column."""
    unit = cells["dose_unit"].strip()
    if unit not in _UNITS:
        raise UsageError(f'line {line}, dose_unit: "{unit}" is none of {", ".join(_UNITS)}')
    weight = _number(line, cells, "weight_kg")
    dose, rate = _number(line, cells, "dose_value"), _number(line, cells, "rate_ml_h")
    if dose is None and rate is None:
        raise UsageError(f"line {line}, dose_value: blank, and there is no rate_ml_h either")
    if weight is None and unit == DoseUnit.MCG_KG_MIN:
        raise UsageError(f"line {line}, weight_kg: blank, and a dose in {unit} needs it")
    bag, warnings = _bag(line, cells, expressed_as)
    kilograms = None if weight is None else Kilogram(weight)
    return Row(line, kilograms, bag, dose, unit, rate, warnings)


def _number(line: int, cells: dict[str, str], column: str) -> Decimal | None:
    """A cell above zero, or None where it is blank or the column is not there."""
    text = cells.get(column, "").strip()
    if not text:
        return None
    read = read_number(text, _CELL)
    if isinstance(read, Unread) or read == 0:
        raise UsageError(f'line {line}, {column}: "{text}" is not a number above zero such as 70.5')
    return read


def _bag(
    line: int, cells: dict[str, str], expressed_as: ExpressedAs | None
) -> tuple[Bag, tuple[Warned, ...]]:
    """The bag from amount and volume, or from the concentration of base where both are blank."""
    amount, volume = _number(line, cells, "drug_mg"), _number(line, cells, "volume_ml")
    strength = _number(line, cells, "concentration_mcg_ml")
    if amount is None and volume is None and strength is not None:
        one_ml = Millilitre(Decimal(1))
        return Bag(Milligram(strength / 1000), one_ml, ExpressedAs.BASE), ()
    if amount is None or volume is None:
        column = "drug_mg" if amount is None else "volume_ml"
        raise UsageError(f"line {line}, {column}: blank; give amount and volume, or neither")
    if expressed_as is None and strength is None:
        raise UsageError(
            f"line {line}: neither --as nor concentration_mcg_ml says whether {amount} mg is base"
        )
    bag = Bag(Milligram(amount), Millilitre(volume), expressed_as or ExpressedAs.BASE)
    if strength is None or abs(Fraction(strength) / bag.concentration - 1) <= _STRENGTH_LIMIT:
        return bag, ()
    exact = fraction_text(bag.concentration, 2)
    return bag, (warned("strength_differs", printed=str(strength), exact=exact),)
