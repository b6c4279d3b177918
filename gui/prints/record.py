"""A record or a debrief on A4: the HTML of the core laid out by Qt, a foot painted on each page.

The foot holds the scope, whose record it is and which page of how many, so that a single sheet
still says what it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QImage,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLength,
    QTextTable,
)

from core.report.paper import Paper
from gui.prints.drawing import FAMILIES
from gui.prints.pictures import Pictures
from gui.prints.sheets import Slice, sheets

_RESOLUTION = 300
"""Dots per inch."""
_MARGIN_MM = 12.0
_FOOT_MM = 10.0
_FOOT_POINTS = 7.0
_HEADING_POINTS = {1: 13.0, 2: 10.0}
_HEAD_WIDTHS = (18, 82)
_ENTRY_WIDTHS = (4.5, 16, 15, 16, 43, 5.5)
_BLOCK_WIDTHS = (15, 7, 7, 7, 8.5)
"""Per cent of the page; of the blocks, the rest is shared by the agents."""
_MM_PER_INCH = 25.4
_DOTS_PER_METRE = round(_RESOLUTION / _MM_PER_INCH * 1000)
_LINE = 2.0
"""How far the lines of a table reach over its cells, in dots."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, and the lines that were painted at the foot of each of its pages."""

    pdf: bytes
    feet: tuple[tuple[str, str], ...]


def record_pdf(paper: Paper) -> Printed:
    """The record as PDF. A `QGuiApplication` has to be there."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, paper.title)
    document = _document(paper, writer)
    painter = QPainter(writer)
    feet = _painted(painter, writer, document, paper)
    painter.end()
    return Printed(bytes(buffer.data().data()), feet)


def first_sheet(paper: Paper) -> QImage:
    """The first page as a picture of A4 with its margins. A `QGuiApplication` has to be there."""
    writer = _writer(QBuffer(), paper.title)
    document = _document(paper, writer)
    edge = round(_dots(_MARGIN_MM))
    sheet = QImage(
        writer.width() + 2 * edge, writer.height() + 2 * edge, QImage.Format.Format_RGB32
    )
    sheet.setDotsPerMeterX(_DOTS_PER_METRE)
    sheet.setDotsPerMeterY(_DOTS_PER_METRE)
    sheet.fill(Qt.GlobalColor.white)
    pages = sheets(document, writer.height() - _dots(_FOOT_MM))
    painter = QPainter(sheet)
    painter.translate(edge, edge)
    _paint_body(painter, document, pages[0])
    _paint_foot(painter, writer, paper.foot(1, len(pages)))
    painter.end()
    return sheet


def _writer(buffer: QBuffer, title: str) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setResolution(_RESOLUTION)
    writer.setTitle(title)
    writer.setCreator("Pressor")
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    unit = QPageLayout.Unit.Millimeter
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, margins, unit))
    return writer


def _document(paper: Paper, writer: QPdfWriter) -> QTextDocument:
    document = QTextDocument()
    document.setDefaultFont(QFont(FAMILIES))
    layout = document.documentLayout()
    layout.setPaintDevice(writer)
    if paper.pictures:
        pictures = Pictures(paper.pictures, _RESOLUTION)
        pictures.setParent(document)
        layout.registerHandler(QTextFormat.ObjectTypes.ImageObject, pictures)
    document.setHtml(paper.html)
    tables = [one for one in document.rootFrame().childFrames() if isinstance(one, QTextTable)]
    for table, widths in zip(tables, paper.widths or _record_widths(tables), strict=True):
        _set_widths(table, widths)
    _set_headings(document)
    document.setDocumentMargin(0)
    document.setTextWidth(writer.width())
    return document


def _set_headings(document: QTextDocument) -> None:
    """The sizes of headings, which Qt scales from its own idea of a text's size."""
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        if level:
            plain = QTextCharFormat()
            plain.setProperty(QTextFormat.Property.FontSizeAdjustment, 0)
            plain.setFontPointSize(_HEADING_POINTS[level])
            cursor = QTextCursor(block)
            cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
            cursor.mergeCharFormat(plain)
        block = block.next()


def _set_widths(table: QTextTable, shares: Sequence[float]) -> None:
    """The widths that Qt does not read from the HTML."""
    shaped = table.format()
    shaped.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shaped.setCellPadding(_dots(0.35))
    widths = [QTextLength(QTextLength.Type.PercentageLength, share) for share in shares]
    shaped.setColumnWidthConstraints(widths)
    table.setFormat(shaped)


def _record_widths(tables: Sequence[QTextTable]) -> tuple[tuple[float, ...], ...]:
    """Those of a titration record: its head, its blocks and its entries."""
    _, blocks, _ = tables
    return _HEAD_WIDTHS, _block_widths(blocks.columns()), _ENTRY_WIDTHS


def _block_widths(columns: int) -> tuple[float, ...]:
    agents = columns - len(_BLOCK_WIDTHS)
    return (*_BLOCK_WIDTHS, *((100 - sum(_BLOCK_WIDTHS)) / agents for _ in range(agents)))


def _painted(
    painter: QPainter, writer: QPdfWriter, document: QTextDocument, paper: Paper
) -> tuple[tuple[str, str], ...]:
    pages = sheets(document, writer.height() - _dots(_FOOT_MM))
    feet = []
    for number, slices in enumerate(pages, 1):
        if number > 1:
            writer.newPage()
        _paint_body(painter, document, slices)
        feet.append(_paint_foot(painter, writer, paper.foot(number, len(pages))))
    return tuple(feet)


def _paint_body(painter: QPainter, document: QTextDocument, slices: Sequence[Slice]) -> None:
    """Each slice of the long page below the one before."""
    top = 0.0
    for part in slices:
        shown = QRectF(0, part.top, document.textWidth(), part.height)
        edge = shown.adjusted(-_LINE, -_LINE, _LINE, _LINE)  # the lines around a row are its own
        painter.save()
        painter.translate(0, top - part.top)
        painter.setClipRect(edge)
        context = QAbstractTextDocumentLayout.PaintContext()
        context.clip = edge
        document.documentLayout().draw(painter, context)
        painter.restore()
        top += part.height


def _paint_foot(painter: QPainter, writer: QPdfWriter, foot: tuple[str, str]) -> tuple[str, str]:
    """Paint the two lines under a rule; they are returned once they are painted."""
    font = QFont(FAMILIES)
    font.setPointSizeF(_FOOT_POINTS)
    painter.setFont(font)
    height = _dots(_FOOT_MM)
    place = QRectF(0, writer.height() - height, writer.width(), height)
    painter.drawLine(place.topLeft(), place.topRight())
    inner = place.adjusted(0, _dots(1), 0, 0)
    top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    painter.drawText(inner, int(top), foot[0])
    bottom = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
    painter.drawText(inner, int(bottom), foot[1])
    return foot


def _dots(millimetres: float) -> float:
    return millimetres / _MM_PER_INCH * _RESOLUTION
