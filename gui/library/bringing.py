"""Bringing a file in: its path is typed or pasted, and a taken id is asked about in place."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.view.wording import Words
from gui.button import TextButton
from gui.entry_line import EntryLine
from gui.message import Kind, Message
from gui.plain import Tone, plain_label


class Bringing(QWidget):
    """A line for a path. Enter brings the file in; the path stays until it is in."""

    wished = Signal(str, bool)
    """A path, and whether another text may be replaced."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.label = plain_label(words.say("library.file"), tone=Tone.QUIET)
        self.path = EntryLine()
        self.path.setObjectName("library_file")
        self.path.setPlaceholderText(words.say("library.file-hint"))
        self.path.setAccessibleName(words.say("library.file").replace("&", ""))
        self.label.setBuddy(self.path)
        self.button = TextButton(words.say("library.import"), "Enter")
        self.message = Message()
        row, whole = QHBoxLayout(), QVBoxLayout(self)
        row.addWidget(self.path, 1)
        row.addWidget(self.button)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.label)
        whole.addLayout(row)
        whole.addWidget(self.message)
        self.path.entered.connect(self._wish)
        self.path.escaped.connect(self.path.clear)
        self.path.textEdited.connect(lambda _text: self.message.hush())
        self.button.clicked.connect(self._wish)

    def came_in(self, sentence: str) -> None:
        """The file is in."""
        self.path.clear()
        self.message.say(Kind.HINT, sentence)

    def refuse(self, sentence: str, *, replaceable: bool) -> None:
        """Say why it is not; where its id may be taken over, offer that."""
        pick = (self._words.say("library.replace"), self._replace)
        self.message.say(Kind.REFUSAL, sentence, (pick,) if replaceable else ())
        for button in self.message.pick_buttons():
            button.show()  # a layout shows it later, and what is hidden takes no keys
            button.setFocus()

    def _wish(self) -> None:
        typed = self.path.text().strip()
        if typed:
            self.wished.emit(typed, False)
        else:
            why = self._words.say("library.file-missing")
            self.refuse(self._words.say("library.not-in", {"why": why}), replaceable=False)
            self.path.setFocus()

    def _replace(self) -> None:
        self.path.setFocus()
        self.wished.emit(self.path.text().strip(), True)
