"""The parameters of the virtual patient, read from resources/patient/parameters.toml.

Each names its meaning, unit, spread between patients, grade and source, and the range in which it
means anything. A file with a parameter missing, unknown or out of its range is refused.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

import resources


class ParameterError(ValueError):
    """A parameter file that cannot be used: which parameter, what is wrong, what is accepted."""


class Law(StrEnum):
    """How a parameter differs between patients."""

    FIXED = "fixed"
    NORMAL = "normal"
    CLIPPED_NORMAL = "clipped normal"
    LOGNORMAL = "lognormal"
    LOGNORMAL_OR_NEVER = "lognormal or never"
    UNIFORM = "uniform"
    MIXTURE = "mixture"


class Grade(StrEnum):
    """Where a value comes from: read in a source, chosen so that aggregates agree, or assumed."""

    PUBLISHED = "published"
    FITTED = "fitted"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `typical` is in `unit`; `spread` too, or the SD of ln for a lognormal law.

    `low` and `high` bound the typical value, `clip_low` and `clip_high` what a clipped law draws.
    A mixture takes `typical` in `share` of the patients and `other` in the rest; "lognormal or
    never" is lognormal in `share` and without end in the rest.
    """

    symbol: str
    name: str
    meaning: str
    unit: str
    typical: float
    spread: float
    law: Law
    grade: Grade
    source: str
    low: float
    high: float
    clip_low: float | None = None
    clip_high: float | None = None
    other: float | None = None
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Parameters:
    """The table by name, and what each preset replaces in it."""

    table: Mapping[str, Parameter]
    presets: Mapping[str, Mapping[str, Parameter]]

    def holding(self, wanted: frozenset[str]) -> "Parameters":
        """The same, once every name that is wanted is there.

        Raises:
            ParameterError: one is missing.
        """
        if missing := sorted(wanted - self.table.keys()):
            named = ", ".join(missing)
            raise ParameterError(f"parameter file: {named} missing; give one table each")
        return self

    def under(self, preset: str) -> Mapping[str, Parameter]:
        """The table as a preset has it."""
        return {**self.table, **self.presets[preset]}


_TEXTS = ("symbol", "name", "meaning", "unit", "source", "law", "grade")
_NEEDED = {field.name for field in fields(Parameter) if field.default is MISSING}
_KNOWN = {field.name for field in fields(Parameter)}


@cache
def shipped() -> Parameters:
    """The parameters that come with the program."""
    place = Path(resources.__path__[0], "patient", "parameters.toml")
    return parameters_from(place.read_text("utf-8"))


def parameters_from(text: str) -> Parameters:
    """Read a parameter file: TOML with `[[parameter]]` tables and `[preset.NAME]` tables.

    Raises:
        ParameterError: not TOML, a parameter named twice, incomplete or out of range.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise ParameterError(f"parameter file: not TOML: {fault}") from None
    found = [_parameter(row) for row in told.get("parameter", [])]
    table = {parameter.name: parameter for parameter in found}
    symbols = {parameter.symbol: parameter for parameter in found}
    if len(table) < len(found) or len(symbols) < len(found):
        raise ParameterError("parameter file: two parameters share a name or a symbol")
    presets = {name: _replaced(name, part, symbols) for name, part in _presets(told).items()}
    return Parameters(table, presets)


def _presets(told: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    presets = told.get("preset", {})
    if not isinstance(presets, dict) or not all(isinstance(p, dict) for p in presets.values()):
        raise ParameterError("parameter file: preset: give tables such as [preset.early]")
    return presets


def _parameter(row: Mapping[str, object]) -> Parameter:
    where = f"parameter {row.get('symbol', '?')}"
    if missing := sorted(_NEEDED - row.keys()):
        raise ParameterError(f"{where}: {', '.join(missing)} missing")
    if unknown := sorted(row.keys() - _KNOWN):
        raise ParameterError(f"{where}: {', '.join(unknown)} unknown")
    words: dict[str, Any] = {key: _word(where, key, row[key]) for key in _TEXTS}
    numbers: dict[str, Any] = {
        key: _number(where, key, row[key]) for key in row if key not in _TEXTS
    }
    try:
        law, grade = Law(words.pop("law")), Grade(words.pop("grade"))
    except ValueError as fault:
        accepted = ", ".join([*Law, *Grade])
        raise ParameterError(f"{where}: {fault}; accepted: {accepted}") from None
    return _in_range(where, Parameter(**words, **numbers, law=law, grade=grade))


def _word(where: str, key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ParameterError(f"{where}: {key} {value!r}: give a text")
    return value


def _number(where: str, key: str, value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
        raise ParameterError(f"{where}: {key} {value!r}: give a number")
    return float(value)


def _in_range(where: str, parameter: Parameter) -> Parameter:
    for key, value in (("typical", parameter.typical), ("other", parameter.other)):
        if value is not None and not parameter.low <= value <= parameter.high:
            raise ParameterError(
                f"{where}: {key} {value:g} {parameter.unit} is out of its range, "
                f"{parameter.low:g} to {parameter.high:g}"
            )
    if parameter.spread < 0:
        raise ParameterError(f"{where}: spread {parameter.spread:g}: give 0 or more")
    if not 0 <= parameter.share <= 1:
        raise ParameterError(f"{where}: share {parameter.share:g}: give 0 to 1")
    if parameter.law is Law.MIXTURE and parameter.other is None:
        raise ParameterError(f"{where}: other missing; a mixture has two values")
    return parameter


def _replaced(
    preset: str, part: Mapping[str, object], symbols: Mapping[str, Parameter]
) -> dict[str, Parameter]:
    """The parameters that a preset changes, by name."""
    changes: dict[str, dict[str, float]] = {}
    for key in ("typical", "spread"):
        told = part.get(key, {})
        if not isinstance(told, dict) or (unknown := sorted(told.keys() - symbols.keys())):
            raise ParameterError(f"preset {preset}: {key}: {unknown} unknown; give symbols")
        for symbol, value in told.items():
            where = f"preset {preset}: {symbol}"
            changes.setdefault(symbol, {})[key] = _number(where, key, value)
    return {
        symbols[symbol].name: _in_range(f"preset {preset}: {symbol}", _with(symbols[symbol], told))
        for symbol, told in changes.items()
    }


def _with(parameter: Parameter, told: Mapping[str, float]) -> Parameter:
    law = Law.FIXED if told.get("spread") == 0 else parameter.law
    return Parameter(
        **{
            **{field.name: getattr(parameter, field.name) for field in fields(Parameter)},
            **told,
            "law": law,
        }
    )
