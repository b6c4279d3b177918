"""The program advises: its texts hold no alarm and no order of its own."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
# A titration order is a prescriber's; "in order to" is no order at all.
ALLOWED = re.compile(r"titration orders?|in order (to|of)|order check-?list", re.IGNORECASE)
FORBIDDEN = re.compile(r"\b(alarm|order)(s|ed|ing)?\b", re.IGNORECASE)
MICROGRAM_SIGN = re.compile(r"[\u00b5\u03bc]g|\bug/|\bIU\b|\d\s?U\b")
TRAILING_ZERO = re.compile(
    r"(?<![\d.])\d+\.\d*0 (mcg|mg|units|mL)\b|(?<!\d)\.\d+ (mcg|mg|units|mL)\b"
)


def spoken() -> dict[str, str]:
    """What the program says, by file and line; comments of the files are not said."""
    files = [
        p for p in (ROOT / "resources" / "texts").rglob("*") if p.suffix in {".toml", ".md", ".txt"}
    ]
    assert files
    return {
        f"{path.name}:{number}": line
        for path in files
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if not line.lstrip().startswith("#")
    }


def found(pattern: re.Pattern[str]) -> dict[str, str]:
    lines = {
        where: ALLOWED.sub("", line.partition(" = ")[2] or line) for where, line in spoken().items()
    }
    return {where: line for where, line in lines.items() if pattern.search(line)}


def test_no_text_says_alarm_or_order() -> None:
    assert found(FORBIDDEN) == {}


def test_units_are_written_so_that_none_can_be_misread() -> None:
    assert found(MICROGRAM_SIGN) == {}


def test_doses_have_a_leading_and_no_trailing_zero() -> None:
    assert found(TRAILING_ZERO) == {}
