"""The lines of home as a model for the table."""

from datetime import datetime

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from core.cases.line import CaseLine
from core.view.wording import Words
from gui.home.cells import Column, cell_text, heading_text

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE = Qt.ItemDataRole.UserRole
_NOWHERE = QModelIndex()


class LinesModel(QAbstractTableModel):
    """The lines that home shows, in the sequence it was given."""

    def __init__(self, words: Words, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._lines: tuple[CaseLine, ...] = ()
        self._now: datetime | None = None

    @property
    def lines(self) -> tuple[CaseLine, ...]:
        """The lines shown."""
        return self._lines

    @property
    def now(self) -> datetime | None:
        """The moment they are shown for."""
        return self._now

    def show_lines(self, lines: tuple[CaseLine, ...], now: datetime) -> bool:
        """Show these lines; False where they are the ones shown already."""
        if lines == self._lines:
            self.show_time(now)
            return False
        self.beginResetModel()
        self._lines, self._now = lines, now
        self.endResetModel()
        return True

    def show_time(self, now: datetime) -> None:
        """Count down to what is due next."""
        self._now = now
        if self._lines:
            last = len(self._lines) - 1
            self.dataChanged.emit(self.index(0, Column.NEXT), self.index(last, Column.NEXT))

    def row_of(self, case_id: str) -> int | None:
        """Where a case stands in the list, if it does."""
        rows = (row for row, line in enumerate(self._lines) if line.id == case_id)
        return next(rows, None)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """One row a case."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """The columns."""
        return 0 if parent.isValid() else len(Column)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell, or its line."""
        if not index.isValid() or self._now is None:
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            text = cell_text(line, Column(index.column()), self._words, self._now)
            return text if role == Qt.ItemDataRole.DisplayRole or len(text) > 1 else None
        return None

    def headerData(  # noqa: N802 - Qt's name
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """What stands above a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return heading_text(Column(section), self._words)
        return None
