"""Every typed entry of the corpus gets the verdict, and the canonical text, that it must have."""

import csv
import re
import tomllib
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from core.entry.bag import BagContext, read_bag
from core.entry.dose import read_dose
from core.entry.guard import DoseContext
from core.entry.label import LabelContext, read_label
from core.entry.moment import TimeContext, read_time
from core.entry.person import read_note
from core.entry.plausible import Pair, ReadingContext
from core.entry.pressure import read_map
from core.entry.profile import profile_of
from core.entry.rate import RateContext, read_rate
from core.entry.running import RunningInfusion
from core.entry.verdict import Accepted, Asked, Normalised, Refused, Verdict
from core.entry.weight import WeightContext, read_weight
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    DoseUnit,
    Kilogram,
    Milligram,
    Millilitre,
    Mmhg,
    PumpRate,
)

ROOT = Path(__file__).parents[2]
SITE = profile_of(tomllib.loads((ROOT / "resources" / "sites" / "us.toml").read_text("utf-8")))
OUTCOMES = {"accept": Accepted, "normalise": Normalised, "warn": Asked, "reject": Refused}
# Files and states, tested where they are read.
ELSEWHERE = {"protocol_file", "csv_import", "report_path", "database_file", "mode_switch"}
ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|(.))")
NAMED = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\"}
Context = dict[str, str]


def unescaped(text: str) -> str:
    return ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else NAMED[m[2]], text)


def typed(text: str, context: Context) -> str:
    """The text of a row, its recipe followed."""
    repeated = re.fullmatch(r"@repeat\((.),(\d+)\)", text)
    if repeated:
        return repeated[1] * int(repeated[2])
    if text == "@zalgo(20)":
        return "Z" + "\u0301\u0316" * 10
    if text.startswith("@"):
        return moment_text(text, context)
    return unescaped(text)


def moment_text(recipe: str, context: Context) -> str:
    now = datetime.fromisoformat(context["now"])
    ago = {"@equal_last_reading": 2, "@before_last_reading": 5, "@now": 0}.get(recipe)
    if ago is None:
        found = re.fullmatch(r"@now([+-])(\d+)(min|h)", recipe)
        assert found is not None
        size = int(found[2]) * (60 if found[3] == "h" else 1)
        ago = size if found[1] == "-" else -size
    return f"{now - timedelta(minutes=ago):%Y-%m-%dT%H:%MZ}"


def kg(text: str | None) -> Kilogram | None:
    return None if text is None else Kilogram(Decimal(text))


def dose(text: str | None) -> Dose | None:
    return None if text is None else Dose(Decimal(text), DoseUnit.MCG_KG_MIN)


def mmhg(text: str) -> Mmhg:
    return Mmhg(Decimal(text))


def bag_of(mcg_per_ml: str) -> Bag:
    return Bag(Milligram(Decimal(mcg_per_ml) / 4), Millilitre(Decimal(250)), ExpressedAs.BASE)


def infusion(mcg_per_ml: str = "32") -> RunningInfusion:
    return RunningInfusion(
        dose=Dose(Decimal("0.1"), DoseUnit.MCG_KG_MIN),
        rate=PumpRate(Decimal("13.1")),
        weight=Kilogram(Decimal(70)),
        bag=bag_of(mcg_per_ml),
        resolution=PumpRate(Decimal("0.1")),
    )


def judge_weight(text: str, context: Context) -> Verdict[Any]:
    running = infusion() if "running" in context else None
    return read_weight(text, WeightContext(kg(context.get("prev")), running), SITE)


def judge_dose(text: str, context: Context) -> Verdict[Any]:
    guarded = DoseContext(
        current=dose(context.get("current")),
        step=dose("0.02"),
        weight=Kilogram(Decimal(70)),
        stopping="stop" in context,
        stop_from=dose("0.02"),
    )
    return read_dose(text, DoseUnit.MCG_KG_MIN, guarded, SITE)


def judge_bag(text: str, context: Context) -> Verdict[Any]:
    basis = context.get("basis", "base")
    known = BagContext(
        expressed_as=None if basis == "unset" else ExpressedAs(basis),
        running=infusion(context["running"]) if "running" in context else None,
        label=bag_of(context["bag label"]) if "bag label" in context else None,
    )
    return read_bag(text, known, SITE)


def judge_map(text: str, context: Context) -> Verdict[Any]:
    previous, since, equal = None, None, 0
    if "prev" in context:
        pressure, _, age = context["prev"].partition("@")
        previous, since = mmhg(pressure), timedelta(seconds=int(age.removesuffix("s")))
    if "dup@5s" in context:
        previous, since = mmhg("66"), timedelta(seconds=5)
    if "same x12" in context:
        previous, since, equal = mmhg("66"), timedelta(minutes=5), 11
    pair = Pair(mmhg(context["sbp"]), mmhg(context["dbp"])) if "sbp" in context else None
    return read_map(text, ReadingContext(previous, since, equal, pair), SITE)


def judge_time(text: str, context: Context) -> Verdict[Any]:
    now = datetime.fromisoformat(context["now"])
    last = now - timedelta(minutes=2) if "last" in context else None
    return read_time(text, TimeContext(now, ZoneInfo(context["zone"]), last), SITE)


def judge_label(text: str, context: Context) -> Verdict[Any]:
    labels = [name.removeprefix("open session ") for name in context if "open session" in name]
    found = tuple("SIM-014" if name == "has same" else name for name in labels)
    return read_label(text, LabelContext(found))


def judge_rate(text: str, context: Context) -> Verdict[Any]:
    computed = Fraction(context["computed"]) if "computed" in context else None
    return read_rate(text, RateContext(computed=computed), SITE)


def judge_note(text: str, _context: Context) -> Verdict[Any]:
    return read_note(text)


JUDGES: dict[str, Callable[[str, Context], Verdict[Any]]] = {
    "weight_kg": judge_weight,
    "dose_mcg_kg_min": judge_dose,
    "concentration": judge_bag,
    "map_mmHg": judge_map,
    "reading_time": judge_time,
    "patient_label": judge_label,
    "pump_rate_mL_h": judge_rate,
    "note": judge_note,
}


def context_of(brackets: str) -> Context:
    parts = (part.partition("=") for part in brackets.removesuffix("]").split(",") if part)
    return {name: value for name, _, value in parts}


def rows() -> list[Any]:
    with (ROOT / "tests" / "data" / "bad_inputs.csv").open(encoding="ascii", newline="") as file:
        found = list(csv.DictReader(file))
    params = []
    for number, row in enumerate(found, 2):
        field, _, brackets = row["field"].partition("[")
        if field in ELSEWHERE:
            continue
        context = context_of(brackets)
        if row["input"].endswith("_last_reading"):
            context["last"] = "2 min ago"
        name = f"line{number}-{field}"
        params.append(pytest.param(field, context, row, id=name))
    return params


@pytest.mark.parametrize(("field", "context", "row"), rows())
def test_the_corpus_has_its_outcomes(field: str, context: Context, row: dict[str, str]) -> None:
    verdict = JUDGES[field](typed(row["input"], context), context)
    assert isinstance(verdict, OUTCOMES[row["expected"]]), (row, verdict)
    canon = re.match(r"canon=([^;]+)", row["reason"])
    if canon is not None:
        assert not isinstance(verdict, Refused)
        assert shown(verdict) == canonical(canon[1], context), (row, verdict)


def canonical(stated: str, context: Context) -> str:
    if stated == "now in UTC":
        return moment_text("@now", context)
    return stated.removesuffix(" base").removesuffix(" mcg/mL")


def shown(verdict: Any) -> str:  # noqa: ANN401 - the values of all fields
    if isinstance(verdict.value, Bag):
        return verdict.value.concentration_text.removesuffix(" mcg/mL")
    return str(verdict.text)


def test_the_corpus_is_complete() -> None:
    fields = {param.values[0] for param in rows()}
    assert fields == set(JUDGES)
    assert len(rows()) == 226


def test_a_refused_comma_offers_the_point_as_a_choice() -> None:
    weight = judge_weight("70,5", {})
    assert isinstance(weight, Refused)
    assert weight.suggestion == "70.5"
    low = judge_weight("7,05", {})
    assert isinstance(low, Refused)
    assert low.suggestion is None


def test_what_no_line_shows_is_kept_as_an_artefact_only() -> None:
    for text, pressure in (("0", "0"), ("-5", "-5"), ("650", "650")):
        verdict = judge_map(text, {})
        assert isinstance(verdict, Refused)
        assert verdict.as_artefact == mmhg(pressure)
    for text in ("9", "19", "201", "299"):
        verdict = judge_map(text, {})
        assert isinstance(verdict, Asked)
        assert verdict.value.artefact is True
    for text in ("20", "39", "121", "200"):
        verdict = judge_map(text, {})
        assert isinstance(verdict, Asked)
        assert verdict.value.artefact is False
