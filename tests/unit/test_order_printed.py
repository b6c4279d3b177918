"""The order a protocol amounts to: complete, without findings, and printed under its scope."""

from dataclasses import replace

import pytest

from core.library import protocol_from, read_protocol, shipped_names
from core.order.judge import judge
from core.order.of_protocol import order_of
from core.order.order import ELEMENTS, Order, written
from core.order.print_out import printed
from core.rules.compile import Protocol
from core.rules.rows import Span
from core.view.wording import Words


def test_the_default_protocol_makes_a_complete_order(early_wean: Protocol, words: Words) -> None:
    order = order_of(early_wean.file, words)
    assert judge(order) == ()
    assert {field: written(order, field) for field in ELEMENTS} == {
        "drug": "norepinephrine",
        "route": "intravenous; central line, or a large peripheral vein with the site checked "
        "every 60 min",
        "start": "0.02 to 0.1 mcg/kg/min",
        "increment": "0.02 mcg/kg/min; 0.05 mcg/kg/min below MAP 55 mmHg",
        "interval": "5 min; 2 min below MAP 55 mmHg",
        "maximum": "1 mcg/kg/min",
        "endpoint": "MAP 65 to 75 mmHg",
    }
    assert order.weaning.startswith("Lower by 0.02 mcg/kg/min at most every 30 min once MAP")
    assert order.calls.startswith("MAP below 50 mmHg; ")


def test_the_rescue_line_hangs_on_a_high_band(early_wean: Protocol, words: Words) -> None:
    file = early_wean.file
    high = replace(file, target=(file.target[2],))
    assert order_of(high, words).interval == "5 min; 2 min below MAP 70 mmHg"


def test_a_fixed_start_is_one_figure(early_wean: Protocol, words: Words) -> None:
    file = early_wean.file
    start = replace(file.limits.start, most=file.limits.start.least)
    limits = replace(file.limits, start=start)
    order = order_of(replace(file, limits=limits), words)
    assert order.start == "0.02 mcg/kg/min"


def test_a_protocol_that_never_raises_is_a_fixed_dose(early_wean: Protocol, words: Words) -> None:
    """The limits allow more than the rows ever advise: the print-out follows the rows."""
    file = early_wean.file
    rows = tuple(row for row in file.rule if row.then.action not in {"raise", "undo", "stop"})
    off = Span(at_least="8 h")
    rows = tuple(
        replace(row, when=replace(row.when, catecholamine_free=off))
        if row.then.action == "wean"
        else row
        for row in rows
    )
    order = order_of(replace(file, rule=rows), words)
    assert (order.start, order.maximum) == ("0.05 mcg/kg/min", "0.1 mcg/kg/min")
    assert (order.increment, order.interval) == ("fixed dose, not titrated up",) * 2
    assert order.weaning.endswith(", and only when every catecholamine has been off for 8 h")
    assert [one.id for one in judge(order)] == ["impossible-precondition"]


def test_a_protocol_that_never_weans_says_nothing_of_it(early_wean: Protocol, words: Words) -> None:
    file = early_wean.file
    rows = tuple(row for row in file.rule if row.then.action in {"start", "raise", "hold"})
    assert order_of(replace(file, rule=rows), words).weaning == ""


@pytest.mark.parametrize("name", shipped_names())
def test_each_further_agent_makes_an_order_in_its_own_unit(name: str, words: Words) -> None:
    file = protocol_from(read_protocol(name).text).file
    for further in file.agent:
        order = order_of(file.of(further), words)
        assert order.drug == further.drug.value
        assert not {"foreign-unit", "missing-maximum", "missing-start"} & {
            one.id for one in judge(order)
        }


def test_the_printed_order_has_its_scope_its_elements_and_a_place_to_sign(
    early_wean: Protocol, words: Words
) -> None:
    text = printed(order_of(early_wean.file, words), words)
    lines = text.splitlines()
    assert lines[0] == words.say("program.scope")
    assert "Titration order" in lines
    assert "Starting rate   0.02 to 0.1 mcg/kg/min" in lines
    assert "Maximum         1 mcg/kg/min" in lines
    assert "Doses are of    base" in lines
    assert "Order check-list: no findings" in lines
    assert lines[-1].startswith("Prescriber ____")


def test_an_incomplete_order_is_printed_with_blanks_and_findings(words: Words) -> None:
    text = printed(Order(drug="vasopressin", text="Fluids as needed"), words)
    assert "Starting rate   ________" in text
    assert "- Maximum: No maximum with a figure" in text
    assert "- Also: as needed leaves it to each reader what to do. Write the measurement" in text


@pytest.mark.parametrize("name", shipped_names())
def test_no_shipped_protocol_doses_shock_by_the_hepatorenal_schedule(
    name: str, words: Words
) -> None:
    order = order_of(protocol_from(read_protocol(name).text).file, words)
    assert "hepatorenal-dosing" not in {one.id for one in judge(order)}
