"""The mark of a verdict, or of an item of the checklist: a shape of its own with a letter in it."""

from dataclasses import dataclass
from math import cos, pi, sin

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPolygonF

from core.view.wording import Words
from gui.theme import Theme

Corners = tuple[tuple[float, float], ...]
"""An outline in a box from -0.5 to 0.5; without corners a circle."""


def _ring(count: int, turned: float) -> Corners:
    angles = [2 * pi * place / count + turned for place in range(count)]
    return tuple((0.5 * cos(angle), 0.5 * sin(angle)) for angle in angles)


_CIRCLE: Corners = ()
_SQUARE: Corners = ((-0.42, -0.42), (0.42, -0.42), (0.42, 0.42), (-0.42, 0.42))
_TRIANGLE: Corners = ((0.0, -0.56), (0.6, 0.46), (-0.6, 0.46))
_DIAMOND: Corners = ((0.0, -0.58), (0.58, 0.0), (0.0, 0.58), (-0.58, 0.0))
_HEXAGON = _ring(6, 0.0)
_BAR: Corners = ((-0.42, -0.2), (0.42, -0.2), (0.42, 0.2), (-0.42, 0.2))


@dataclass(frozen=True, slots=True)
class Stamp:
    """How a mark is drawn: outline, colours of edge, ground and letter, and how low that stands."""

    corners: Corners
    edge: str
    ground: str
    letter: str
    drop: float = 0.0
    dashed: bool = False


def stamp_of(code: str, theme: Theme) -> Stamp:
    """The stamp of a verdict or of the state of an item."""
    wrong, field, quiet = theme.wrong, theme.field, theme.quiet
    stamps = {
        "right": Stamp(_CIRCLE, theme.answer, field, theme.answer),
        "wrong_size": Stamp(_SQUARE, wrong, wrong, field),
        "wrong_direction": Stamp(_TRIANGLE, wrong, wrong, field, drop=0.12),
        "late": Stamp(_DIAMOND, theme.text, theme.medium, theme.on_medium),
        "not_done": Stamp(_HEXAGON, wrong, field, wrong),
        "not_indicated": Stamp(_BAR, quiet, field, quiet),
    }
    stamps |= {"done": stamps["right"], "missed": stamps["not_done"]}
    stamps["not_asked"] = stamps["not_indicated"]
    return stamps.get(code, Stamp(_CIRCLE, quiet, field, quiet, dashed=True))


@dataclass(frozen=True, slots=True)
class Marker:
    """Draws marks in the colours of a theme, with the letters of the program's language."""

    words: Words
    theme: Theme
    font: QFont

    def draw(self, painter: QPainter, code: str, at: QPointF, size: float) -> None:
        """Draw the mark of a code in a size around a point."""
        stamp = stamp_of(code, self.theme)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(stamp.edge), max(0.07 * size, 1.2))
        if stamp.dashed:
            pen.setDashPattern([2.0, 1.5])
        painter.setPen(pen)
        painter.setBrush(QColor(stamp.ground))
        _draw_outline(painter, stamp.corners, at, size)
        painter.setFont(self._lettering(size))
        painter.setPen(QColor(stamp.letter))
        room = QRectF(at.x() - size, at.y() - size + stamp.drop * size, 2 * size, 2 * size)
        letter = self.words.say(f"debriefing.letter.{code}")
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), letter)
        painter.restore()

    def pixmap(self, code: str, size: float, ratio: float) -> QPixmap:
        """A mark as a picture, for a table."""
        side = round(1.3 * size * ratio)
        picture = QPixmap(side, side)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        middle = side / ratio / 2
        with QPainter(picture) as painter:
            self.draw(painter, code, QPointF(middle, middle), size)
        return picture

    def _lettering(self, size: float) -> QFont:
        lettered = QFont(self.font)
        lettered.setBold(True)
        lettered.setPixelSize(max(round(0.56 * size), 7))
        return lettered


def _draw_outline(painter: QPainter, corners: Corners, at: QPointF, size: float) -> None:
    if not corners:
        painter.drawEllipse(at, 0.48 * size, 0.48 * size)
        return
    painter.drawPolygon(
        QPolygonF([QPointF(at.x() + size * x, at.y() + size * y) for x, y in corners])
    )
