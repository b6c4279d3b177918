"""Short entries about people: who enters, how old the patient is, what is worth a note."""

import unicodedata
from decimal import Decimal

from core.entry.codes import EntryRefusal
from core.entry.number import read_within, usual_doubts
from core.entry.profile import SiteProfile
from core.entry.verdict import Refused, Verdict, judged, refused
from core.quantity.characters import invisible_character, trimmed
from core.quantity.grammar import NumberForm, Refusal, read_number
from core.quantity.measures import Years
from core.quantity.text import number_text

_INITIALS = range(2, 5)
_NOTE_LENGTH = 2000
_LINE_BREAKS = "\n\t"


def read_initials(typed: str) -> Verdict[str]:
    """Judge typed initials: two to four letters, shown in capitals."""
    initials = unicodedata.normalize("NFC", trimmed(typed)).upper()
    initials = unicodedata.normalize("NFC", initials)
    if len(initials) not in _INITIALS or not initials.isalpha():
        return refused(EntryRefusal.INITIALS_FORM, seen=trimmed(typed)[:20])
    return judged(initials, initials, typed)


def read_age(typed: str, site: SiteProfile) -> Verdict[Years]:
    """Judge a typed age in whole years; below 18 is refused, because the protocol is for adults."""
    form = NumberForm(Years.unit, site.age.decimals)
    read = read_number(typed, form)
    adult = site.age.hard[0]
    if isinstance(read, Decimal) and read < adult.value:
        return refused(EntryRefusal.AGE_TOO_YOUNG, seen=Years(read), low=adult)
    age = read_within(typed, form, site.age, Years)
    if isinstance(age, Refused):
        return age
    return judged(age, number_text(age.value), typed, usual_doubts(age, site.age))


def read_note(typed: str) -> Verdict[str]:
    """Judge a typed note: up to 2000 characters, line breaks allowed, kept literally."""
    note = trimmed(typed.replace("\r\n", "\n"))
    if not note:
        return refused(EntryRefusal.NOTE_EMPTY)
    if len(note) > _NOTE_LENGTH:
        return refused(EntryRefusal.NOTE_TOO_LONG, limit=_NOTE_LENGTH, count=len(note))
    character = invisible_character(note, allowed=_LINE_BREAKS)
    if character is not None:
        return refused(Refusal.INVISIBLE, character=character)
    return judged(note, note, typed)
