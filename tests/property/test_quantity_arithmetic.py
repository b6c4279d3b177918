"""Random doses against exact fractions written here by hand, and identities that must hold."""

import random
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from core.quantity.bag import Bag, ExpressedAs
from core.quantity.dosing import delivered_dose, dose_on_grid, exact_rate, pump_rate
from core.quantity.measures import Dose, DoseUnit, Kilogram, Milligram, Millilitre, PumpRate

# mg of base in one mg, as numerator and denominator; stated again so that a slip there shows here.
BASE_IN_SALT = {
    ExpressedAs.BASE: (1, 1),
    ExpressedAs.BITARTRATE_MONOHYDRATE: (1000, 1994),
    ExpressedAs.BITARTRATE_ANHYDROUS: (100, 189),
    ExpressedAs.TARTRATE: (1, 2),
}
RESOLUTIONS = (1, 5, 10, 100)  # hundredths of 1 mL/h
SEED = 20_260_411

weights = st.decimals(min_value=25, max_value=350, places=1)
doses = st.decimals(min_value=Decimal("0.001"), max_value=3, places=3)


def hundredths_half_up(numerator: int, denominator: int, step: int) -> int:
    """numerator/denominator mL/h in hundredths, to the nearest multiple of step, ties up."""
    steps = (2 * 100 * numerator + step * denominator) // (2 * step * denominator)
    return steps * step


def verify_one_case(rng: random.Random) -> None:
    """All figures as whole thousandths or tenths; nothing but integer arithmetic here."""
    dose, weight = rng.randint(1, 3000), rng.randint(250, 3500)
    amount, volume = rng.randint(1, 640), rng.randint(200, 10000)
    expressed_as, step = rng.choice(list(ExpressedAs)), rng.choice(RESOLUTIONS)
    flat = rng.random() < 0.2
    base, salt = BASE_IN_SALT[expressed_as]
    # mL/h = dose/1000 x weight/10 x 60 / (amount/10 x 1000 x base/salt / (volume/10))
    kilograms = 10 if flat else weight
    numerator = dose * kilograms * 60 * volume * salt
    denominator = 1000 * 10 * amount * 1000 * base
    bag = Bag(Milligram(Decimal(amount) / 10), Millilitre(Decimal(volume) / 10), expressed_as)
    unit = DoseUnit.MCG_MIN if flat else DoseUnit.MCG_KG_MIN
    body = None if flat else Kilogram(Decimal(weight) / 10)
    asked = Dose(Decimal(dose) / 1000, unit)
    assert exact_rate(asked, body, bag) == Fraction(numerator, denominator)
    rate = pump_rate(asked, body, bag, PumpRate(Decimal(step) / 100))
    hundredths = hundredths_half_up(numerator, denominator, step)
    assert rate.value * 100 == hundredths
    delivered = Fraction(hundredths * amount * 1000 * base, 100 * 60 * volume * salt)
    if not flat:
        delivered /= Fraction(weight, 10)
    assert delivered_dose(rate, body, bag, unit) == delivered


def test_random_cases_agree_with_exact_fractions(nightly: bool) -> None:  # noqa: FBT001 - a fixture
    rng = random.Random(SEED)
    for _ in range(1_000_000 if nightly else 20_000):
        verify_one_case(rng)


@given(weights, doses)
def test_rule_of_six(weight: Decimal, dose: Decimal) -> None:
    """0.6 x kg in mg, in 100 mL: 1 mL/h is 0.1 mcg/kg/min."""
    bag = Bag(Milligram(weight * 6 / 10), Millilitre(Decimal(100)), ExpressedAs.BASE)
    asked = Dose(dose, DoseUnit.MCG_KG_MIN)
    assert exact_rate(asked, Kilogram(weight), bag) == Fraction(dose) * 10


@given(st.decimals(min_value=Decimal("0.1"), max_value=200, places=1))
def test_sixty_mcg_per_ml_gives_the_dose_as_the_rate(dose: Decimal) -> None:
    asked = Dose(dose, DoseUnit.MCG_MIN)
    nominal = Bag(Milligram(Decimal(6)), Millilitre(Decimal(100)), ExpressedAs.BASE)
    assert exact_rate(asked, None, nominal) == Fraction(dose)
    # Sold under the same name, and 1 % stronger.
    victoria = Bag(Milligram(Decimal(4)), Millilitre(Decimal(66)), ExpressedAs.BASE)
    assert exact_rate(asked, None, victoria) == Fraction(dose) * 99 / 100


@given(weights)
def test_star_identity(weight: Decimal) -> None:
    """300 mcg/kg in 50 mL: 0.5 mL/h is 0.05 mcg/kg/min."""
    bag = Bag(Milligram(weight * 3 / 10), Millilitre(Decimal(50)), ExpressedAs.BASE)
    asked = Dose(Decimal("0.05"), DoseUnit.MCG_KG_MIN)
    assert exact_rate(asked, Kilogram(weight), bag) == Fraction(1, 2)


@given(weights, doses, st.decimals(min_value=Decimal("0.001"), max_value=1, places=3))
def test_a_step_changes_the_rate_by_the_same_amount_everywhere(
    weight: Decimal, dose: Decimal, step: Decimal
) -> None:
    bag = Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE)
    kilograms = Kilogram(weight)

    def rate(value: Decimal) -> Fraction:
        return exact_rate(Dose(value, DoseUnit.MCG_KG_MIN), kilograms, bag)

    assert rate(dose + step) - rate(dose) == rate(step)


@given(weights, doses, doses)
def test_no_rate_delivers_more_than_its_ceiling(
    weight: Decimal, dose: Decimal, ceiling: Decimal
) -> None:
    bag = Bag(Milligram(Decimal(16)), Millilitre(Decimal(250)), ExpressedAs.BASE)
    low, high = sorted((dose, ceiling))
    top = Dose(high, DoseUnit.MCG_KG_MIN)
    kilograms, tenth = Kilogram(weight), PumpRate(Decimal("0.1"))
    rate = pump_rate(Dose(low, DoseUnit.MCG_KG_MIN), kilograms, bag, tenth, ceiling=top)
    assert delivered_dose(rate, kilograms, bag, DoseUnit.MCG_KG_MIN) <= Fraction(high)
    assert rate.value % tenth.value == 0


@given(weights, doses)
def test_the_exact_dose_comes_back_from_its_exact_rate(weight: Decimal, dose: Decimal) -> None:
    bag = Bag(Milligram(Decimal(4)), Millilitre(Decimal(250)), ExpressedAs.BASE)
    asked, kilograms = Dose(dose, DoseUnit.MCG_KG_MIN), Kilogram(weight)
    fine = PumpRate(Decimal("0.000001"))
    rate = pump_rate(asked, kilograms, bag, fine)
    exact = delivered_dose(rate, kilograms, bag, asked.unit)
    assert dose_on_grid(exact, asked.unit) == asked
