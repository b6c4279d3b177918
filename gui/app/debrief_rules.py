"""The definitions of the verdicts' rules, as the manual has them."""

import re
from functools import lru_cache
from pathlib import Path

import resources

MANUAL = Path(resources.__path__[0], "help", "verdicts.md")
_RULE = re.compile(
    r"^\d+\. `(?P<rule>[a-z-]+)`: \*\*[a-z ]+\*\*\. (?P<says>.*(?:\n {4}.*)*)", re.MULTILINE
)


@lru_cache(maxsize=1)
def definitions() -> dict[str, str]:
    """What each rule says, by its name.

    Raises:
        OSError: the manual cannot be read.
    """
    found = _RULE.finditer(MANUAL.read_text("utf-8"))
    return {match["rule"]: _plain(match["says"]) for match in found}


def _plain(text: str) -> str:
    """The text on one line, without marks of emphasis."""
    return " ".join(text.replace("*", "").replace("`", '"').split())
