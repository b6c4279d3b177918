"""Equivalents and indices: each coefficient, each unit, and the errors that were published."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from core.indices import coefficient_set, published_sets
from core.quantity.bag import ExpressedAs
from core.quantity.equivalents import (
    DRUGS,
    Coefficient,
    CoefficientSet,
    CountedPer,
    Running,
    Score,
    diastolic_shock_index,
    per_kg,
    same_dose,
    score,
    unit_of,
)
from core.quantity.measures import Dose, DoseUnit, HeartRate, Kilogram, Mmhg, UnitError

GORADIA = coefficient_set("norepinephrine equivalent", "Goradia 2021")
KOTANI = coefficient_set("norepinephrine equivalent", "Kotani 2023")
GAIES = coefficient_set("vasoactive-inotropic score", "Gaies 2010")
KG_70 = Kilogram(Decimal(70))
EVERY = Running(
    norepinephrine=Dose.parse("0.2 mcg/kg/min"),
    epinephrine=Dose.parse("0.1 mcg/kg/min"),
    phenylephrine=Dose.parse("1 mcg/kg/min"),
    dopamine=Dose.parse("5 mcg/kg/min"),
    vasopressin=Dose.parse("0.04 units/min"),
)


def alone(drug: str, dose: str) -> Running:
    return replace(Running(), **{drug: Dose.parse(dose)})


@pytest.mark.parametrize(
    ("by", "drug", "dose", "value"),
    [
        (GORADIA, "norepinephrine", "0.3 mcg/kg/min", "0.3"),
        (GORADIA, "epinephrine", "0.2 mcg/kg/min", "0.2"),
        (GORADIA, "phenylephrine", "2 mcg/kg/min", "0.2"),
        (GORADIA, "dopamine", "10 mcg/kg/min", "0.1"),
        (GORADIA, "vasopressin", "0.03 units/min", "0.075"),
        (KOTANI, "norepinephrine", "0.3 mcg/kg/min", "0.3"),
        (KOTANI, "epinephrine", "0.2 mcg/kg/min", "0.2"),
        (KOTANI, "phenylephrine", "2 mcg/kg/min", "0.12"),
        (KOTANI, "dopamine", "10 mcg/kg/min", "0.1"),
        (KOTANI, "vasopressin", "0.03 units/min", "0.075"),
        (GAIES, "norepinephrine", "0.3 mcg/kg/min", "30"),
        (GAIES, "epinephrine", "0.2 mcg/kg/min", "20"),
        (GAIES, "dopamine", "10 mcg/kg/min", "10"),
    ],
)
def test_each_term_counts_as_published(
    by: CoefficientSet, drug: str, dose: str, value: str
) -> None:
    assert score(by, alone(drug, dose)) == Score(by.name, by.version, Fraction(value), by.unit)


def test_the_whole_is_the_sum_of_its_terms() -> None:
    assert score(GORADIA, EVERY).value == Fraction("0.55")
    assert score(KOTANI, EVERY).value == Fraction("0.51")
    vis = score(GAIES, EVERY, KG_70)
    assert vis.value == 5 + 10 + 20 + Fraction(400, 70)
    assert vis.not_counted == ("phenylephrine",)
    assert score(GORADIA, Running()).value == 0


def test_vasopressin_counts_per_kg_in_one_score_and_flat_in_the_other() -> None:
    """70 kg at 0.03 units/min: 4.29 points, and 0.075 mcg/kg/min whatever the weight."""
    vasopressin = alone("vasopressin", "0.03 units/min")
    assert score(GAIES, vasopressin, KG_70).value == Fraction(30, 7)
    assert str(score(GAIES, vasopressin, KG_70)) == (
        "4.286 points (vasoactive-inotropic score, Gaies 2010)"
    )
    for weight in (None, KG_70, Kilogram(Decimal(140))):
        assert score(GORADIA, vasopressin, weight).value == Fraction("0.075")
    for weight in (None, Kilogram(Decimal(0))):
        with pytest.raises(UnitError, match="needs a dosing weight above zero"):
            score(GAIES, vasopressin, weight)


def test_a_result_names_its_set_and_what_it_leaves_out() -> None:
    said = str(score(GAIES, EVERY, KG_70))
    assert said.endswith("(vasoactive-inotropic score, Gaies 2010, without phenylephrine)")
    assert str(score(KOTANI, EVERY)) == ("0.51 mcg/kg/min (norepinephrine equivalent, Kotani 2023)")
    off = replace(Running(), phenylephrine=Dose.parse("0 mcg/kg/min"))
    assert score(GAIES, off).not_counted == ()


# ---------------------------------------------------------------- errors that were published


def test_units_per_hour_cannot_be_taken_for_units_per_minute() -> None:
    """One public implementation multiplied a column of units/h by 2.5: sixty times too much."""
    with pytest.raises(UnitError, match="not a dose"):
        Dose.parse("1.8 units/h")
    flat, hourly = same_dose(Dose.parse("0.03 units/min"), None)
    assert str(hourly) == "1.8 units/h"
    wrong = hourly.value * Fraction("2.5")
    assert wrong == 60 * score(GORADIA, alone("vasopressin", "0.03 units/min")).value
    assert flat.value == Fraction("0.03")


def test_vasopressin_per_kg_is_no_equivalent() -> None:
    with pytest.raises(UnitError, match="units/min is needed here"):
        alone("vasopressin", "0.03 mcg/kg/min")
    with pytest.raises(UnitError, match="never given per kg"):
        per_kg(Dose.parse("0.03 units/min"), KG_70)


def test_a_catecholamine_in_units_or_flat_is_refused() -> None:
    with pytest.raises(UnitError, match="mcg/kg/min is needed here"):
        alone("norepinephrine", "0.03 units/min")
    with pytest.raises(UnitError, match="mcg/kg/min is needed here"):
        alone("epinephrine", "8 mcg/min")


def test_phenylephrine_times_a_hundred_is_not_what_is_shipped() -> None:
    """Another multiplied phenylephrine by 100 where its paper says 0.06; one more by 0.01."""
    shipped = {
        one.version: {term.drug: term.factor for term in one.coefficients.terms}
        for one in published_sets()
    }
    assert shipped["Kotani 2023"]["phenylephrine"] == Fraction("0.06")
    assert shipped["Goradia 2021"]["phenylephrine"] == Fraction("0.1")
    assert "phenylephrine" not in shipped["Gaies 2010"]
    # One web calculator divides dopamine by 150, another takes 0.1 for any vasopressin.
    assert {one["dopamine"] for one in shipped.values()} == {Fraction("0.01"), Fraction(1)}
    assert shipped["Goradia 2021"]["vasopressin"] == Fraction("2.5")


def test_nanograms_cannot_be_taken_for_micrograms() -> None:
    with pytest.raises(UnitError, match="not a dose"):
        Dose.parse("20 ng/kg/min")
    with pytest.raises(ValueError, match="ng/kg/min"):
        CountedPer("ng/kg/min")


def test_a_salt_would_double_the_figure() -> None:
    """The sets count base: the dose on a tartrate label is twice the same dose of base."""
    shown = same_dose(Dose.parse("0.25 mcg/kg/min"), Kilogram(Decimal(80)), ExpressedAs.TARTRATE)
    assert [str(one) for one in shown] == [
        "0.25 mcg/kg/min",
        "20 mcg/min",
        "1.2 mg/h",
        "0.5 mcg/kg/min as tartrate",
        "40 mcg/min as tartrate",
        "2.4 mg/h as tartrate",
    ]


# ---------------------------------------------------------------- sets and coefficients


@pytest.mark.parametrize(
    ("drug", "factor", "per", "sentence"),
    [
        ("terlipressin", "10", CountedPer.MCG_KG_MIN, "cannot be counted"),
        ("vasopressin", "2.5", CountedPer.MCG_KG_MIN, "another drug's unit"),
        ("dopamine", "0.01", CountedPer.UNITS_MIN, "another drug's unit"),
        ("dopamine", "0.01", CountedPer.UNITS_KG_MIN, "another drug's unit"),
        ("dopamine", "0", CountedPer.MCG_KG_MIN, "not above zero"),
    ],
)
def test_an_impossible_coefficient_is_refused(
    drug: str, factor: str, per: CountedPer, sentence: str
) -> None:
    with pytest.raises(UnitError, match=sentence):
        Coefficient(drug, Fraction(factor), per)


@pytest.mark.parametrize("count", [0, 2])
def test_a_set_has_one_coefficient_for_each_drug(count: int) -> None:
    terms = (Coefficient("dopamine", Fraction(1), CountedPer.MCG_KG_MIN),) * count
    with pytest.raises(UnitError, match="one coefficient for each drug"):
        CoefficientSet("a set", "1", "points", terms)


def test_a_dose_below_zero_is_none() -> None:
    with pytest.raises(UnitError, match="below zero"):
        Running(dopamine=Dose(Decimal(-1), DoseUnit.MCG_KG_MIN))


def test_every_shipped_coefficient_has_a_source_and_a_grade() -> None:
    assert [one.version for one in published_sets()] == [
        "Goradia 2021",
        "Kotani 2023",
        "Gaies 2010",
    ]
    for one in published_sets():
        assert {term.drug for term in one.term} <= set(DRUGS)
        assert all(term.source and term.grade for term in one.term)
    with pytest.raises(KeyError, match="Kotani 2023"):
        coefficient_set("norepinephrine equivalent", "Kotani 2022")


def test_the_units_of_the_drugs() -> None:
    assert {drug: unit_of(drug).value for drug in DRUGS} == {
        "norepinephrine": "mcg/kg/min",
        "epinephrine": "mcg/kg/min",
        "phenylephrine": "mcg/kg/min",
        "dopamine": "mcg/kg/min",
        "vasopressin": "units/min",
    }


# ---------------------------------------------------------------- shock index, one dose in units


def test_the_diastolic_shock_index_is_exact() -> None:
    index = diastolic_shock_index(HeartRate(Decimal(126)), Mmhg(Decimal(42)))
    assert index.value == 3
    assert str(index) == "3 beats/min per mmHg (diastolic shock index, Ospina-Tascon 2020)"
    assert diastolic_shock_index(HeartRate(Decimal(125)), Mmhg(Decimal(42))).value < 3


@pytest.mark.parametrize(("rate", "pressure"), [(0, 40), (90, 0), (90, -3)])
def test_a_shock_index_of_nothing_is_refused(rate: int, pressure: int) -> None:
    with pytest.raises(UnitError, match="both must be above zero"):
        diastolic_shock_index(HeartRate(Decimal(rate)), Mmhg(Decimal(pressure)))


def test_a_flat_dose_is_shown_per_kg_where_the_weight_is_known() -> None:
    flat = Dose.parse("7 mcg/min")
    assert [str(one) for one in same_dose(flat, None)] == ["7 mcg/min", "0.42 mg/h"]
    assert [str(one) for one in same_dose(flat, KG_70)] == [
        "0.1 mcg/kg/min",
        "7 mcg/min",
        "0.42 mg/h",
    ]
    assert per_kg(flat, KG_70) == Fraction("0.1")
    assert per_kg(Dose.parse("0.1 mcg/kg/min"), None) == Fraction("0.1")
    with pytest.raises(UnitError, match="needs a dosing weight"):
        per_kg(flat, None)
    with pytest.raises(UnitError, match="needs a dosing weight"):
        same_dose(Dose.parse("0.1 mcg/kg/min"), None)


def test_each_salt_by_its_declared_equivalence() -> None:
    """Bitartrate monohydrate 1.994, anhydrous 1.89: a rule of thumb is up to 5.8 % off."""
    dose = Dose.parse("1 mcg/min")
    for salt, factor in (
        (ExpressedAs.BITARTRATE_MONOHYDRATE, "1.994"),
        (ExpressedAs.BITARTRATE_ANHYDROUS, "1.89"),
    ):
        assert same_dose(dose, None, salt)[2].value == Fraction(factor)
    with pytest.raises(UnitError, match="has no salt"):
        same_dose(Dose.parse("0.03 units/min"), None, ExpressedAs.TARTRATE)
