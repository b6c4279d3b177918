"""Text into HTML: every letter is shown as a letter, whatever somebody typed."""

import html
import re
import unicodedata

_JOINERS = frozenset("\u200c\u200d")
"""Invisible, but some scripts cannot be read without them."""
_BEFORE_UNIT = re.compile(r"(?<=[0-9]) (?=(?:mcg|mg|mL|units|mmHg|kg|min|h|s|years|%)(?![a-z]))")
_NOT_SHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def escaped(text: str) -> str:
    """The text as HTML. Line breaks become blanks; what would be invisible is written out.

    Controls and marks that turn the direction of reading could make a record say another thing
    than what is stored: they are shown by number, as "[U+202E]".
    """
    seen = " ".join(text.split("\n"))
    return html.escape("".join(_shown(letter) for letter in seen))


def _shown(letter: str) -> str:
    if unicodedata.category(letter) not in _NOT_SHOWN or letter in _JOINERS:
        return letter
    return f"[U+{ord(letter):04X}]"


def unbroken(text: str) -> str:
    """The text with every figure held to its unit, so that no line ends between the two."""
    return _BEFORE_UNIT.sub("\u00a0", text)


def element(name: str, inner: str, **attributes: str) -> str:
    """An element around markup that is there already; attributes are texts. `cls` is class."""
    written = "".join(
        f' {key.replace("cls", "class")}="{escaped(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{written}>{inner}</{name}>"


def said(name: str, text: str, **attributes: str) -> str:
    """An element around a text."""
    return element(name, escaped(text), **attributes)
