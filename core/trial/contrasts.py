"""Published results that a trial is held against: what they are, and whether ours agree.

They stand in `resources/trial/contrasts.toml` and were written down before any was computed.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import isnan
from pathlib import Path
from typing import Any

import resources
from core.trial.plan import Plan
from core.trial.record import Record

Runner = Callable[[Plan], Mapping[str, Record]]
"""Runs a plan: a record per arm."""


@dataclass(frozen=True, slots=True)
class Published:
    """One published number; from `low` to `high` ours counts as agreeing, both included.

    `value` is None where only a limit was published. `tolerance` says whose limits they are,
    `computed` how our number is worked out.
    """

    id: str
    source: str
    quantity: str
    unit: str
    value: float | None
    low: float
    high: float
    tolerance: str
    computed: str

    def met(self, value: float) -> bool:
        """Whether our number agrees; one that is not defined does not."""
        return not isnan(value) and self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Line:
    """A published number beside ours, with the quartiles of our patients where there are any."""

    published: Published
    value: float
    lower_quartile: float
    upper_quartile: float
    patients: int

    @property
    def met(self) -> bool:
        """Whether they agree."""
        return self.published.met(self.value)


@dataclass(frozen=True, slots=True)
class Cell:
    """One response level of Rinehart's grid: the measures in the sequence of the file."""

    response: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class GridSpec:
    """Rinehart's grid: patients at each response level, for so many hours, and its limits."""

    source: str
    computed: str
    patients: int
    hours: int
    responses: tuple[float, ...]
    measures: tuple[Published, ...]


@cache
def published() -> Mapping[str, Published]:
    """The contrasts by id, as they stand in the file."""
    return {row["id"]: _published(row) for row in _file()["contrast"]}


@cache
def grid() -> GridSpec:
    """Rinehart's grid as it stands in the file."""
    told = _file()["grid"]
    shared = {"source": told["source"], "computed": told["computed"], "tolerance": "its limit"}
    return GridSpec(
        source=told["source"],
        computed=told["computed"],
        patients=told["patients"],
        hours=told["hours"],
        responses=tuple(float(each) for each in told["responses"]),
        measures=tuple(_published({**shared, **row}) for row in told["measure"]),
    )


def counts(lines: Iterator[Line]) -> tuple[int, int]:
    """How many are met, and how many missed."""
    told = [line.met for line in lines]
    return sum(told), len(told) - sum(told)


def _published(row: Mapping[str, Any]) -> Published:
    return Published(
        id=row["id"],
        source=row["source"],
        quantity=row["quantity"],
        unit=row["unit"],
        value=float(row["value"]) if "value" in row else None,
        low=float(row["low"]),
        high=float(row["high"]),
        tolerance=row["tolerance"],
        computed=row["computed"],
    )


@cache
def _file() -> dict[str, Any]:
    place = Path(resources.__path__[0], "trial", "contrasts.toml")
    return tomllib.loads(place.read_text("utf-8"))
