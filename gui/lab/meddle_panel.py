"""What the instructor may do to the patient and to the screen, and a note for the debrief."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.entry.person import read_note
from core.lab.act import Vital
from core.lab.desk_view import DeskView, Marked
from core.lab.lab_entry import read_override
from core.view.wording import Words
from gui.action_table import ActionButton
from gui.button import TextButton
from gui.case.snug import Inner
from gui.field import EntryField, Settled, align
from gui.lab.actions import LabActions
from gui.lab.putting import put
from gui.lab.wishes import GoBack, Override, TakeNote, Wish
from gui.plain import Hairline, Tone, heading, plain_label

_UNITS = {
    Vital.MAP: "mmHg",
    Vital.SYSTOLIC: "mmHg",
    Vital.DIASTOLIC: "mmHg",
    Vital.HEART_RATE: "/min",
}
_GIFTS = ("fluid_250", "fluid_500", "hydrocortisone")
_SEDATION = ("none", "light", "deep")
_MOST_BOOKMARKS = 4


class MeddlePanel(Inner):
    """Overrides by typing a figure and Enter; fluid and drugs by one key each."""

    wished = Signal(object)
    """A Wish."""

    def __init__(self, words: Words, actions: LabActions) -> None:
        """Nothing is overridden."""
        super().__init__()
        self._words, self._actions = words, actions
        self.fields = {vital: self._field(vital) for vital in Vital}
        self.let_go = {vital: self._let_go(vital) for vital in Vital}
        self.note = EntryField(words.say("lab.window.note"), read_note, words)
        self.note.setObjectName("lab_note")
        self.note.committed.connect(self._take_note)
        self.noted = plain_label(tone=Tone.QUIET)
        self.no_bookmark = plain_label(
            words.say("lab.window.no-bookmark"), tone=Tone.QUIET, wraps=True
        )
        self.bookmarks = [self._bookmark(place) for place in range(_MOST_BOOKMARKS)]
        self._marked: tuple[Marked, ...] = ()
        self.given = {code: self._button(code) for code in _GIFTS}
        self.given["hydrocortisone"].setCheckable(True)
        self.sedation = {
            code: ActionButton(
                actions[f"sedation_{code}"], self._sedation_text(code), with_key=False
            )
            for code in _SEDATION
        }
        for button in self.sedation.values():
            button.setFlat(False)
            button.setCheckable(True)
        self._lay_out()

    def render(self, view: DeskView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show what is overridden, and which bookmarks there are."""
        told = dict(view.overrides)
        for vital, button in self.let_go.items():
            shown = told.get(vital)
            button.setVisible(shown is not None)
            if shown is not None:
                put(button, f"{shown}: {self._words.say('lab.window.let-go')}")
        self.given["hydrocortisone"].setChecked(view.hydrocortisone)
        for code, button in self.sedation.items():
            button.setChecked(code == view.sedation)
        self._marked = view.bookmarks[-_MOST_BOOKMARKS:]
        self.no_bookmark.setVisible(not self._marked)
        for place, button in enumerate(self.bookmarks):
            button.setVisible(place < len(self._marked))
            if place < len(self._marked):
                mark = self._marked[place]
                put(button, self._words.say("lab.window.back-to", {"at": mark.at}))

    def start_override(self) -> None:
        """Keys go to the first figure."""
        self.fields[Vital.MAP].edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def start_note(self) -> None:
        """Keys go to the note."""
        self.note.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _field(self, vital: Vital) -> EntryField:
        name = self._words.say(f"lab.vital.{vital}")
        judge = partial(read_override, vital=vital)
        field = EntryField(name, judge, self._words, unit=_UNITS[vital], optional=True)
        field.setObjectName(f"override_{vital}")
        field.committed.connect(lambda settled: self._override(vital, settled))
        return field

    def _let_go(self, vital: Vital) -> TextButton:
        button = TextButton("")
        name = self._words.say(f"lab.vital.{vital}")
        button.setAccessibleName(self._words.say("lab.act.let-go", {"vital": name}))
        button.clicked.connect(lambda _checked=False: self._wish(Override(vital, None)))
        button.hide()
        return button

    def _bookmark(self, place: int) -> TextButton:
        button = TextButton("")
        button.clicked.connect(
            lambda _checked=False: self._wish(GoBack(self._marked[place].number))
        )
        button.hide()
        return button

    def _override(self, vital: Vital, settled: Settled) -> None:
        self._wish(Override(vital, settled.value))  # type: ignore[arg-type]  # by its judge
        self.fields[vital].clear()

    def _take_note(self, settled: Settled) -> None:
        self._wish(TakeNote(str(settled.value)))
        self.note.clear()
        put(self.noted, self._words.say("lab.window.noted"))

    def _wish(self, wish: Wish) -> None:
        self.wished.emit(wish)

    def _sedation_text(self, code: str) -> str:
        return self._words.say(f"lab.window.{'awake' if code == 'none' else code}")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 12, 8)
        column.setSpacing(5)
        say = self._words.say
        column.addWidget(heading(say("lab.window.overrides")))
        align(list(self.fields.values()))
        for vital, field in self.fields.items():
            row = QHBoxLayout()
            row.addWidget(field, 1)
            row.addWidget(self.let_go[vital], 0, Qt.AlignmentFlag.AlignTop)
            column.addLayout(row)
        column.addWidget(Hairline())
        column.addWidget(heading(say("lab.window.give")))
        for code in _GIFTS:
            column.addWidget(self.given[code])
        column.addWidget(heading(say("lab.window.sedation")))
        column.addLayout(_row(self.sedation.values()))
        column.addWidget(Hairline())
        column.addWidget(self.note)
        column.addWidget(self.noted)
        column.addWidget(Hairline())
        column.addWidget(heading(say("lab.window.bookmarks")))
        column.addWidget(self.no_bookmark)
        for button in self.bookmarks:
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _button(self, code: str) -> ActionButton:
        text = self._words.say(f"lab.button.{code}")
        return ActionButton(self._actions[code], text)


def _row(parts: Iterable[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(4)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return row
