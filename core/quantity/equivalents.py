"""Equivalents and indices: several vasopressors as one figure, and one dose in other units.

A figure without its coefficient set cannot be compared: every result carries name and version.
The coefficients are data and are passed in. Doses are typed, because published code has counted
units per hour as units per minute (60-fold), nanograms as micrograms (1000-fold), vasopressin
per kg where it is flat, and salt as base (two-fold). Nothing here advises a dose.
"""

from collections.abc import Iterator
from dataclasses import fields
from enum import StrEnum
from fractions import Fraction

from core.frozen import dataclass
from core.quantity.bag import ExpressedAs
from core.quantity.measures import Dose, DoseUnit, HeartRate, Kilogram, Mmhg, UnitError
from core.quantity.text import fraction_text

_MIN_PER_H = 60
_MCG_PER_MG = 1000


@dataclass(frozen=True, slots=True)
class Running:
    """What runs side by side; None is not running.

    Norepinephrine (always base), epinephrine, phenylephrine and dopamine in mcg/kg/min,
    vasopressin in units/min and never per kg. Raises `UnitError` for another unit or a dose
    below zero; `per_kg` brings a flat dose into the form wanted here.
    """

    norepinephrine: Dose | None = None
    epinephrine: Dose | None = None
    phenylephrine: Dose | None = None
    dopamine: Dose | None = None
    vasopressin: Dose | None = None

    def __post_init__(self) -> None:
        for drug, dose in self:
            wanted = unit_of(drug)
            if dose.unit is not wanted:
                raise UnitError(f"{drug} at {dose}: {wanted} is needed here")
            if dose.value < 0:
                raise UnitError(f"{drug} at {dose} is below zero: nothing can be infused")

    def __iter__(self) -> Iterator[tuple[str, Dose]]:
        """Each drug that is given, with its dose."""
        for field in fields(self):
            dose: Dose | None = getattr(self, field.name)
            if dose is not None:
                yield field.name, dose


DRUGS = tuple(field.name for field in fields(Running))
"""The drugs that can be counted, by generic name."""


def unit_of(drug: str) -> DoseUnit:
    """The unit a drug is counted in: vasopressin in units/min, every other in mcg/kg/min."""
    return DoseUnit.UNITS_MIN if drug == "vasopressin" else DoseUnit.MCG_KG_MIN


class CountedPer(StrEnum):
    """The unit that a coefficient multiplies."""

    MCG_KG_MIN = "mcg/kg/min"
    UNITS_MIN = "units/min"
    UNITS_KG_MIN = "units/kg/min"


_OF_VASOPRESSIN = {CountedPer.UNITS_MIN, CountedPer.UNITS_KG_MIN}


@dataclass(frozen=True, slots=True)
class Coefficient:
    """What one unit of a drug counts for.

    Raises `UnitError` for a drug not known here, a unit that is not the drug's, or a factor not
    above zero.
    """

    drug: str
    factor: Fraction
    per: CountedPer

    def __post_init__(self) -> None:
        if self.drug not in DRUGS:
            raise UnitError(f"{self.drug} cannot be counted: known are {', '.join(DRUGS)}")
        if (self.drug == "vasopressin") is not (self.per in _OF_VASOPRESSIN):
            raise UnitError(f"a coefficient of {self.drug} per {self.per}: another drug's unit")
        if self.factor <= 0:
            raise UnitError(f"a coefficient of {self.factor} for {self.drug} is not above zero")

    def counts(self, dose: Dose, weight: Kilogram | None) -> Fraction:
        """What this dose adds; raises `UnitError` where the weight is needed and missing."""
        value = Fraction(dose.value)
        if self.per is CountedPer.UNITS_KG_MIN:
            value /= _weight(weight, f"{self.drug} in {self.per}")
        return value * self.factor


@dataclass(frozen=True, slots=True)
class CoefficientSet:
    """A published set of coefficients: its name, its version, and the unit of what it gives.

    Raises `UnitError` where it has no coefficient or two for one drug.
    """

    name: str
    version: str
    unit: str
    terms: tuple[Coefficient, ...]

    def __post_init__(self) -> None:
        drugs = [term.drug for term in self.terms]
        if not drugs or len(drugs) != len(set(drugs)):
            raise UnitError(f"{self.name}, {self.version}: one coefficient for each drug it counts")


@dataclass(frozen=True, slots=True)
class Score:
    """An exact figure that says which set it comes from and what it leaves out.

    `not_counted` names the drugs that run and have no coefficient in the set.
    """

    name: str
    version: str
    value: Fraction
    unit: str
    not_counted: tuple[str, ...] = ()

    def __str__(self) -> str:
        # Three decimals: the grid of doses. The exact value stays in `value`.
        figure = f"{fraction_text(self.value, 3)} {self.unit}".rstrip()
        left_out = f", without {', '.join(self.not_counted)}" if self.not_counted else ""
        return f"{figure} ({self.name}, {self.version}{left_out})"


def score(by: CoefficientSet, running: Running, weight: Kilogram | None = None) -> Score:
    """The sum of coefficient times dose over what runs.

    Raises `UnitError` when a set counts vasopressin per kg and no weight is given.
    """
    terms = {term.drug: term for term in by.terms}
    counted = [terms[drug].counts(dose, weight) for drug, dose in running if drug in terms]
    left_out = tuple(drug for drug, dose in running if drug not in terms and dose.value > 0)
    return Score(by.name, by.version, sum(counted, Fraction(0)), by.unit, left_out)


def diastolic_shock_index(heart_rate: HeartRate, diastolic: Mmhg) -> Score:
    """Heart rate over diastolic pressure, beats/min per mmHg (Ospina-Tascon 2020).

    Raises `UnitError` where either is not above zero.
    """
    if heart_rate.value <= 0 or diastolic.value <= 0:
        raise UnitError(f"{heart_rate} over {diastolic}: both must be above zero")
    value = Fraction(heart_rate.value) / Fraction(diastolic.value)
    unit = "beats/min per mmHg"
    return Score("diastolic shock index", "Ospina-Tascon 2020", value, unit)


def per_kg(dose: Dose, weight: Kilogram | None) -> Fraction:
    """A dose of a catecholamine as exact mcg/kg/min.

    Raises `UnitError` for vasopressin, and for a flat dose without a weight above zero.
    """
    if dose.unit is DoseUnit.UNITS_MIN:
        raise UnitError(f"{dose} is never given per kg")
    if dose.unit is DoseUnit.MCG_KG_MIN:
        return Fraction(dose.value)
    return Fraction(dose.value) / _weight(weight, f"{dose} per kg")


@dataclass(frozen=True, slots=True)
class Shown:
    """One way of writing a dose: exact figure, unit, and the substance that is weighed."""

    value: Fraction
    unit: str
    expressed_as: ExpressedAs = ExpressedAs.BASE

    def __str__(self) -> str:
        figure = f"{fraction_text(self.value, 3)} {self.unit}"
        if self.expressed_as is ExpressedAs.BASE:
            return figure
        return f"{figure} as {self.expressed_as}"


def same_dose(
    dose: Dose, weight: Kilogram | None, salt: ExpressedAs = ExpressedAs.BASE
) -> tuple[Shown, ...]:
    """The same dose per kg per min, per min and per hour; with a salt, those once more in it.

    The dose is of base; `salt` is the substance a product declares, and its declared equivalence
    is used, never a rule of thumb. Vasopressin is shown per min and per hour, never per kg.
    Without a weight a flat dose is shown without its per-kg form. Raises `UnitError` when a dose
    per kg has no weight above zero, or vasopressin a salt.
    """
    if dose.unit is DoseUnit.UNITS_MIN:
        if salt is not ExpressedAs.BASE:
            raise UnitError(f"{dose} has no salt: state units as base")
        value = Fraction(dose.value)
        return (Shown(value, "units/min"), Shown(value * _MIN_PER_H, "units/h"))
    shown = tuple(_of_base(dose, weight))
    if salt is ExpressedAs.BASE:
        return shown
    return shown + tuple(Shown(one.value * salt.salt_factor, one.unit, salt) for one in shown)


def _of_base(dose: Dose, weight: Kilogram | None) -> Iterator[Shown]:
    flat = Fraction(dose.value)
    if dose.unit is DoseUnit.MCG_KG_MIN:
        flat *= _weight(weight, str(dose))
    if weight is not None:
        yield Shown(flat / _weight(weight, str(dose)), "mcg/kg/min")
    yield Shown(flat, "mcg/min")
    yield Shown(flat * _MIN_PER_H / _MCG_PER_MG, "mg/h")


def _weight(weight: Kilogram | None, wanted_for: str) -> Fraction:
    if weight is None or weight.value <= 0:
        raise UnitError(f"{wanted_for} needs a dosing weight above zero")
    return Fraction(weight.value)
