"""The strip on top: what is looked back on, how it scored, that it was a simulation."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from core.lab.debrief_view import DebriefView
from core.model.terms import Mode
from core.view.wording import Words
from gui.action_table import ActionButton
from gui.case.flow import Flow
from gui.case.strip import ModeBadge
from gui.debrief.actions import DebriefActions
from gui.paragraph import paragraph
from gui.plain import Hairline, Tone, plain_label
from gui.theme import Size

_BUTTONS = {"print": "Ctrl+P", "html": "Ctrl+E", "close": "Esc"}


class DebriefStrip(QWidget):
    """Fixed over the full width; it takes a second line instead of cutting anything."""

    def __init__(self, words: Words, actions: DebriefActions) -> None:
        """A strip without a debrief."""
        super().__init__()
        self.title = plain_label(size=Size.LARGE, bold=True)
        self.score = plain_label(bold=True)
        self.scope = paragraph("", tone=Tone.QUIET)
        self.badge = ModeBadge(words)
        self.badge.show_mode(Mode.SIMULATION)
        self.buttons = {
            code: ActionButton(actions[code], words.say(f"debriefing.button.{code}"))
            for code in _BUTTONS
        }
        for code, key in _BUTTONS.items():
            self.buttons[code].set_key(key)
        self._lay_out()

    def render(self, view: DebriefView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show what is looked back on."""
        self.title.setText(view.title)
        self.score.setText(view.score)
        self.scope.setText(view.scope)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The widest part; the height follows from the width given."""
        return QSize(super().minimumSizeHint().width(), 0)

    def _lay_out(self) -> None:
        row = QWidget()
        flow = Flow(row, margin=0, spacing=16)
        flow.addWidget(self.title)
        flow.addWidget(self.score)
        for part in (self.badge, *self.buttons.values()):
            flow.add_right(part)
        for part in (row, self):
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            part.setSizePolicy(policy)
        below = QHBoxLayout()
        below.addWidget(self.scope, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 0)
        column.setSpacing(4)
        column.addWidget(row)
        column.addLayout(below)
        column.addSpacing(2)
        column.addWidget(Hairline())
