"""Where a print or an export goes: a line for the path, nothing modal, nothing replaced unasked."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.view.wording import Words
from gui.button import TextButton
from gui.entry_line import EntryLine
from gui.message import Kind, Message
from gui.plain import plain_label


class SavingBar(QWidget):
    """Enter writes, Esc puts the line away. Hidden while nothing is to be written."""

    wished = Signal(str, str, bool)
    """A kind of file, a path, and whether a file there may be replaced."""
    left = Signal()
    """Put away."""

    def __init__(self, words: Words, named: str, title_of: Callable[[str], str]) -> None:
        """Nothing is to be written; `title_of` says what a kind of file is."""
        super().__init__()
        self._words, self._title_of, self._kind = words, title_of, ""
        self.what = plain_label(bold=True)
        self.path = EntryLine()
        self.path.setObjectName(named)
        self.path.setAccessibleName(words.say("debriefing.save.file"))
        self.write_button = TextButton(words.say("debriefing.button.save"), "Enter", primary=True)
        self.away_button = TextButton(words.say("debriefing.put-away"), "Esc")
        self.message = Message()
        self._lay_out()
        self.path.entered.connect(self._wish)
        self.path.escaped.connect(self.put_away)
        self.path.textEdited.connect(lambda _text: self.message.hush())
        self.write_button.clicked.connect(lambda _checked=False: self._wish())
        self.away_button.clicked.connect(lambda _checked=False: self.put_away())
        self.hide()

    def ask(self, kind: str, place: str) -> None:
        """Ask where a print or an export of a kind goes; `place` is offered."""
        self._kind = kind
        self.what.setText(self._title_of(kind))
        self.path.rest_on(place)
        self.message.hush()
        self.show()
        self.path.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.path.selectAll()

    def refuse(self, sentence: str, *, replaceable: bool) -> None:
        """Say why it was not written; where a file is in the way, offer to replace it."""
        pick = (self._words.say("debriefing.button.replace"), self._replace)
        self.message.say(Kind.REFUSAL, sentence, (pick,) if replaceable else ())
        for button in self.message.pick_buttons():
            button.show()  # a layout shows it later, and what is hidden takes no keys
            button.setFocus()

    def put_away(self) -> None:
        """Hide it."""
        self.message.hush()
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc puts it away, wherever inside it the keys are."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
        else:
            super().keyPressEvent(event)

    def _wish(self) -> None:
        typed = self.path.text().strip()
        if typed:
            self.wished.emit(self._kind, typed, False)
        else:
            self.refuse(self._words.say("debriefing.save.missing"), replaceable=False)

    def _replace(self) -> None:
        self.path.setFocus()
        self.wished.emit(self._kind, self.path.text().strip(), True)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.what)
        row.addWidget(plain_label(self._words.say("debriefing.save.file")))
        row.addWidget(self.path, 1)
        row.addWidget(self.write_button)
        row.addWidget(self.away_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addLayout(row)
        column.addWidget(self.message)
