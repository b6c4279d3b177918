"""The titration record as one HTML file: no script, nothing fetched, to read and to print.

Meaning never hangs on a colour: what was struck through is crossed out and says so. The scope
stands on top and in the foot of each table, which a browser repeats on every page it prints.
"""

from collections.abc import Sequence

from core.model.events import Recorded
from core.report.block_rows import BlockTable
from core.report.facts import SCOPE
from core.report.head import zone_text
from core.report.markup import element, escaped, said, unbroken
from core.report.page import PAPER_STYLE, STYLE, page, table
from core.report.record import RecordRow, TitrationRecord, record_of
from core.view.wording import Words

_COLUMNS = ("entry", "time", "what", "value", "detail", "who")


def case_html(facts: Sequence[Recorded], words: Words, *, notes: bool, paper: bool = False) -> str:
    """The record of a case as HTML, well-formed as XML too.

    Without `notes` whatever was typed freely is left out. For `paper`, whose pages somebody
    paints with the scope on each, the tables have no foot of their own.

    Raises:
        ValueError: the facts hold no opening of a case.
    """
    record = record_of(facts, words, notes=notes)
    title = words.say("record.title", {"label": record.label})
    scope = "" if paper else SCOPE
    body = "\n".join(
        (
            said("h1", f"{words.say('record.heading')} {record.label}, {record.mode}"),
            said("p", SCOPE, cls="scope"),
            said("p", words.say("record.times", {"zone": zone_text(facts, words)})),
            said("p", words.say("record.readable", {"notes": _notes(record, words)})),
            said("h2", words.say("record.head")),
            _head(record, words),
            said("h2", words.say("record.blocks")),
            said("p", words.say("record.blocks-say")),
            _blocks(record.blocks, scope),
            said("h2", words.say("record.entries")),
            _entries(record.rows, scope, words),
        )
    )
    return page(title, PAPER_STYLE if paper else STYLE, body)


def _notes(record: TitrationRecord, words: Words) -> str:
    return words.say("record.notes-in" if record.notes else "record.notes-out")


def _head(record: TitrationRecord, words: Words) -> str:
    hashed = words.say("record.field.sha256")
    rows = "\n".join(
        element(
            "tr",
            said("th", name, scope="row")
            + element(
                "td",
                "<br />".join(said("bdi", unbroken(value)) for value in values),
                **({"cls": "sha"} if name == hashed else {}),
            ),
        )
        for name, values in record.head
    )
    return element("table", element("tbody", rows), cls="head")


def _blocks(blocks: BlockTable, scope: str) -> str:
    rows = (
        element(
            "tr",
            said("th", row[0], scope="row") + "".join(said("td", cell) for cell in row[1:]),
        )
        for row in blocks.rows
    )
    return table("blocks", blocks.columns, rows, scope)


def _entries(rows: Sequence[RecordRow], scope: str, words: Words) -> str:
    columns = [(words.say(f"record.column.{name}"),) for name in _COLUMNS]
    return table("entries", columns, (_entry(row, words) for row in rows), scope)


def _entry(row: RecordRow, words: Words) -> str:
    mark = f" {said('strong', words.say('record.row.struck'))}" if row.struck else ""
    cells = (
        said("td", row.number),
        element("td", _crossed(escaped(row.at), struck=row.struck)),
        element("td", _crossed(escaped(row.what), struck=row.struck) + mark),
        element("td", _crossed(escaped(unbroken(row.value)), struck=row.struck), cls="value"),
        element("td", _details(row)),
        element("td", said("bdi", row.who)),
    )
    return element("tr", "".join(cells), **({"cls": "struck"} if row.struck else {}))


def _details(row: RecordRow) -> str:
    return "; ".join(
        _crossed(said("bdi", unbroken(part)), struck=row.struck) for part in row.details
    )


def _crossed(inner: str, *, struck: bool) -> str:
    return element("s", inner) if struck and inner else inner
