"""Weight, bag, pressures, people and the site profile: what the corpus does not spell out."""

import tomllib
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from core.entry.bag import BagContext, read_bag
from core.entry.codes import Confirm, Doubt, EntryRefusal
from core.entry.label import LabelContext, read_label
from core.entry.person import read_age, read_initials, read_note
from core.entry.plausible import Pair, ReadingContext
from core.entry.pressure import read_diastolic, read_map, read_pair, read_systolic
from core.entry.profile import profile_of
from core.entry.running import RunningInfusion
from core.entry.verdict import Accepted, Asked, Normalised, Refused, Verdict
from core.entry.weight import WeightContext, read_weight
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.grammar import Refusal
from core.quantity.measures import (
    Dose,
    Kilogram,
    Milligram,
    Millilitre,
    Mmhg,
    PumpRate,
)

ROOT = Path(__file__).parents[2]
SITES = ROOT / "resources" / "sites"
US = tomllib.loads((SITES / "us.toml").read_text("utf-8"))
SITE = profile_of(US)
BASE = BagContext(ExpressedAs.BASE)
BAG = Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE)


def running(dose: str = "0.1 mcg/kg/min") -> RunningInfusion:
    return RunningInfusion(
        dose=Dose.parse(dose),
        rate=PumpRate(Decimal("13.1")),
        weight=Kilogram(Decimal(70)),
        bag=BAG,
        resolution=PumpRate(Decimal("0.1")),
    )


def mmhg(value: int) -> Mmhg:
    return Mmhg(Decimal(value))


def doubts(verdict: Verdict[Any]) -> set[Doubt]:
    return {q.doubt for q in verdict.questions} if isinstance(verdict, Asked) else set()


def args_of(verdict: Verdict[Any], doubt: Doubt) -> dict[str, str]:
    assert isinstance(verdict, Asked)
    (question,) = (q for q in verdict.questions if q.doubt is doubt)
    return {name: str(value) for name, value in question.args}


def test_a_new_weight_on_a_running_infusion_shows_both_ways_out() -> None:
    verdict = read_weight("80", WeightContext(Kilogram(Decimal(70)), running()), SITE)
    shown = args_of(verdict, Doubt.WEIGHT_RUNNING)
    assert (shown["rate"], shown["new_rate"]) == ("13.1 mL/h", "15 mL/h")
    assert (shown["dose"], shown["new_dose"]) == ("0.1 mcg/kg/min", "0.087 mcg/kg/min")
    assert doubts(verdict) == {Doubt.WEIGHT_RUNNING, Doubt.WEIGHT_CHANGE}
    assert isinstance(verdict, Asked)
    assert verdict.confirm is Confirm.REASON


def test_the_same_weight_or_a_flat_dose_changes_nothing() -> None:
    same = WeightContext(Kilogram(Decimal(70)), running())
    assert isinstance(read_weight("70", same, SITE), Accepted)
    flat = WeightContext(running=running("7 mcg/min"))
    assert isinstance(read_weight("80", flat, SITE), Accepted)


@pytest.mark.parametrize("typed", ["154 lb", "154 lbs", "154 pounds"])
def test_pounds_are_told_in_kilograms_and_not_taken(typed: str) -> None:
    verdict = read_weight(typed, WeightContext(), SITE)
    assert isinstance(verdict, Refused)
    assert dict(verdict.args)["converted"] == "69.9 kg"
    assert verdict.suggestion is None


def test_a_new_bag_shows_old_and_new_rate() -> None:
    verdict = read_bag("16 mg in 250 mL", BagContext(ExpressedAs.BASE, running()), SITE)
    shown = args_of(verdict, Doubt.BAG_RUNNING)
    assert (shown["rate"], shown["new_rate"]) == ("13.1 mL/h", "6.6 mL/h")
    same = read_bag("32 mcg/mL", BagContext(ExpressedAs.BASE, running()), SITE)
    assert isinstance(same, Accepted)
    assert same.value == BAG


def test_the_label_on_the_bag_may_confirm_the_entry() -> None:
    assert isinstance(
        read_bag("8 mg/250 mL", BagContext(ExpressedAs.BASE, label=BAG), SITE), Normalised
    )


@pytest.mark.parametrize(
    ("typed", "code", "suggestion"),
    [
        ("8,5 mg in 250 mL", Refusal.DECIMAL_COMMA, "8.5 mg"),
        ("8 mg in 250,5 mL", Refusal.DECIMAL_COMMA, "250.5 mL"),
        ("8 g in 250 mL", Refusal.WRONG_UNIT, None),
        ("0 mg in 250 mL", EntryRefusal.BAG_FORM, None),
        ("8 mg in 0 mL", EntryRefusal.BAG_FORM, None),
        ("16,5 mcg/mL", Refusal.DECIMAL_COMMA, "16.5 mcg/mL"),
        ("1000 mcg/mL", EntryRefusal.BAG_VIAL, None),
        ("16 mg/mL", EntryRefusal.BAG_TOO_STRONG, None),
        ("", Refusal.EMPTY, None),
        ("8 mg\u200b in 250 mL", Refusal.INVISIBLE, None),
        ("16 mcg/mL or 32", EntryRefusal.BAG_FORM, None),
    ],
)
def test_bags_that_are_refused(
    typed: str, code: Refusal | EntryRefusal, suggestion: str | None
) -> None:
    verdict = read_bag(typed, BASE, SITE)
    assert isinstance(verdict, Refused)
    assert (verdict.code, verdict.suggestion) == (code, suggestion)


def test_a_salt_is_judged_by_its_base() -> None:
    salt = BagContext(ExpressedAs.TARTRATE)
    listed = read_bag("32 mcg/mL", salt, SITE)
    assert doubts(listed) == {Doubt.BAG_SALT}
    assert args_of(listed, Doubt.BAG_SALT)["base"] == "16 mcg/mL"
    weak = read_bag("1 mg in 250 mL", salt, SITE)
    assert isinstance(weak, Refused)
    assert weak.code is EntryRefusal.BAG_TOO_WEAK


def test_a_pair_has_its_mean_whole_and_exact() -> None:
    verdict = read_pair(Pair(mmhg(90), mmhg(50)), ReadingContext(), SITE)
    assert isinstance(verdict, Accepted)
    assert (verdict.value.map, verdict.value.exact) == (mmhg(63), Fraction(190, 3))
    assert verdict.text == "90/50"
    assert verdict.value.artefact is False


def test_a_pair_is_judged_like_its_mean() -> None:
    previous = ReadingContext(mmhg(66), timedelta(seconds=60))
    assert doubts(read_pair(Pair(mmhg(140), mmhg(80)), previous, SITE)) == {Doubt.MAP_JUMP}
    flat = read_pair(Pair(mmhg(80), mmhg(80)), ReadingContext(), SITE)
    assert doubts(flat) == {Doubt.MAP_FLAT_LINE}
    high = read_pair(Pair(mmhg(280), mmhg(240)), ReadingContext(), SITE)
    assert isinstance(high, Asked)
    assert high.value.artefact is True
    assert high.confirm is Confirm.CONFIRM_OR_ARTEFACT


def test_the_figures_of_a_pair_have_limits_of_their_own() -> None:
    assert isinstance(read_systolic("120", SITE), Accepted)
    assert doubts(read_systolic("49", SITE)) == {Doubt.BELOW_USUAL}
    assert isinstance(read_systolic("400", SITE), Refused)
    assert isinstance(read_diastolic("80", SITE), Accepted)
    assert doubts(read_diastolic("131", SITE)) == {Doubt.ABOVE_USUAL}
    assert isinstance(read_diastolic("0", SITE), Refused)


@pytest.mark.parametrize("typed", ["--", "---", "?", "\u2014", "..."])
def test_what_a_monitor_shows_without_a_pressure(typed: str) -> None:
    verdict = read_map(typed, ReadingContext(), SITE)
    assert isinstance(verdict, Refused)
    assert verdict.code is EntryRefusal.MAP_PLACEHOLDER
    assert verdict.as_artefact is None


def test_kilopascals_are_told_in_mmhg() -> None:
    verdict = read_map("8.7 kPa", ReadingContext(), SITE)
    assert isinstance(verdict, Refused)
    assert dict(verdict.args)["converted"] == "65 mmHg"
    other = read_map("65 torr", ReadingContext(), SITE)
    assert isinstance(other, Refused)
    assert other.code is Refusal.WRONG_UNIT


def test_a_jump_counts_only_while_it_is_fresh() -> None:
    for seconds, asked in ((120, {Doubt.MAP_JUMP}), (121, set())):
        context = ReadingContext(mmhg(66), timedelta(seconds=seconds))
        assert doubts(read_map("100", context, SITE)) == asked
    unknown = ReadingContext(mmhg(66))
    assert isinstance(read_map("100", unknown, SITE), Accepted)


@pytest.mark.parametrize(
    ("typed", "initials"), [("ab", "AB"), (" jsm ", "JSM"), ("\u00e4b", "\u00c4B")]
)
def test_initials_are_shown_in_capitals(typed: str, initials: str) -> None:
    verdict = read_initials(typed)
    assert isinstance(verdict, Normalised)
    assert verdict.value == initials


@pytest.mark.parametrize("typed", ["", "a", "abcde", "a b", "a1", "a\u200bb", "a.b"])
def test_other_initials_are_refused(typed: str) -> None:
    assert isinstance(read_initials(typed), Refused)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("18", Accepted),
        ("110", Accepted),
        ("111", Asked),
        ("17", Refused),
        ("0", Refused),
        ("121", Refused),
        ("64.5", Refused),
        ("64 years", Normalised),
    ],
)
def test_ages_are_those_of_adults(typed: str, kind: type) -> None:
    assert isinstance(read_age(typed, SITE), kind)


def test_a_note_keeps_its_lines_and_loses_only_outer_blanks() -> None:
    verdict = read_note("line 1\r\n\tline 2 \n")
    assert isinstance(verdict, Normalised)
    assert verdict.value == "line 1\n\tline 2"


@pytest.mark.parametrize("typed", ["BED Four", "SIM-014", "Bed 4", "ICU B12", "Robert'); DROP"])
def test_codes_are_not_taken_for_names(typed: str) -> None:
    verdict = read_label(typed, LabelContext(("SIM-015",)))
    assert isinstance(verdict, Accepted)


@pytest.mark.parametrize("typed", ["Smith, John", "X Anna Berg", "MRN 1950-05-12"])
def test_names_and_dates_are_asked_about(typed: str) -> None:
    assert isinstance(read_label(typed, LabelContext()), Asked)


@pytest.mark.parametrize("name", ["us", "worldwide"])
def test_each_shipped_site_loads_and_lists_bags_within_its_limits(name: str) -> None:
    text = (SITES / f"{name}.toml").read_text("utf-8")
    site = profile_of(tomllib.loads(text))
    assert site.id == name
    for bag in site.bags:
        verdict = read_bag(bag.text, BagContext(bag.expressed_as), site)
        assert isinstance(verdict, Normalised), (bag.text, verdict)
        assert verdict.value == bag


def test_the_drug_file_states_the_factors_that_the_arithmetic_uses() -> None:
    path = ROOT / "resources" / "drugs" / "norepinephrine.toml"
    drug = tomllib.loads(path.read_text("utf-8"))
    stated = {salt["expressed_as"]: Fraction(salt["mg_per_mg_base"]) for salt in drug["salt"]}
    assert stated == {form: form.salt_factor for form in ExpressedAs}
    for bag in drug["bag"]:
        assert bag["source"]
        Bag(
            Milligram.parse(bag["amount"]),
            Millilitre.parse(bag["volume"]),
            ExpressedAs(bag["expressed_as"]),
        )


def changed(path: tuple[str, ...], value: object) -> dict[str, Any]:
    """The US profile with one value replaced."""
    data: dict[str, Any] = tomllib.loads((SITES / "us.toml").read_text("utf-8"))
    part = data
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("weight", "hard"), ["25", "350 kg"], "is not a quantity in kg"),
        (("weight", "hard"), [25, "350 kg"], "carries no unit"),
        (("weight", "usual"), ["10 kg", "160 kg"], "must lie within the hard limits"),
        (("weight", "source"), "", "at least 1 character"),
        (("weight", "extra"), "1 kg", "Unexpected keyword"),
        (("dose", "mcg/kg/min", "change_by"), "4 mcg/min", "must be in mcg/kg/min"),
        (("time", "ahead"), 2, "carries no unit"),
        (("time", "ahead"), "2 minutes", "is not a duration"),
        (("pump", "steps"), [{"at_least": "1 mL/h", "step": "1 mL/h"}], "must rise"),
        (("reading", "plausible"), ["20 kg", "200 mmHg"], "is not a quantity in mmHg"),
        (("bag",), [], "at least 1 item"),
        (("format",), 2, "less than or equal to 1"),
    ],
)
def test_a_faulty_profile_is_refused_with_its_place(
    path: tuple[str, ...], value: object, sentence: str
) -> None:
    with pytest.raises(ValidationError, match=sentence) as caught:
        profile_of(changed(path, value))
    assert path[0] in str(caught.value)
