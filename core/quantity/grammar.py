"""The one strict grammar of numbers, shared by data files, the command line and typed fields.

A number is ASCII digits, no leading zero, with an optional point between digits. Nothing is
guessed: what does not match is refused with a code that says what was seen.
"""

import re
from decimal import Decimal
from enum import StrEnum

from core.frozen import dataclass
from core.quantity.characters import foreign_digit, invisible_character, trimmed

# No honest number with its unit is longer; a pasted page is not looked at.
_RAW_LIMIT = 64
_WHOLE = r"(?:0|[1-9][0-9]{0,3})"
_NUMBER = re.compile(r"(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,9})?")


class Refusal(StrEnum):
    """Why a text is not a number of its field; the sentences live in the texts."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    INVISIBLE = "invisible"
    FOREIGN_DIGITS = "foreign_digits"
    DECIMAL_COMMA = "decimal_comma"
    GROUPING = "grouping"
    NAKED_POINT = "naked_point"
    TRAILING_POINT = "trailing_point"
    TWO_POINTS = "two_points"
    LEADING_ZERO = "leading_zero"
    SIGN = "sign"
    EXPONENT = "exponent"
    INNER_BLANK = "inner_blank"
    LETTER_FOR_DIGIT = "letter_for_digit"
    FRACTION = "fraction"
    RANGE = "range"
    TOO_FINE = "too_fine"
    TOO_MANY_DIGITS = "too_many_digits"
    WRONG_UNIT = "wrong_unit"
    NOT_A_NUMBER = "not_a_number"
    STRAY = "stray"


@dataclass(frozen=True, slots=True)
class NumberForm:
    """What a field accepts: decimals after the point and spellings of its unit.

    `unit` is the house spelling; `spellings` are understood as well. `any_case` matches the unit
    without case, which is safe for kg alone.
    """

    unit: str
    places: int
    max_length: int = 24
    spellings: tuple[str, ...] = ()
    any_case: bool = False

    def number_of(self, text: str) -> str:
        """The text without its unit suffix and the blank before it, if it ends in one."""
        folded = text.casefold() if self.any_case else text
        for spelling in (self.unit, *self.spellings):
            wanted = spelling.casefold() if self.any_case else spelling
            if folded.endswith(wanted):
                return text[: len(text) - len(wanted)].rstrip(" ")
        return text

    @property
    def pattern(self) -> str:
        """The grammar of this field's numbers."""
        return _WHOLE + (rf"(?:\.[0-9]{{1,{self.places}}})?" if self.places else "")


@dataclass(frozen=True, slots=True)
class Unread:
    """A text refused: what was seen, the unit or decimals it may have, what may be meant.

    A suggestion is never used by itself; a person must pick it.
    """

    code: Refusal
    args: tuple[tuple[str, str], ...]
    suggestion: str | None = None


def read_number(text: str, form: NumberForm) -> Decimal | Unread:
    """Read what was typed into a field; outer blanks and the field's own unit are allowed."""
    number = form.number_of(trimmed(text))
    spoilt = unfit(text, number, form)
    if spoilt is not None:
        return spoilt
    if re.fullmatch(form.pattern, number):
        return Decimal(number)
    return _diagnose(number, form)


def unfit(text: str, body: str, form: NumberForm) -> Unread | None:
    """The faults of a trimmed text that make it useless to look at its digits at all."""
    if len(text) > _RAW_LIMIT or len(body) > form.max_length:
        return Unread(Refusal.TOO_LONG, (("limit", str(form.max_length)),))
    if not body:
        return Unread(Refusal.EMPTY, (("unit", form.unit),))
    hidden = invisible_character(body)
    if hidden is not None:
        return Unread(Refusal.INVISIBLE, (("character", hidden),))
    digit = foreign_digit(body)
    if digit is not None:
        return Unread(Refusal.FOREIGN_DIGITS, (("character", digit),))
    return None


def split_quantity(text: str) -> tuple[Decimal, str] | None:
    """Split "82 kg" at its one blank into number and unit; None where the number is not one.

    The grammar of data files: the unit is required and spelled exactly.
    """
    number, blank, unit = text.partition(" ")
    if not blank or _NUMBER.fullmatch(number) is None:
        return None
    return Decimal(number), unit


def split_signed(text: str) -> tuple[Decimal, str] | None:
    """The same, with an optional minus before the number."""
    split = split_quantity(text.removeprefix("-"))
    if split is None or not text.startswith("-"):
        return split
    return -split[0], split[1]


_PLAIN = r"(?:[0-9]+(?:\.[0-9]+)?)"
_FAULTS = tuple(
    (code, re.compile(pattern))
    for code, pattern in (
        (Refusal.GROUPING, r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?"),
        (Refusal.DECIMAL_COMMA, r"[0-9]+,[0-9]+"),
        (Refusal.NAKED_POINT, r"[.,][0-9]+"),
        (Refusal.TRAILING_POINT, r"[0-9]+[.,]"),
        (Refusal.TWO_POINTS, r"[0-9]*\.[0-9]*\.[0-9.]*"),
        (Refusal.LEADING_ZERO, r"0[0-9]+(?:\.[0-9]+)?"),
        (Refusal.SIGN, rf"[+\u2212\u2013-]\s?{_PLAIN}"),
        (Refusal.EXPONENT, rf"{_PLAIN}[eE][+-]?[0-9]+"),
        (Refusal.INNER_BLANK, r"[0-9.]+(?:\s+[0-9.]+)+"),
        (Refusal.LETTER_FOR_DIGIT, r"(?=.*[0-9])[0-9.]*[OoIl][0-9.OoIl]*"),
        (Refusal.FRACTION, rf"{_PLAIN}\s?[/:]\s?{_PLAIN}"),
        (Refusal.RANGE, rf"{_PLAIN}\s?[\u2212\u2013-]\s?{_PLAIN}"),
        (Refusal.TOO_MANY_DIGITS, r"[1-9][0-9]{4,}(?:\.[0-9]+)?"),
        (Refusal.TOO_FINE, r"(?:0|[1-9][0-9]*)\.[0-9]+"),
        (
            Refusal.WRONG_UNIT,
            rf"(?P<number>{_PLAIN})\s?(?P<seen>[A-Za-z\u00b5\u03bc%\u00b0][^0-9]*)",
        ),
        (Refusal.NOT_A_NUMBER, r"[^0-9]+"),
    )
)


def _diagnose(number: str, form: NumberForm) -> Unread:
    """The first fault that fits what was typed; the order puts the special before the general."""
    for code, pattern in _FAULTS:
        match = pattern.fullmatch(number)
        if match is None:
            continue
        seen = (("seen", number), ("unit", form.unit), ("places", str(form.places)))
        if code is Refusal.WRONG_UNIT:
            seen = (("number", match["number"]), ("seen", match["seen"]), ("unit", form.unit))
        return Unread(code, seen, _suggestion(code, number, form))
    return Unread(Refusal.STRAY, (("seen", number), ("unit", form.unit)))


def _suggestion(code: Refusal, number: str, form: NumberForm) -> str | None:
    """What may have been meant, where it is one clear text that the field would take."""
    match code:
        case Refusal.DECIMAL_COMMA:
            meant = number.replace(",", ".")
        case Refusal.NAKED_POINT:
            meant = f"0.{number[1:]}"
        case Refusal.TRAILING_POINT:
            meant = number[:-1]
        case Refusal.TOO_FINE:
            meant = number.rstrip("0").rstrip(".")
        case _:
            return None
    return meant if re.fullmatch(form.pattern, meant) else None
