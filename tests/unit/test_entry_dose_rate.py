"""Doses and rates against what runs and what is advised: stop, guard, pump step, other units."""

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from core.entry.codes import Confirm, Doubt, EntryRefusal
from core.entry.dose import read_dose
from core.entry.guard import DoseContext, guard_doubts
from core.entry.profile import profile_of
from core.entry.rate import Delivery, RateContext, read_rate
from core.entry.verdict import Accepted, Asked, Normalised, Refused, Verdict
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.grammar import Refusal
from core.quantity.measures import Dose, DoseUnit, Kilogram, Milligram, Millilitre, PumpRate

ROOT = Path(__file__).parents[2]
SITE = profile_of(tomllib.loads((ROOT / "resources" / "sites" / "us.toml").read_text("utf-8")))
UNIT = DoseUnit.MCG_KG_MIN
BAG = Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE)
WEIGHT = Kilogram(Decimal(80))


def dose(text: str) -> Dose:
    return Dose(Decimal(text), UNIT)


def rate(text: str) -> PumpRate:
    return PumpRate(Decimal(text))


def guarded(current: str | None, advised: str | None = None, step: str = "0.02") -> DoseContext:
    return DoseContext(
        current=None if current is None else dose(current),
        advised=None if advised is None else dose(advised),
        step=dose(step),
    )


def judged(typed: str, context: DoseContext) -> Verdict[Dose]:
    return read_dose(typed, UNIT, context, SITE)


def doubts(verdict: Verdict[Any]) -> set[Doubt]:
    return {q.doubt for q in verdict.questions} if isinstance(verdict, Asked) else set()


@pytest.mark.parametrize(
    ("typed", "context", "asked"),
    [
        ("0.1", guarded("0.08"), set()),
        ("0.06", guarded("0.08"), set()),
        ("0.08", guarded("0.08"), set()),
        ("0.11", guarded("0.08"), {Doubt.OVER_STEP}),
        ("0.13", guarded("0.08", step="0.05"), set()),
        ("0.14", guarded("0.08", step="0.05"), {Doubt.OVER_STEP, Doubt.LARGE_CHANGE}),
        ("0.16", guarded("0.12", step="0.02"), {Doubt.OVER_STEP}),
        ("0.8", guarded("0.08", "0.8"), set()),
        ("0.6", guarded("0.58", "0.6"), set()),
        ("0.6", guarded("0.6"), set()),
        ("0.6", guarded("0.58"), {Doubt.ABOVE_USUAL}),
        ("0.5", guarded(None, "0.05"), {Doubt.OVER_STEP, Doubt.LARGE_CHANGE, Doubt.DIGIT_SHIFT}),
        ("0.5", guarded("0", "0.05"), {Doubt.OVER_STEP, Doubt.LARGE_CHANGE, Doubt.DIGIT_SHIFT}),
        ("0.05", guarded(None, "0.05"), set()),
        ("0.03", guarded(None), set()),
        ("0.52", guarded("0.5", "0.25"), {Doubt.ABOVE_USUAL, Doubt.DIGIT_SHIFT}),
    ],
)
def test_the_guard_asks_what_it_should(typed: str, context: DoseContext, asked: set[Doubt]) -> None:
    assert doubts(judged(typed, context)) == asked


def test_a_slip_is_settled_by_typing_it_again_only() -> None:
    verdict = judged("0.8", guarded("0.08"))
    assert isinstance(verdict, Asked)
    assert verdict.confirm is Confirm.RETYPE
    assert verdict.settled_by(" 0.8 ")
    assert not verdict.settled_by("0.08")


def test_the_guard_alone_never_asks_about_the_advised_dose() -> None:
    limits = SITE.dose[UNIT]
    assert guard_doubts(dose("0.8"), guarded("0.08", "0.8"), limits) == ()
    assert guard_doubts(dose("0.8"), guarded("0.08", "0.1"), limits) != ()


def test_without_a_step_the_share_still_asks() -> None:
    context = DoseContext(current=dose("0.08"))
    assert doubts(judged("0.14", context)) == {Doubt.LARGE_CHANGE}
    assert doubts(judged("0.11", context)) == set()


@pytest.mark.parametrize(
    ("context", "kind"),
    [
        (DoseContext(), Refused),
        (DoseContext(current=dose("0.3"), stopping=True, stop_from=dose("0.02")), Asked),
        (DoseContext(current=dose("0.02"), stopping=True, stop_from=dose("0.02")), Accepted),
        (DoseContext(current=dose("0.3"), stopping=True), Asked),
        (DoseContext(current=dose("0.3"), advised=dose("0"), stopping=True), Accepted),
        (DoseContext(stopping=True), Accepted),
    ],
)
def test_zero_is_a_dose_in_the_stop_workflow_only(context: DoseContext, kind: type) -> None:
    verdict = judged("0", context)
    assert isinstance(verdict, kind)
    assert doubts(verdict) == ({Doubt.ABRUPT_STOP} if kind is Asked else set())


@pytest.mark.parametrize(
    ("typed", "unit", "weight", "converted"),
    [
        ("5 mcg/min", UNIT, Kilogram(Decimal(70)), "0.0714 mcg/kg/min"),
        ("0.05 mg/kg/min", UNIT, None, "50 mcg/kg/min"),
        ("0.05 \u00b5g/min", UNIT, Kilogram(Decimal(50)), "0.001 mcg/kg/min"),
        ("3 mcg/kg/h", UNIT, None, "0.05 mcg/kg/min"),
        ("0.5 mg/h", DoseUnit.MCG_MIN, None, "8.3333 mcg/min"),
        ("0.1 mcg/kg/min", DoseUnit.MCG_MIN, Kilogram(Decimal(80)), "8 mcg/min"),
    ],
)
def test_another_unit_is_refused_with_the_figure(
    typed: str, unit: DoseUnit, weight: Kilogram | None, converted: str
) -> None:
    verdict = read_dose(typed, unit, DoseContext(weight=weight), SITE)
    assert isinstance(verdict, Refused)
    assert verdict.code is EntryRefusal.UNIT_CONVERTED
    assert dict(verdict.args)["converted"] == converted
    assert verdict.suggestion is None


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("5 mcg/min", UNIT),
        ("3 mL/h", UNIT),
        ("0.03 units/min", UNIT),
        ("5 mcg/min", DoseUnit.UNITS_MIN),
    ],
)
def test_a_unit_that_cannot_be_converted_is_just_refused(typed: str, unit: DoseUnit) -> None:
    verdict = read_dose(typed, unit, DoseContext(), SITE)
    assert isinstance(verdict, Refused)
    assert verdict.code is Refusal.WRONG_UNIT


@pytest.mark.parametrize("micro", ["mcg", "\u00b5g", "\u03bcg", "ug"])
@pytest.mark.parametrize("minute", ["min", "minute"])
def test_spellings_of_the_unit_are_understood(micro: str, minute: str) -> None:
    verdict = judged(f"0.05 {micro}/kg/{minute}", DoseContext())
    assert isinstance(verdict, Normalised)
    assert verdict.text == "0.05"


def delivery(current: str | None, advised: str | None = None) -> Delivery:
    return Delivery(BAG, WEIGHT, UNIT, guarded(current, advised))


@pytest.mark.parametrize(
    ("typed", "context", "asked"),
    [
        ("15", RateContext(delivery=delivery("0.1")), set()),
        ("18", RateContext(delivery=delivery("0.1")), set()),
        ("18.5", RateContext(delivery=delivery("0.1", "0.12")), {Doubt.OVER_STEP}),
        ("18", RateContext(advised=rate("18"), delivery=delivery("0.05")), set()),
        (
            "150",
            RateContext(computed=Fraction(15), delivery=delivery("0.1")),
            {
                Doubt.RATE_SHIFT,
                Doubt.ABOVE_USUAL,
                Doubt.OVER_STEP,
                Doubt.LARGE_CHANGE,
                Doubt.DIGIT_SHIFT,
            },
        ),
        ("151", RateContext(advised=rate("151")), set()),
        ("151", RateContext(), {Doubt.RATE_HIGH}),
        ("999", RateContext(), {Doubt.RATE_HIGH, Doubt.AT_HARD}),
        ("7.5", RateContext(computed=Fraction("7.5")), set()),
    ],
)
def test_a_rate_is_judged_by_the_dose_it_delivers(
    typed: str, context: RateContext, asked: set[Doubt]
) -> None:
    assert doubts(read_rate(typed, context, SITE)) == asked


def test_a_rate_that_delivers_an_impossible_dose_is_refused() -> None:
    verdict = read_rate("500", RateContext(delivery=delivery("0.1")), SITE)
    assert isinstance(verdict, Refused)
    assert verdict.code is EntryRefusal.ABOVE_HARD
    assert dict(verdict.args)["seen"] == dose("3.333")


@pytest.mark.parametrize(
    ("typed", "resolution", "kind"),
    [
        ("7.55", "0.01", Accepted),
        ("7.5", "1", Refused),
        ("7", "1", Accepted),
        ("7.5", "0.5", Accepted),
        ("7.4", "0.5", Refused),
        ("100.5", "0.1", Refused),
        ("101", "0.01", Accepted),
        ("101", "5", Refused),
    ],
)
def test_the_pump_of_the_case_sets_the_step(typed: str, resolution: str, kind: type) -> None:
    assert isinstance(read_rate(typed, RateContext(resolution=rate(resolution)), SITE), kind)


def test_the_advised_rate_is_taken_even_between_the_steps() -> None:
    context = RateContext(resolution=rate("0.1"), advised=rate("131.3"))
    assert isinstance(read_rate("131.3", context, SITE), Accepted)
    assert isinstance(read_rate("131.4", context, SITE), Refused)
