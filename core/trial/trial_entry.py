"""What may be typed into the form of a trial: how many patients, for how many hours."""

import re
from decimal import Decimal

from core.entry.codes import EntryRefusal
from core.entry.verdict import Refused, Verdict, judged, refused
from core.quantity.characters import trimmed
from core.quantity.grammar import NumberForm, Unread, read_number
from core.trial.plan import MOST_HOURS

MOST_AT_A_WINDOW = 100_000
"""Patients: as many as a result lists (`result_json`); the command line takes more."""
_MANY = re.compile(r"[1-9][0-9]{4,5}")
"""More digits than a reading ever has."""


def read_patients(typed: str) -> Verdict[int]:
    """Judge how many virtual patients each arm has: a whole number from 1 to 100000."""
    return _read_whole(typed, MOST_AT_A_WINDOW)


def read_hours(typed: str) -> Verdict[int]:
    """Judge how long each patient is followed: whole hours from 1 to 720."""
    return _read_whole(typed, MOST_HOURS)


def _read_whole(typed: str, most: int) -> Verdict[int]:
    text = trimmed(typed)
    read = Decimal(text) if _MANY.fullmatch(text) else read_number(typed, NumberForm("", 0))
    if isinstance(read, Unread):
        return Refused(read.code, (*read.args, ("unit", f"1 to {most}")), None)
    value = int(read)
    if value < 1:
        return refused(EntryRefusal.BELOW_HARD, seen=str(value), low="1", high=str(most))
    if value > most:
        return refused(EntryRefusal.ABOVE_HARD, seen=str(value), low="1", high=str(most))
    return judged(value, str(value), typed)
