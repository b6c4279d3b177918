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
    Axis.VASOPRESSIN: {0: "word.off", 1: "word.on"},
    Axis.FLUIDS: {0: "word.not-attested", 1: "word.attested"},
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A table, the facts it was held against, and how to say both: words and dosing unit."""

    table: Table
    facts: Facts
    words: Words
    unit: str


def because(given: Explained, row: int) -> tuple[str, ...]:
    """The parts of the deciding row, each as a sentence with its fact."""
    return tuple(condition(given, row, axis, "condition") for axis in given.table.rows[row].asked)


def condition(given: Explained, row: int, axis: Axis, group: Literal["condition", "unmet"]) -> str:
    """One part of a row as a sentence: that it held, or why it did not."""
    code, args = relation(given, row, axis)
    group = "unmet" if code == "unknown" else group
    return given.words.say(f"{group}.{code}", args)


def relation(given: Explained, row: int, axis: Axis) -> tuple[str, dict[str, str]]:
    """One part of a row as a code with its arguments: how the fact stands to the bounds."""
    table, words, unit = given.table, given.words, given.unit
    value = int(given.facts[0, axis])
    name = words.say(f"axis.{axis.name.lower()}")
    if value == UNKNOWN:
        return "unknown", {"axis": name}
    code, low, high = _relation(axis, int(table.low[row, axis]), int(table.high[row, axis]))
    shown = {"value": value, "low": low, "high": high}
    texts = {key: value_text(axis, count, words, unit) for key, count in shown.items()}
    return code, {"axis": name, **texts}


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


def value_text(axis: Axis, value: int, words: Words, unit: str) -> str:
    """A fact in its unit: "61 mmHg", "0.1 mcg/kg/min", "2h 5min", "12.5 %"."""
    if axis in _WORDS:
        return words.say(_WORDS[axis].get(value, "attested.unknown"))
    if axis is Axis.PHASE or abs(value) >= MOST:
        return str(value)
    grid = AXIS_GRID[axis]
    if grid == "time":
        return duration_text(timedelta(seconds=value))
    number = number_text(Decimal(value) / _PER_UNIT.get(grid, 1))
    shown = unit if grid == "dose" else _SHOWN_UNIT.get(grid, "")
    return f"{number} {shown}".rstrip()
