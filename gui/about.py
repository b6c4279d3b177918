"""What the program is, and what it is not."""

from importlib.metadata import version
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.view.wording import Words
from gui.button import TextButton
from gui.paragraph import paragraph
from gui.plain import Tone, heading, plain_label
from gui.theme import Size

_PARTS = (("what", "is"), ("not", "is-not"), ("who", "is-for"), ("data", "folder"))
_WIDTH_EMS = 46


class AboutPage(QWidget):
    """A page of plain text; Esc or the button leaves it."""

    left = Signal()

    def __init__(self, words: Words, data: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        args = {"place": str(data), "version": version("pressor")}
        text = QWidget()
        text.setMaximumWidth(_WIDTH_EMS * text.fontMetrics().height())
        column = QVBoxLayout(text)
        column.setSpacing(8)
        title = plain_label(words.say("program.name"), size=Size.LARGE, bold=True)
        column.addWidget(title)
        for head, body in _PARTS:
            column.addSpacing(10)
            column.addWidget(heading(words.say(f"about.{head}")))
            column.addWidget(paragraph(words.say(f"about.{body}", args)))
        column.addSpacing(10)
        column.addWidget(plain_label(words.say("about.version", args), tone=Tone.QUIET))
        self.button = TextButton(words.say("about.back"), "Esc")
        self.button.clicked.connect(self.left)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.addStretch(1)
        row.addWidget(text, 100)
        row.addStretch(1)
        self.setFocusProxy(self.button)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
