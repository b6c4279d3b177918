"""Which protocol is tried, and against what: two lists by keys."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from core.view.wording import Words

Option = tuple[str, str]
"""The key of an arm, and how it is called."""
_KEY = Qt.ItemDataRole.UserRole


class ArmList(QListWidget):
    """A list of arms: the cursor chooses, or Space ticks any number of them."""

    passed = Signal()
    """Enter was pressed: on to the next field."""
    changed = Signal()
    """Another arm is chosen, or a tick came or went."""

    def __init__(self, name: str, words: Words, *, ticks: bool) -> None:
        """No arm yet."""
        super().__init__()
        self._words, self._ticks = words, ticks
        self.setAccessibleName(name)
        self.setSpacing(2)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.currentRowChanged.connect(lambda _row: self.changed.emit())
        self.itemChanged.connect(self._on_ticked)

    def offer(self, options: tuple[Option, ...]) -> None:
        """Offer these; what was chosen or ticked before stays so where it is still there."""
        before, ticked = self.value, self.ticked
        self.blockSignals(True)
        self.clear()
        for key, name in options:
            self.addItem(self._item(key, name, ticked=key in ticked))
        keys = [key for key, _ in options]
        self.setCurrentRow(keys.index(before) if before in keys else 0)
        self.blockSignals(False)
        self.changed.emit()

    @property
    def value(self) -> str:
        """The key under the cursor; empty where there is none."""
        item = self.currentItem()
        return str(item.data(_KEY)) if item is not None else ""

    @property
    def ticked(self) -> tuple[str, ...]:
        """The keys that are ticked, from the top."""
        items = [self.item(row) for row in range(self.count())]
        on = Qt.CheckState.Checked
        return tuple(
            str(item.data(_KEY)) for item in items if self._ticks and item.checkState() is on
        )

    def tick(self, key: str) -> None:
        """Tick an arm."""
        for row in range(self.count()):
            if self.item(row).data(_KEY) == key:
                self.item(row).setCheckState(Qt.CheckState.Checked)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on; Esc belongs to the window."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.passed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _item(self, key: str, name: str, *, ticked: bool) -> QListWidgetItem:
        item = QListWidgetItem(name)
        item.setData(_KEY, key)
        if self._ticks:
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
            self._name(item)
        return item

    def _on_ticked(self, item: QListWidgetItem) -> None:
        if not self._ticks:
            return
        self.blockSignals(True)
        self._name(item)
        self.blockSignals(False)
        self.changed.emit()

    def _name(self, item: QListWidgetItem) -> None:
        on = item.checkState() is Qt.CheckState.Checked
        state = self._words.say(
            "trial-window.setup.ticked" if on else "trial-window.setup.unticked"
        )
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {state}")
