"""A part of a report: a heading, what is said, a table of texts; and the same as HTML."""

from dataclasses import dataclass

from core.report.markup import element, said, unbroken
from core.report.page import table


@dataclass(frozen=True, slots=True)
class ReportPart:
    """A part of a report. `widths` are per cent of the page, one for each column.

    Without `columns` the first cell of each row is its name; without `rows` there is no table. A
    row of one cell in a table of several columns is a heading over those that follow.
    """

    heading: str
    says: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]


def part_html(part: ReportPart, scope: str) -> str:
    """The part as HTML; with a `scope` in the foot of its table."""
    heading = said("h2", part.heading)
    says = "\n".join(said("p", text) for text in part.says)
    if not part.rows:
        return f"{heading}\n{says}"
    return f"{heading}\n{says}\n{_table(part, scope)}"


def _table(part: ReportPart, scope: str) -> str:
    rows = [_row(row, len(part.widths)) for row in part.rows]
    if not part.columns:
        return element("table", element("tbody", "\n".join(rows)), cls="named")
    return table("listed", [(column,) for column in part.columns], rows, scope)


def _row(cells: tuple[str, ...], width: int) -> str:
    first, *rest = (unbroken(cell) for cell in cells)
    if not rest and width > 1:
        return element("tr", said("th", first, scope="rowgroup", colspan=str(width), cls="group"))
    return element("tr", said("th", first, scope="row") + "".join(said("td", it) for it in rest))
