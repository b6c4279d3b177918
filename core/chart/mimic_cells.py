"""Numbers and times as the MIMIC tables write them. None where the text is something else."""

import re
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Context, Decimal

_NUMBER = re.compile(r"-?[0-9]{1,12}(?:\.[0-9]{1,24})?(?:[eE][+-]?[0-9]{1,2})?")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
# Single precision holds seven digits for certain: 0.099999994 was typed as 0.1.
_SINGLE = Context(prec=7, rounding=ROUND_HALF_UP)


def charted_number(text: str) -> Decimal | None:
    """A finite number, with an exponent where the export wrote one."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


def charted_time(text: str) -> datetime | None:
    """A de-identified local time, taken as UTC: only differences between times mean anything."""
    if not _TIME.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None


def as_typed(number: Decimal) -> Decimal:
    """A single-precision number as it was typed: 2.4000001 is 2.4."""
    return _SINGLE.plus(number)
