"""Usual care as an arm: what its file says, and the arms made of it.

Its parameters are data with sources and grades (`resources/trial/usual-care.toml`), frozen before
any protocol was tuned on a trial. `usual_care_nurse.py` draws the nurses, `usual_care_decide.py`
lets them decide.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from functools import lru_cache
from math import isfinite
from pathlib import Path
from typing import Any

import resources
from core.trial.plan import Arm

NAME = "usual-care"
_MARK = f'kind = "{NAME}"'
_MIXED = 'checks = "mixed"'
_KEYS = {"format", "kind", "id", "version", "title", "checks", "sources", "parameter"}


class UsualCareError(ValueError):
    """A file of usual care that cannot be used; the sentence names what and where."""


class Checks(StrEnum):
    """How often nurses look: a mixture of them, or all alike."""

    MIXED = "mixed"
    EVERY_15 = "15 min"
    EVERY_30 = "30 min"
    EVERY_60 = "60 min"


class Law(StrEnum):
    """How nurses differ; the spread is an SD, of ln or of the log odds for the last two."""

    FIXED = "fixed"
    NORMAL = "normal"
    LOGNORMAL = "lognormal"
    LOGIT_NORMAL = "logit-normal"


class Grade(StrEnum):
    """Read in a source, worked out from published numbers, or assumed."""

    PUBLISHED = "published"
    DERIVED = "derived"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Habit:
    """One parameter. `typical` is in `unit`, as are `low` and `high`, which bound what is drawn."""

    name: str
    meaning: str
    unit: str
    typical: float
    grade: Grade
    sources: tuple[str, ...]
    why: str
    spread: float = 0.0
    law: Law = Law.FIXED
    low: float = 0.0
    high: float = float("inf")


WANTED = frozenset(
    {
        "check_15_share",
        "check_30_share",
        "start_check_min",
        "far_check_min",
        "shift_h",
        "plausible_from_mmhg",
        "plausible_to_mmhg",
        "low_line_mmhg",
        "high_line_mmhg",
        "far_below_mmhg",
        "act_low_share",
        "act_high_share",
        "act_far_share",
        "act_start_share",
        "act_band_share",
        "wrong_share",
        "settle_min",
        "raise_step",
        "lower_step",
        "dose_share",
        "lower_most_share",
        "far_factor",
        "stop_from",
        "grid_coarse_share",
        "grid_fine_share",
        "start_dose",
        "most_dose",
    }
)
"""The parameters that the decisions read."""


@dataclass(frozen=True, slots=True)
class UsualCare:
    """What the file says: how often nurses look, their habits by name, and the sources by key."""

    version: str
    title: str
    checks: Checks
    habits: Mapping[str, Habit]
    sources: Mapping[str, str]

    def typical(self, name: str) -> float:
        """The typical value of a habit, in its unit."""
        return self.habits[name].typical

    @property
    def start(self) -> int:
        """The dose to start with, in thousandths of mcg/kg/min."""
        return round(1000 * self.typical("start_dose"))


def shipped_text(checks: Checks = Checks.MIXED) -> str:
    """The exact text of usual care with one interval of checks, or with the mixture."""
    place = Path(resources.__path__[0], "trial", f"{NAME}.toml")
    return place.read_text("utf-8").replace(_MIXED, f'checks = "{checks}"')


def arms() -> Mapping[str, Checks]:
    """The arms of usual care by name: `usual-care`, and one for each interval."""
    named = {f"{NAME}-{checks.split()[0]}": checks for checks in tuple(Checks)[1:]}
    return {NAME: Checks.MIXED, **named}


def arm(name: str = NAME) -> Arm:
    """An arm of usual care.

    Raises:
        KeyError: no such arm; `arms()` has their names.
    """
    return Arm(name, shipped_text(arms()[name]))


def is_usual_care(text: str) -> bool:
    """Whether the text of an arm is a file of usual care and no protocol."""
    return _MARK in text.splitlines()


@lru_cache(maxsize=8)
def usual_care_from(text: str) -> UsualCare:
    """What a file of usual care says.

    Raises:
        UsualCareError: not TOML, a parameter missing, unknown, twice or out of its range.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise UsualCareError(f"usual care: not TOML: {fault}") from None
    if told.keys() != _KEYS:
        odd = ", ".join(sorted(told.keys() ^ _KEYS))
        raise UsualCareError(f"usual care: {odd}: missing or unknown")
    try:
        checks = Checks(told["checks"])
    except ValueError:
        accepted = ", ".join(Checks)
        raise UsualCareError(f"usual care, checks: give one of {accepted}") from None
    habits = [_habit(row, told["sources"]) for row in told["parameter"]]
    by_name = {habit.name: habit for habit in habits}
    if by_name.keys() != WANTED or len(by_name) < len(habits):
        odd = ", ".join(sorted(by_name.keys() ^ WANTED)) or "one stands twice"
        raise UsualCareError(f"usual care, parameters missing or unknown: {odd}")
    return UsualCare(told["version"], told["title"], checks, by_name, told["sources"])


def _habit(row: dict[str, Any], sources: Mapping[str, str]) -> Habit:
    known = {field.name for field in fields(Habit)}
    needed = {field.name for field in fields(Habit) if field.default is MISSING}
    where = f"usual care, {row.get('name', 'a parameter without name')}"
    if not needed <= row.keys() <= known:
        odd = ", ".join(sorted((needed - row.keys()) | (row.keys() - known)))
        raise UsualCareError(f"{where}: {odd}: missing or unknown")
    try:
        terms = {"grade": Grade(row["grade"]), "law": Law(row.get("law", Law.FIXED))}
    except ValueError as fault:
        raise UsualCareError(f"{where}: {fault}") from None
    habit = Habit(**{**row, **terms, "sources": tuple(row["sources"])})
    _demand(habit, sources, where)
    return habit


def _demand(habit: Habit, sources: Mapping[str, str], where: str) -> None:
    """A value in its range, a share that is one, a spread where nurses differ, known sources."""
    if not (isfinite(habit.typical) and habit.low <= habit.typical <= habit.high):
        raise UsualCareError(f"{where}: {habit.typical:g} is outside {habit.low:g}-{habit.high:g}")
    if habit.unit == "share" and habit.typical > 1:
        raise UsualCareError(f"{where}: a share is at most 1")
    if (habit.spread > 0) != (habit.law is not Law.FIXED):
        raise UsualCareError(f"{where}: a spread and a law go together")
    if not habit.sources or any(key not in sources for key in habit.sources):
        raise UsualCareError(f"{where}: a source is missing or unknown")
