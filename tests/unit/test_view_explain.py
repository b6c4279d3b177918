"""A part of a row and its fact in words and in codes."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from core.model.course import UNKNOWN
from core.model.events import Event
from core.model.facts import Axis
from core.rules.compile import Protocol
from core.session import Session
from core.view.explain import Explained, reasons_of, relation_of, value_text

Open = Callable[..., Session]
Do = Callable[..., tuple[Event, ...]]


@pytest.mark.parametrize(
    ("axis", "value", "text"),
    [
        (Axis.MAP, 61, "61 mmHg"),
        (Axis.DOSE, 120, "0.12 mcg/kg/min"),
        (Axis.DOSE, 1000, "1 mcg/kg/min"),
        (Axis.SINCE_CHANGE, 7500, "2h 5min"),
        (Axis.SHOCK_INDEX, 305, "3.05"),
        (Axis.MAP_FALL_SHARE, 1250, "12.5 %"),
        (Axis.READINGS_SINCE_RAISE, 4, "4"),
        (Axis.VASOPRESSIN, 1, "on"),
        (Axis.FLUIDS, 0, "not-attested"),
        (Axis.PHASE, 1, "1"),
    ],
)
def test_a_fact_is_written_in_its_unit(axis: Axis, value: int, text: str) -> None:
    assert value_text(axis, value, "mcg/kg/min") == text


def facts_with(**values: int) -> Any:  # noqa: ANN401 - a matrix of facts
    facts = np.full((1, len(Axis)), UNKNOWN, dtype=np.int64)
    for name, value in values.items():
        facts[0, Axis[name.upper()]] = value
    return facts


@pytest.mark.parametrize(
    ("rule", "axis", "code", "bound"),
    [
        ("up", Axis.MAP, "below", {"high": 65}),
        ("above-wait", Axis.MAP, "above", {"low": 75}),
        ("start-diastolic", Axis.DIASTOLIC, "at_most", {"high": 40}),
        ("up", Axis.DOSE, "at_most", {"high": 980}),
        ("wean", Axis.DOSE, "at_least", {"low": 30}),
        ("wean-low-dose", Axis.DOSE, "above", {"low": 20}),
        ("wean", Axis.READINGS_SINCE_RAISE, "at_least", {"low": 3}),
        ("low-after-step", Axis.LOW_READINGS_SINCE_STEP, "at_most", {"high": 1}),
        ("wean-hold-share", Axis.MAP_FALL_SHARE, "above", {"low": 1500}),
        ("low-after-step", Axis.SINCE_STEP, "known", {}),
    ],
)
def test_a_bound_is_told_as_its_author_wrote_it(
    early_wean: Protocol, rule: str, axis: Axis, code: str, bound: dict[str, int]
) -> None:
    table = early_wean.tables[0]
    row = next(place for place, item in enumerate(table.rows) if item.id == rule)
    given = Explained(table, facts_with(**{axis.name: 1}), "mcg/kg/min")
    relation = relation_of(given, row, axis)
    assert (relation.code, relation.counts) == (code, {"value": 1, **bound})


def test_a_range_is_told_with_both_ends(early_wean: Protocol) -> None:
    table = early_wean.tables[0]
    low, high = table.low.copy(), table.high.copy()
    low[0, Axis.MAP], high[0, Axis.MAP] = 40, 60
    between = replace(table, low=low, high=high)
    relation = relation_of(Explained(between, facts_with(map=50), "mcg/kg/min"), 0, Axis.MAP)
    assert (relation.code, relation.counts) == ("between", {"value": 50, "low": 40, "high": 60})


def test_a_word_is_told_as_it_is(early_wean: Protocol) -> None:
    table = early_wean.tables[0]
    low, high = table.low.copy(), table.high.copy()
    low[0, Axis.VASOPRESSIN], high[0, Axis.VASOPRESSIN] = 0, 1
    asked = replace(table, low=low, high=high)
    relation = relation_of(
        Explained(asked, facts_with(vasopressin=0), "mcg/min"), 0, Axis.VASOPRESSIN
    )
    assert (relation.code, relation.counts) == ("is", {"value": 0})


def test_an_unknown_fact_is_said_to_be_unknown(early_wean: Protocol) -> None:
    given = Explained(early_wean.tables[0], facts_with(), "mcg/kg/min")
    relation = relation_of(given, 0, Axis.MAP)
    assert (relation.code, relation.counts) == ("unknown", {})


def test_reasons_for_a_program_are_codes_with_their_figures(
    open_case: Open, read: Do, report: Do
) -> None:
    session = open_case()
    report(session, 1, "0.1")
    read(session, 8, 61)
    standing = session.state.standing
    assert standing is not None
    inputs = standing.advised.inputs
    given = Explained(session.protocol.tables[0], facts_with(**inputs), "mcg/kg/min")
    assert reasons_of(given, "up")[0] == {
        "fact": "map",
        "code": "below",
        "value": "61 mmHg",
        "high": "65 mmHg",
    }
