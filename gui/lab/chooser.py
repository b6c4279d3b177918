"""The chooser: which scenario, by which seed, and who plays it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core.entry.person import read_initials
from core.lab.lab_entry import read_seed
from core.lab.shelf_view import ProfileView, ScenarioView
from core.view.wording import Words
from gui.button import TextButton
from gui.field import EntryField
from gui.lab.scenario_detail import ScenarioDetail
from gui.new_case.choice import Choice
from gui.notice import Notice
from gui.paragraph import paragraph
from gui.plain import Hairline, Tone, heading, plain_label
from gui.theme import Size
from gui.window import SideWindow

_LEARNER, _STAFF = "learner", "staff"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be played. `staff` is a profile, empty where a learner plays."""

    scenario: str
    seed: int
    staff: str
    initials: str


class ChooserWindow(SideWindow):
    """A list by keys, the chosen scenario beside it, and below it how it is played."""

    begun = Signal(object)
    """A Chosen."""
    lines = (84, 48)

    def __init__(
        self,
        words: Words,
        scenarios: tuple[ScenarioView, ...],
        profiles: tuple[ProfileView, ...],
        initials: str,
    ) -> None:
        """Offer the scenarios; the initials of the shift stand there already."""
        super().__init__()
        self.setObjectName("lab_chooser")
        self.setWindowTitle(words.say("lab.chooser.window"))
        self._words, self._scenarios = words, scenarios
        self.notice = Notice(words.say("home.put-away"))
        self.list = self._made_list()
        self.detail = ScenarioDetail(words)
        self.seed = self._field("seed", read_seed, "1")
        self.who = Choice(_plain(words, "who"), self._players(words))
        self.profile = Choice(
            _plain(words, "profile"), [(each.id, each.title) for each in profiles], columns=2
        )
        self.initials = self._field("initials", read_initials, initials)
        self.begin_button = TextButton(words.say("lab.chooser.begin"), "Ctrl+Enter", primary=True)
        self.close_button = TextButton(words.say("lab.chooser.close"), "Esc")
        self._lay_out()
        self._connect()
        self.who.choose(_LEARNER)
        self.profile.choose(profiles[-1].id)
        self.list.setCurrentRow(0)

    @property
    def chosen(self) -> ScenarioView | None:
        """The scenario under the cursor."""
        row = self.list.currentRow()
        return self._scenarios[row] if 0 <= row < len(self._scenarios) else None

    def begin(self) -> None:
        """Settle what was typed and say what is to be played."""
        seed, scenario = self.seed.settle(), self.chosen
        learner = self.who.value == _LEARNER
        initials = self.initials.settle() if learner else None
        if scenario is None or scenario.trouble or seed is None or (learner and initials is None):
            return
        self.begun.emit(
            Chosen(
                scenario.id,
                int(str(seed.value)),
                "" if learner else str(self.profile.value),
                "" if initials is None else str(initials.value),
            )
        )

    def say(self, sentence: str) -> None:
        """Say why it was not begun."""
        self.notice.say(sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter in the list leads to the seed."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.seed.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _show_chosen(self) -> None:
        if self.chosen is not None:
            self.detail.show_scenario(self.chosen)
            self.begin_button.setEnabled(not self.chosen.trouble)

    def _show_players(self) -> None:
        learner = self.who.value == _LEARNER
        self.profile.setVisible(not learner)
        self.initials.setVisible(learner)

    def _made_list(self) -> QListWidget:
        found = QListWidget()
        found.setObjectName("lab_scenarios")
        found.setAccessibleName(self._words.say("lab.chooser.list"))
        found.setWordWrap(True)
        found.setSpacing(4)
        found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for view in self._scenarios:
            item = QListWidgetItem(f"{view.title}\n{view.length}")
            args = {"title": view.title, "length": view.length}
            said = self._words.say("lab.chooser.item", args)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            found.addItem(item)
        return found

    def _players(self, words: Words) -> list[tuple[object, str]]:
        return [(code, words.say(f"lab.chooser.{code}")) for code in (_LEARNER, _STAFF)]

    def _field(self, code: str, judge: object, text: str) -> EntryField:
        say = self._words.say
        field = EntryField(
            say(f"lab.chooser.{code}"),
            judge,  # type: ignore[arg-type]  # one of the two above
            self._words,
            unit=say(f"lab.chooser.{code}-hint"),
            alone=False,
        )
        field.setObjectName(f"lab_{code}")
        field.put(text)
        field.entered.connect(self._next_field)
        return field

    def _next_field(self) -> None:
        """Enter goes on; from the last field it begins."""
        if self.seed.edit.hasFocus():
            if self.seed.settle() is not None:
                self.who.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.begin()

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(lambda _row: self._show_chosen())
        self.who.chosen.connect(self._show_players)
        self.who.passed.connect(self._after_who)
        self.profile.passed.connect(self.begin)
        self.begin_button.clicked.connect(lambda _checked=False: self.begin())
        self.close_button.clicked.connect(lambda _checked=False: self.close())
        for key in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(key), self, self.begin)
        QShortcut(QKeySequence("Ctrl+W"), self, self.close)

    def _after_who(self) -> None:
        part: QWidget = self.profile if self.who.value == _STAFF else self.initials
        part.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        words = self._words
        top, below, buttons = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        top.addWidget(plain_label(words.say("lab.chooser.window"), size=Size.LARGE, bold=True))
        top.addStretch(1)
        top.addWidget(self.close_button)
        left = QVBoxLayout()
        left.addWidget(heading(words.say("lab.chooser.list").upper()))
        left.addWidget(self.list, 1)
        below.addLayout(left, 2)
        right = QVBoxLayout()
        right.addWidget(self.detail, 1)
        right.addWidget(Hairline())
        right.addWidget(self._play())
        below.addLayout(right, 3)
        buttons.addWidget(paragraph(words.say("program.scope"), tone=Tone.QUIET), 1)
        buttons.addWidget(self.begin_button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(14, 12, 14, 12)
        whole.setSpacing(8)
        for row in (top, self.notice, Hairline(), below, Hairline(), buttons):
            if isinstance(row, QWidget):
                whole.addWidget(row)
            else:
                whole.addLayout(row, 1 if row is below else 0)

    def _play(self) -> QWidget:
        """How it is played: seed, who, and either initials or a profile."""
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(8, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.seed)
        column.addWidget(self.who)
        column.addWidget(self.initials)
        column.addWidget(self.profile)
        return part


def _plain(words: Words, code: str) -> str:
    return words.say(f"lab.chooser.{code}").replace("&", "")
