"""The debrief's timeline as a widget: walked by keys from opportunity to opportunity."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.view.wording import Words
from gui.debrief import scene as moves
from gui.debrief.draw import Style, draw
from gui.debrief.frame import Frame, framed
from gui.debrief.reading_out import spoken
from gui.debrief.scene import Scene
from gui.plain import theme_of
from gui.theme import ink
from gui.timeline.lettering import Letters, Written

Move = Callable[[Scene], Scene]
_TEN = 10
_PLAIN: dict[int, Move] = {
    Qt.Key.Key_Left: moves.previous_row,
    Qt.Key.Key_Right: moves.next_row,
    Qt.Key.Key_Home: moves.first_row,
    Qt.Key.Key_End: moves.last_row,
    Qt.Key.Key_Up: partial(moves.by_minutes, minutes=-1),
    Qt.Key.Key_Down: partial(moves.by_minutes, minutes=1),
    Qt.Key.Key_PageUp: partial(moves.by_minutes, minutes=-_TEN),
    Qt.Key.Key_PageDown: partial(moves.by_minutes, minutes=_TEN),
    Qt.Key.Key_Plus: moves.closer,
    Qt.Key.Key_Equal: moves.closer,
    Qt.Key.Key_Minus: moves.wider,
    Qt.Key.Key_0: moves.whole,
}
_SHIFTED: dict[int, Move] = {
    Qt.Key.Key_Left: partial(moves.by_minutes, minutes=-1),
    Qt.Key.Key_Right: partial(moves.by_minutes, minutes=1),
    Qt.Key.Key_Plus: moves.closer,
}


class Chart(QWidget):
    """The timeline, painted. Left and Right walk the opportunities, with Shift the minutes."""

    moved = Signal()
    """The line stands elsewhere, or something else is shown."""

    def __init__(self, words: Words, scene: Scene) -> None:
        """Show a scene."""
        super().__init__()
        self.scene, self._words = scene, words
        self.written: list[Written] = []
        self._letters = Letters(self.font())
        self.setObjectName("debrief_chart")
        self.setAccessibleName(words.say("debriefing.chart.name"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def move_to(self, scene: Scene) -> None:
        """Show another scene and tell who listens."""
        if scene == self.scene:
            return
        self.scene = scene
        self.setAccessibleDescription(spoken(scene, self._words))
        self.update()
        self.moved.emit()

    def do(self, move: Move) -> None:
        """Move, and say where that led."""
        before = self.scene
        self.move_to(move(before))
        if self.scene is not before:
            said = spoken(self.scene, self._words)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def frame(self) -> Frame:
        """Where things are drawn at present."""
        return framed(QRectF(self.rect()), self.scene, self._letters, self._words)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a comfortable chart."""
        em = self.fontMetrics().height()
        return QSize(48 * em, 26 * em)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The least room in which nothing overlaps."""
        em = self.fontMetrics().height()
        return QSize(36 * em, 16 * em)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the scene, and a thin line around it while keys go here."""
        theme = theme_of(self)
        with QPainter(self) as painter:
            rect = QRectF(self.rect())
            style = Style(self._letters, theme, self._words)
            self.written = draw(painter, rect, self.scene, style)
            if self.hasFocus():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(ink(theme.accent), 1))
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move by the keys of the tables above; anything else is someone else's."""
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        held = event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        )
        move = None if held else (_SHIFTED if shifted else _PLAIN).get(event.key())
        if move is None:
            super().keyPressEvent(event)
        else:
            self.do(move)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A mark is chosen, elsewhere the line is put."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        row = self.row_at(event.position())
        if row is not None:
            self.do(partial(moves.at_row, row=row))
        else:
            second = round(self.frame().map.second(event.position().x()))
            self.do(partial(moves.at_second, second=second))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the line."""
        if event.buttons() & Qt.MouseButton.LeftButton and self.row_at(event.position()) is None:
            second = round(self.frame().map.second(event.position().x()))
            self.move_to(moves.at_second(self.scene, second))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow another font or palette."""
        if event.type() is QEvent.Type.FontChange:
            self._letters = Letters(self.font())
            self.updateGeometry()
        super().changeEvent(event)

    def row_at(self, place: QPointF) -> int | None:
        """The opportunity whose mark is there."""
        frame = self.frame()
        half = 0.6 * frame.mark_size
        for spot in reversed(frame.spots):
            x, y = frame.spot_place(spot)
            if abs(place.x() - x) <= half and abs(place.y() - y) <= half:
                return spot.row
        return None
