"""What all number fields share: read by the grammar, keep within hard limits, ask outside usual."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from core.entry.codes import Confirm, Doubt, EntryRefusal
from core.entry.profile import Limits
from core.entry.verdict import Doubts, Refused, doubt, refused
from core.quantity.grammar import NumberForm, Unread, read_number
from core.quantity.measures import Dose, HeartRate, Kilogram, Mmhg, PumpRate, Years

Q = TypeVar("Q", Kilogram, Mmhg, HeartRate, PumpRate, Years, Dose)


def read_within(
    typed: str, form: NumberForm, limits: Limits[Q], make: Callable[[Decimal], Q]
) -> Q | Refused:
    """The quantity typed, or why there is none; a suggestion outside the limits is dropped."""
    read = read_number(typed, form)
    if isinstance(read, Unread):
        return _unread(read, limits, make)
    return within_hard(make(read), limits)


def within_hard(value: Q, limits: Limits[Q]) -> Q | Refused:
    """The value itself, or a refusal naming both hard limits."""
    low, high = limits.hard
    if value < low:
        return refused(EntryRefusal.BELOW_HARD, seen=value, low=low, high=high)
    if value > high:
        return refused(EntryRefusal.ABOVE_HARD, seen=value, low=low, high=high)
    return value


def usual_doubts(value: Q, limits: Limits[Q]) -> Doubts:
    """Asks outside the usual range, and for a second typing at the very end of what is possible."""
    low, high = limits.usual
    if low <= value <= high:
        return ()
    code = Doubt.BELOW_USUAL if value < low else Doubt.ABOVE_USUAL
    asked = doubt(code, seen=value, low=low, high=high)
    if value in limits.hard:
        asked += doubt(Doubt.AT_HARD, Confirm.RETYPE, seen=value)
    return asked


def _unread(read: Unread, limits: Limits[Q], make: Callable[[Decimal], Q]) -> Refused:
    suggestion = read.suggestion
    if suggestion and isinstance(within_hard(make(Decimal(suggestion)), limits), Refused):
        suggestion = None
    return Refused(read.code, read.args, suggestion)
