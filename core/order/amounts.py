"""Doses and times of an order, read by the strict grammar of quantities: one, a range, or tiers."""

import re
from dataclasses import dataclass
from decimal import Decimal

from core.quantity.grammar import split_quantity
from core.quantity.text import number_text

_RANGE = re.compile(r"(?P<low>[0-9.,]+)(?: to | ?[\u2013-] ?)(?P<high>[0-9.,]+) (?P<unit>\S+)")
_TIER = re.compile(r" (?:above|below|from|when) .+")
_EVERY = re.compile(r"^(?:every|each) ")
SECONDS = {"s": 1, "min": 60, "h": 3600}


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure or a range with its unit as written; a single figure has equal ends."""

    low: Decimal
    high: Decimal
    unit: str

    @property
    def is_range(self) -> bool:
        """Whether two different figures are written."""
        return self.low != self.high

    def __str__(self) -> str:
        low, high = number_text(self.low), number_text(self.high)
        return f"{low} to {high} {self.unit}" if self.is_range else f"{low} {self.unit}"


def amounts_in(text: str) -> tuple[Amount, ...] | None:
    """Every tier of a field; None where one of them is no quantity by the strict grammar."""
    found = [_amount(_TIER.sub("", tier.strip())) for tier in text.split(";")]
    known = tuple(amount for amount in found if amount is not None)
    return known if len(known) == len(found) else None


def _amount(text: str) -> Amount | None:
    bare = _EVERY.sub("", text)
    found = _RANGE.fullmatch(bare)
    ends = (bare,) if found is None else (f"{found[n]} {found['unit']}" for n in ("low", "high"))
    read = [split_quantity(end) for end in ends]
    figures = [split for split in read if split is not None and " " not in split[1]]
    if len(figures) != len(read):
        return None
    return Amount(figures[0][0], figures[-1][0], figures[0][1])


def seconds(amount: Amount) -> tuple[Decimal, Decimal] | None:
    """The ends of a time in seconds; None where its unit is not s, min or h."""
    scale = SECONDS.get(amount.unit)
    return None if scale is None else (amount.low * scale, amount.high * scale)
