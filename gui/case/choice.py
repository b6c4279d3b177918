"""Choosing one of a few by keys: side by side, or as a list."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QListWidget,
    QSizePolicy,
    QWidget,
)

from gui.button import TextButton

Choice = tuple[object, str]
"""What may be chosen, and how it is called."""
_ROW = 1.7
"""The height of a row of a list in heights of a line."""


_ONTO_FIRST = {Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_Space}
_ONTO_ROWS = _ONTO_FIRST | {Qt.Key.Key_Up, Qt.Key.Key_End}
"""Keys that put the cursor on the first or the last row of a list in which it is on none."""


class Segments(QWidget):
    """A few buttons of which one is down; arrow keys move, Tab goes on."""

    chosen = Signal(object)
    """Another one was chosen."""

    def __init__(self, name: str, choices: Sequence[Choice], *, columns: int = 0) -> None:
        """Nothing is chosen yet. `columns` breaks the row; 0 keeps one row."""
        super().__init__()
        self.setAccessibleName(name)
        self._values = [value for value, _ in choices]
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        width = columns or len(choices)
        for place, (_, text) in enumerate(choices):
            button = TextButton(text)
            button.setCheckable(True)
            button.setAccessibleName(f"{name} {text}")
            self._group.addButton(button, place)
            grid.addWidget(button, place // width, place % width)
        self._group.idClicked.connect(lambda place: self.chosen.emit(self._values[place]))

    @property
    def value(self) -> object | None:
        """What is chosen; None while nothing is."""
        place = self._group.checkedId()
        return None if place < 0 else self._values[place]

    def choose(self, value: object) -> None:
        """Choose without telling."""
        button = self._group.button(self._values.index(value))
        if button is not None:
            button.setChecked(True)

    def rename(self, value: object, text: str) -> None:
        """Call one of the choices otherwise."""
        button = self._group.button(self._values.index(value))
        if button is not None and button.text() != text:
            button.setText(text)
            button.setAccessibleName(f"{self.accessibleName()} {text}")
            button.updateGeometry()

    def enable(self, value: object, *, possible: bool) -> None:
        """Let one of the choices be made, or not."""
        button = self._group.button(self._values.index(value))
        if button is not None and button.isEnabled() is not possible:
            button.setEnabled(possible)

    def focus(self) -> None:
        """Take the keys: at what is chosen, else at the first."""
        button = self._group.checkedButton() or self._group.button(0)
        if button is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)


class ChoiceList(QListWidget):
    """A list to choose one of: arrow keys or first letters move, Enter or a double click choose."""

    chosen = Signal(object)
    missed = Signal()
    """Enter was pressed while nothing was chosen."""

    def __init__(self, name: str, choices: Sequence[Choice], *, begun: bool = True) -> None:
        """All rows in sight where there is room. Not `begun`, none of them is chosen yet."""
        super().__init__()
        self.setAccessibleName(name)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._line = QFontMetricsF(self.font()).height()
        self._values = [value for value, _ in choices]
        self.addItems([text for _, text in choices])
        if begun:
            self.setCurrentRow(0)
        self.itemDoubleClicked.connect(lambda _item: self._choose())

    @property
    def value(self) -> object | None:
        """What the cursor stands on; None before it has been put on a row."""
        chosen = self.selectedIndexes()
        return self._values[chosen[0].row()] if chosen else None

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """A narrower list wraps its rows."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Every row, wrapped at this width."""
        return sum(self._heights(width)) + 2 * self.frameWidth() + 2

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Every row."""
        width = max(self.width(), round(14 * self._line))
        return QSize(round(14 * self._line), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Three rows; the rest scrolls."""
        rows = round(_ROW * self._line) * min(3, self.count()) + 2 * self.frameWidth() + 2
        return QSize(round(10 * self._line), rows)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Wrap anew."""
        super().resizeEvent(event)
        for row, height in enumerate(self._heights(self.width())):
            self.item(row).setSizeHint(QSize(0, height))

    def _heights(self, width: int) -> list[int]:
        metrics = QFontMetricsF(self.font())
        room = QRectF(0, 0, width - 2 * self.frameWidth() - self._line, 10_000)
        spare = (_ROW - 1) * self._line
        flags = Qt.TextFlag.TextWordWrap
        texts = [self.item(row).text() for row in range(self.count())]
        return [
            round(metrics.boundingRect(room, int(flags), text).height() + spare) for text in texts
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter chooses once, however long it is held."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self._choose()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        elif self.value is None and event.key() in _ONTO_ROWS:
            self.setCurrentRow(0 if event.key() in _ONTO_FIRST else self.count() - 1)
        else:
            super().keyPressEvent(event)

    def _choose(self) -> None:
        if self.value is None:
            self.missed.emit()
        else:
            self.chosen.emit(self.value)
