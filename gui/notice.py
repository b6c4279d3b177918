"""A line over the page for what went wrong: it pushes, never covers, and stays until put away."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from gui.button import TextButton
from gui.message import Kind, Sign
from gui.plain import plain_label


class Notice(QWidget):
    """One sentence with a sign and a button to put it away. Hidden while there is none."""

    put_away = Signal()

    def __init__(self, close_text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign = Sign()
        self.sign.show_kind(Kind.REFUSAL)
        self.label = plain_label(wraps=True)
        self.button = TextButton(close_text)
        self.button.setAccessibleName(close_text)
        self.button.clicked.connect(self.hush)
        row = QHBoxLayout(self)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    @property
    def text(self) -> str:
        """What is said at present."""
        return "" if self.isHidden() else self.label.text()

    def say(self, text: str) -> None:
        """Say something until it is put away or replaced."""
        self.label.setText(text)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def tell(self, text: str) -> None:
        """Say something; empty takes away what is said."""
        if text:
            self.say(text)
        elif self.text:
            self.hush()

    def hush(self) -> None:
        """Say nothing."""
        self.label.clear()
        self.hide()
        self.put_away.emit()
