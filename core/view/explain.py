"""Why: the conditions of a row in words, with the facts they were held against."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from core.model.course import UNKNOWN
from core.model.facts import Axis, Facts
from core.quantity.measures import duration_text
from core.quantity.text import number_text
from core.rules.bounds import AXIS_GRID
from core.rules.table import LEAST, MOST, Table
from core.view.wording import Words

_WHOLE_STEPS = frozenset({"dose", "readings", "weans"})
_PER_UNIT = {"dose": 1000, "%": 100, "beats/min per mmHg": 100}
_SHOWN_UNIT = {"mmHg": "mmHg", "%": "%"}
_WORDS = {
    Axis.VASOPRESSIN: {0: "off", 1: "on"},
    Axis.FLUIDS: {0: "not attested", 1: "attested"},
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A table, the facts it was held against, and the dosing unit to write doses in."""

    table: Table
    facts: Facts
    unit: str


def because(given: Explained, row: int, words: Words) -> tuple[str, ...]:
    """The parts of the deciding row, each as a sentence with its fact."""
    asked = given.table.rows[row].asked
    return tuple(condition(given, row, axis, "condition", words) for axis in asked)


def condition(
    given: Explained, row: int, axis: Axis, group: Literal["condition", "unmet"], words: Words
) -> str:
    """One part of a row as a sentence: that it held, or why it did not."""
    code, args = relation(given, row, axis)
    named = {**args, "axis": words.say(f"axis.{axis.name.lower()}")}
    return words.say(f"{'unmet' if code == 'unknown' else group}.{code}", named)


def reasons_of(given: Explained, rule: str) -> list[dict[str, str]]:
    """The parts of a row as codes with their arguments, for a program to read."""
    row = next(index for index, item in enumerate(given.table.rows) if item.id == rule)
    found = []
    for axis in given.table.rows[row].asked:
        code, args = relation(given, row, axis)
        found.append({"fact": axis.name.lower(), "code": code, **args})
    return found


_BOUNDS_SAID = {
    "below": ("high",),
    "at_most": ("high",),
    "at_least": ("low",),
    "above": ("low",),
    "between": ("low", "high"),
}


def relation(given: Explained, row: int, axis: Axis) -> tuple[str, dict[str, str]]:
    """How the fact stands to the bounds of one part of a row: a code and its arguments."""
    value = int(given.facts[0, axis])
    if value == UNKNOWN:
        return "unknown", {}
    table = given.table
    code, low, high = _relation(axis, int(table.low[row, axis]), int(table.high[row, axis]))
    bounds = {"low": low, "high": high}
    shown = {"value": value, **{name: bounds[name] for name in _BOUNDS_SAID.get(code, ())}}
    return code, {name: value_text(axis, count, given.unit) for name, count in shown.items()}


def _relation(axis: Axis, low: int, high: int) -> tuple[str, int, int]:
    """How to say an interval: the word, and the bounds as that word means them."""
    if axis in _WORDS:
        return "is", low, high
    grid = AXIS_GRID[axis]
    if low <= 0 and grid == "time" and high == MOST:
        return "known", low, high
    if low == LEAST:
        return ("at_most", low, high - 1) if grid in _WHOLE_STEPS else ("below", low, high)
    if high == MOST:
        return ("above", low - 1, high) if grid == "%" else ("at_least", low, high)
    return "between", low, high


def value_text(axis: Axis, value: int, unit: str) -> str:
    """A fact in its unit: "61 mmHg", "0.1 mcg/kg/min", "2h 5min", "12.5 %"."""
    if axis in _WORDS:
        return _WORDS[axis][value]
    if axis is Axis.PHASE or abs(value) >= MOST:
        return str(value)
    grid = AXIS_GRID[axis]
    if grid == "time":
        return duration_text(timedelta(seconds=value))
    number = number_text(Decimal(value) / _PER_UNIT.get(grid, 1))
    shown = unit if grid == "dose" else _SHOWN_UNIT.get(grid, "")
    return f"{number} {shown}".rstrip()
