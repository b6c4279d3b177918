"""The painted chart as a widget: mouse, keys and the line under the cursor."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta, tzinfo
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from core.quantity.measures import Millilitre
from core.view.lanes import Lanes
from core.view.read_out import FurtherLane, ReadOut, read_out
from gui.theme import Theme, ink
from gui.timeline import moves, words
from gui.timeline.draw import Screen, draw, frame_of
from gui.timeline.frame import Frame
from gui.timeline.lettering import Letters, Written
from gui.timeline.scene import Scene
from gui.timeline.span import Span
from gui.timeline.spoken import marks_said, spoken

_SNAP = 6.0
"""How close, in logical pixels, the mouse catches an event."""
_NOTCH = 120.0
"""What Qt calls one notch of a wheel."""

_KEYS: dict[int, Callable[[Scene], Scene]] = {
    Qt.Key.Key_Left: moves.previous_event,
    Qt.Key.Key_Right: moves.next_event,
    Qt.Key.Key_Home: moves.to_first_event,
    Qt.Key.Key_End: moves.to_last_event,
    Qt.Key.Key_PageUp: moves.window_earlier,
    Qt.Key.Key_PageDown: moves.window_later,
    Qt.Key.Key_Plus: moves.shorter_window,
    Qt.Key.Key_Equal: moves.shorter_window,
    Qt.Key.Key_Minus: moves.longer_window,
    Qt.Key.Key_0: moves.back_to_now,
    Qt.Key.Key_Escape: moves.unfocused,
}


class _Read(NamedTuple):
    """A read-out, and what it was taken of."""

    lanes: Lanes
    further: tuple[FurtherLane, ...]
    t: float
    reach: float
    out: ReadOut


class Chart(QWidget):
    """The timeline, painted. Shows a case when told to; moves by keys, wheel and drag."""

    focused = Signal(float)
    """The instant under the focus line, epoch seconds UTC; emitted when it moves."""
    moved = Signal()
    """The view changed: another window, another focus, another case."""

    def __init__(self, zone: tzinfo, theme: Theme, parent: QWidget | None = None) -> None:
        """Show local times of `zone` in the colours of `theme`."""
        super().__init__(parent)
        self.scene = Scene(Lanes(), 0.0, 0.0, Span(0.0), zone, theme)
        self.written: list[Written] = []
        self._letters = Letters(self.font())
        self._screen = Screen(theme, self.devicePixelRatioF())
        self._grabbed: QPointF | None = None
        self._dragged = False
        self._pinned = False
        self._read: _Read | None = None
        self.setObjectName("timeline_chart")
        self.setAccessibleName(words.TITLE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_case(
        self,
        lanes: Lanes,
        now: float,
        run_gap: timedelta,
        further: tuple[FurtherLane, ...] = (),
        dead_volume: Millilitre | None = None,
    ) -> None:
        """Show these lanes as they are at `now`, epoch seconds UTC, and those of further agents."""
        if len(further) != len(self.scene.further):
            self.updateGeometry()
        gap = run_gap.total_seconds()
        self.move_to(moves.shown(self.scene, lanes, now, gap, further, dead_volume=dead_volume))

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._screen = Screen(theme, self.devicePixelRatioF())
        self.move_to(replace(self.scene, theme=theme))

    def move_to(self, scene: Scene) -> None:
        """Show another scene and tell who listens."""
        before, self.scene = self.scene, scene
        sentence = self.sentence()
        if sentence != self.accessibleDescription():
            self.setAccessibleDescription(sentence)
        self.update()
        self.moved.emit()
        if scene.focus is not None and scene.focus != before.focus:
            self.focused.emit(scene.focus)

    def read_out(self) -> ReadOut:
        """What every lane says at the focus line, or now."""
        scene, focus = self.scene, self.scene.focus
        t = scene.now if focus is None else focus
        reach = 0.0 if focus is None else self._reach()
        read = self._read
        same = read is not None and read.lanes is scene.lanes and read.further is scene.further
        if read is None or not same or (read.t, read.reach) != (t, reach):
            out = read_out(scene.lanes, t, reach, scene.further)
            read = self._read = _Read(scene.lanes, scene.further, t, reach, out)
        return read.out

    def sentence(self) -> str:
        """The read-out as a screen reader says it."""
        return spoken(self.read_out(), self.scene.zone)

    def frame(self) -> Frame:
        """Where things are drawn at present."""
        return frame_of(QRectF(self.rect()), self.scene, self._letters)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for a comfortable chart."""
        em = self._letters.height()
        return QSize(round(52 * em), round(30 * em))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The least room in which nothing overlaps."""
        em = self._letters.height()
        return QSize(round(34 * em), round((20 + 3.2 * len(self.scene.further)) * em))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the scene, and a thin line around it while keys go here."""
        self._match_screen()
        with QPainter(self) as painter:
            rect = QRectF(self.rect())
            self.written = draw(painter, rect, self.scene, self._letters, self._screen)
            if self.hasFocus():
                painter.setPen(QPen(ink(self.scene.theme.accent), 0))
                painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Move by the keys of the table above; anything else is someone else's."""
        move = _KEYS.get(event.key())
        if move is None:
            super().keyPressEvent(event)
            return
        self.move_to(move(self.scene))
        self._pinned = self.scene.focus is not None
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.sentence()))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Zoom with Ctrl, pan sideways; a plain wheel scrolls whatever is around."""
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            anchor = self.frame().t(event.position().x())
            self.move_to(moves.zoomed(self.scene, turned.y() / _NOTCH, anchor))
        elif turned.x():
            tenth = 0.1 * self.scene.span.length
            self.move_to(moves.panned(self.scene, -turned.x() / _NOTCH * tenth))
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold of the chart."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
            self._dragged = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Drag the chart, or move the focus line along with the mouse."""
        if self._grabbed is None:
            self.setToolTip(self.marks_at(event.position()))
            if not self._pinned:
                self._point_at(event.position().x())
            return
        dragged = event.position().x() - self._grabbed.x()
        self._grabbed = event.position()
        if dragged:
            self._dragged = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.move_to(moves.panned(self.scene, -dragged / self.frame().per_second))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go of the chart; a click without a drag pins the focus line there."""
        if self._grabbed is not None and not self._dragged:
            self._point_at(event.position().x())
            self._pinned = True
        self._grabbed = None
        self.unsetCursor()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Take the focus line away with the mouse, unless a click or a key put it there."""
        if not self._pinned and self.scene.focus is not None:
            self.move_to(moves.unfocused(self.scene))
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a changed font."""
        if event.type() is QEvent.Type.FontChange:
            self._letters = Letters(self.font())
            self.updateGeometry()
        super().changeEvent(event)

    def marks_at(self, place: QPointF) -> str:
        """The names of the marks under a place in the row of marks; empty elsewhere."""
        frame = self.frame()
        if not frame.marks.contains(place):
            return ""
        reach = frame.mark_size / frame.per_second
        return ", ".join(
            part.text for part in marks_said(read_out(self.scene.lanes, frame.t(place.x()), reach))
        )

    def _point_at(self, x: float) -> None:
        """Put the focus line under the mouse, on an event if one is close."""
        frame = self.frame()
        t = min(frame.t(min(max(x, frame.left), frame.right)), self.scene.now)
        t = moves.nearest_event(self.scene, t, _SNAP / frame.per_second)
        self.move_to(replace(self.scene, focus=t))

    def _reach(self) -> float:
        """How far from the focus something still counts as there, seconds."""
        return _SNAP * self.scene.span.length / max(self.width(), 1)

    def _match_screen(self) -> None:
        ratio = self.devicePixelRatioF()
        if ratio != self._screen.ratio:
            self._screen = Screen(self.scene.theme, ratio)
