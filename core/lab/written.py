"""What every table of a scenario file has in common, and how its quantities are read.

Each quantity is text with its unit. An unknown key, a missing one and a value of another kind
are refused, naming what may stand there.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Annotated, Any, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    PlainValidator,
    StringConstraints,
    model_validator,
)
from pydantic_core import PydanticCustomError

from core.quantity.grammar import split_quantity, split_signed
from core.quantity.measures import (
    Milligram,
    Millilitre,
    Percent,
    UnitError,
    Units,
    parse_duration,
)

_Read = TypeVar("_Read")
_HUNDRED = Decimal(100)
_LONGEST_TEXT = 4000

Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=_LONGEST_TEXT, strict=True),
]
MaybeText = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=_LONGEST_TEXT, strict=True)
]
"""A text that the linter, not the reader, wants to see filled."""


class Written(BaseModel):
    """A table of a scenario file: frozen, and nothing in it that is not known."""

    # Not strict: a list of the file becomes a tuple. Texts, numbers and yes or no are strict each.
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    @model_validator(mode="before")
    @classmethod
    def _known(cls, given: Any) -> Any:  # noqa: ANN401 - whatever the file says
        known = [field.alias or name for name, field in cls.model_fields.items()]
        for key in given if isinstance(given, dict) else ():
            if key not in known:
                raise PydanticCustomError(
                    "unknown_key",
                    '"{key}" is not known here: write one of {known}',
                    {"key": key, "known": ", ".join(known)},
                )
        return given


def sole(*kinds: str) -> Discriminator:
    """Which of several tables is meant: the one whose key is there, and no other's.

    The tag is the key in pointed brackets, which no key of a file is written in.
    """

    def tag(given: object) -> str | None:
        said = [kind for kind in kinds if isinstance(given, dict) and kind in given]
        return f"<{said[0]}>" if len(said) == 1 else None

    return Discriminator(
        tag,
        custom_error_type="sole",
        custom_error_message=f"write a table with exactly one of {', '.join(kinds)}",
    )


def text_read(parse: Callable[[str], _Read], form: str) -> Callable[[object], _Read]:
    """Read a text by a parser; anything but a text is refused with the accepted form."""

    def read(given: object) -> _Read:
        if not isinstance(given, str):
            raise UnitError(f'{given!r} is no text with a unit: write it as "{form}"')
        return parse(given)

    return read


def shaped(pattern: str, form: str) -> Callable[[object], str]:
    """A reader of names of one shape."""

    def parse(text: str) -> str:
        if re.fullmatch(pattern, text) is None:
            raise UnitError(f'"{text}" is not written as it must be here: write {form}')
        return text

    return text_read(parse, form)


def number(text: str, least: Decimal, most: Decimal, form: str) -> Decimal:
    """A number without a unit, by the strict grammar and in a range."""
    split = split_signed(f"{text} 1")
    if split is None or split[1] != "1" or not least <= split[0] <= most:
        raise UnitError(f'"{text}" is no number from {least} to {most}: write it as "{form}"')
    return split[0]


def between(least: str, most: str, form: str) -> Callable[[object], Decimal]:
    """A reader of numbers without a unit from least to most."""
    ends = Decimal(least), Decimal(most)
    return text_read(lambda text: number(text, *ends, form), form)


def _share(text: str) -> Percent:
    share = Percent.parse(text)
    if share.value > _HUNDRED:
        raise UnitError(f'"{text}" is more than the whole: write 0 % to 100 %')
    return share


def _centimetres(text: str) -> Decimal:
    split = split_signed(text)
    if split is None or split[1] != "cm":
        raise UnitError(f'"{text}" is no height in cm: write it as "15 cm"')
    return split[0]


def _bag(text: str) -> tuple[Milligram | Units, Millilitre]:
    amount, _, volume = text.partition(" in ")
    kind = Units if amount.endswith(Units.unit) else Milligram
    try:
        read = kind.parse(amount), Millilitre.parse(volume)
    except UnitError as error:
        raise UnitError(f'"{text}" is no bag: write it as "8 mg in 250 mL"') from error
    if any(part.value <= 0 for part in read):
        raise UnitError(f'"{text}" is an empty bag: both figures must be above zero')
    return read


def _band(text: str) -> tuple[Decimal, Decimal]:
    low, _, rest = text.partition(" to ")
    high, ends = split_quantity(rest), split_quantity(f"{low} mmHg")
    if high is None or ends is None or high[1] != "mmHg" or ends[0] >= high[0]:
        raise UnitError(f'"{text}" is no target: write it as "65 to 75 mmHg"')
    return ends[0], high[0]


def _parameter(text: str) -> tuple[Decimal, str]:
    split = split_signed(text) or split_signed(f"{text} -")
    if split is None:
        raise UnitError(f'"{text}" is no value of a parameter: write it as "15.7 nmol/L"')
    return split


Slug = Annotated[
    str,
    PlainValidator(
        shaped(r"[a-z][a-z0-9-]{1,39}", 'small letters, digits and hyphens, as "first-hour"')
    ),
]
Span = Annotated[timedelta, PlainValidator(text_read(parse_duration, "5 min"))]
Share = Annotated[Percent, PlainValidator(text_read(_share, "60 %"))]
Centimetres = Annotated[Decimal, PlainValidator(text_read(_centimetres, "15 cm"))]
Depth = Annotated[Decimal, PlainValidator(between("0", "1", "0.5"))]
Drive = Annotated[Decimal, PlainValidator(between("0", "1.2", "0.2"))]
Times = Annotated[Decimal, PlainValidator(between("0.001", "1000", "10"))]
BagLabel = Annotated[
    tuple[Milligram | Units, Millilitre], PlainValidator(text_read(_bag, "8 mg in 250 mL"))
]
BandEnds = Annotated[tuple[Decimal, Decimal], PlainValidator(text_read(_band, "65 to 75 mmHg"))]
ParameterValue = Annotated[
    tuple[Decimal, str], PlainValidator(text_read(_parameter, "15.7 nmol/L"))
]
