"""An act in place: what it is, what it asks, and one key to do it or to put it off."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.model.commands import Command
from gui.button import TextButton
from gui.case.desk import Desk
from gui.field import EntryField
from gui.plain import Tone, plain_label
from gui.tabbing import chain, stops
from gui.theme import Size


class Panel(QWidget):
    """A title, a body, and two buttons. It closes when its act is recorded, or by Esc.

    A panel that could not be recorded stays open with everything that was typed.
    """

    closed = Signal()
    wished = Signal(str)
    """Something for the whole program, as a card beside the case."""

    def __init__(self, desk: Desk, code: str) -> None:
        """A panel whose words are `case.panel.CODE`."""
        super().__init__()
        self.setObjectName(f"panel_{code}")
        self.desk = desk
        self.code = code
        self.title = plain_label(self.say("title"), size=Size.NORMAL, bold=True, wraps=True)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.done = TextButton(self.say("done"), desk.words.say("case.key.enter"), primary=True)
        self.done.setAccessibleName(self.say("done"))
        self.put_off = TextButton(
            desk.words.say("case.panel.put_off"), desk.words.say("case.key.escape")
        )
        self.put_off.setAccessibleName(desk.words.say("case.panel.put_off"))
        self.done.clicked.connect(lambda _checked=False: self.finish())
        self.put_off.clicked.connect(lambda _checked=False: self.closed.emit())
        self._lay_out()

    def start(self) -> None:
        """Take the keys."""
        self.done.setFocus(Qt.FocusReason.OtherFocusReason)

    def stand_behind(self, widget: QWidget) -> None:
        """Let Tab lead here from a widget, and at the end to the two buttons."""
        buttons = [self.done, self.put_off]
        chain(widget, *(stop for stop in stops(self) if stop not in buttons), *buttons)

    def finish(self) -> None:
        """Do the act, if everything it needs is there."""
        self.closed.emit()

    def say(self, code: str, **args: str) -> str:
        """A text of this panel."""
        return self.desk.words.say(f"case.panel.{self.code}.{code}", args)

    def record(self, *commands: Command) -> None:
        """Send the commands in turn and close; stay as it is at the first that fails."""
        if all(self.desk.send(command) for command in commands):
            self.closed.emit()

    def add_text(self, text: str) -> None:
        """A line that explains."""
        self.body.addWidget(plain_label(text, tone=Tone.QUIET, wraps=True))

    def hints(self) -> str:
        """What is explained, for reading aloud."""
        return " ".join(label.text() for label in self.findChildren(QLabel) if label.text())

    def add_field(self, field: EntryField) -> None:
        """A field, whose refusals are kept as facts."""
        name = f"{self.code}.{field.edit.accessibleName()}"
        field.refused.connect(lambda text, verdict: self.desk.refuse(name, text, verdict))
        self.body.addWidget(field)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc puts the act off."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.done, 1)
        buttons.addWidget(self.put_off)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.title)
        whole.addLayout(self.body)
        whole.addLayout(buttons)
        whole.addStretch(1)
