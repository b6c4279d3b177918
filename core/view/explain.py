"""Why: the conditions of a row in words, with the facts they were held against."""

from datetime import timedelta
from decimal import Decimal
from typing import Literal

from core.frozen import dataclass
from core.model.course import COUNT_CAP, UNKNOWN
from core.model.facts import CONDITION_AXIS, SHOCK_CODE, Axis, Facts
from core.quantity.measures import duration_text
from core.quantity.text import number_text
from core.rules.bounds import AXIS_GRID
from core.rules.table import LEAST, MOST, Table
from core.view.wording import Words

_COUNTED = frozenset({"readings", "weans"})
_PER_UNIT = {"dose": 1000, "norepinephrine": 1000, "%": 100, "beats/min per mmHg": 100}
_SHOWN_UNIT = {"mmHg": "mmHg", "%": "%", "years": "years", "norepinephrine": "mcg/kg/min"}
_WORDS = {
    Axis.VASOPRESSIN: {0: "off", 1: "on"},
    Axis.FLUIDS: {0: "not-attested", 1: "attested"},
    Axis.SHOCK: {code: str(shock) for shock, code in SHOCK_CODE.items()},
    **{axis: {0: "no", 1: "yes"} for axis in CONDITION_AXIS.values()},
}


@dataclass(frozen=True, slots=True)
class Explained:
    """A table, the facts it was held against, and the dosing unit to write doses in."""

    table: Table
    facts: Facts
    unit: str


def because(given: Explained, row: int, words: Words) -> tuple[str, ...]:
    """The parts of the deciding row as sentences with their facts; of a row with none the MAP."""
    asked = given.table.rows[row].asked
    if not asked:
        read = spoken_value(Axis.MAP, int(given.facts[0, Axis.MAP]), given.unit, words)
        return (words.say("word.no-conditions", {"map": read}),)
    return tuple(condition(given, row, axis, "condition", words) for axis in asked)


def condition(
    given: Explained, row: int, axis: Axis, group: Literal["condition", "unmet"], words: Words
) -> str:
    """One part of a row as a sentence: that it held, or why it did not."""
    relation = relation_of(given, row, axis)
    counts = relation.counts.items()
    args = {name: spoken_value(axis, count, given.unit, words) for name, count in counts}
    named = {**args, "axis": words.say(f"axis.{axis.name.lower()}")}
    return words.say(f"{'unmet' if relation.code == 'unknown' else group}.{relation.code}", named)


def reasons_of(given: Explained, rule: str) -> list[dict[str, str]]:
    """The parts of a row as codes with their arguments, for a program to read.

    A row that asks nothing decides because none above it does: "otherwise".
    """
    row = next(index for index, item in enumerate(given.table.rows) if item.id == rule)
    if not given.table.rows[row].asked:
        read = value_text(Axis.MAP, int(given.facts[0, Axis.MAP]), given.unit)
        return [{"fact": "map", "code": "otherwise", "value": read}]
    found = []
    for axis in given.table.rows[row].asked:
        relation = relation_of(given, row, axis)
        args = {name: value_text(axis, n, given.unit) for name, n in relation.counts.items()}
        found.append({"fact": axis.name.lower(), "code": relation.code, **args})
    return found


_BOUNDS_SAID = {
    "below": ("high",),
    "at_most": ("high",),
    "at_least": ("low",),
    "above": ("low",),
    "between": ("low", "high"),
}


@dataclass(frozen=True, slots=True)
class Relation:
    """How a fact stands to the bounds of a row: a code, and the value and bounds it speaks of."""

    code: str
    counts: dict[str, int]


def relation_of(given: Explained, row: int, axis: Axis) -> Relation:
    """How the fact stands to one part of a row. An unknown fact has no value to show."""
    value, table = int(given.facts[0, axis]), given.table
    code, low, high = _relation(axis, int(table.low[row, axis]), int(table.high[row, axis]))
    if value == UNKNOWN:
        return Relation("known" if code == "known" else "unknown", {})
    bounds = {"low": low, "high": high}
    return Relation(
        code, {"value": value, **{name: bounds[name] for name in _BOUNDS_SAID.get(code, ())}}
    )


def _relation(axis: Axis, low: int, high: int) -> tuple[str, int, int]:
    """How to say an interval: the word, and the bounds as that word means them.

    On a grid "above 75" and "at least 76" are the same; the rounder figure is the author's.
    """
    if axis in _WORDS:
        return "is", low, high
    grid = AXIS_GRID[axis]
    if low <= 0 and grid == "time" and high == MOST:
        return "known", low, high
    if low == LEAST:
        inside = _roundness(high - 1) - _roundness(high)
        at_most = inside > 0 or (inside == 0 and grid in _COUNTED)
        return ("at_most", low, high - 1) if at_most else ("below", low, high)
    if high == MOST:
        above = grid not in _COUNTED and _roundness(low - 1) > _roundness(low)
        return ("above", low - 1, high) if above else ("at_least", low, high)
    return "between", low, high


def _roundness(count: int) -> int:
    return next(step for step in (1000, 100, 10, 5, 1) if count % step == 0)


def spoken_value(axis: Axis, value: int, unit: str, words: Words) -> str:
    """A fact as a person reads it; counting stops at nine."""
    if axis in _WORDS:
        return words.say(f"word.{_WORDS[axis][value]}")
    if AXIS_GRID.get(axis) in _COUNTED and value >= COUNT_CAP:
        return words.say("word.or-more", {"count": str(value)})
    return value_text(axis, value, unit)


def value_text(axis: Axis, value: int, unit: str) -> str:
    """A fact in its unit: "61 mmHg", "0.1 mcg/kg/min", "2h 5min", "12.5 %"; a word as its code."""
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
