"""What an instructor may type: a figure for the monitor to show, and the seed of a run."""

from decimal import Decimal

from core.entry.codes import EntryRefusal
from core.entry.verdict import Refused, Verdict, judged, refused
from core.lab.act import Vital
from core.quantity.grammar import NumberForm, Unread, read_number
from core.quantity.measures import HeartRate, Mmhg
from core.quantity.text import number_text

MOST = Decimal(300)
"""A monitor shows 0 to 300, mmHg or beats per minute (local: what its screen has room for)."""


def read_override(typed: str, vital: Vital) -> Verdict[Decimal]:
    """Judge what the monitor is to show: a whole number from 0 to 300."""
    kind = HeartRate if vital is Vital.HEART_RATE else Mmhg
    read = read_number(typed, NumberForm(kind.unit, 0))
    if isinstance(read, Unread):
        return Refused(read.code, read.args, read.suggestion)
    if read > MOST:
        low, high = kind(Decimal(0)), kind(MOST)
        return refused(EntryRefusal.ABOVE_HARD, seen=kind(read), low=low, high=high)
    return judged(read, number_text(read), typed)


def read_seed(typed: str) -> Verdict[int]:
    """Judge the seed of a run: a whole number from 0 to 9999, so that it can be read aloud."""
    read = read_number(typed, NumberForm("", 0))
    if isinstance(read, Unread):
        return Refused(read.code, (*read.args, ("unit", "0 to 9999")), None)
    return judged(int(read), number_text(read), typed)
