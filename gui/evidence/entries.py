"""The list of entries: one row each, wrapped, with the word for superseded wording."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from core.evidence import Entry, Register
from core.view.wording import Words

_PADDING = 0.7
"""The room above and below the text of a row, in heights of a line."""


class EntryList(QListWidget):
    """Arrow keys move; the entry under the cursor is told at once."""

    looked_at = Signal(object)
    """The Entry under the cursor."""

    def __init__(self, register: Register, words: Words) -> None:
        super().__init__()
        self._entries = register.entries
        self.setObjectName("evidence_list")
        self.setAccessibleName(words.say("evidence.list"))
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setAlternatingRowColors(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        for entry in self._entries:
            code = "evidence.entry-old" if entry.superseded else "evidence.entry"
            self.addItem(words.say(code, {"id": entry.id, "said": entry.said}))
        self.currentItemChanged.connect(lambda item, _before: self._tell(item))

    @property
    def shown(self) -> tuple[Entry, ...]:
        """The entries that are not filtered out."""
        rows = enumerate(self._entries)
        return tuple(entry for row, entry in rows if not self.item(row).isHidden())

    def show_entries(self, entries: tuple[Entry, ...]) -> None:
        """Show only these; the cursor stays where it is, or goes to the first of them."""
        for row, entry in enumerate(self._entries):
            self.item(row).setHidden(entry not in entries)
        current = self.currentItem()
        if not entries:
            self.setCurrentRow(-1)
        elif current is None or current.isHidden():
            self.setCurrentRow(self._entries.index(entries[0]))
            self.scrollToTop()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Wrap anew."""
        super().resizeEvent(event)
        metrics = QFontMetricsF(self.font())
        line = metrics.height()
        room = QRectF(0, 0, self.viewport().width() - line, 10_000)
        for row in range(self.count()):
            text = self.item(row).text()
            box = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text)
            self.item(row).setSizeHint(QSize(0, round(box.height() + 2 * _PADDING * line)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc belongs to the window."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _tell(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.looked_at.emit(self._entries[self.row(item)])
