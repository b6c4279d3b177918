"""The evidence window: a list to search by keys, and the chosen entry beside it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from core.evidence import Entry, Register
from core.view.wording import Words
from gui.button import TextButton
from gui.entry_line import EntryLine
from gui.evidence.detail import Detail, place_text
from gui.evidence.entries import EntryList
from gui.evidence.finding import found
from gui.plain import Hairline, Tone, plain_label
from gui.window import SideWindow

_INTO_LIST = frozenset({Qt.Key.Key_Down, Qt.Key.Key_PageDown})


class EvidenceWindow(SideWindow):
    """What was said, what it became and how the conflicts were settled. It changes nothing."""

    lines = (72, 44)

    def __init__(self, register: Register, words: Words) -> None:
        super().__init__()
        self.setObjectName("evidence_window")
        self.setWindowTitle(words.say("evidence.window"))
        self._register, self._words = register, words
        self._reference = ""
        self.search = EntryLine()
        self.search.setObjectName("evidence_search")
        self.search.setPlaceholderText(words.say("evidence.find-hint"))
        self.count = plain_label(tone=Tone.QUIET)
        self.scope = plain_label(bold=True)
        self.every = TextButton(words.say("evidence.every"), "Esc")
        self.list = EntryList(register, words)
        self.detail = Detail(register, words)
        self.close_button = TextButton(words.say("evidence.close"), "Ctrl+W")
        self._lay_out()
        self._connect()
        self.show_all()

    @property
    def shown(self) -> tuple[Entry, ...]:
        """The entries in the list, from the top."""
        return self.list.shown

    def show_all(self) -> None:
        """Every entry, with the keys in the search field."""
        self._reference = ""
        self.search.clear()
        self._find()
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_behind(self, reference: str) -> None:
        """Only what a row, a prompt or a limit rests on, with the keys in the list."""
        self._reference = reference
        self.search.clear()
        self.list.setCurrentRow(-1)
        self._find()
        wanted = self.list if self.shown else self.every
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keys down lead from the field to the list."""
        if event.key() in _INTO_LIST and self.search.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def escape(self) -> None:
        """Back to every entry, and then out.

        The line has had its turn: what was typed is cleared by its own Esc.
        """
        if self._reference or self.search.text():
            self.show_all()
        else:
            self.close()

    def _find(self) -> None:
        shown = found(self._register, self.search.text(), self._reference)
        self.list.show_entries(shown)
        args = {"shown": str(len(shown)), "all": str(len(self._register.entries))}
        self.count.setText(self._words.say("evidence.shown", args))
        self.scope.setVisible(bool(self._reference))
        self.every.setVisible(bool(self._reference))
        if self._reference:
            place = place_text(self._reference, self._words)
            self.scope.setText(self._words.say("evidence.behind", {"place": place}))
        if not shown:
            self.detail.show_sentence(self._why_none())

    def _why_none(self) -> str:
        if self._reference and not self.search.text():
            place = place_text(self._reference, self._words)
            return self._words.say("evidence.nothing", {"place": place})
        return self._words.say("evidence.none")

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._find())
        self.search.entered.connect(lambda: self.list.setFocus(Qt.FocusReason.TabFocusReason))
        self.search.escaped.connect(self.search.clear)
        self.list.looked_at.connect(self.detail.show_entry)
        self.every.clicked.connect(lambda _checked=False: self.show_all())
        self.close_button.clicked.connect(lambda _checked=False: self.close())
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)
        QShortcut(QKeySequence("Ctrl+F"), self, self._take_up_search)

    def _take_up_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _lay_out(self) -> None:
        label = QLabel(self._words.say("evidence.find"))
        label.setBuddy(self.search)
        self.search.setAccessibleName(self._words.say("evidence.find").replace("&", ""))
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(label)
        top.addWidget(self.search, 1)
        top.addWidget(self.count)
        top.addWidget(self.scope)
        top.addWidget(self.every)
        top.addStretch(1)
        top.addWidget(self.close_button)
        below = QHBoxLayout()
        below.addWidget(self.list, 2)
        below.addWidget(self.detail, 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(10)
        whole.addLayout(top)
        whole.addWidget(Hairline())
        whole.addLayout(below, 1)
