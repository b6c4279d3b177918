"""A number never travels alone: each class is one unit, each value an exact finite decimal."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from numbers import Number
from typing import TYPE_CHECKING, Any, ClassVar, Self

from core.frozen import dataclass
from core.quantity.grammar import split_quantity, split_signed
from core.quantity.text import number_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic_core import CoreSchema


class UnitError(ValueError):
    """A quantity without its unit, in a wrong unit, or compared across units."""


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """A finite decimal in the one unit of its class.

    Equality and order exist within one class only; another class or a bare number raises
    `UnitError`. Text and data form is the number, a blank and the unit: "82 kg".
    """

    value: Decimal
    unit: ClassVar[str]
    signed: ClassVar[bool] = False

    def __post_init__(self) -> None:
        _demand_finite(self.value, self.unit)

    def __str__(self) -> str:
        return f"{number_text(self.value)} {self.unit}"

    def __hash__(self) -> int:
        return hash((type(self), self.value))

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Measure | Number):
            return self.value == self._same(other)
        return NotImplemented

    def __lt__(self, other: Self) -> bool:
        return self.value < self._same(other)

    def __le__(self, other: Self) -> bool:
        return self.value <= self._same(other)

    def __gt__(self, other: Self) -> bool:
        return self.value > self._same(other)

    def __ge__(self, other: Self) -> bool:
        return self.value >= self._same(other)

    def _same(self, other: object) -> Decimal:
        if isinstance(other, Measure) and type(other) is type(self):
            return other.value
        raise UnitError(f"{self} cannot be compared with {other}: the units differ")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "82 kg" by the strict grammar; raises `UnitError` naming the accepted form."""
        split = split_signed(text) if cls.signed else split_quantity(text)
        if split is None or split[1] != cls.unit:
            raise UnitError(f'"{text}" is not a quantity in {cls.unit}: write "82 {cls.unit}"')
        return cls(split[0])

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        return _string_schema(cls, cls.parse, f"82 {cls.unit}")


class Mmhg(Measure):
    """Pressure in mmHg; negative values occur where a transducer was not zeroed."""

    __slots__ = ()
    unit: ClassVar[str] = "mmHg"
    signed: ClassVar[bool] = True


class Kilogram(Measure):
    """Body weight in kg."""

    __slots__ = ()
    unit: ClassVar[str] = "kg"


class Milligram(Measure):
    """Amount of drug in mg, base or salt as its bag says."""

    __slots__ = ()
    unit: ClassVar[str] = "mg"


class Units(Measure):
    """Amount of vasopressin in units."""

    __slots__ = ()
    unit: ClassVar[str] = "units"


class Millilitre(Measure):
    """Volume in mL."""

    __slots__ = ()
    unit: ClassVar[str] = "mL"


class Concentration(Measure):
    """Drug in the bag as mcg of base per mL; for limits and reading, arithmetic uses the bag."""

    __slots__ = ()
    unit: ClassVar[str] = "mcg/mL"


class PumpRate(Measure):
    """What the pump runs, in mL/h."""

    __slots__ = ()
    unit: ClassVar[str] = "mL/h"


class HeartRate(Measure):
    """Heart rate in beats per minute."""

    __slots__ = ()
    unit: ClassVar[str] = "/min"


class Percent(Measure):
    """A share in percent."""

    __slots__ = ()
    unit: ClassVar[str] = "%"


class Years(Measure):
    """Age in years."""

    __slots__ = ()
    unit: ClassVar[str] = "years"


class DoseUnit(StrEnum):
    """The dosing units the program knows; norepinephrine always as base."""

    MCG_KG_MIN = "mcg/kg/min"
    MCG_MIN = "mcg/min"
    UNITS_MIN = "units/min"


@dataclass(frozen=True, slots=True)
class Dose:
    """A dose rate; order exists within one dosing unit only, else `UnitError`."""

    value: Decimal
    unit: DoseUnit

    def __post_init__(self) -> None:
        _demand_finite(self.value, self.unit)

    def __str__(self) -> str:
        return f"{number_text(self.value)} {self.unit}"

    def __lt__(self, other: Dose) -> bool:
        return self.value < self._same(other)

    def __le__(self, other: Dose) -> bool:
        return self.value <= self._same(other)

    def __gt__(self, other: Dose) -> bool:
        return self.value > self._same(other)

    def __ge__(self, other: Dose) -> bool:
        return self.value >= self._same(other)

    def _same(self, other: object) -> Decimal:
        if isinstance(other, Dose) and other.unit is self.unit:
            return other.value
        raise UnitError(f"{self} cannot be compared with {other}: the units differ")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "0.05 mcg/kg/min" by the strict grammar; raises `UnitError`."""
        split = split_quantity(text)
        if split is None or split[1] not in set(DoseUnit):
            units = ", ".join(DoseUnit)
            raise UnitError(f'"{text}" is not a dose: write a number and one of {units}')
        return cls(split[0], DoseUnit(split[1]))

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: object) -> CoreSchema:
        return _string_schema(cls, cls.parse, "0.05 mcg/kg/min")


_SECONDS = {"s": 1, "min": 60, "h": 3600, "day": 86400, "days": 86400}
_SHORT = (("d", 86400), ("h", 3600), ("min", 60), ("s", 1))


def parse_duration(text: str) -> timedelta:
    """Read "30 s", "5 min", "8 h", "1 day" in whole numbers; raises `UnitError`."""
    split = split_quantity(text)
    if split is None or split[1] not in _SECONDS or split[0] != int(split[0]):
        raise UnitError(
            f'"{text}" is not a duration: write a whole number and s, min, h or day, as "5 min"'
        )
    return timedelta(seconds=int(split[0]) * _SECONDS[split[1]])


def duration_text(span: timedelta) -> str:
    """Write a duration as "2h 5min": zero units are left out, part seconds are cut off."""
    rest = int(abs(span).total_seconds())
    parts = []
    for name, seconds in _SHORT:
        count, rest = divmod(rest, seconds)
        if count:
            parts.append(f"{count}{name}")
    sign = "-" if parts and span < timedelta(0) else ""
    return sign + (" ".join(parts) or "0min")


def _demand_finite(value: object, unit: str) -> None:
    if not isinstance(value, Decimal) or not value.is_finite():
        raise UnitError(f"{value!r} is not a finite decimal number of {unit}")


_REMEMBERED = 1024
"""How many texts of each quantity are remembered: a long case says the same few again and again."""


def _string_schema(cls: type[Any], parse: Callable[[str], Any], example: str) -> CoreSchema:
    # Imported here so that the arithmetic needs no validation library.
    from pydantic_core import core_schema  # noqa: PLC0415

    remembered = lru_cache(_REMEMBERED)(parse)

    def read(given: object) -> object:
        if isinstance(given, cls):
            return given
        if isinstance(given, str):
            return remembered(given)
        raise UnitError(f'{given!r} carries no unit: write it as a string, as "{example}"')

    return core_schema.no_info_plain_validator_function(
        read,
        json_schema_input_schema=core_schema.str_schema(),
        serialization=core_schema.plain_serializer_function_ser_schema(
            str, return_schema=core_schema.str_schema()
        ),
    )
