"""The titration record as one HTML file: no script, nothing fetched, to read and to print.

Meaning never hangs on a colour: what was struck through is crossed out and says so. The scope
stands on top and in the foot of each table, which a browser repeats on every page it prints.
"""

from collections.abc import Iterator, Sequence

from core.model.events import Recorded
from core.report.block_rows import BlockTable
from core.report.facts import SCOPE
from core.report.head import zone_text
from core.report.markup import element, escaped, said, unbroken
from core.report.record import RecordRow, TitrationRecord, record_of
from core.view.wording import Words

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
body { font-family: Arial, Helvetica, sans-serif; font-size: 10pt; line-height: 1.3;
 color: #000000; background: #ffffff; margin: 16px; }
h1 { font-size: 15pt; margin: 0 0 4px 0; }
h2 { font-size: 12pt; margin: 14px 0 4px 0; }
p { margin: 0 0 6px 0; }
p.scope { font-weight: bold; }
table { border-collapse: collapse; width: 100%; }
th, td { border: 1px solid #808080; padding: 2px 4px; text-align: left; vertical-align: top; }
thead th { background: #e8e8e8; }
td.value { font-weight: bold; }
td.sha { font-family: monospace; overflow-wrap: anywhere; }
tfoot td { font-weight: bold; border: none; }
@page { size: A4; margin: 14mm; }
@media print {
 body { font-size: 8pt; margin: 0; }
 h2 { break-after: avoid; }
 tr { break-inside: avoid; }
 thead { display: table-header-group; }
 tfoot { display: table-footer-group; }
}
"""
# For the painter of pages, who knows little CSS and sets sizes of headings, widths and padding.
_PAPER_STYLE = """
body { font-size: 7.5pt; color: #000000; }
h1 { margin: 0 0 4px 0; }
h2 { margin: 12px 0 3px 0; }
p { margin: 0 0 4px 0; }
p.scope { font-weight: bold; }
table { border-collapse: collapse; }
th, td { border: 1px solid #808080; text-align: left; vertical-align: top; }
thead th { background: #e8e8e8; font-weight: normal; }
td.value { font-weight: bold; }
td.sha { font-family: monospace; }
"""
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
    return _page(title, _PAPER_STYLE if paper else _STYLE, body)


def _page(title: str, style: str, body: str) -> str:
    head = (
        '<meta charset="utf-8" />'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}" />'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />'
        f"{said('title', title)}<style>{style}</style>"
    )
    whole = f"<head>{head}</head>\n<body>\n{body}\n</body>"
    return f'<!DOCTYPE html>\n<html lang="en">\n{whole}\n</html>\n'


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


def _table(name: str, columns: Sequence[Sequence[str]], rows: Iterator[str], scope: str) -> str:
    heads = "".join(element("th", _lines(column), scope="col") for column in columns)
    foot = element("tr", said("td", scope, colspan=str(len(columns)))) if scope else ""
    parts = [element("thead", element("tr", heads)), element("tbody", "\n".join(rows))]
    if foot:
        parts.append(element("tfoot", foot))
    return element("table", "\n".join(parts), cls=name)


def _lines(lines: Sequence[str]) -> str:
    return "<br />".join(escaped(line) for line in lines)


def _blocks(blocks: BlockTable, scope: str) -> str:
    rows = (
        element(
            "tr",
            said("th", row[0], scope="row") + "".join(said("td", cell) for cell in row[1:]),
        )
        for row in blocks.rows
    )
    return _table("blocks", blocks.columns, rows, scope)


def _entries(rows: Sequence[RecordRow], scope: str, words: Words) -> str:
    columns = [(words.say(f"record.column.{name}"),) for name in _COLUMNS]
    return _table("entries", columns, (_entry(row, words) for row in rows), scope)


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
