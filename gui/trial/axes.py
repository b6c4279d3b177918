"""The room of a plot, its axes, and how arms are told apart without colour."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from core.trial.scale import Scale, tick_text
from gui.theme import Size, Theme, ink
from gui.timeline.lettering import Pencil

Draw = Callable[["Canvas"], None]
_ACROSS = 4.5
"""Lines of text between the values of the level axis."""
_DASHES = (
    Qt.PenStyle.SolidLine,
    Qt.PenStyle.DashLine,
    Qt.PenStyle.DotLine,
    Qt.PenStyle.DashDotLine,
)


@dataclass(frozen=True, slots=True)
class Canvas:
    """What a drawing is made with."""

    painter: QPainter
    pencil: Pencil
    room: QRectF
    theme: Theme

    @property
    def line(self) -> float:
        """The height of a small line of text."""
        return self.pencil.letters.height(Size.SMALL)

    def write(self, text: str, x: float, y: float, *, quiet: bool = False) -> float:
        """Write a small text from its upper left corner; the x where it ends."""
        colour = self.theme.quiet if quiet else self.theme.text
        return self.pencil.write(text, (x, y), colour, self.room, Size.SMALL)

    def width(self, text: str) -> float:
        """The width of a small text."""
        return self.pencil.letters.width(text, Size.SMALL)


@dataclass(frozen=True, slots=True)
class Axes:
    """Two axes."""

    x: Scale
    y: Scale

    @property
    def room(self) -> QRectF:
        """The rectangle between them."""
        return QRectF(QPointF(self.x.begin, self.y.end), QPointF(self.x.end, self.y.begin))

    def point(self, x: float, y: float) -> QPointF:
        """The place of two values."""
        return QPointF(self.x.at(x), self.y.at(y))


def draw_axes(canvas: Canvas, axes: Axes, *, apart: float = 2.2) -> None:
    """Hairlines at round values, those upwards so many lines apart, and what they stand for."""
    painter, line = canvas.painter, canvas.line
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for value in axes.y.ticks(apart * line):
        y, text = round(axes.y.at(value)), tick_text(value)
        _hairline(canvas, QLineF(axes.x.begin, y, axes.x.end, y))
        canvas.write(text, axes.x.begin - canvas.width(text) - 6, y - line / 2, quiet=True)
    for value in axes.x.ticks(_ACROSS * line):
        x, text = round(axes.x.at(value)), tick_text(value)
        _hairline(canvas, QLineF(x, axes.y.begin, x, axes.y.end))
        canvas.write(text, x - canvas.width(text) / 2, axes.y.begin + 4, quiet=True)
    painter.setPen(QPen(ink(canvas.theme.rule), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(axes.room)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def arm_pen(theme: Theme, place: int) -> QPen:
    """The line of an arm: a colour and a dash of its own."""
    colours = (theme.map_line, theme.dose_line, theme.answer, theme.text)
    return QPen(ink(colours[place % len(colours)]), 2, _DASHES[place % len(_DASHES)])


def draw_marker(painter: QPainter, place: int, at: QPointF, size: float) -> None:
    """The mark of an arm: disc, square, triangle or diamond."""
    half = size / 2
    box = QRectF(at.x() - half, at.y() - half, size, size)
    shapes: tuple[Callable[[], None], ...] = (
        lambda: painter.drawEllipse(box),
        lambda: painter.drawRect(box),
        lambda: painter.drawPolygon(
            [QPointF(at.x(), box.top()), box.bottomRight(), box.bottomLeft()]
        ),
        lambda: painter.drawPolygon(
            [
                QPointF(at.x(), box.top()),
                QPointF(box.right(), at.y()),
                QPointF(at.x(), box.bottom()),
                QPointF(box.left(), at.y()),
            ]
        ),
    )
    shapes[place % len(shapes)]()


def _hairline(canvas: Canvas, line: QLineF) -> None:
    canvas.painter.setPen(QPen(ink(canvas.theme.grid), 1))
    canvas.painter.drawLine(line)
