"""A page to read and to print as HTML: no script, nothing fetched, tables that name their columns.

Where a browser prints it, the scope stands in the foot of each table, which it repeats on every
page. For paper, whose pages somebody paints with the scope on each, tables have no foot.
"""

from collections.abc import Iterable, Sequence

from core.report.markup import element, escaped, said

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
STYLE = """
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
PAPER_STYLE = """
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


def page(title: str, style: str, body: str) -> str:
    """The whole page around its body."""
    head = (
        '<meta charset="utf-8" />'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}" />'
        '<meta name="viewport" content="width=device-width, initial-scale=1" />'
        f"{said('title', title)}<style>{style}</style>"
    )
    whole = f"<head>{head}</head>\n<body>\n{body}\n</body>"
    return f'<!DOCTYPE html>\n<html lang="en">\n{whole}\n</html>\n'


def table(name: str, columns: Sequence[Sequence[str]], rows: Iterable[str], scope: str) -> str:
    """A table of rows that are markup already; each column may be named on several lines.

    An empty `scope` leaves the foot out.
    """
    heads = "".join(element("th", _lines(column), scope="col") for column in columns)
    foot = element("tr", said("td", scope, colspan=str(len(columns)))) if scope else ""
    parts = [element("thead", element("tr", heads)), element("tbody", "\n".join(rows))]
    if foot:
        parts.append(element("tfoot", foot))
    return element("table", "\n".join(parts), cls=name)


def _lines(lines: Sequence[str]) -> str:
    return "<br />".join(escaped(line) for line in lines)
