"""The prompts: what the program shows unasked, most urgent first, each with its due time."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from core.model.terms import Urgency
from core.view.cards import card_of_prompt
from core.view.case_view import CaseView, PromptView
from core.view.wording import Words
from gui.button import TextButton
from gui.case.actions import key_of
from gui.case.snug import Inner
from gui.case.urgency import UrgencySign, colours
from gui.plain import Tone, plain_label, theme_of
from gui.theme import Size

_RECORDED_BY = {"perfusion-check": "perfusion"}
"""Prompts that an act answers: its key is said beside them."""


class PromptRow(QWidget):
    """One prompt; a call that cannot wait fills its row with its colour."""

    put_aside = Signal(str)
    wished = Signal(str)

    def __init__(self, prompt: PromptView, view: CaseView, words: Words) -> None:
        """Show a prompt as it stands at the time of the view."""
        super().__init__()
        self.prompt = prompt
        self.setObjectName("prompt_row")
        self._text = plain_label(prompt.text, wraps=True, bold=prompt.urgency is Urgency.NOW)
        self._below = plain_label(_below(prompt, view, words), tone=Tone.QUIET, size=Size.SMALL)
        self._below.setWordWrap(True)
        self.aside = TextButton(words.say("case.prompts.aside"))
        self.aside.setAccessibleName(words.say("case.prompts.aside_this", {"text": prompt.text}))
        self.aside.clicked.connect(lambda _checked=False: self.put_aside.emit(prompt.key))
        code = card_of_prompt(prompt.code)
        self.card = TextButton(words.say("case.card-link.card"))
        self.card.setAccessibleName(words.say("case.card-link.card-of", {"text": prompt.text}))
        self.card.clicked.connect(lambda _checked=False: self.wished.emit(f"card:{code}"))
        self._lay_out()
        # Not before it has a parent: shown alone it would be a window and take the keys.
        self.card.setVisible(bool(code))
        if prompt.urgency is Urgency.NOW:
            self._write_on_call()

    def texts(self) -> list[str]:
        """What the row says, line by line."""
        return [self._text.text(), self._below.text()]

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Fill the row of a call."""
        if self.prompt.urgency is Urgency.NOW:
            painter = QPainter(self)
            painter.fillRect(self.rect(), QColor(colours(theme_of(self), Urgency.NOW)[0]))
            painter.end()

    def _write_on_call(self) -> None:
        """The ink that is read on the ground of a call."""
        ink = QColor(colours(theme_of(self), Urgency.NOW)[1])
        for label in (self._text, self._below):
            palette = label.palette()
            palette.setColor(QPalette.ColorRole.WindowText, ink)
            palette.setColor(QPalette.ColorRole.PlaceholderText, ink)
            label.setPalette(palette)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(self._text)
        words.addWidget(self._below)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 5, 6, 5)
        row.setSpacing(8)
        row.addWidget(UrgencySign(self.prompt.urgency), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        row.addWidget(self.card, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.aside, 0, Qt.AlignmentFlag.AlignVCenter)


class PromptsPanel(Inner):
    """The list, or that nothing is open."""

    put_aside = Signal(str)
    """The key of a prompt that somebody put aside."""
    wished = Signal(str)
    """The card of a prompt, as "card:perfusion"."""

    def __init__(self, words: Words) -> None:
        """No prompts yet."""
        super().__init__()
        self._words = words
        self._shown: tuple[PromptView, ...] = ()
        self._theme = ""
        self._none = plain_label(words.say("case.prompts.none"), tone=Tone.QUIET, wraps=True)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)
        self._rows.addWidget(self._none)

    @property
    def rows(self) -> list[PromptRow]:
        """The rows in sight, most urgent first."""
        places = (self._rows.itemAt(place) for place in range(self._rows.count()))
        widgets = (place.widget() for place in places if place is not None)
        return [widget for widget in widgets if isinstance(widget, PromptRow)]

    @property
    def first_key(self) -> str:
        """The prompt under the keys, else the first; empty without one."""
        for row in self.rows:
            if row.aside.hasFocus() or row.card.hasFocus():
                return row.prompt.key
        return self._shown[0].key if self._shown else ""

    @property
    def first_card(self) -> str:
        """The card of the prompt under the keys, else of the first that has one, else empty."""
        first = [prompt for prompt in self._shown if prompt.key == self.first_key]
        codes = (card_of_prompt(prompt.code) for prompt in (*first, *self._shown))
        return next((code for code in codes if code), "")

    def render(self, view: CaseView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show the prompts of a view; a row that is still right stays, and the keys on it."""
        theme = theme_of(self).name
        if (view.prompts, theme) == (self._shown, self._theme):
            return
        kept = view.prompts if theme == self._theme else ()
        self._shown, self._theme = view.prompts, theme
        lost_keys = self._without_all_but(kept)
        standing = {row.prompt: row for row in self.rows}
        for place, prompt in enumerate(view.prompts):
            row = standing.get(prompt) or self._row(prompt, view)
            self._rows.insertWidget(place, row)
            row.show()  # the layout alone would show it one turn of the event loop later
        self._none.setVisible(not view.prompts)
        if lost_keys and self._shown:
            self.rows[0].aside.setFocus(Qt.FocusReason.OtherFocusReason)

    def labels(self) -> list[QLabel]:
        """Every label in sight."""
        return [label for label in self.findChildren(QLabel) if label.isVisible()]

    def _row(self, prompt: PromptView, view: CaseView) -> PromptRow:
        row = PromptRow(prompt, view, self._words)
        row.put_aside.connect(self.put_aside)
        row.wished.connect(self.wished)
        return row

    def _without_all_but(self, kept: tuple[PromptView, ...]) -> bool:
        """Take away the rows of other prompts; whether one of them had the keys."""
        gone = [row for row in self.rows if row.prompt not in kept]
        lost_keys = any(row.aside.hasFocus() or row.card.hasFocus() for row in gone)
        for row in gone:
            self._rows.removeWidget(row)
            row.hide()
            row.deleteLater()
        return lost_keys


def _below(prompt: PromptView, view: CaseView, words: Words) -> str:
    parts = [
        words.say(f"urgency.{prompt.urgency}"),
        words.say("case.prompts.due", {"at": words.when(prompt.due_at, view.now)}),
    ]
    if prompt.code in _RECORDED_BY:
        key = key_of(_RECORDED_BY[prompt.code])
        parts.append(words.say("case.card-link.record", {"key": key}))
    if prompt.missed:
        parts.append(words.say("case.prompts.missed"))
    return " \u00b7 ".join(parts)
