"""The result of a trial as JSON, as CSV and as a table, and the same again from its file."""

import csv
import io
import json
from datetime import UTC
from decimal import Decimal
from math import inf, nan
from typing import Any

import numpy as np
import pytest

from core.patient.arrays import FloatArray
from core.patient.chance import normal, uniform
from core.patient.cohort import Preset
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, Milligram, Millilitre, PumpRate
from core.texts import load_words
from core.trial.outcome_set import OUTCOMES
from core.trial.plan import PERFECT, Arm, Plan, PlanError, changed_fields
from core.trial.plan_json import plan_from, plan_json
from core.trial.record import Exclusion, Record
from core.trial.result import Result, ResultError, result_of
from core.trial.result_json import as_json, as_text, figure, result_from
from core.trial.result_text import as_csv, gap_text, number, table
from core.trial.statistics import Estimate, Method

HOURS, COUNT = 24, 300
WORDS = load_words(UTC)
ARMS = (Arm("new-protocol", "its text"), Arm("usual-care", "other text"))
SENTENCE = "not a forecast"


def record(arm: int) -> Record:
    """Patients who differ, alike in both arms but for the dose; every tenth is left out."""
    ids = np.arange(COUNT, dtype=np.int64)
    counts = np.floor(20 * uniform(1, ids, 9, 0)).astype(np.int64)
    arrays: dict[str, Any] = {
        name: np.abs(normal(1, ids, 8, 0)) if kind is FloatArray else counts
        for name, kind in Record.__annotations__.items()
    }
    left_out = np.where(ids % 10 == 3, int(Exclusion.NO_SHOCK), 0)
    return Record(
        **arrays
        | {
            "ids": ids,
            "excluded": left_out,
            "seconds_followed": np.full(COUNT, 3600 * HOURS, dtype=np.int64),
            "given_mcg_kg": 300 + 90 * normal(1, ids, 1, 0) + 20 * arm + normal(1, ids, 2, arm),
            "hours_to_liberation": np.where(counts > 4 + 2 * arm, counts * 1.0, nan),
            "minutes_to_target": np.where(counts > 12, nan, counts * 1.0),
        }
    )


def result(**changes: Any) -> Result:  # noqa: ANN401 - any field of a plan
    plan = Plan(ARMS, patients=COUNT, hours=HOURS, **changes)
    return result_of(plan, {"usual-care": record(1), "new-protocol": record(0)})


def test_an_object_names_all_that_a_figure_hangs_on() -> None:
    told = as_json(result(), SENTENCE)
    assert told["rests_on"] == SENTENCE
    assert told["plan"]["seed"] == 1
    assert told["versions"].keys() == {"pressor", "numpy", "patient", "devices"}
    assert len(told["versions"]["patient"]) == 64
    assert [(arm["name"], arm["hash"]) for arm in told["arms"]] == [
        (arm.name, arm.hash) for arm in ARMS
    ]
    assert (told["arms"][0]["present"], told["arms"][0]["usable"]) == (300, 270)
    assert told["arms"][0]["excluded"] == {"no_shock": 30, "not_a_number": 0}
    assert "records" not in told
    assert "text" not in told["arms"][0]
    json.dumps(told, allow_nan=False)


def test_outcomes_are_decimal_strings_with_interval_method_and_count() -> None:
    told = as_json(result(), SENTENCE)
    for arm in told["arms"]:
        assert list(arm["outcomes"]) == [outcome.code for outcome in OUTCOMES]
        given = arm["outcomes"]["given"]
        assert (given["unit"], given["count"], given["method"]) == ("mcg/kg", 270, "normal")
        assert Decimal(given["low"]) < Decimal(given["value"]) < Decimal(given["high"])
        assert Decimal(given["lower_quartile"]) < Decimal(given["median"])
    (gap,) = told["differences"]
    assert (gap["arm"], gap["versus"]) == ("new-protocol", "usual-care")
    assert Decimal(gap["outcomes"]["given"]["value"]) == pytest.approx(-20, abs=Decimal("0.5"))
    assert gap["outcomes"]["given"]["method"] == "paired normal"


def test_the_curve_of_liberation_climbs_to_the_share_at_the_end() -> None:
    arm = as_json(result(), SENTENCE)["arms"][0]
    percents = [Decimal(point) for point in arm["liberated"]["percent"]]
    assert arm["liberated"]["hours"] == list(range(HOURS + 1))
    assert percents == sorted(percents)
    assert percents[-1] == Decimal(arm["outcomes"]["liberated"]["value"])


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (1234567.0, "1234570"),
        (0.00001234567, "0.0000123457"),
        (0.5, "0.5"),
        (-0.0, "0"),
        (float("inf"), "never"),
        (nan, None),
    ],
)
def test_figures_have_six_digits_and_no_exponent(value: float, written: str | None) -> None:
    assert figure(value) == written


def test_the_file_gives_the_same_result_again_to_the_last_byte() -> None:
    told = as_text(result(), SENTENCE)
    again = result_from(told)
    assert as_text(again, SENTENCE) == told
    assert table(again, WORDS) == table(result(), WORDS)
    for name, each in again.records.items():
        assert each.same_as(result().records[name])
    assert changed_fields(again.plan, result().plan) == ()


def test_a_plan_with_everything_changed_comes_back_from_its_file() -> None:
    plan = Plan(
        ARMS,
        patients=7,
        hours=9,
        seed=11,
        preset=Preset.SEVERE,
        first=3,
        band=(80, 85),
        start=Dose.parse("0.1 mcg/kg/min"),
        bag=Bag(Milligram(Decimal(16)), Millilitre(Decimal(50)), ExpressedAs.TARTRATE),
        resolution=PumpRate(Decimal("0.01")),
        staff=PERFECT,
        artefacts=False,
        response_factor=2.5,
        line_lag_s=60,
        reading_factor=3.0,
        missed_share=0.25,
        sample_s=600,
        second_agent=True,
    )
    usual = Plan(ARMS)
    assert len(changed_fields(plan, usual)) == len(plan_json(plan))
    told = json.loads(json.dumps(plan_json(plan)))
    assert plan_from(told, ARMS) == plan
    with pytest.raises(PlanError, match="seed: missing or unknown"):
        plan_from({name: value for name, value in told.items() if name != "seed"}, ARMS)


def test_what_is_no_result_is_refused_in_a_sentence() -> None:
    whole = json.loads(as_text(result(), SENTENCE))
    for text, sentence in (
        ("{", "no JSON"),
        ("[]", "wanted kind"),
        (json.dumps({**whole, "format": 2}), "in format 2, and this program reads format 1"),
        ("[" * 100_000, "no JSON"),
        (json.dumps(as_json(result(), SENTENCE)), "holds no patients"),
        (json.dumps({**whole, "arms": [{}]}), "missing or misshapen"),
        (json.dumps({**whole, "records": {"new-protocol": {}}}), "missing or misshapen"),
    ):
        with pytest.raises(ResultError, match=sentence):
            result_from(text)
    with pytest.raises(ResultError, match="but records of usual-care"):
        result_of(result().plan, {"usual-care": record(1)})


def test_csv_has_a_row_per_arm_and_outcome_and_per_difference() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(result()))))
    assert len(rows) == 3 * len(OUTCOMES)
    by_place = {(row["arm"], row["versus"], row["outcome"]): row for row in rows}
    told = as_json(result(), SENTENCE)
    for arm in told["arms"]:
        row = by_place[arm["name"], "", "given"]
        assert (row["value"], row["unit"]) == (arm["outcomes"]["given"]["value"], "mcg/kg")
    gap = by_place["new-protocol", "usual-care", "given"]
    assert gap["high"] == told["differences"][0]["outcomes"]["given"]["high"]


def test_the_table_says_who_counts_every_outcome_and_what_it_rests_on() -> None:
    text = table(result(), WORDS)
    lines = text.splitlines()
    assert lines[0] == "new-protocol / usual-care: 300 virtual patients (default), 24 h, seed 1"
    assert WORDS.say("trial.rests-on") in lines
    assert "not a forecast" in WORDS.say("trial.rests-on")
    spaced = [" ".join(line.split()) for line in lines]
    assert "present 300 300" in spaced
    assert "usable 270 270" in spaced
    assert "left out: no shock 30 30" in spaced
    for outcome in OUTCOMES:
        label = WORDS.say(f"trial.outcome.{outcome.code}")
        assert sum(line.startswith(f"  {label}  ") for line in lines) == 1
    given = next(line for line in spaced if line.startswith("norepinephrine base"))
    assert "(-20." in given
    assert "Differences: new-protocol minus the other" in text
    alone = table(
        result_of(Plan(ARMS[:1], patients=COUNT, hours=HOURS), {"new-protocol": record(0)}), WORDS
    )
    assert "minus" not in alone


def test_numbers_are_short_and_never_where_infinite() -> None:
    values = (1234.4, 99.94, 9.994, 0.001, -0.001, nan, inf)
    told = [number(value, WORDS) for value in values]
    assert told == ["1234", "99.9", "9.99", "0", "0", "-", "never"]


def test_a_difference_shows_its_sign_and_says_so_where_neither_arm_gets_there() -> None:
    def at(value: float, low: float = nan, high: float = nan) -> Estimate:
        return Estimate(value, low, high, 9, Method.RANKS)

    def told(gap: Estimate, one: float, other: float) -> str:
        return gap_text(gap, at(one), at(other), WORDS)

    plain = [told(at(value), 3.0, 1.0) for value in (2.0, -2.0, 0.0, 0.001, nan)]
    assert plain == ["+2", "-2", "0", "0", "-"]
    assert told(at(2.0, -inf, 4.0), 3.0, 1.0) == "+2 (no limit to +4)"
    assert told(at(-inf, -inf, -3.0), inf, inf) == "not reached in either"
    assert told(at(-inf, -inf, -3.0), 60.0, inf) == "reached only here (no limit to -3)"
    assert told(at(inf, 5.0, inf), inf, 60.0) == "reached only there (+5 to no limit)"
    assert [figure(value) for value in (inf, -inf, nan, 0.1)] == ["never", "-never", None, "0.1"]


def test_a_table_never_prints_a_signed_never() -> None:
    slow = record(0).arrays() | {"hours_to_liberation": np.full(COUNT, nan)}
    plan = Plan(ARMS, patients=COUNT, hours=HOURS)
    text = table(result_of(plan, {"new-protocol": Record(**slow), "usual-care": record(1)}), WORDS)
    row = next(line for line in text.splitlines() if "hours to liberation, median" in line)
    assert "never" in row
    assert "-never" not in text
