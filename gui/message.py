"""What stands beside a field: a question or a refusal, told by shape, word and colour."""

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gui.button import TextButton
from gui.plain import plain_label, theme_of

Pick = tuple[str, Callable[[], None]]
"""The text of a button beside a message, and what it does."""


class Kind(Enum):
    """What a message is."""

    QUESTION = "question"
    REFUSAL = "refusal"
    HINT = "hint"


class Sign(QWidget):
    """A triangle with a question mark, a barred circle, or nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing yet."""
        super().__init__(parent)
        self._kind = Kind.HINT
        side = round(1.3 * QFontMetricsF(self.font()).height())
        self.setFixedSize(QSize(side, side))

    def show_kind(self, kind: Kind) -> None:
        """Show the sign of a kind; before it has a place, only when that is shown."""
        self._kind = kind
        if kind is Kind.HINT or self.parentWidget() is not None:
            self.setVisible(kind is not Kind.HINT)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the sign."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self._kind is Kind.REFUSAL:
            _draw_barred_circle(painter, room, theme_of(self).wrong)
        elif self._kind is Kind.QUESTION:
            theme = theme_of(self)
            _draw_triangle(painter, room, theme.medium, theme.on_medium, theme.text)
        painter.end()


def _draw_barred_circle(painter: QPainter, room: QRectF, colour: str) -> None:
    width = 0.14 * room.width()
    painter.setPen(QPen(QColor(colour), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    circle = room.adjusted(width, width, -width, -width)
    painter.drawEllipse(circle)
    reach = 0.35 * circle.width()
    middle = circle.center()
    painter.drawLine(middle - QPointF(reach, reach), middle + QPointF(reach, reach))


def _draw_triangle(painter: QPainter, room: QRectF, fill: str, mark: str, edge: str) -> None:
    painter.setPen(QPen(QColor(edge), 1))
    painter.setBrush(QColor(fill))
    top = QPointF(room.center().x(), room.top())
    painter.drawPolygon(QPolygonF([top, room.bottomRight(), room.bottomLeft()]))
    font = painter.font()
    font.setPixelSize(round(0.62 * room.height()))
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(mark))
    centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
    painter.drawText(room.adjusted(0, 0, 0, -0.02 * room.height()), int(centre), "?")


class Message(QWidget):
    """A sign, a text, and buttons for what may be picked. Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Say nothing yet."""
        super().__init__(parent)
        self.kind = Kind.HINT
        self.sign = Sign()
        self.label = plain_label(wraps=True)
        self._picks = QVBoxLayout()
        self._picks.setContentsMargins(0, 0, 0, 0)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        words = QVBoxLayout()
        words.addWidget(self.label)
        words.addLayout(self._picks)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What is said at present."""
        return "" if self.isHidden() else self.label.text()

    def say(self, kind: Kind, text: str, picks: tuple[Pick, ...] = ()) -> None:
        """Say something, with what may be picked."""
        self.kind = kind
        self.sign.show_kind(kind)
        self.label.setText(text)
        self._offer(picks)
        self.show()

    def hush(self) -> None:
        """Say nothing."""
        self._offer(())
        self.label.clear()
        self.hide()

    def pick_buttons(self) -> list[TextButton]:
        """The buttons of what may be picked."""
        items = (self._picks.itemAt(place) for place in range(self._picks.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, TextButton)]

    def _offer(self, picks: tuple[Pick, ...]) -> None:
        for button in self.pick_buttons():
            self._picks.removeWidget(button)
            button.hide()
            button.deleteLater()
        for text, act in picks:
            button = TextButton(text)
            button.setAccessibleName(text)
            button.clicked.connect(lambda _checked=False, act=act: act())
            self._picks.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
