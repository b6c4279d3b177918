"""The cells of our own chart CSV: each is read strictly or refused with the accepted form."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from core.chart.agents import CHARTING, LEAST_WEIGHT, MOST_WEIGHT
from core.chart.errors import shown
from core.model.terms import Agent, Source
from core.quantity.grammar import split_signed
from core.quantity.measures import Dose, HeartRate, Kilogram, Mmhg

Told = Dose | Literal["paused"]
_TIME = re.compile(
    r"(?P<local>(?:19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2})?)"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?"
)
_SOURCES = {
    "line": Source.ARTERIAL_LINE,
    "second line": Source.SECOND_LINE,
    "cuff": Source.CUFF,
}
# What monitors have been seen to chart, artefacts included: -8 of an open line, 326 of a flush.
_LEAST_PRESSURE, _MOST_PRESSURE = -50, 400
_MOST_HEART_RATE = 400
# The cells of a chart repeat; each value is then one object, however many rows have it.
_REMEMBERED = 4096
_TIME_FORM = "write it as 2026-03-01T14:05+01:00"


class CellError(ValueError):
    """A cell that is not accepted; the text says what was seen and what to write."""


class NaiveTimeError(CellError):
    """A time without its offset from UTC."""


def read_time(text: str) -> datetime:
    """An ISO time with its offset, to the second, as UTC."""
    found = _TIME.fullmatch(text)
    if found is None:
        raise CellError(f'"{shown(text)}" is not a time: {_TIME_FORM}')
    if found["offset"] is None:
        raise NaiveTimeError(f'"{shown(text)}" has no offset from UTC: {_TIME_FORM}')
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        raise CellError(f'"{shown(text)}" is no time of any calendar: {_TIME_FORM}') from None


@lru_cache(maxsize=_REMEMBERED)
def read_pressure(text: str) -> Mmhg | None:
    """A whole pressure in mmHg, negative where a line was open; None for an empty cell."""
    return Mmhg(_whole(text, _LEAST_PRESSURE, _MOST_PRESSURE, "mmHg")) if text else None


@lru_cache(maxsize=_REMEMBERED)
def read_heart_rate(text: str) -> HeartRate | None:
    """A whole heart rate per minute; None for an empty cell."""
    return HeartRate(_whole(text, 0, _MOST_HEART_RATE, "per min")) if text else None


def read_source(text: str) -> Source | None:
    """Line, second line or cuff; None for an empty cell."""
    if text and text not in _SOURCES:
        raise CellError(f'"{shown(text)}" is no source: write line, second line or cuff')
    return _SOURCES.get(text)


@lru_cache(maxsize=_REMEMBERED)
def read_weight(text: str) -> Kilogram | None:
    """A dosing weight, 25 to 350 kg with at most one decimal; None for an empty cell."""
    if not text:
        return None
    number = _number(text)
    if number is None or _decimals(number) > 1 or not LEAST_WEIGHT <= number <= MOST_WEIGHT:
        raise CellError(
            f'"{shown(text)}" is no dosing weight: '
            f"{LEAST_WEIGHT} to {MOST_WEIGHT} kg with at most one decimal, as 82.5"
        )
    return Kilogram(number)


@lru_cache(maxsize=_REMEMBERED)
def read_dose(text: str, agent: Agent) -> Told | None:
    """A dose on the grid of the agent (0: it does not run), a pause, or None for an empty cell."""
    if text in {"", "paused"}:
        return "paused" if text else None
    charting = CHARTING[agent]
    number = _number(text)
    if number is None or _decimals(number) > charting.places or not 0 <= number <= charting.most:
        raise CellError(
            f'"{shown(text)}" is no dose of {agent}: 0 to {charting.most} {charting.unit} '
            f"with at most {charting.places} decimals, or paused"
        )
    return Dose(number, charting.unit)


def read_note(text: str) -> str:
    """One line of literal text."""
    if not text.isprintable():
        raise CellError("the note holds invisible characters: write plain text on one line")
    return text


def _whole(text: str, least: int, most: int, unit: str) -> Decimal:
    number = _number(text)
    if number is None or "." in text or not least <= number <= most:
        raise CellError(f'"{shown(text)}" is not a whole number of {least} to {most} {unit}')
    return number


def _number(text: str) -> Decimal | None:
    split = split_signed(f"{text} .")
    # A blank inside the number leaves part of it in the unit.
    if split is None or split[1] != "." or (split[0].is_zero() and text.startswith("-")):
        return None
    return split[0]


def _decimals(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
