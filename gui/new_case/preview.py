"""Concentration, dose and rate with the sum written out, as soon as every part of it is there."""

from PySide6.QtWidgets import QGridLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from core.cases.first_rate import FirstRate
from core.view.wording import Words
from gui.plain import Tone, plain_label
from gui.theme import Size


class Preview(QWidget):
    """Shows the first pump setting, or says what it waits for."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.waiting = plain_label(words.say("preview.waiting"), tone=Tone.QUIET, wraps=True)
        self.concentration = plain_label(size=Size.LARGE, bold=True)
        self.dose = plain_label(size=Size.LARGE, bold=True)
        self.rate = plain_label(size=Size.LARGE, bold=True)
        self.sum = plain_label(tone=Tone.QUIET)
        self.remark = plain_label()
        values = QWidget()
        grid = QGridLayout(values)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(40)
        grid.setVerticalSpacing(0)
        parts = (("concentration", self.concentration), ("dose", self.dose), ("rate", self.rate))
        for column, (code, value) in enumerate(parts):
            caption = plain_label(words.say(f"preview.{code}"), tone=Tone.QUIET, size=Size.SMALL)
            grid.addWidget(caption, 0, column)
            grid.addWidget(value, 1, column)
        grid.addWidget(self._sums(), 0, len(parts), 2, 1)
        grid.setColumnStretch(len(parts), 1)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.waiting)
        self._stack.addWidget(values)

    def render_rate(self, first: FirstRate | None) -> None:
        """Show this setting; None while a part of it is missing or refused."""
        self._stack.setCurrentIndex(0 if first is None else 1)
        base = self._words.say("preview.base")
        _put(self.concentration, "" if first is None else f"{first.concentration} {base}")
        _put(self.dose, "" if first is None else first.dose)
        _put(self.rate, "" if first is None else first.rate)
        _put(self.sum, "" if first is None else first.sum)
        _put(self.remark, "" if first is None else self._remark(first))

    def _remark(self, first: FirstRate) -> str:
        if first.too_coarse:
            return self._words.say("preview.too-coarse")
        if first.delivered:
            return self._words.say("preview.delivers", {"dose": first.delivered})
        return ""

    def _sums(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.sum)
        column.addWidget(self.remark)
        return side


def _put(label: QLabel, text: str) -> None:
    if label.text() != text:
        label.setText(text)
