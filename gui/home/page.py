"""The page of home: what to do, all cases, the prompts of the chosen one."""

from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from core.cases.line import CaseLine, sorted_lines
from core.view.wording import Words
from gui.button import TextButton
from gui.entry_line import EntryLine
from gui.home.cells import is_overdue
from gui.home.prompts import PromptList
from gui.home.table import CaseTable
from gui.notice import Notice
from gui.plain import Hairline, Tone, plain_label
from gui.theme import Size

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}


class HomePage(QWidget):
    """Shows the cases and says what is asked for; it opens nothing itself."""

    new_case = Signal()
    demo = Signal()
    open_case = Signal(str)
    change_initials = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._lines: tuple[CaseLine, ...] = ()
        self._now: datetime | None = None
        self._make_parts()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.search)

    def render_lines(self, lines: tuple[CaseLine, ...], now: datetime) -> None:
        """Show these cases as they are at `now`."""
        self._lines, self._now = sorted_lines(lines), now
        self.counts.setText(self._counts(now))
        self._show_found()
        self.show_time(now)

    def show_time(self, now: datetime) -> None:
        """Move the clock and the countdowns."""
        self._now = now
        self.clock.setText(self._words.clock(now))
        self.table.lines_model.show_time(now)

    def show_reading(self, left: int) -> None:
        """Say how many case files are still to be read; 0 says nothing."""
        words = self._words
        self.reading.setText(words.say("home.reading", {"count": str(left)}) if left else "")

    def show_initials(self, initials: str) -> None:
        """Say who enters; nothing while nobody said so."""
        said = self._words.say("initials.set", {"initials": initials}) if initials else ""
        self.initials.setText(said)

    def say(self, sentence: str) -> None:
        """Say what went wrong, until it is put away."""
        self.notice.say(sentence)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Badges follow another palette at once."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._now is not None:
            self.prompts.render_line(None, self._now)
            self._show_prompts()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """In the search field the arrow keys choose a case."""
        if watched is self.search and event.type() is QEvent.Type.KeyPress:
            key = Qt.Key(event.key()) if isinstance(event, QKeyEvent) else None
            if key in _STEPS:
                self.table.step(_STEPS[key])
                return True
        return super().eventFilter(watched, event)

    def _make_parts(self) -> None:
        say = self._words.say
        self.title = plain_label(say("home.title"), size=Size.LARGE, bold=True)
        self.counts = plain_label(tone=Tone.QUIET)
        self.reading = plain_label(tone=Tone.QUIET)
        self.clock = plain_label(size=Size.LARGE)
        self.search_label = plain_label(say("home.find"), tone=Tone.QUIET)
        self.search = EntryLine()
        self.search.setPlaceholderText(say("home.find-hint"))
        self.search.setAccessibleName(say("home.find"))
        self.search_label.setBuddy(self.search)
        self.new_button = TextButton(say("home.new-case"), "Ctrl+N", primary=True)
        self.open_button = TextButton(say("home.open"), "Enter")
        self.demo_button = TextButton(say("home.demo"), "Ctrl+D")
        self.initials = plain_label(tone=Tone.QUIET)
        self.initials_button = TextButton(say("home.initials"), "Ctrl+I")
        self.notice = Notice(say("home.put-away"))
        self.table = CaseTable(self._words)
        self.prompts = PromptList(self._words)
        self.empty = _empty_page(say("home.empty"), say("home.empty-first"))
        self.none_found = plain_label(say("home.none-found"), tone=Tone.QUIET)
        self.none_found.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.scope = plain_label(say("program.scope"), tone=Tone.QUIET)

    def _lay_out(self) -> None:
        top, tools = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.title)
        top.addWidget(self.counts)
        top.addWidget(self.reading)
        top.addStretch(1)
        top.addWidget(self.clock)
        for part in (self.search_label, self.search, self.open_button):
            tools.addWidget(part, 1 if part is self.search else 0)
        tools.addSpacing(24)
        for part in (self.new_button, self.demo_button):
            tools.addWidget(part)
        tools.addStretch(1)
        tools.addWidget(self.initials)
        tools.addWidget(self.initials_button)
        self.middle = QStackedWidget()
        for page in (self.table, self.empty, self.none_found):
            self.middle.addWidget(page)
        self.above = QVBoxLayout()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(10)
        whole.addLayout(top)
        whole.addLayout(tools)
        whole.addLayout(self.above)
        whole.addWidget(self.notice)
        whole.addWidget(self.middle, 1)
        whole.addWidget(self.prompts)
        whole.addWidget(Hairline())
        whole.addWidget(self.scope)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.new_case)
        self.demo_button.clicked.connect(self.demo)
        self.open_button.clicked.connect(self.table.open_chosen)
        self.initials_button.clicked.connect(self.change_initials)
        self.table.opened.connect(self.open_case)
        self.table.chosen.connect(lambda _id: self._show_prompts())
        self.search.installEventFilter(self)
        self.search.textChanged.connect(lambda _text: self._show_found())
        self.search.entered.connect(self.table.open_chosen)
        self.search.escaped.connect(self.search.clear)

    def _counts(self, now: datetime) -> str:
        if not self._lines:
            return ""
        overdue = sum(is_overdue(line, now) for line in self._lines)
        prompted = sum(bool(line.prompts) for line in self._lines)
        counts = {"cases": len(self._lines), "overdue": overdue, "prompts": prompted}
        return self._words.say("home.counts", {name: str(n) for name, n in counts.items()})

    def _show_found(self) -> None:
        """Show the cases whose label holds what is searched for; the chosen one stays chosen."""
        if self._now is None:
            return
        part = self.search.text().strip().casefold()
        found = tuple(line for line in self._lines if part in line.label.casefold())
        page: QWidget = self.table if found else self.none_found
        self.middle.setCurrentWidget(page if self._lines else self.empty)
        chosen = self.table.chosen_id
        if self.table.lines_model.show_lines(found, self._now):
            self.table.choose(chosen)
        self.open_button.setEnabled(bool(found))
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
