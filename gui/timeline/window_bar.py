"""The buttons for the windows of 1, 4, 8, 24 and 72 hours, and the way back to now."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from gui.timeline import words
from gui.timeline.span import HOUR, WINDOWS, Span

_HEIGHT = 1.75
"""The height of a button in heights of a line of text: 28 pixels at the usual size."""


class WindowBar(QWidget):
    """A row of flat buttons; the one in force is checked, none after a free zoom."""

    chosen = Signal(int)
    """A window was chosen, in hours."""
    now_wanted = Signal()
    """Back to now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the buttons."""
        super().__init__(parent)
        self.setObjectName("timeline_windows")
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for hours in WINDOWS:
            name = words.WINDOW_NAME_ONE if hours == 1 else words.WINDOW_NAME.format(hours=hours)
            button = _flat(words.WINDOW_TEXT.format(hours=hours), name, f"window_{hours}h")
            button.setCheckable(True)
            self._group.addButton(button, hours)
            row.addWidget(button)
        self._now = _flat(words.BACK_TO_NOW, words.BACK_TO_NOW_NAME, "back_to_now")
        row.addWidget(self._now)
        self._group.idClicked.connect(self.chosen)
        self._now.clicked.connect(self.now_wanted)

    def show_span(self, span: Span) -> None:
        """Check the button of the window in sight."""
        self._now.setEnabled(not span.following)
        with QSignalBlocker(self._group):
            self._group.setExclusive(False)
            for button in self._group.buttons():
                button.setChecked(self._group.id(button) * HOUR == span.length)
            self._group.setExclusive(True)


def _flat(text: str, name: str, object_name: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setAccessibleName(name)
    button.setToolTip(name)
    button.setObjectName(object_name)
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    side = round(_HEIGHT * button.fontMetrics().height())
    button.setMinimumSize(side, side)
    return button
