"""How long advice may be delayed, as typed."""

from datetime import timedelta

import pytest

from core.entry.codes import EntryRefusal
from core.entry.delay import read_delay
from core.entry.verdict import Accepted, Normalised, Refused
from core.quantity.grammar import Refusal


@pytest.mark.parametrize(("typed", "minutes"), [("1", 1), ("15", 15), ("60", 60)])
def test_whole_minutes_up_to_an_hour_are_taken(typed: str, minutes: int) -> None:
    verdict = read_delay(typed)
    assert isinstance(verdict, Accepted)
    assert verdict.value == timedelta(minutes=minutes)


def test_the_unit_may_be_written() -> None:
    verdict = read_delay("15 minutes")
    assert isinstance(verdict, Normalised)
    assert (verdict.value, verdict.text) == (timedelta(minutes=15), "15")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", Refusal.EMPTY),
        ("0", EntryRefusal.BELOW_HARD),
        ("61", EntryRefusal.ABOVE_HARD),
        ("9999", EntryRefusal.ABOVE_HARD),
        ("1.5", Refusal.TOO_FINE),
        ("1 h", Refusal.WRONG_UNIT),
        ("ten", Refusal.NOT_A_NUMBER),
    ],
)
def test_anything_else_is_refused(typed: str, code: object) -> None:
    verdict = read_delay(typed)
    assert isinstance(verdict, Refused)
    assert verdict.code is code
