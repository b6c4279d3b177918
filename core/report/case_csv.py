"""A case as CSV: one row per fact as the table twin shows it, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from core.model.events import CaseOpened, NoteAdded, Recorded
from core.report.case_json import SCOPE
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
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a spreadsheet may take for a formula, full-width forms among them (OWASP ASVS 1.2.10)."""


def case_csv(facts: Sequence[Recorded], words: Words, *, notes: bool) -> str:
    """The case as CSV text: a scope line, the label, a header, then a row per fact."""
    opened = next(fact.event for fact in facts if isinstance(fact.event, CaseOpened))
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow([safe(SCOPE)])
    writer.writerow([safe(f"case {opened.setup.label}, {opened.setup.mode}")])
    writer.writerow(COLUMNS)
    for row in _rows(facts, words, notes=notes):
        writer.writerow([safe(cell) for cell in _cells(row)])
    return out.getvalue()


def _rows(facts: Iterable[Recorded], words: Words, *, notes: bool) -> Iterable[TimelineRow]:
    story = Story()
    for fact in facts:
        if notes or not isinstance(fact.event, NoteAdded):
            story = told(story, fact, words)
    return story.rows


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
    """The text, with an apostrophe in front where a spreadsheet would run it as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
