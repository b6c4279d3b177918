"""Which protocol the case follows, and whether it may advise for a patient."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from core.view.wording import Words
from gui.plain import Tone, plain_label


@dataclass(frozen=True, slots=True)
class AtHand:
    """The protocols at hand by key and name, which is chosen, and whether it is approved here."""

    names: tuple[tuple[str, str], ...]
    chosen: str
    approved: bool


class _Names(QComboBox):
    """Enter goes on; the wheel belongs to whatever scrolls around."""

    passed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows choose."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.passed.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is chosen by passing by."""
        event.ignore()


class ProtocolPick(QWidget):
    """A label over the name of the protocol; the arrow keys choose another."""

    wished = Signal(str)
    """The key of another protocol."""
    passed = Signal()

    def __init__(self, words: Words, name: str) -> None:
        """Begin with the name of the one that is offered."""
        super().__init__()
        self.label = plain_label(words.say("new-case.protocol"), tone=Tone.QUIET)
        self.names = _Names()
        self.names.setObjectName("protocol")
        self.names.setAccessibleName(words.say("new-case.protocol").replace("&", ""))
        self.names.setMinimumHeight(2 * self.fontMetrics().height())
        self.names.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.names.addItem(name, "")
        self.label.setBuddy(self.names)
        self.setFocusProxy(self.names)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.label)
        column.addWidget(self.names)
        column.addStretch(1)
        self.names.activated.connect(lambda row: self.wished.emit(self.names.itemData(row)))
        self.names.passed.connect(self.passed)

    def render_names(self, at_hand: AtHand) -> None:
        """Show these, with the chosen one in sight."""
        self.names.blockSignals(True)
        self.names.clear()
        for key, name in at_hand.names:
            self.names.addItem(name, key)
        self.names.setCurrentIndex(self.names.findData(at_hand.chosen))
        self.names.blockSignals(False)
