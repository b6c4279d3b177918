"""A drawing of a trial as a widget: painted in the colours and letters of now, told aloud."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.plain import theme_of
from gui.theme import ink
from gui.timeline.lettering import Letters, Pencil, Written
from gui.trial.axes import Canvas, Draw

_MARGIN = 8.0
_LEAST, _USUAL = (36, 20), (60, 32)
"""Width and height in heights of a line."""


class Picture(QWidget):
    """Shows one drawing; what it tells stands in its accessible description."""

    def __init__(self, name: str) -> None:
        """Nothing is drawn yet."""
        super().__init__()
        self._draw: Draw | None = None
        self._letters = Letters(self.font())
        self.written: list[Written] = []
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_drawing(self, draw: Draw, said: str) -> None:
        """Draw something else, and say what it tells."""
        self._draw = draw
        self.setAccessibleDescription(said)
        if self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a comfortable drawing."""
        em = self.fontMetrics().height()
        return QSize(_USUAL[0] * em, _USUAL[1] * em)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The least room in which nothing overlaps."""
        em = self.fontMetrics().height()
        return QSize(_LEAST[0] * em, _LEAST[1] * em)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground and drawing, and a thin line around them while keys go here."""
        theme = theme_of(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), ink(theme.field))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            pencil = Pencil(painter, self._letters)
            room = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
            if self._draw is not None:
                self._draw(Canvas(painter, pencil, room, theme))
            self.written = pencil.written
            if self.hasFocus():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(ink(theme.accent), 1))
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keys belong to the window."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow another font."""
        if event.type() is QEvent.Type.FontChange:
            self._letters = Letters(self.font())
            self.updateGeometry()
        super().changeEvent(event)
