"""The check-list finds what an order leaves open, and nothing in a sound one."""

import ast
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from core.order.amounts import amounts_in
from core.order.judge import judge
from core.order.order import ELEMENTS, Order
from core.view.wording import Words

ROOT = Path(__file__).parents[2]
ORDERS = ROOT / "tests" / "data" / "orders"


@cache
def data(name: str) -> dict[str, Any]:
    return tomllib.loads((ORDERS / f"{name}.toml").read_text("utf-8"))


def sound(of: str, **changes: str) -> Order:
    return Order(**(data("faulty")["sound"][of] | changes))


def found(order: Order) -> list[str]:
    return [f"{one.id}@{one.field}" for one in judge(order)]


FAULTY = [pytest.param(one, id=one["name"]) for one in data("faulty")["faulty"]]
PUBLISHED = [pytest.param(one, id=one["name"]) for one in data("published")["published"]]


def test_there_are_thirty_and_six() -> None:
    assert len(FAULTY) >= 30
    assert len(PUBLISHED) == 6


@pytest.mark.parametrize("drug", sorted(data("faulty")["sound"]))
def test_a_sound_order_passes(drug: str) -> None:
    assert found(sound(drug)) == []


@pytest.mark.parametrize("faulty", FAULTY)
def test_each_faulty_order_is_refused_for_its_own_reason(
    faulty: dict[str, Any], words: Words
) -> None:
    order = sound(faulty["of"], **faulty["change"])
    assert found(order) == faulty["expect"]
    for one in judge(order):
        assert one.sentence(words)


def test_no_two_faulty_orders_are_refused_for_the_same_reason() -> None:
    reasons = Counter(judge(sound(one["of"], **one["change"])) for one in data("faulty")["faulty"])
    assert [reason for reason, count in reasons.items() if count > 1] == []


@pytest.mark.parametrize("published", PUBLISHED)
def test_a_published_order_shows_what_it_honestly_leaves_open(published: dict[str, Any]) -> None:
    assert found(Order(**published["order"])) == published["expect"]


def test_what_is_written_twice_is_found_once() -> None:
    assert found(sound("vasopressin", start="0.5 mg/h; 0.5 mg/h")) == ["foreign-unit@start"]


def test_an_empty_order_lacks_its_seven_elements() -> None:
    assert [one.id for one in judge(Order())] == [f"missing-{field}" for field in ELEMENTS]


def test_a_fixed_dose_wants_no_step_and_no_interval() -> None:
    fixed = {"start": "0.03 units/min", "increment": "Fixed dose, not titrated", "interval": ""}
    assert found(sound("vasopressin", **fixed)) == []
    assert found(sound("vasopressin", **fixed, maximum="")) == ["missing-maximum@maximum"]


@pytest.mark.parametrize("field", ["start", "increment", "interval", "endpoint"])
def test_a_range_is_allowed_everywhere_but_in_the_maximum(field: str) -> None:
    """Since the revision of 2020 to 2021 only the maximum must be one figure."""
    ranges = {
        "start": "0.02 to 0.1 mcg/kg/min",
        "increment": "0.01-0.04 mcg/kg/min",
        "interval": "every 1 to 5 min",
        "endpoint": "MAP 65-75 mmHg",
    }
    assert found(sound("norepinephrine", **{field: ranges[field]})) == []


# ---------------------------------------------------------------- what must not be found


@pytest.mark.parametrize(
    "text",
    [
        "Wean by 0.02 mcg/kg/min every 30 min once MAP has been 65 mmHg or more for 2 h",
        "Keep MAP 65 to 75 mmHg",
        "Taper 0.01 mcg/kg/min slowly, each 60 min",
        "Titrate by 0.02 mcg/kg/min every 5 min",
        "Hold when MAP above 65 mmHg and below 75 mmHg",
        "Reduce once 8 h without other vasopressors have passed",
        "Stop 8 h after no further vasopressors were needed",
    ],
)
def test_measured_words_and_possible_conditions_pass(text: str) -> None:
    assert found(sound("norepinephrine", text=text)) == []


@pytest.mark.parametrize(
    ("drug", "weaning", "impossible"),
    [
        ("norepinephrine", "Stop after 8 h off all vasopressors", True),
        ("norepinephrine", "Lower by 0.02 mcg/kg/min after 8 h without catecholamines", True),
        ("norepinephrine", "Decrease each 1 h once vasopressor-free for 8 h", True),
        ("norepinephrine", "Stop once off norepinephrine for 8 h", True),
        ("norepinephrine", "Lower by 0.02 mcg/kg/min once all vasopressors are off", True),
        ("vasopressin", "Lower by 0.005 units/min once all catecholamines are off", False),
        ("norepinephrine", "Start at 0.05 mcg/kg/min when MAP low off all vasopressors", False),
        ("norepinephrine", "Norepinephrine off after 8 h without vasopressin", False),
        ("norepinephrine", "Vasopressin tapered after 8 h without catecholamines", False),
        ("vasopressin", "Lower by 0.005 units/min after 8 h without catecholamines", False),
        ("vasopressin", "Lower by 0.005 units/min after 8 h without vasopressors", True),
        ("phenylephrine", "Lower by 0.5 mcg/kg/min after 8 h without catecholamines", False),
        ("dopamine", "Lower by 2.5 mcg/kg/min after 8 h free of catecholamines", True),
    ],
)
def test_a_drug_cannot_be_lowered_after_being_off(
    drug: str, weaning: str, *, impossible: bool
) -> None:
    ids = {one.id for one in judge(sound(drug, weaning=weaning))}
    assert ("impossible-precondition" in ids) is impossible


def test_hepatorenal_dosing_is_looked_for_in_words_too() -> None:
    said = "Begin with 0.5 mg/h and add as much every four hours"
    assert "hepatorenal-dosing@increment" in found(sound("norepinephrine", text=said))
    assert found(sound("norepinephrine", text=said, indication="hepatorenal syndrome")) == []
    label = {"start": "0.4 to 0.8 mg/h", "increment": "0.4 mg/h", "maximum": "10 mg/h"}
    assert found(sound("norepinephrine", **label)) == []
    assert "hepatorenal-dosing@increment" not in found(sound("dopamine", text=said))


def test_the_kidneys_may_be_named_as_what_dopamine_is_not_for() -> None:
    assert found(sound("dopamine", text="Not for renal protection")) == []


@pytest.mark.parametrize(
    "reason", ["serious arrhythmia on norepinephrine", "high cardiac output", "salvage"]
)
def test_each_of_the_three_reasons_for_phenylephrine_counts(reason: str) -> None:
    assert found(sound("phenylephrine", reason=reason)) == []


def test_another_name_and_a_salt_are_known() -> None:
    assert found(sound("norepinephrine", drug="Noradrenaline", expressed_as="tartrate")) == []


# ---------------------------------------------------------------- amounts by the strict grammar


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("0.05 mcg/kg/min", ["0.05 mcg/kg/min"]),
        ("0.02 to 0.1 mcg/kg/min", ["0.02 to 0.1 mcg/kg/min"]),
        ("0.02-0.1 mcg/kg/min", ["0.02 to 0.1 mcg/kg/min"]),
        (
            "0.02 mcg/kg/min; 0.05 mcg/kg/min below MAP 55 mmHg",
            ["0.02 mcg/kg/min", "0.05 mcg/kg/min"],
        ),
        ("each 5 min", ["5 min"]),
    ],
)
def test_amounts_are_read(text: str, read: list[str]) -> None:
    amounts = amounts_in(text)
    assert amounts is not None
    assert [str(amount) for amount in amounts] == read


@pytest.mark.parametrize(
    "text", [".05 mcg/kg/min", "05 mcg/kg/min", "0.05mcg/kg/min", "0.05", "1 to 2", "5 min;"]
)
def test_what_the_grammar_refuses_is_not_guessed(text: str) -> None:
    assert amounts_in(text) is None


def test_a_measurement_without_its_name_is_no_end_point() -> None:
    assert found(sound("norepinephrine", endpoint="65 to 75 mmHg")) == ["missing-endpoint@endpoint"]


def test_a_range_of_doses_begins_with_its_lower_end() -> None:
    reversed_start = sound("norepinephrine", start="0.1 to 0.02 mcg/kg/min")
    assert found(reversed_start) == ["range-reversed@start"]


def test_an_interval_in_no_unit_of_time_is_unreadable() -> None:
    assert found(sound("norepinephrine", interval="5 mcg")) == ["unreadable@interval"]


def test_a_key_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="extra_forbidden"):
        Order.model_validate({"drug": "norepinephrine", "speed": "fast"})


# ---------------------------------------------------------------- sentences


def test_every_finding_has_its_sentence_and_every_sentence_its_finding() -> None:
    texts = tomllib.loads((ROOT / "resources" / "texts" / "order.toml").read_text("utf-8"))
    made = set()
    for path in (ROOT / "core" / "order").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "finding":
                first = node.args[0]
                made.add(first.value if isinstance(first, ast.Constant) else None)
    made |= {f"missing-{field}" for field in ELEMENTS}
    made |= {"phenylephrine-without-reason", "dopamine-without-reason"}
    assert set(texts["check-list"]) == made - {None}
    assert set(texts["element"]) == set(Order.model_fields) - {"title"}
