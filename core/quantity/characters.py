"""Characters that look like nothing or like something else; typed text may not hold them."""

import unicodedata

_OUTER_BLANKS = " \t\r\n\u00a0\u202f"
_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})


def trimmed(text: str) -> str:
    """The text without the outer blanks that a paste brings along."""
    return text.strip(_OUTER_BLANKS)


def invisible_character(text: str, allowed: str = "") -> str | None:
    """The code point, as "U+200B", of the first control, bidirectional, zero-width or odd blank.

    `allowed` lists characters to let pass, such as a line break in a note.
    """
    for character in text:
        category = unicodedata.category(character)
        odd_blank = category == "Zs" and character != " "
        if (category in _HIDDEN or odd_blank) and character not in allowed:
            return f"U+{ord(character):04X}"
    return None


def foreign_digit(text: str) -> str | None:
    """The first digit or number sign that is not one of 0 to 9."""
    for character in text:
        if character.isnumeric() and not character.isascii():
            return character
    return None
