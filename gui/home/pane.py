"""The cases themselves: the list, what to do where it is empty, the prompts of the chosen one.

Loaded once the window has been painted; everything in it is read from files anyway.
"""

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from core.cases.line import CaseLine
from core.view.wording import Words
from gui.home.prompts import PromptList
from gui.home.table import CaseTable
from gui.plain import Tone, plain_label
from gui.theme import Size


class CasePane(QWidget):
    """Shows the cases whose label holds what is searched for."""

    opened = Signal(str)
    """The id of the case to be opened."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say = words.say
        self._now: datetime | None = None
        self.table = CaseTable(words)
        self.prompts = PromptList(words)
        self.empty = _empty_page(say("home.empty"), say("home.empty-first"))
        self.none_found = plain_label(say("home.none-found"), tone=Tone.QUIET)
        self.none_found.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.middle = QStackedWidget()
        for page in (self.table, self.empty, self.none_found):
            self.middle.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.middle, 1)
        column.addWidget(self.prompts)
        self.table.opened.connect(self.opened)
        self.table.chosen.connect(lambda _id: self._show_prompts())

    def show_lines(self, lines: tuple[CaseLine, ...], part: str, now: datetime) -> int:
        """Show those of the lines that hold `part`, and say how many; a picked one stays chosen."""
        self._now = now
        found = tuple(line for line in lines if part in line.label.casefold())
        page: QWidget = self.table if found else self.none_found
        self.middle.setCurrentWidget(page if lines else self.empty)
        chosen = self.table.chosen_id if self.table.picked else ""
        if self.table.lines_model.show_lines(found, now):
            self.table.choose(chosen)
        self._show_prompts()
        return len(found)

    def show_time(self, now: datetime) -> None:
        """Move the countdowns."""
        self.table.lines_model.show_time(now)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Badges follow another palette at once."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._now is not None:
            self.prompts.render_line(None, self._now)
            self._show_prompts()

    def _show_prompts(self) -> None:
        chosen = self.table.chosen_id
        lines = [line for line in self.table.lines_model.lines if line.id == chosen]
        if self._now is not None:
            self.prompts.render_line(lines[0] if lines else None, self._now)


def _empty_page(title: str, first: str) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.addStretch(1)
    for label in (plain_label(title, size=Size.LARGE), plain_label(first, tone=Tone.QUIET)):
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(label)
    column.addStretch(2)
    return page
