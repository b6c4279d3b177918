"""Choosing one of a few, or some of a few, beside a label; nothing is chosen by passing by."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gui.button import TextButton
from gui.message import Kind, Message
from gui.plain import Tone, plain_label

Option = tuple[object, str]
"""A value and its words."""
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_BACK = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Up})
_ON = frozenset({Qt.Key.Key_Right, Qt.Key.Key_Down})


class OptionButton(TextButton):
    """One option. Space and a click choose it; Enter only goes on to the next field."""

    passed = Signal()
    stepped = Signal(int)

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
        grid = QGridLayout()
        grid.setSpacing(4)
        width = columns or len(options)
        for place, button in enumerate(self.buttons):
            grid.addWidget(button, place // width, place % width)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(3)
        whole.addWidget(self.label)
        whole.addLayout(grid)
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

    def limit(self, values: Sequence[object]) -> None:
        """Offer only these, and choose nothing."""
        for value, button in zip(self._values, self.buttons, strict=True):
            button.setVisible(value in values)
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

    @property
    def _offered(self) -> list[OptionButton]:
        return [button for button in self.buttons if not button.isHidden()]

    def _button(self, label: str, text: str) -> OptionButton:
        button = OptionButton(text)
        button.setCheckable(True)
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
