"""Choosing one of a few, or some of a few, beside a label; nothing is chosen by passing by."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gui.button import TextButton
from gui.message import Kind, Message
from gui.plain import Tone, plain_label, theme_of
from gui.theme import Size, sized

Option = tuple[object, str]
"""A value and its words."""
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_BACK = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Up})
_ON = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Down})


class OptionButton(TextButton):
    """One option. Space and a click choose it; Enter only goes on to the next field."""

    passed = Signal()
    stepped = Signal(int)

    def __init__(self, text: str, *, many: bool) -> None:
        super().__init__(text)
        self._many = many
        self.setCheckable(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows step through the options."""
        key = event.key()
        if key in _ENTER:
            if not event.isAutoRepeat():
                self.passed.emit()
        elif key in _BACK | _ON:
            self.stepped.emit(-1 if key in _BACK else 1)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the mark before the text."""
        hint = super().sizeHint()
        return QSize(hint.width() + round(self._mark()), hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A mark, round for one of a few and square for some of a few, filled when chosen."""
        theme, mark = theme_of(self), 0.55 * QFontMetricsF(self.font()).height()
        chosen, focused = self.isChecked(), self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.accent if chosen or focused else theme.rule
        painter.setPen(QPen(QColor(edge), 2 if focused else 1))
        painter.setBrush(QColor(theme.row_band if self.underMouse() else theme.field))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, 0.4 * mark, 0.4 * mark)
        spot = QRectF(box.left() + mark, box.center().y() - mark / 2, mark, mark)
        painter.setPen(QPen(QColor(theme.accent if chosen else theme.rule), 1))
        painter.setBrush(QColor(theme.accent) if chosen else Qt.BrushStyle.NoBrush)
        (painter.drawRect if self._many else painter.drawEllipse)(spot)
        painter.setPen(QColor(theme.text))
        painter.setFont(sized(self.font(), Size.NORMAL, bold=chosen))
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(box.adjusted(2.6 * mark, 0, 0, 0), int(left), self.text())
        painter.end()

    def _mark(self) -> float:
        """Mark and margin, and what bold letters are wider."""
        metrics = QFontMetricsF(sized(self.font(), Size.NORMAL, bold=True))
        plain = QFontMetricsF(self.font())
        wider = metrics.horizontalAdvance(self.text()) - plain.horizontalAdvance(self.text())
        return plain.height() + wider


class Choice(QWidget):
    """A label over a row of buttons. One stop for Tab; arrow keys or Space choose.

    With `many`, any number of them may be down.
    """

    chosen = Signal()
    """Something else is chosen now."""
    passed = Signal()
    """Enter was pressed: on to the next field."""

    def __init__(
        self, label: str, options: Sequence[Option], *, columns: int = 0, many: bool = False
    ) -> None:
        super().__init__()
        self._values = [value for value, _ in options]
        self._many = many
        self.label = plain_label(label, tone=Tone.QUIET)
        self.message = Message()
        self.buttons = [self._button(label, text) for _, text in options]
        self._grid = QGridLayout()
        self._grid.setSpacing(4)
        self._width = columns or len(options)
        self._place(self.buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(3)
        whole.addWidget(self.label)
        whole.addLayout(self._grid)
        whole.addWidget(self.message)
        self._stop_at(self.buttons[0])

    @property
    def value(self) -> object | None:
        """What is chosen; None while nothing is."""
        return next(iter(self.values), None)

    @property
    def values(self) -> tuple[object, ...]:
        """Everything that is chosen, in the sequence of the options."""
        pairs = zip(self._values, self.buttons, strict=True)
        return tuple(value for value, button in pairs if button.isChecked())

    def choose(self, value: object) -> None:
        """Choose this option."""
        self._choose(self.buttons[self._values.index(value)])

    def replace(self, options: Sequence[Option]) -> None:
        """Offer others, and choose nothing."""
        for button in self.buttons:
            self._grid.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._values = [value for value, _ in options]
        self.buttons = [self._button(self.label.text(), text) for _, text in options]
        self._place(self.buttons)
        for button in self.buttons:
            button.show()
        self.clear()

    def limit(self, values: Sequence[object]) -> None:
        """Offer only these, and choose nothing."""
        offered = []
        for value, button in zip(self._values, self.buttons, strict=True):
            self._grid.removeWidget(button)
            button.setVisible(value in values)
            offered += [button] if value in values else []
        self._place(offered)
        self.clear()

    def clear(self) -> None:
        """Choose nothing."""
        for button in self.buttons:
            button.setChecked(False)
        self.message.hush()
        self._stop_at(self._offered[0])

    def ask(self, text: str) -> None:
        """Say that a choice is wanted, and take the focus."""
        self.message.say(Kind.REFUSAL, text)
        self.setFocus()

    def _place(self, buttons: Sequence[OptionButton]) -> None:
        for place, button in enumerate(buttons):
            self._grid.addWidget(button, place // self._width, place % self._width)

    @property
    def _offered(self) -> list[OptionButton]:
        return [button for button in self.buttons if not button.isHidden()]

    def _button(self, label: str, text: str) -> OptionButton:
        button = OptionButton(text, many=self._many)
        button.setAccessibleName(f"{label} {text}")
        button.clicked.connect(lambda _checked=False: self._on_clicked(button))
        button.passed.connect(self.passed)
        button.stepped.connect(lambda by: self._step(button, by))
        return button

    def _on_clicked(self, button: OptionButton) -> None:
        if self._many:
            self._tell(button)
        else:
            self._choose(button)

    def _step(self, button: OptionButton, by: int) -> None:
        """The next option; where none is chosen yet, the first step chooses where it stands."""
        offered = self._offered
        place = offered.index(button)
        unchosen = not self._many and self.value is None
        target = offered[place if unchosen else (place + by) % len(offered)]
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._many:
            self._stop_at(target)
        else:
            self._choose(target)

    def _choose(self, button: OptionButton) -> None:
        for each in self.buttons:
            each.setChecked(each is button)
        self._tell(button)

    def _tell(self, button: OptionButton) -> None:
        self._stop_at(button)
        self.message.hush()
        self.chosen.emit()

    def _stop_at(self, stop: OptionButton) -> None:
        """Tab stops at one of the buttons only."""
        for button in self.buttons:
            at = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(at)
        self.setFocusProxy(stop)
