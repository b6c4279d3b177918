"""The patient label: a code, not a name; shown literally, never a path, a format or markup."""

import re
import unicodedata

from core.entry.codes import Confirm, Doubt, EntryRefusal
from core.entry.verdict import Doubts, Verdict, doubt, judged, refused
from core.frozen import dataclass
from core.quantity.characters import invisible_character, trimmed
from core.quantity.grammar import Refusal

_MAX_LENGTH = 40
_MAX_MARKS = 3
_NAME = re.compile(r"\b[^\W\d_][^\W\d_]+,? [^\W\d_][^\W\d_]+\b")
_DATE = re.compile(r"\b(?:[0-9]{1,2}([/.-])[0-9]{1,2}\1[0-9]{2,4}|[0-9]{4}-[0-9]{2}-[0-9]{2})\b")
_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")


@dataclass(frozen=True, slots=True)
class LabelContext:
    """The labels of the cases that are open."""

    open_labels: tuple[str, ...] = ()


def read_label(typed: str, context: LabelContext) -> Verdict[str]:
    """Judge a typed label; the value is its NFC form without outer blanks."""
    label = unicodedata.normalize("NFC", trimmed(typed))
    if not label:
        return refused(EntryRefusal.LABEL_EMPTY)
    if len(label) > _MAX_LENGTH:
        return refused(EntryRefusal.LABEL_TOO_LONG, limit=_MAX_LENGTH, count=len(label))
    character = invisible_character(label)
    if character is not None:
        return refused(Refusal.INVISIBLE, character=character)
    if _most_marks(label) > _MAX_MARKS:
        return refused(EntryRefusal.LABEL_MARKS, limit=_MAX_MARKS)
    return judged(label, label, typed, _content_doubts(label) + _open_doubts(label, context))


def _most_marks(label: str) -> int:
    """The longest run of combining marks on one letter."""
    longest = run = 0
    for character in unicodedata.normalize("NFD", label):
        run = run + 1 if unicodedata.combining(character) else 0
        longest = max(longest, run)
    return longest


def _content_doubts(label: str) -> Doubts:
    """What looks like a person rather than a code, or like another label."""
    asked: Doubts = ()
    scripts = _scripts(label)
    if len(scripts) > 1:
        asked += doubt(Doubt.LABEL_MIXED_SCRIPTS, scripts=" and ".join(scripts))
    name = next((found for found in _NAME.finditer(label) if _capitalised(found[0])), None)
    if name is not None:
        asked += doubt(Doubt.LABEL_NAME, seen=name[0])
    date = _DATE.search(label)
    if date is not None:
        asked += doubt(Doubt.LABEL_BIRTH_DATE, seen=date[0])
    address = _ADDRESS.search(label)
    if address is not None:
        asked += doubt(Doubt.LABEL_ADDRESS, seen=address[0])
    return asked


def _capitalised(words: str) -> bool:
    """Whether each word is written like a name: one capital, then small letters."""
    return all(word == word.title() for word in words.replace(",", "").split())


def _scripts(label: str) -> tuple[str, ...]:
    """The scripts of the letters, after the first word of their Unicode names."""
    names = {unicodedata.name(c, "unknown").split()[0].lower() for c in label if c.isalpha()}
    return tuple(sorted(names))


def _open_doubts(label: str, context: LabelContext) -> Doubts:
    """The same label as an open case, or one that two swapped characters would make the same."""
    folded = label.casefold()
    for other in context.open_labels:
        if other.casefold() == folded:
            return doubt(Doubt.LABEL_OPEN, Confirm.CHOOSE, seen=other)
    for other in context.open_labels:
        if other.casefold() in _swaps(folded):
            return doubt(Doubt.LABEL_SWAPPED, seen=label, other=other)
    return ()


def _swaps(text: str) -> set[str]:
    """Every text that two neighbouring characters in the other order make."""
    return {
        text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        for place in range(len(text) - 1)
    }
