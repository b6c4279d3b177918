"""How each course is drawn: line, pattern and a shape along it, told apart without colour."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from gui.theme import Theme, ink

GIVEN = "given"
_WIDTH = 2.0
_BEAD = 4.5
"""Half the size of a shape along a line, in pixels."""
_APART = 90.0
"""How far apart the shapes along a line are, in pixels."""
_DIAMOND = ((0, -1.15), (1.15, 0), (0, 1.15), (-1.15, 0))
_TRIANGLE = ((0, -1.1), (1.15, 0.9), (-1.15, 0.9))
Shape = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """A course's line: the pattern in widths of the line, its shape, where the first one is."""

    pattern: tuple[float, ...]
    shape: Shape
    first: float


LOOKS = {
    GIVEN: Look((), (), 0.0),
    "protocol": Look((6.0, 3.0), _DIAMOND, 30.0),
    "no_change": Look((1.5, 2.0), _TRIANGLE, 70.0),
}


def colour_of(code: str, theme: Theme, *, of_dose: bool) -> str:
    """The colour of a course, for whoever sees it."""
    own = theme.dose_line if of_dose else theme.map_line
    return {GIVEN: own, "protocol": theme.answer}.get(code, theme.text)


def draw_course(
    painter: QPainter, code: str, stretches: Sequence[Sequence[QPointF]], colour: str, ground: str
) -> None:
    """The line with its pattern, then the shapes along it."""
    look = LOOKS.get(code, LOOKS["no_change"])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(look, colour))
    for corners in stretches:
        painter.drawPolyline(QPolygonF(list(corners)))
    if look.shape:
        draw_beads(painter, look, [point for part in stretches for point in part], colour, ground)


def draw_beads(
    painter: QPainter, look: Look, points: Sequence[QPointF], colour: str, ground: str
) -> None:
    """Shapes on the line at even distances, so that crossing lines stay apart."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink(colour), 1.5))
    painter.setBrush(ink(ground))
    wanted = None
    for point in points:
        if wanted is None:
            wanted = point.x() + look.first
        if point.x() >= wanted:
            _draw_bead(painter, look.shape, point)
            wanted = point.x() + _APART


def draw_sample(painter: QPainter, code: str, room: QRectF, colour: str, ground: str) -> None:
    """A short piece of a course's line, for the key."""
    y = room.center().y()
    look = LOOKS.get(code, LOOKS["no_change"])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(_pen(look, colour))
    painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
    if look.shape:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(ink(colour), 1.5))
        painter.setBrush(ink(ground))
        _draw_bead(painter, look.shape, room.center())


def _draw_bead(painter: QPainter, shape: Shape, at: QPointF) -> None:
    corners = [QPointF(at.x() + _BEAD * x, at.y() + _BEAD * y) for x, y in shape]
    painter.drawPolygon(QPolygonF(corners))


def _pen(look: Look, colour: str) -> QPen:
    pen = QPen(ink(colour), _WIDTH)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if look.pattern:
        pen.setDashPattern(list(look.pattern))
    return pen
