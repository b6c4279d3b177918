"""How long advice is delayed, as typed: whole minutes."""

from datetime import timedelta

from core.entry.codes import EntryRefusal
from core.entry.verdict import Refused, Verdict, judged, refused
from core.quantity.grammar import NumberForm, Unread, read_number

LEAST, MOST = timedelta(minutes=1), timedelta(hours=1)
"""A delay is at least a minute and at most an hour; longer means to decline (local choice)."""
_FORM = NumberForm("min", 0, spellings=("minutes", "minute"))


def read_delay(typed: str) -> Verdict[timedelta]:
    """Judge a typed number of minutes, 1 to 60."""
    read = read_number(typed, _FORM)
    if isinstance(read, Unread):
        return Refused(read.code, read.args, read.suggestion)
    delay = timedelta(minutes=int(read))
    if delay < LEAST:
        return refused(EntryRefusal.BELOW_HARD, seen=f"{read} min", low=LEAST, high=MOST)
    if delay > MOST:
        return refused(EntryRefusal.ABOVE_HARD, seen=f"{read} min", low=LEAST, high=MOST)
    return judged(delay, str(read), typed)
