"""The published numbers held against the model: each row computed, and met or missed.

A role says what an agreement is worth: "input", the number went into the model and agreement only
proves the wiring; "tuned", a parameter was chosen to match it; "held out", it was not used. A row
that the model cannot answer says why. Misses are stated, never tuned away.
"""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import resources
from core.patient import validation_devices as devices
from core.patient.validation_effect import EFFECT
from core.patient.validation_illness import ILLNESS
from core.patient.validation_kinetics import KINETICS


@dataclass(frozen=True, slots=True)
class Published:
    """One published number, and the interval in which the model counts as agreeing with it.

    `value` is None where only a direction was published; `confirmed` is False where the number
    was recalled and not read. `why_not` is empty where the model answers.
    """

    id: str
    source: str
    quantity: str
    condition: str
    value: float | None
    unit: str
    tolerance: str
    low: float
    high: float
    role: str
    confirmed: bool
    why_not: str
    notes: str


@dataclass(frozen=True, slots=True)
class Computed:
    """What the model gives for a row, in the row's unit."""

    value: float
    unit: str


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """The model holds nothing that this row could be read from."""

    why: str


class Outcome(StrEnum):
    """Whether the model agrees with a row."""

    MET = "met"
    MISSED = "missed"
    NOT_ANSWERED = "not answered"


@dataclass(frozen=True, slots=True)
class Line:
    """A row with its answer and what that is worth."""

    published: Published
    answer: Computed | NotAnswered
    outcome: Outcome


def published() -> tuple[Published, ...]:
    """The table of published numbers that comes with the program."""
    place = Path(resources.__path__[0], "patient", "validation.csv")
    with place.open(encoding="utf-8", newline="") as file:
        return tuple(_row(told) for told in csv.DictReader(file))


def answers() -> Mapping[str, Callable[[], float]]:
    """By id of the row: what computes it."""
    return {**KINETICS, **EFFECT, **ILLNESS, **devices.ANSWERS}


def lines() -> Iterator[Line]:
    """Each row with its answer, computed as it is asked for."""
    known = answers()
    for row in published():
        yield _line(row, known.get(row.id))


def _line(row: Published, answer: Callable[[], float] | None) -> Line:
    if answer is None:
        why = devices.NOT_ANSWERED.get(row.id, row.why_not)
        return Line(row, NotAnswered(why), Outcome.NOT_ANSWERED)
    value = answer()
    met = row.low <= value <= row.high
    return Line(row, Computed(value, row.unit), Outcome.MET if met else Outcome.MISSED)


def _row(told: Mapping[str, str]) -> Published:
    return Published(
        id=told["id"],
        source=told["source"],
        quantity=told["quantity"],
        condition=told["condition"],
        value=float(told["value"]) if told["value"] else None,
        unit=told["unit"],
        tolerance=told["tolerance"],
        low=float(told["low"] or "nan"),
        high=float(told["high"] or "nan"),
        role=told["role"],
        confirmed=told["confirmed"] == "yes",
        why_not=told["why_not"],
        notes=told["notes"],
    )
