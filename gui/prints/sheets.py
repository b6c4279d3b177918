"""Where a laid-out record is cut into pages: never through an entry, columns named on each page.

Qt would cut a table between any two lines of its text, a date on one page and its time on the
next. So the record is laid out on one long page, and cut here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtGui import QTextBlock, QTextDocument, QTextTable

from gui.prints.pictures import holds_picture


@dataclass(frozen=True, slots=True)
class Slice:
    """A part of the long page, from `top` to `bottom` in dots."""

    top: float
    bottom: float

    @property
    def height(self) -> float:
        """In dots."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Piece:
    """What stays together on one page; `heads` names its columns where it begins a page."""

    whole: Slice
    heads: Slice | None = None


def sheets(document: QTextDocument, height: float) -> tuple[tuple[Slice, ...], ...]:
    """The slices of each page, from top to bottom, for pages of that height in dots."""
    made: list[list[Slice]] = [[]]
    left = height
    for piece in _pieces(document):
        if made[-1] and piece.whole.height > left:
            heads = [] if piece.heads is None else [piece.heads]
            made.append(heads)
            left = height - sum(head.height for head in heads)
        for part in _cut(piece.whole, left, height):
            if part.height > left:
                made.append([])
                left = height
            made[-1].append(part)
            left -= part.height
    return tuple(tuple(sheet) for sheet in made)


def _cut(whole: Slice, left: float, height: float) -> Iterator[Slice]:
    """The piece itself; one that no page can hold is cut where the pages end."""
    top, room = whole.top, left
    while whole.bottom - top > room:
        yield Slice(top, top + room)
        top, room = top + room, height
    yield Slice(top, whole.bottom)


def _pieces(document: QTextDocument) -> Iterator[Piece]:
    """Text stays with the picture or the first row of the table below it.

    Every other row is by itself, and so is text that nothing follows.
    """
    layout, begins, ended, bottom = document.documentLayout(), None, None, 0.0
    for item in _items(document):
        if isinstance(item, QTextBlock):
            if begins is None and item.text():
                begins = layout.blockBoundingRect(item).top() if ended is None else ended
            bottom = layout.blockBoundingRect(item).bottom()
            if begins is not None and holds_picture(item):
                yield Piece(Slice(begins, bottom))
                begins, ended = None, bottom
            continue
        rows = _rows(document, item)
        named = item.format().headerRowCount()
        heads = Slice(rows[0].top, rows[named - 1].bottom) if named else None
        first = rows[min(named, len(rows) - 1)]
        yield Piece(Slice(rows[0].top if begins is None else begins, first.bottom))
        yield from (Piece(row, heads) for row in rows[named + 1 :])
        begins, ended = None, rows[-1].bottom
    if begins is not None:
        yield Piece(Slice(begins, bottom))


def _items(document: QTextDocument) -> Iterator[QTextBlock | QTextTable]:
    """The paragraphs and tables of a record in order."""
    tables = document.rootFrame().childFrames()
    spans = [(frame.firstPosition(), frame.lastPosition()) for frame in tables]
    block = document.begin()
    waiting = list(zip(spans, tables, strict=True))
    while block.isValid():
        place = block.position()
        if waiting and place >= waiting[0][0][0]:
            (_, last), table = waiting.pop(0)
            if isinstance(table, QTextTable):
                yield table
            while block.isValid() and block.position() <= last:
                block = block.next()
            continue
        yield block
        block = block.next()


def _rows(document: QTextDocument, table: QTextTable) -> Sequence[Slice]:
    """Each row of a table with its borders; a border runs midway between two rows of text."""
    texts = [_text(document, table, row) for row in range(table.rows())]
    between = [(above.bottom + below.top) / 2 for above, below in pairwise(texts)]
    beside = between[0] - texts[0].bottom if between else 0.0
    edges = [texts[0].top - beside, *between, texts[-1].bottom + beside]
    return [Slice(top, bottom) for top, bottom in pairwise(edges)]


def _text(document: QTextDocument, table: QTextTable, row: int) -> Slice:
    """From the first line of a row to the last one of its longest cell."""
    layout, ends = document.documentLayout(), []
    for column in range(table.columns()):
        cell = table.cellAt(row, column)
        ends.append(layout.blockBoundingRect(cell.lastCursorPosition().block()).bottom())
    first = table.cellAt(row, 0).firstCursorPosition().block()
    return Slice(layout.blockBoundingRect(first).top(), max(ends))
