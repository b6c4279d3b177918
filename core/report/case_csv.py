"""A case as CSV: one row per fact as the table twin shows it, safe to open in a spreadsheet."""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence

from core.model.events import Recorded
from core.report.facts import SCOPE, opening_of, without_free_text
from core.view.rows import TimelineRow
from core.view.story import Story, told
from core.view.wording import Words

COLUMNS = (
    "entry",
    "local_time",
    "what",
    "value",
    "unit",
    "detail",
    "entered_by",
    "struck_through",
)
_FORMULA_STARTS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
"""What a spreadsheet may take for a formula, full-width forms among them (OWASP ASVS 1.2.10)."""
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def case_csv(facts: Sequence[Recorded], words: Words, *, notes: bool) -> str:
    """The case as CSV text: a scope line, the label, a header, then a row per fact.

    Without `notes` whatever was typed freely is left out.

    Raises:
        ValueError: the facts hold no opening of a case.
    """
    opened = opening_of(facts)
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow([safe(SCOPE)])
    writer.writerow([safe(f"case {opened.setup.label}, {opened.setup.mode}")])
    writer.writerow(COLUMNS)
    story = Story()
    for fact in facts if notes else without_free_text(facts):
        story = told(story, fact, words)
    for row in story.rows:
        writer.writerow([safe(cell) for cell in _cells(row)])
    return out.getvalue()


def _cells(row: TimelineRow) -> tuple[str, ...]:
    struck = "struck through" if row.struck else ""
    return (
        str(row.seq),
        row.at_text,
        row.what,
        row.value,
        row.unit,
        row.detail,
        row.who,
        struck,
    )


def safe(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it as a formula.

    Blanks, controls and invisible marks in front do not hide a formula; a plain negative number
    is none.
    """
    if _NUMBER.fullmatch(text):
        return text
    first = next((letter for letter in text if not _is_passed_over(letter)), "")
    begins_with_control = text[:1] != "" and unicodedata.category(text[0]) == "Cc"
    return f"'{text}" if first in _FORMULA_STARTS or begins_with_control else text


def _is_passed_over(letter: str) -> bool:
    return unicodedata.category(letter) in {"Zs", "Zl", "Zp", "Cc", "Cf"}
