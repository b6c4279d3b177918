"""The one strict grammar of numbers, shared by data files, the command line and typed fields."""

import re
from decimal import Decimal

_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?")


def split_quantity(text: str) -> tuple[Decimal, str] | None:
    """Split "82 kg" at its one blank into number and unit; None where the number is not one."""
    number, blank, unit = text.partition(" ")
    if not blank or _NUMBER.fullmatch(number) is None:
        return None
    return Decimal(number), unit


def split_signed(text: str) -> tuple[Decimal, str] | None:
    """The same, with an optional minus before the number."""
    split = split_quantity(text.removeprefix("-"))
    if split is None or not text.startswith("-"):
        return split
    return -split[0], split[1]
