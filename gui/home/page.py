"""The page of home: what to do, who enters, and the cases."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.view.wording import Words
from gui.button import TextButton
from gui.entry_line import EntryLine
from gui.paragraph import paragraph
from gui.plain import Hairline, Tone, plain_label
from gui.theme import Size

if TYPE_CHECKING:
    from core.cases.line import CaseLine
    from gui.home.pane import CasePane
    from gui.notice import Notice

_STEPS = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -10,
    Qt.Key.Key_PageDown: 10,
}


class HomePage(QWidget):
    """Shows the cases and says what is asked for; it opens nothing itself.

    The frame of the page is there at once; the list of cases and the notice come when they are
    first wanted, which is after the first paint.
    """

    new_case = Signal()
    demo = Signal()
    lab = Signal()
    open_case = Signal(str)
    chosen = Signal(str)
    """The id of the case that is chosen now, empty for none; told again when the list changes."""
    debrief = Signal()
    """The chosen case is to be debriefed."""
    change_initials = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._lines: tuple[CaseLine, ...] = ()
        self._now: datetime | None = None
        self._pane: CasePane | None = None
        self._notice: Notice | None = None
        self._make_parts()
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.search)

    @property
    def pane(self) -> "CasePane":
        """The list of cases and what belongs to it."""
        if self._pane is None:
            from gui.home.pane import CasePane  # noqa: PLC0415 - after the first paint

            self._pane = CasePane(self._words)
            self._pane.opened.connect(self.open_case)
            self._pane.table.chosen.connect(self.chosen)
            self._middle.addWidget(self._pane)
        return self._pane

    @property
    def notice(self) -> "Notice":
        """Where trouble is told."""
        if self._notice is None:
            from gui.notice import Notice  # noqa: PLC0415 - only trouble needs it

            self._notice = Notice(self._words.say("home.put-away"))
            self.above.addWidget(self._notice)
        return self._notice

    def render_lines(self, lines: "tuple[CaseLine, ...]", now: datetime) -> None:
        """Show these cases as they are at `now`."""
        from core.cases.line import sorted_lines  # noqa: PLC0415 - after the first paint

        self._lines, self._now = sorted_lines(lines), now
        self.counts.setText(self._counts(now))
        self._show_found()
        self.show_time(now)

    def show_time(self, now: datetime) -> None:
        """Move the clock and the countdowns."""
        self.clock.setText(self._words.clock(now))
        if self._pane is not None:
            self._now = now
            self._pane.show_time(now)

    def show_reading(self, left: int) -> None:
        """Say how many case files are still to be read; 0 says nothing."""
        words = self._words
        self.reading.setText(words.say("home.reading", {"count": str(left)}) if left else "")

    def show_telling(self, text: str) -> None:
        """Say how far something is that is being worked out; empty once it is done."""
        self.telling.setText(text)

    def offer_debrief(self, *, offered: bool) -> None:
        """Show the button for a debrief where the chosen case has one."""
        self.debrief_button.setVisible(offered)

    @property
    def chosen_id(self) -> str:
        """The id of the chosen case, empty for none."""
        return "" if self._pane is None else self._pane.table.chosen_id

    def show_initials(self, initials: str) -> None:
        """Say who enters; nothing while nobody said so."""
        said = self._words.say("initials.set", {"initials": initials}) if initials else ""
        self.initials.setText(said)

    def say(self, sentence: str) -> None:
        """Say what went wrong, until it is put away."""
        self.notice.say(sentence)

    def open_chosen(self) -> None:
        """Ask for the chosen case to be opened."""
        self.pane.table.open_chosen()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """In the search field the arrow keys choose a case."""
        if watched is self.search and event.type() is QEvent.Type.KeyPress:
            key = Qt.Key(event.key()) if isinstance(event, QKeyEvent) else None
            if key in _STEPS:
                self.pane.table.step(_STEPS[key])
                return True
        return super().eventFilter(watched, event)

    def _make_parts(self) -> None:
        say = self._words.say
        self.title = plain_label(say("home.title"), size=Size.LARGE, bold=True)
        self.counts = plain_label(tone=Tone.QUIET)
        self.reading = plain_label(tone=Tone.QUIET)
        self.telling = plain_label(tone=Tone.QUIET)
        self.clock = plain_label(size=Size.LARGE)
        self.search_label = plain_label(say("home.find"), tone=Tone.QUIET)
        self.search = EntryLine()
        self.search.setPlaceholderText(say("home.find-hint"))
        self.search.setAccessibleName(say("home.find"))
        self.search_label.setBuddy(self.search)
        self.new_button = TextButton(say("home.new-case"), "Ctrl+N", primary=True)
        self.open_button = TextButton(say("home.open"), "Enter")
        self.debrief_button = TextButton(say("home.debrief"), "F4")
        self.debrief_button.hide()
        self.demo_button = TextButton(say("home.demo"), "Ctrl+D")
        self.lab_button = TextButton(say("home.lab"))
        self.lab_button.setToolTip(f"{say('home.lab')}  Ctrl+Shift+N")
        self.initials = plain_label(tone=Tone.QUIET)
        self.initials_button = TextButton(say("home.initials"), "Ctrl+I")
        self.scope = paragraph(say("program.scope"), tone=Tone.QUIET)

    def _lay_out(self) -> None:
        top, tools = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.title)
        top.addWidget(self.counts)
        top.addWidget(self.reading)
        top.addWidget(self.telling)
        top.addStretch(1)
        top.addWidget(self.clock)
        for part in (self.search_label, self.search, self.open_button, self.debrief_button):
            tools.addWidget(part, 1 if part is self.search else 0)
        tools.addSpacing(24)
        for part in (self.new_button, self.demo_button, self.lab_button):
            tools.addWidget(part)
        tools.addStretch(1)
        tools.addWidget(self.initials)
        tools.addWidget(self.initials_button)
        self.above, self._middle = QVBoxLayout(), QVBoxLayout()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 12, 16, 12)
        whole.setSpacing(10)
        whole.addLayout(top)
        whole.addLayout(tools)
        whole.addLayout(self.above)
        whole.addLayout(self._middle, 1)
        whole.addWidget(Hairline())
        whole.addWidget(self.scope)

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.new_case)
        self.demo_button.clicked.connect(self.demo)
        self.lab_button.clicked.connect(self.lab)
        self.debrief_button.clicked.connect(self.debrief)
        self.open_button.clicked.connect(self.open_chosen)
        self.initials_button.clicked.connect(self.change_initials)
        self.search.installEventFilter(self)
        self.search.textChanged.connect(lambda _text: self._show_found())
        self.search.entered.connect(self.open_chosen)
        self.search.escaped.connect(self.search.clear)

    def _counts(self, now: datetime) -> str:
        from gui.home.cells import is_overdue  # noqa: PLC0415 - after the first paint

        if not self._lines:
            return ""
        overdue = sum(is_overdue(line, now) for line in self._lines)
        prompted = sum(bool(line.prompts) for line in self._lines)
        counts = {"cases": len(self._lines), "overdue": overdue, "prompts": prompted}
        return self._words.say("home.counts", {name: str(n) for name, n in counts.items()})

    def _show_found(self) -> None:
        if self._now is not None:
            part = self.search.text().strip().casefold()
            found = self.pane.show_lines(self._lines, part, self._now)
            self.open_button.setEnabled(bool(found))
            self.chosen.emit(self.chosen_id)
