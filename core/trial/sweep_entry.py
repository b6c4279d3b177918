"""What may be typed as the values of a swept field: two to twelve of them, with commas between."""

from core.entry.codes import EntryRefusal
from core.entry.verdict import Verdict, judged, refused
from core.rules.protocol import ProtocolFile
from core.trial.sweep_values import (
    MOST_VALUES,
    SweepError,
    declared,
    example,
    sized,
    split,
    value_of,
)


def read_values(name: str, file: ProtocolFile, typed: str) -> Verdict[tuple[str, ...]]:
    """Judge values of a field; a bare number has the unit of the file."""
    given, form = split(typed), example(name).replace(",", ", ")
    if not 1 < len(given) <= MOST_VALUES:
        return refused(EntryRefusal.VALUES_COUNT, count=len(given), most=MOST_VALUES, form=form)
    values: dict[int | str, str] = {}
    for text in given:
        try:
            value = value_of(name, text, file)
        except SweepError:
            return refused(EntryRefusal.VALUES_FORM, seen=text, form=form)
        size = sized(name, value, file)
        if size in values:
            return refused(EntryRefusal.VALUES_TWICE, seen=text, other=values[size])
        values[size] = text
    told = tuple(value_of(name, text, file) for text in given)
    return judged(told, ", ".join(given), typed.strip())


def said_now(name: str, file: ProtocolFile) -> tuple[str, str]:
    """What the file says now, and how values are written."""
    return declared(name, file), example(name).replace(",", ", ")
