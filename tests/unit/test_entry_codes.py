"""Every code has its sentence and every sentence its code; each one is reached by some entry."""

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.entry.bag import BagContext, read_bag
from core.entry.codes import Confirm, Doubt, EntryRefusal
from core.entry.dose import read_dose
from core.entry.guard import DoseContext
from core.entry.label import LabelContext, read_label
from core.entry.moment import TimeContext, read_time
from core.entry.person import read_age, read_initials, read_note
from core.entry.plausible import Pair, ReadingContext
from core.entry.pressure import read_heart_rate, read_map, read_pair
from core.entry.profile import profile_of
from core.entry.rate import RateContext, read_rate
from core.entry.running import RunningInfusion
from core.entry.sentence import argument_text, explained
from core.entry.verdict import Arguments, Asked, Refused, Verdict
from core.entry.weight import WeightContext, read_weight
from core.library import file_from, text_at
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.grammar import Refusal
from core.quantity.measures import (
    Dose,
    DoseUnit,
    Kilogram,
    Milligram,
    Millilitre,
    Mmhg,
    PumpRate,
)
from core.trial.sweep_entry import read_values

ROOT = Path(__file__).parents[2]
TEXTS = tomllib.loads((ROOT / "resources" / "texts" / "entry.toml").read_text("utf-8"))
SITE = profile_of(tomllib.loads((ROOT / "resources" / "sites" / "us.toml").read_text("utf-8")))
NOW = datetime(2027, 4, 3, 10, 1, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")
BASE = BagContext(ExpressedAs.BASE)
UNIT = DoseUnit.MCG_KG_MIN


def dose(text: str) -> Dose:
    return Dose(Decimal(text), UNIT)


def mmhg(text: str) -> Mmhg:
    return Mmhg(Decimal(text))


def pair(systolic: str, diastolic: str) -> ReadingContext:
    return ReadingContext(pair=Pair(mmhg(systolic), mmhg(diastolic)))


def after(previous: str, seconds: int, equal: int = 1) -> ReadingContext:
    return ReadingContext(mmhg(previous), timedelta(seconds=seconds), equal)


VASOPRESSIN = BagContext(ExpressedAs.BASE, agent="vasopressin", in_units=True)


def weight(typed: str, context: WeightContext = WeightContext()) -> Verdict[Any]:  # noqa: B008 - frozen
    return read_weight(typed, context, SITE)


def a_dose(typed: str, context: DoseContext = DoseContext()) -> Verdict[Any]:  # noqa: B008 - frozen
    return read_dose(typed, UNIT, context, SITE)


def bag(typed: str, context: BagContext = BASE) -> Verdict[Any]:
    return read_bag(typed, context, SITE)


def a_map(typed: str, context: ReadingContext = ReadingContext()) -> Verdict[Any]:  # noqa: B008 - frozen
    return read_map(typed, context, SITE)


def a_rate(typed: str, context: RateContext = RateContext()) -> Verdict[Any]:  # noqa: B008 - frozen
    return read_rate(typed, context, SITE)


def moment(typed: str, **changed: Any) -> Verdict[Any]:  # noqa: ANN401 - fields of the context
    return read_time(typed, TimeContext(**{"now": NOW, "zone": UTC, **changed}), SITE)


def label(typed: str, *open_labels: str) -> Verdict[Any]:
    return read_label(typed, LabelContext(open_labels))


def swept(typed: str) -> Verdict[Any]:
    return read_values("limits.steps.up", file_from(text_at("norepinephrine-adult")[1]), typed)


RUNNING = RunningInfusion(
    dose=dose("0.1"),
    rate=PumpRate(Decimal("13.1")),
    weight=Kilogram(Decimal(70)),
    bag=Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE),
    resolution=PumpRate(Decimal("0.1")),
)
GUARD = DoseContext(current=dose("0.08"), step=dose("0.02"))

REFUSED: dict[Refusal | EntryRefusal, Verdict[Any]] = {
    Refusal.EMPTY: weight(""),
    Refusal.TOO_LONG: weight("9" * 99),
    Refusal.INVISIBLE: weight("7\u200b0"),
    Refusal.FOREIGN_DIGITS: weight("\uff17\uff10"),
    Refusal.DECIMAL_COMMA: weight("70,5"),
    Refusal.GROUPING: weight("1,000"),
    Refusal.NAKED_POINT: weight(".5"),
    Refusal.TRAILING_POINT: weight("70."),
    Refusal.TWO_POINTS: weight("70..5"),
    Refusal.LEADING_ZERO: weight("070"),
    Refusal.SIGN: weight("-70"),
    Refusal.EXPONENT: weight("7e1"),
    Refusal.INNER_BLANK: weight("7 0"),
    Refusal.LETTER_FOR_DIGIT: weight("7O"),
    Refusal.FRACTION: weight("140/2"),
    Refusal.RANGE: weight("70-80"),
    Refusal.TOO_FINE: weight("70.55"),
    Refusal.TOO_MANY_DIGITS: weight("70000"),
    Refusal.WRONG_UNIT: weight("70 g"),
    Refusal.NOT_A_NUMBER: weight("seventy"),
    Refusal.STRAY: weight("70?"),
    EntryRefusal.BELOW_HARD: weight("7"),
    EntryRefusal.ABOVE_HARD: weight("350.1"),
    EntryRefusal.UNIT_CONVERTED: weight("154 lb"),
    EntryRefusal.ZERO_IS_STOP: a_dose("0"),
    EntryRefusal.PUMP_STEP: a_rate("100.5"),
    EntryRefusal.BASIS_UNSET: bag("8 mg in 250 mL", BagContext(None)),
    EntryRefusal.BAG_FORM: bag("double"),
    EntryRefusal.BAG_FORM_UNITS: bag("double", VASOPRESSIN),
    EntryRefusal.BAG_AMOUNT_UNIT: bag("8/250 mL"),
    EntryRefusal.BAG_AMOUNT_UNITS: bag("20/100 mL", VASOPRESSIN),
    EntryRefusal.BAG_VOLUME_UNIT: bag("8 mg/250"),
    EntryRefusal.BAG_CC: bag("8 mg/250 cc"),
    EntryRefusal.BAG_SALT_WORD: bag("8 mg/250 mL tartrate"),
    EntryRefusal.BAG_RATIO: bag("1:1000"),
    EntryRefusal.BAG_PERCENT: bag("0.1%"),
    EntryRefusal.BAG_TOO_WEAK: bag("8 mg/2500 mL"),
    EntryRefusal.BAG_TOO_STRONG: bag("8 mg/25 mL"),
    EntryRefusal.BAG_VIAL: bag("1 mg/mL"),
    EntryRefusal.BAG_NEEDS_VOLUME: bag("40 mcg/mL"),
    EntryRefusal.BAG_LABEL_DIFFERS: bag(
        "16 mg in 250 mL", BagContext(ExpressedAs.BASE, label=RUNNING.bag)
    ),
    EntryRefusal.MAP_ZERO: a_map("0"),
    EntryRefusal.MAP_NEGATIVE: a_map("-5"),
    EntryRefusal.MAP_TOO_HIGH: a_map("650"),
    EntryRefusal.MAP_WHOLE: a_map("6.5"),
    EntryRefusal.MAP_KPA: a_map("8.7 kPa"),
    EntryRefusal.MAP_PAIR: a_map("120/80"),
    EntryRefusal.MAP_MARK: a_map("65*"),
    EntryRefusal.MAP_PLACEHOLDER: a_map("---"),
    EntryRefusal.MAP_OUTSIDE_PAIR: a_map("95", pair("90", "50")),
    EntryRefusal.PAIR_SWAPPED: read_pair(Pair(mmhg("50"), mmhg("90")), ReadingContext(), SITE),
    EntryRefusal.TIME_FORM: moment("later"),
    EntryRefusal.TIME_MINUTES: moment("9:5"),
    EntryRefusal.TIME_TWELVE_HOUR: moment("1pm"),
    EntryRefusal.TIME_TWENTY_FOUR: moment("24:00"),
    EntryRefusal.TIME_DATE_ORDER: moment("03/04/2027 10:00"),
    EntryRefusal.TIME_NO_SUCH: moment("2027-02-29T10:00Z"),
    EntryRefusal.TIME_LEAP_SECOND: moment("2026-12-31T23:59:60Z"),
    EntryRefusal.TIME_FUTURE: moment("10:04"),
    EntryRefusal.TIME_TOO_OLD: moment("2027-04-02T09:00Z"),
    EntryRefusal.TIME_SKIPPED: moment(
        "2027-03-14T02:30", now=datetime(2027, 3, 14, 8, tzinfo=UTC), zone=NEW_YORK
    ),
    EntryRefusal.LABEL_EMPTY: label(" "),
    EntryRefusal.LABEL_TOO_LONG: label("x" * 41),
    EntryRefusal.LABEL_MARKS: label("Z" + "\u0301" * 4),
    EntryRefusal.NOTE_EMPTY: read_note(" \n"),
    EntryRefusal.NOTE_TOO_LONG: read_note("x" * 2001),
    EntryRefusal.INITIALS_FORM: read_initials("A1"),
    EntryRefusal.AGE_TOO_YOUNG: read_age("17", SITE),
    EntryRefusal.VALUES_COUNT: swept("0.01"),
    EntryRefusal.VALUES_FORM: swept("0.01, fast"),
    EntryRefusal.VALUES_TWICE: swept("0.01, 0.010 mcg/kg/min"),
}

ASKED: dict[Doubt, Verdict[Any]] = {
    Doubt.BELOW_USUAL: weight("39.9"),
    Doubt.ABOVE_USUAL: a_dose("0.501"),
    Doubt.AT_HARD: weight("25"),
    Doubt.WEIGHT_CHANGE: weight("78", WeightContext(Kilogram(Decimal(70)))),
    Doubt.WEIGHT_POUNDS: weight("154", WeightContext(Kilogram(Decimal(70)))),
    Doubt.WEIGHT_RUNNING: weight("72", WeightContext(running=RUNNING)),
    Doubt.OVER_STEP: a_dose("0.11", GUARD),
    Doubt.LARGE_CHANGE: a_dose("0.14", GUARD),
    Doubt.DIGIT_SHIFT: a_dose("0.8", GUARD),
    Doubt.ABRUPT_STOP: a_dose("0", DoseContext(current=dose("0.3"), stopping=True)),
    Doubt.RATE_LOW: a_rate("0.4"),
    Doubt.RATE_HIGH: a_rate("151"),
    Doubt.RATE_SHIFT: a_rate("75", RateContext(computed=Fraction(15, 2))),
    Doubt.BAG_UNLISTED: bag("4 mg/50 mL"),
    Doubt.BAG_CONVERTED: bag("0.016 mg/mL"),
    Doubt.BAG_SALT: bag("8 mg/250 mL", BagContext(ExpressedAs.TARTRATE)),
    Doubt.BAG_RUNNING: bag("64 mcg/mL", BagContext(ExpressedAs.BASE, RUNNING)),
    Doubt.MAP_IMPLAUSIBLE: a_map("9"),
    Doubt.MAP_LOW: a_map("39"),
    Doubt.MAP_HIGH: a_map("121"),
    Doubt.MAP_JUMP: a_map("100", after("66", 60)),
    Doubt.MAP_FROZEN: a_map("66", after("66", 300, equal=11)),
    Doubt.MAP_DUPLICATE: a_map("66", after("66", 5)),
    Doubt.MAP_FLAT_LINE: a_map("80", pair("80", "80")),
    Doubt.MAP_FLUSH: a_map("190", pair("210", "180")),
    Doubt.MAP_DAMPED: a_map("86", pair("90", "84")),
    Doubt.MAP_OFF_PAIR: a_map("85", pair("90", "50")),
    Doubt.TIME_TWICE: moment(
        "2026-11-01T01:30", now=datetime(2026, 11, 1, 7, tzinfo=UTC), zone=NEW_YORK
    ),
    Doubt.TIME_YESTERDAY: moment("23:50"),
    Doubt.TIME_SAME_MINUTE: moment("09:58", last=datetime(2027, 4, 3, 9, 58, tzinfo=UTC)),
    Doubt.TIME_OUT_OF_ORDER: moment("09:57", last=datetime(2027, 4, 3, 9, 58, tzinfo=UTC)),
    Doubt.TIME_STALE: moment("-11"),
    Doubt.LABEL_MIXED_SCRIPTS: label("\u0410BC"),
    Doubt.LABEL_NAME: label("John Smith"),
    Doubt.LABEL_BIRTH_DATE: label("X 12/05/1950"),
    Doubt.LABEL_ADDRESS: label("x@y.org"),
    Doubt.LABEL_OPEN: label("sim-014", "SIM-014"),
    Doubt.LABEL_SWAPPED: label("SIM-014", "SIM-041"),
}


def test_codes_and_sentences_match_both_ways() -> None:
    assert set(TEXTS["refused"]) == {*Refusal, *EntryRefusal} == set(REFUSED)
    assert set(TEXTS["asked"]) == set(Doubt) == set(ASKED)
    assert set(TEXTS["confirm"]) == set(Confirm)
    assert set(TEXTS) == {"refused", "asked", "confirm", "calc"}
    assert not set(Refusal) & set(EntryRefusal)


@pytest.mark.parametrize("code", list(REFUSED))
def test_each_refusal_is_reached_and_says_all_it_knows(code: Refusal | EntryRefusal) -> None:
    verdict = REFUSED[code]
    assert isinstance(verdict, Refused)
    assert verdict.code == code
    places = set(re.findall(r"{(\w+)}", TEXTS["refused"][code]))
    assert places <= {name for name, _ in verdict.args}
    assert_good_sentence(explained(TEXTS["refused"], code, verdict.args), verdict.args)


@pytest.mark.parametrize("code", list(ASKED))
def test_each_question_is_reached_and_says_all_it_knows(code: Doubt) -> None:
    verdict = ASKED[code]
    assert isinstance(verdict, Asked)
    (question,) = (question for question in verdict.questions if question.doubt is code)
    assert_good_sentence(explained(TEXTS["asked"], code, question.args), question.args)


def assert_good_sentence(sentence: str, args: Arguments) -> None:
    typed = dict(args).get("seen")
    if isinstance(typed, str) and typed:
        sentence = sentence.replace(typed, "it")
    assert "{" not in sentence
    assert sentence.endswith((".", "?"))
    assert "None" not in sentence
    assert not re.search(r"\d\.\d*0 (mcg|mg|mL|kg)\b|(?<!\d)\.\d", sentence), sentence


def every_sentence() -> Iterator[str]:
    for section in TEXTS.values():
        yield from section.values()


def test_no_sentence_speaks_of_alarms_and_orders_or_shouts() -> None:
    for sentence in every_sentence():
        assert not re.search(r"\b(alarm|order|invalid|illegal|error)", sentence, re.IGNORECASE)
        assert "!" not in sentence


def test_typed_text_is_never_expanded() -> None:
    args = (("seen", "{unit} %s {0}"), ("unit", "kg"))
    assert explained({"x": "{seen} in {unit}"}, "x", args) == "{unit} %s {0} in kg"


def test_arguments_are_written_in_house_form() -> None:
    assert argument_text(timedelta(hours=2, minutes=5)) == "2h 5min"
    assert argument_text(dose("0.050")) == "0.05 mcg/kg/min"
    assert argument_text(3) == "3"


def test_a_heart_rate_has_limits_of_its_own() -> None:
    assert isinstance(read_heart_rate("300", SITE), Refused)
    assert isinstance(read_heart_rate("29", SITE), Asked)
