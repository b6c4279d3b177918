"""Dose arithmetic says what is missing, rounds for the pump and shows its sum."""

from decimal import Decimal
from fractions import Fraction

import pytest

from core.quantity.bag import Bag, ExpressedAs
from core.quantity.dosing import (
    calculated_map,
    delivered_dose,
    dose_on_grid,
    exact_rate,
    pump_rate,
    settable_rate,
    sum_text,
)
from core.quantity.measures import (
    Dose,
    DoseUnit,
    Kilogram,
    Milligram,
    Millilitre,
    PumpRate,
    UnitError,
    Units,
)

WEIGHT = Kilogram(Decimal(70))
BAG = Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE)
VASOPRESSIN = Bag(Units(Decimal(20)), Millilitre(Decimal(100)), ExpressedAs.BASE)
TENTH = PumpRate(Decimal("0.1"))


def test_a_dose_becomes_a_rate_and_back() -> None:
    dose = Dose.parse("0.1 mcg/kg/min")
    assert exact_rate(dose, WEIGHT, BAG) == Fraction("13.125")
    rate = pump_rate(dose, WEIGHT, BAG, TENTH)
    assert rate == PumpRate(Decimal("13.1"))
    assert delivered_dose(rate, WEIGHT, BAG, DoseUnit.MCG_KG_MIN) == Fraction("13.1") * 32 / 4200
    assert exact_rate(Dose.parse("8 mcg/min"), None, BAG) == 15
    assert exact_rate(Dose.parse("0.03 units/min"), None, VASOPRESSIN) == 9


@pytest.mark.parametrize(
    ("dose", "weight", "bag", "sentence"),
    [
        ("0.1 mcg/kg/min", None, BAG, "needs the dosing weight"),
        ("0.1 mcg/kg/min", Kilogram(Decimal(0)), BAG, "not above zero"),
        ("0.03 units/min", None, BAG, "does not fit a bag of 8 mg in 250 mL"),
        ("8 mcg/min", None, VASOPRESSIN, "does not fit a bag of 20 units in 100 mL"),
    ],
)
def test_what_cannot_be_calculated_is_named(
    dose: str, weight: Kilogram | None, bag: Bag, sentence: str
) -> None:
    with pytest.raises(UnitError, match=sentence):
        exact_rate(Dose.parse(dose), weight, bag)


def test_nothing_runs_backwards() -> None:
    with pytest.raises(UnitError, match="below zero"):
        exact_rate(Dose(Decimal(-1), DoseUnit.MCG_MIN), None, BAG)
    with pytest.raises(UnitError, match="below zero"):
        delivered_dose(PumpRate(Decimal(-1)), None, BAG, DoseUnit.MCG_MIN)
    with pytest.raises(UnitError, match="resolution"):
        pump_rate(Dose.parse("8 mcg/min"), None, BAG, PumpRate(Decimal(0)))


def test_a_tie_rounds_up_unless_it_would_pass_the_ceiling() -> None:
    weight = Kilogram(Decimal(60))
    bag = Bag(Milligram(Decimal(4)), Millilitre(Decimal(50)), ExpressedAs.BASE)
    dose = Dose.parse("0.05 mcg/kg/min")  # exactly 2.25 mL/h
    assert pump_rate(dose, weight, bag, TENTH) == PumpRate(Decimal("2.3"))
    assert pump_rate(dose, weight, bag, TENTH, ceiling=dose) == PumpRate(Decimal("2.2"))
    above = Dose.parse("0.06 mcg/kg/min")
    assert pump_rate(dose, weight, bag, TENTH, ceiling=above) == PumpRate(Decimal("2.3"))
    assert settable_rate(Fraction("131.25"), PumpRate(Decimal(1))) == PumpRate(Decimal(131))


@pytest.mark.parametrize(
    ("exact", "unit", "text"),
    [
        ("0.0805", DoseUnit.MCG_KG_MIN, "0.081 mcg/kg/min"),
        ("0.0295", DoseUnit.UNITS_MIN, "0.03 units/min"),
        ("7.95", DoseUnit.MCG_MIN, "8 mcg/min"),
    ],
)
def test_doses_lie_on_their_grid(exact: str, unit: DoseUnit, text: str) -> None:
    assert str(dose_on_grid(Fraction(exact), unit)) == text


@pytest.mark.parametrize(
    ("systolic", "diastolic", "whole", "exact"),
    [
        (83, 50, 61, Fraction(61)),
        (120, 80, 93, Fraction(280, 3)),
        (90, 50, 63, Fraction(190, 3)),
        (91, 50, 64, Fraction(191, 3)),
    ],
)
def test_the_mean_of_a_pair(systolic: int, diastolic: int, whole: int, exact: Fraction) -> None:
    assert calculated_map(systolic, diastolic) == (whole, exact)


@pytest.mark.parametrize(
    ("dose", "weight", "bag", "text"),
    [
        ("0.1 mcg/kg/min", WEIGHT, BAG, "0.1 x 70 x 60 / 32 = 13.1 mL/h"),
        ("8 mcg/min", None, BAG, "8 x 60 / 32 = 15 mL/h"),
        ("0.03 units/min", None, VASOPRESSIN, "0.03 x 60 / 0.2 = 9 mL/h"),
        (
            "0.1 mcg/kg/min",
            WEIGHT,
            Bag(Milligram(Decimal(4)), Millilitre(Decimal(66)), ExpressedAs.BASE),
            "0.1 x 70 x 60 / (4 x 1000 / 66) = 6.9 mL/h",
        ),
        (
            "0.1 mcg/kg/min",
            WEIGHT,
            Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BITARTRATE_ANHYDROUS),
            "0.1 x 70 x 60 / (8 x 1000 / 1.89 / 250) = 24.8 mL/h",
        ),
        (
            "0.03 units/min",
            None,
            Bag(Units(Decimal(20)), Millilitre(Decimal(66)), ExpressedAs.BASE),
            "0.03 x 60 / (20 / 66) = 5.9 mL/h",
        ),
    ],
)
def test_the_sum_is_shown(dose: str, weight: Kilogram | None, bag: Bag, text: str) -> None:
    asked = Dose.parse(dose)
    assert sum_text(asked, weight, bag, pump_rate(asked, weight, bag, TENTH)) == text
