"""A bag is its amount and volume; base or salt is stated and never assumed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from pydantic import TypeAdapter

from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Milligram, Millilitre, UnitError, Units


def bag(amount: str, volume: str, expressed_as: ExpressedAs = ExpressedAs.BASE) -> Bag:
    return Bag(Milligram(Decimal(amount)), Millilitre(Decimal(volume)), expressed_as)


VASOPRESSIN = Bag(Units(Decimal(20)), Millilitre(Decimal(50)), ExpressedAs.BASE)


@pytest.mark.parametrize(
    ("expressed_as", "mcg_per_ml", "text"),
    [
        (ExpressedAs.BASE, Fraction(32), "32 mcg/mL"),
        (ExpressedAs.TARTRATE, Fraction(16), "16 mcg/mL"),
        (ExpressedAs.BITARTRATE_ANHYDROUS, Fraction(3200, 189), "16.93 mcg/mL"),
        (ExpressedAs.BITARTRATE_MONOHYDRATE, Fraction(32000, 1994), "16.05 mcg/mL"),
    ],
)
def test_the_concentration_is_of_base(
    expressed_as: ExpressedAs, mcg_per_ml: Fraction, text: str
) -> None:
    prepared = bag("8", "250", expressed_as)
    assert prepared.concentration == mcg_per_ml
    assert prepared.concentration_text == text
    assert prepared.text == "8 mg in 250 mL"
    assert expressed_as.base_fraction * expressed_as.salt_factor == 1


def test_the_nominal_strength_is_not_the_true_one() -> None:
    victoria = bag("4", "66")
    assert victoria.concentration == Fraction(2000, 33)
    assert victoria.concentration != 60
    assert victoria.concentration_text == "60.61 mcg/mL"


def test_vasopressin_is_counted_in_units() -> None:
    assert VASOPRESSIN.concentration == Fraction(2, 5)
    assert VASOPRESSIN.concentration_text == "0.4 units/mL"
    assert VASOPRESSIN.text == "20 units in 50 mL"
    with pytest.raises(UnitError, match="no salt"):
        Bag(VASOPRESSIN.amount, VASOPRESSIN.volume, ExpressedAs.TARTRATE)


@pytest.mark.parametrize(("amount", "volume"), [("0", "250"), ("8", "0"), ("-8", "250")])
def test_an_empty_bag_is_none(amount: str, volume: str) -> None:
    with pytest.raises(UnitError, match="above zero"):
        bag(amount, volume)


def test_bags_are_the_same_by_label() -> None:
    assert bag("8", "250") == bag("8.0", "250")
    assert hash(bag("8", "250")) == hash(bag("8.0", "250"))
    assert bag("8", "250") != bag("16", "500")
    assert bag("8", "250") != bag("8", "250", ExpressedAs.TARTRATE)
    assert bag("20", "50") != VASOPRESSIN
    assert bag("8", "250") != "8 mg in 250 mL"


def test_a_bag_is_read_from_text_and_written_back() -> None:
    adapter = TypeAdapter(Bag)
    data = {"amount": "8 mg", "volume": "250 mL", "expressed_as": "base"}
    assert adapter.validate_python(data) == bag("8", "250")
    assert adapter.dump_python(bag("8", "250"), mode="json") == data
    units = {"amount": "20 units", "volume": "50 mL", "expressed_as": "base"}
    assert adapter.validate_python(units) == VASOPRESSIN
