"""Who enters: a small panel that asks for initials, once per shift and whenever they change."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.entry.person import read_initials
from core.view.wording import Words
from gui.field import EntryField, Settled


class InitialsPanel(QWidget):
    """One field. Enter gives the initials and hides the panel; Esc twice leaves it as it was."""

    given = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        hint = words.say("initials.hint")
        self.field = EntryField(words.say("initials.field"), read_initials, words, unit=hint)
        self.field.setObjectName("initials")
        self.field.committed.connect(self._take)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.field)
        row.addStretch(1)
        self.hide()

    def ask(self) -> None:
        """Show the empty field and put the cursor into it."""
        self.field.clear()
        self.show()
        self.field.setFocus()

    def _take(self, settled: Settled) -> None:
        self.hide()
        self.given.emit(str(settled.value))
