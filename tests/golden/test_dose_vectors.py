"""Published dose and rate pairs agree with the arithmetic, each at its source's own rounding."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from core.quantity.bag import Bag, ExpressedAs
from core.quantity.dosing import delivered_dose, exact_rate, pump_rate
from core.quantity.measures import Dose, DoseUnit, Kilogram, Milligram, Millilitre, PumpRate

DATA = Path(__file__).parents[1] / "data" / "dose_vectors.csv"


def rows() -> list[dict[str, str]]:
    with DATA.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def resolution(rounding: str) -> PumpRate:
    found = re.search(r"([0-9.]+) mL/h", rounding)
    assert found is not None, rounding
    return PumpRate(Decimal(found[1]))


def test_all_rows_are_there() -> None:
    assert len(rows()) == 40


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['dose_value']}-{row['rate_ml_h']}")
def test_the_published_rate_is_the_computed_one(row: dict[str, str]) -> None:
    weight = Kilogram(Decimal(row["weight_kg"])) if row["weight_kg"] else None
    amount, volume = Milligram(Decimal(row["drug_mg"])), Millilitre(Decimal(row["volume_ml"]))
    bag = Bag(amount, volume, ExpressedAs.BASE)
    dose = Dose(Decimal(row["dose_value"]), DoseUnit(row["dose_unit"]))
    printed = PumpRate(Decimal(row["rate_ml_h"]))
    assert bag.concentration == Decimal(row["concentration_mcg_ml"])
    assert pump_rate(dose, weight, bag, resolution(row["rounding"])) == printed
    if row["rounding"].startswith("exact"):
        assert exact_rate(dose, weight, bag) == printed.value
        assert delivered_dose(printed, weight, bag, dose.unit) == dose.value
