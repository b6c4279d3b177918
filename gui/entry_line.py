"""The line one types in: every key counts, and nothing but keys and paste does."""

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.plain import theme_of

_LONGEST = 1_000_000
"""More than any paste; a line edit would cut silently at its limit."""
_RADIUS = 2.5


class EntryLine(QLineEdit):
    """A line edit that takes every key and nothing else: no wheel, no drop, no held Enter."""

    entered = Signal()
    escaped = Signal()
    left = Signal()

    def __init__(self, rest: str = "", parent: QWidget | None = None) -> None:
        """A line with what stands there when nothing was typed."""
        super().__init__(rest, parent)
        self._rest = rest
        self.setMaxLength(_LONGEST)
        self.setAcceptDrops(False)
        self.setDragEnabled(False)

    def rest_on(self, rest: str) -> None:
        """What stands here from now on when nothing was typed."""
        self._rest = rest
        self.setText(rest)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window when there is nothing to undo here."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter enters once, however long it is held; Esc clears what was typed."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text() != self._rest:
            self.escaped.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """An outline that is seen in the dark too; the style's own one is not."""
        super().paintEvent(event)
        theme = theme_of(self)
        edge = theme.accent if self.hasFocus() else theme.rule
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(edge if self.isEnabled() else theme.grid), 1))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, _RADIUS, _RADIUS)
        painter.end()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """The wheel belongs to whatever scrolls around the field."""
        event.ignore()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Say that the field was left for another one."""
        super().focusOutEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.left.emit()
