"""Doses and bags of the agents beside norepinephrine, judged by limits of their own."""

import tomllib
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from core.cases.site import read_site, site_text
from core.entry.bag import BagContext, read_bag
from core.entry.codes import Doubt, EntryRefusal
from core.entry.dose import read_dose
from core.entry.guard import DoseContext
from core.entry.profile import SiteProfile, profile_of
from core.entry.rate import Delivery, RateContext, read_rate
from core.entry.verdict import Accepted, Asked, Normalised, Refused, Verdict
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.grammar import Refusal
from core.quantity.measures import Dose, DoseUnit, Kilogram, Milligram, Millilitre

US: dict[str, Any] = tomllib.loads(site_text("us"))
SITES = [read_site("us"), read_site("worldwide")]
KG_MIN, UNITS_MIN = DoseUnit.MCG_KG_MIN, DoseUnit.UNITS_MIN


@pytest.fixture(params=SITES, ids=["us", "worldwide"])
def site(request: pytest.FixtureRequest) -> SiteProfile:
    profile: SiteProfile = request.param
    return profile


def code(verdict: Verdict[object]) -> object:
    assert isinstance(verdict, Refused)
    return verdict.code


def doubts(verdict: Verdict[object]) -> set[Doubt]:
    assert isinstance(verdict, Asked)
    return {question.doubt for question in verdict.questions}


@pytest.mark.parametrize(
    ("agent", "typed"), [("dopamine", "10"), ("phenylephrine", "2.5"), ("epinephrine", "0.1")]
)
def test_a_usual_dose_of_each_agent_is_taken(site: SiteProfile, agent: str, typed: str) -> None:
    assert isinstance(read_dose(typed, KG_MIN, DoseContext(agent=agent), site), Accepted)


def test_dopamine_is_not_judged_as_norepinephrine(site: SiteProfile) -> None:
    assert code(read_dose("10", KG_MIN, DoseContext(), site)) is EntryRefusal.ABOVE_HARD
    below = read_dose("2", KG_MIN, DoseContext(agent="dopamine"), site)
    assert doubts(below) == {Doubt.BELOW_USUAL}
    far = read_dose("40", KG_MIN, DoseContext(agent="dopamine"), site)
    assert code(far) is EntryRefusal.ABOVE_HARD


def test_an_agent_without_limits_of_its_own_has_those_of_its_unit(site: SiteProfile) -> None:
    assert site.dose_limits("epinephrine", KG_MIN) is site.dose[KG_MIN]
    assert site.dose_limits("dopamine", DoseUnit.MCG_MIN) is site.dose[DoseUnit.MCG_MIN]


def test_the_guard_looks_at_the_steps_of_the_agent(site: SiteProfile) -> None:
    context = DoseContext(
        current=Dose.parse("5 mcg/kg/min"), step=Dose.parse("2.5 mcg/kg/min"), agent="dopamine"
    )
    assert isinstance(read_dose("7.5", KG_MIN, context, site), Accepted)
    assert doubts(read_dose("8", KG_MIN, context, site)) == {Doubt.OVER_STEP}
    shifted = DoseContext(
        current=Dose.parse("0.03 units/min"), step=Dose.parse("0.005 units/min"), agent="x"
    )
    assert Doubt.DIGIT_SHIFT in doubts(read_dose("0.003", UNITS_MIN, shifted, site))


def test_a_rate_is_judged_by_the_dose_it_delivers(site: SiteProfile) -> None:
    bag = Bag(Milligram(Decimal(400)), Millilitre(Decimal(250)), ExpressedAs.BASE)
    dose = DoseContext(agent="dopamine")
    delivery = Delivery(bag, Kilogram(Decimal(80)), KG_MIN, dose)
    context = RateContext(delivery=delivery)
    assert isinstance(read_rate("15", context, site), Accepted)  # 5 mcg/kg/min
    assert code(read_rate("120", context, site)) is EntryRefusal.ABOVE_HARD  # 40 mcg/kg/min


def bag_of(agent: str, typed: str, site: SiteProfile, usual: Bag | None = None) -> Verdict[Bag]:
    context = BagContext(
        ExpressedAs.BASE, agent=agent, in_units=agent == "vasopressin", usual=usual
    )
    return read_bag(typed, context, site)


def test_a_listed_bag_of_each_agent_is_taken(site: SiteProfile) -> None:
    for agent, kept in site.bag_of.items():
        for bag in kept.listed:
            assert bag_of(agent, bag.text, site) == Normalised(bag, bag.text)


def test_units_are_vasopressins_alone(site: SiteProfile) -> None:
    assert code(bag_of("vasopressin", "20 mg in 100 mL", site)) is Refusal.WRONG_UNIT
    assert code(bag_of("dopamine", "400 units in 250 mL", site)) is Refusal.WRONG_UNIT
    assert code(bag_of("vasopressin", "20/100 mL", site)) is EntryRefusal.BAG_AMOUNT_UNITS


def test_a_bag_outside_what_the_agent_is_given_in_is_refused(site: SiteProfile) -> None:
    assert code(bag_of("dopamine", "8 mg in 250 mL", site)) is EntryRefusal.BAG_TOO_WEAK
    assert code(bag_of("epinephrine", "400 mg in 250 mL", site)) is EntryRefusal.BAG_TOO_STRONG


def test_another_bag_is_asked_about_unless_the_protocol_offers_it(site: SiteProfile) -> None:
    text = "60 units in 100 mL"
    asked = bag_of("vasopressin", text, site)
    assert doubts(asked) == {Doubt.BAG_UNLISTED}
    assert isinstance(asked, Asked)
    assert isinstance(bag_of("vasopressin", text, site, usual=asked.value), Normalised)


@pytest.mark.parametrize(
    "part",
    [
        {"weakest": "20 units in 100 mL", "strongest": "20 mg in 100 mL"},
        {"weakest": "40 units in 100 mL", "strongest": "60 units in 100 mL"},
        {"weakest": "20 units", "strongest": "60 units in 100 mL"},
    ],
)
def test_bags_that_do_not_fit_each_other_are_refused(part: dict[str, str]) -> None:
    bags = {"listed": ["20 units in 100 mL"], "source": "local", **part}
    with pytest.raises(ValidationError):
        profile_of({**US, "bag-of": {"vasopressin": bags}})


def test_limits_of_an_agent_are_in_one_unit() -> None:
    dopamine = {**US["dose-of"]["dopamine"], "change_by": "1 units/min"}
    with pytest.raises(ValidationError, match="one unit"):
        profile_of({**US, "dose-of": {"dopamine": dopamine}})
