"""The prompts of the chosen case in full, with when each fell due."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from core.cases.line import CaseLine, PromptLine
from core.model.terms import Urgency
from core.view.wording import Words
from gui.plain import Tone, heading, plain_label, theme_of
from gui.theme import Size

MOST = 3
"""Rows shown; the title counts all, and the case's own window lists every one."""


class PromptList(QWidget):
    """Shows the prompts of one case, or says that there are none."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._shown: tuple[str, tuple[PromptLine, ...]] | None = None
        self.title = heading("")
        self._rows = QGridLayout()
        self._rows.setColumnStretch(2, 1)
        self._rows.setVerticalSpacing(2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.title)
        whole.addLayout(self._rows)
        whole.addStretch(1)
        # Always as high as its rows, so that the list above does not jump while one looks along it.
        self.setFixedHeight(round((1.4 + 1.5 * MOST) * self.fontMetrics().height()))

    def render_line(self, line: CaseLine | None, now: datetime) -> None:
        """Show the prompts of this case; nothing where no case is chosen."""
        shown = None if line is None else (line.label, line.prompts)
        if shown == self._shown:
            return
        self._shown = shown
        self._empty()
        if line is None:
            self.title.clear()
            return
        code = "home.prompts" if line.prompts else "home.no-prompts"
        count = str(len(line.prompts))
        self.title.setText(self._words.say(code, {"label": line.label, "count": count}))
        for row, prompt in enumerate(line.prompts[:MOST]):
            self._add(row, prompt, now)

    def texts(self) -> list[str]:
        """What is shown, row by row."""
        items = (self._rows.itemAt(place) for place in range(self._rows.count()))
        labels = (item.widget() for item in items if item is not None)
        return [label.text() for label in labels if isinstance(label, QLabel)]

    def _add(self, row: int, prompt: PromptLine, now: datetime) -> None:
        words = self._words
        due = words.say("home.due-at", {"at": words.when(prompt.due_at, now)})
        badge = _badge(words.say(f"urgency.{prompt.urgency}"), prompt.urgency, self)
        self._rows.addWidget(badge, row, 0)
        self._rows.addWidget(plain_label(due, tone=Tone.QUIET), row, 1)
        self._rows.addWidget(plain_label(prompt.text), row, 2)

    def _empty(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


def _badge(text: str, urgency: Urgency, beside: QWidget) -> QLabel:
    theme = theme_of(beside)
    ground, ink = {
        Urgency.NOW: (theme.high, theme.on_high),
        Urgency.SOON: (theme.medium, theme.on_medium),
        Urgency.NOTICE: (theme.low, theme.on_low),
    }[urgency]
    label = plain_label(text, size=Size.SMALL, bold=True)
    palette = label.palette()
    palette.setColor(QPalette.ColorRole.Window, QColor(ground))
    palette.setColor(QPalette.ColorRole.WindowText, QColor(ink))
    label.setPalette(palette)
    label.setForegroundRole(QPalette.ColorRole.WindowText)
    label.setAutoFillBackground(True)
    label.setContentsMargins(6, 1, 6, 1)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
