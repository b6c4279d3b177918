"""How urgent a prompt is, told by word, shape, number of marks and colour."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.model.terms import Urgency
from gui.plain import theme_of
from gui.theme import Size, Theme, sized

_MARKS = {Urgency.NOW: "!!!", Urgency.SOON: "!!", Urgency.NOTICE: "!"}


class UrgencySign(QWidget):
    """An octagon for now, a triangle for soon, a circle for a notice, with one to three marks."""

    def __init__(self, urgency: Urgency) -> None:
        """The sign of an urgency."""
        super().__init__()
        self._urgency = urgency
        side = round(1.9 * QFontMetricsF(self.font()).height())
        self.setFixedSize(QSize(side, side))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw shape and marks."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self)
        ground, ink = colours(theme, self._urgency)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(ink), 1))
        painter.setBrush(QColor(ground))
        self._draw_shape(painter, room)
        painter.setFont(sized(self.font(), Size.SMALL, bold=True))
        painter.setPen(QColor(ink))
        low = 0.18 * room.height() if self._urgency is Urgency.SOON else 0.0
        centre = int(Qt.AlignmentFlag.AlignCenter)
        painter.drawText(room.adjusted(0, low, 0, low), centre, _MARKS[self._urgency])
        painter.end()

    def _draw_shape(self, painter: QPainter, room: QRectF) -> None:
        if self._urgency is Urgency.NOTICE:
            painter.drawEllipse(room)
        elif self._urgency is Urgency.SOON:
            top = QPointF(room.center().x(), room.top())
            painter.drawPolygon(QPolygonF([top, room.bottomRight(), room.bottomLeft()]))
        else:
            painter.drawPolygon(_octagon(room))


def colours(theme: Theme, urgency: Urgency) -> tuple[str, str]:
    """The ground of an urgency and the ink on it."""
    return {
        Urgency.NOW: (theme.high, theme.on_high),
        Urgency.SOON: (theme.medium, theme.on_medium),
        Urgency.NOTICE: (theme.low, theme.on_low),
    }[urgency]


def _octagon(room: QRectF) -> QPolygonF:
    cut = 0.29 * room.width()
    left, top, right, bottom = room.left(), room.top(), room.right(), room.bottom()
    return QPolygonF(
        [
            QPointF(left + cut, top),
            QPointF(right - cut, top),
            QPointF(right, top + cut),
            QPointF(right, bottom - cut),
            QPointF(right - cut, bottom),
            QPointF(left + cut, bottom),
            QPointF(left, bottom - cut),
            QPointF(left, top + cut),
        ]
    )
