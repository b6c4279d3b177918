"""A drawing of the core painted with Qt, in points on whatever is painted on."""

from collections.abc import Sequence
from typing import assert_never

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from core.report.drawing import Area, Dots, Drawing, Label, Line, Part, Point

FAMILIES = ("Arial", "Helvetica", "Liberation Sans", "DejaVu Sans", "sans-serif")
_FINE = 20
"""Letters are laid out so many times as large, as Qt rounds their widths to whole points."""


def paint(painter: QPainter, drawing: Drawing) -> None:
    """Paint every part, from the origin of the painter on."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for part in drawing.parts:
        _paint(painter, part)


def _paint(painter: QPainter, part: Part) -> None:
    match part:
        case Line():
            painter.setPen(_pen(part))
            painter.drawPolyline(_polygon(part.points))
        case Area():
            _paint_area(painter, part)
        case Dots():
            pen = QPen(_colour(part.ink, part.opacity), part.size)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints(_polygon(part.points))
        case Label():
            _write(painter, part)
        case _:
            assert_never(part)


def _pen(line: Line) -> QPen:
    pen = QPen(QColor(line.ink), line.width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if line.dash:
        pen.setDashPattern([each / line.width for each in line.dash])
    return pen


def _paint_area(painter: QPainter, area: Area) -> None:
    painter.setPen(QPen(QColor(area.edge), area.width) if area.edge else Qt.PenStyle.NoPen)
    bare = area.fill == "none"
    painter.setBrush(Qt.BrushStyle.NoBrush if bare else QBrush(_colour(area.fill, area.opacity)))
    painter.drawPolygon(_polygon(area.points))


def _write(painter: QPainter, label: Label) -> None:
    font = QFont(FAMILIES)
    font.setPixelSize(round(label.size * _FINE))
    font.setBold(label.bold)
    width = QFontMetricsF(font).horizontalAdvance(label.text)
    begin = {"start": 0.0, "middle": -width / 2, "end": -width}[label.anchor]
    painter.save()
    painter.translate(*label.at)
    painter.scale(1 / _FINE, 1 / _FINE)
    painter.setFont(font)
    painter.setPen(QColor(label.ink))
    painter.drawText(QPointF(begin, 0.0), label.text)
    painter.restore()


def _polygon(points: Sequence[Point]) -> QPolygonF:
    return QPolygonF([QPointF(x, y) for x, y in points])


def _colour(ink: str, opacity: float) -> QColor:
    colour = QColor(ink)
    colour.setAlphaF(opacity)
    return colour
