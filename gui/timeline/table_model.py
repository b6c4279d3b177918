"""The rows of the timeline as a Qt model, newest first."""

from collections.abc import Iterable
from itertools import takewhile

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QPixmap

from core.view.rows import Rows, TimelineRow, no_rows
from gui.theme import Theme, ink
from gui.timeline import words
from gui.timeline.glyphs import Glyph, glyph_pixmap, row_glyph

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole

TIME, WHAT, VALUE = 0, 1, 2
"""The columns that are drawn in their own way."""


class TimelineModel(QAbstractTableModel):
    """Looks rows up in the shared series of the case; it never copies them.

    A series that only grew is taken in by announcing the new rows, whatever its length.
    """

    def __init__(self, theme: Theme, glyph_size: float, ratio: float) -> None:
        """Show shapes of `glyph_size` logical pixels in the colours of `theme`."""
        super().__init__()
        self._rows = no_rows()
        self._theme = theme
        self._look = (glyph_size, ratio)
        self._pixmaps: dict[Glyph, QPixmap] = {}
        self._struck = QFont()
        self._struck.setStrikeOut(True)

    def render(self, rows: Rows) -> None:
        """Show these rows, oldest first in the series, newest first in the table."""
        before = self._rows
        if rows.shared is before.shared and rows.length >= before.length:
            self._grow(rows, rows.length - before.length)
        else:
            self._replace(rows)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._pixmaps.clear()
        if self._rows.length:
            corner = self.index(self._rows.length - 1, len(words.COLUMNS) - 1)
            self.dataChanged.emit(self.index(0, 0), corner)

    def row_at(self, row: int) -> TimelineRow:
        """The row of the table in that place, 0 the newest."""
        return self._rows[self._rows.length - 1 - row]

    def row_of(self, t: float) -> int:
        """The place of the last row that is not later than `t`; the oldest if all are."""
        low, high = 0, self._rows.length
        while low < high:
            middle = (low + high) // 2
            low, high = (middle + 1, high) if self._rows[middle].t <= t else (low, middle)
        return self._rows.length - max(low, 1)

    def rowCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many rows; a row has none below it."""
        return 0 if parent.isValid() else self._rows.length

    def columnCount(self, parent: Index = _NOWHERE) -> int:  # noqa: N802 - Qt's name
        """How many columns."""
        return 0 if parent.isValid() else len(words.COLUMNS)

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.TextAlignmentRole:
            return int(_alignment(section))
        return words.COLUMNS[section] if role == _ROLE.DisplayRole else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        """One cell: its text, its shape, and how it looks."""
        if not index.isValid():
            return None
        row, column = self.row_at(index.row()), index.column()
        if role == _ROLE.DisplayRole and column == TIME:
            above = self.row_at(index.row() - 1).at_text if index.row() else ""
            return short_time(row.at_text, above)
        if role in (_ROLE.DisplayRole, _ROLE.AccessibleTextRole, _ROLE.ToolTipRole):
            return _texts(row)[column]
        if role == _ROLE.TextAlignmentRole:
            return int(_alignment(column))
        if role == _ROLE.DecorationRole:
            return self._pixmap(row_glyph(row.kind)) if column == WHAT else None
        return self._look_of(row, index.row(), role)

    def _look_of(self, row: TimelineRow, place: int, role: int) -> object:
        if role == _ROLE.FontRole and row.struck:
            return self._struck
        if role == _ROLE.ForegroundRole and row.struck:
            return ink(self._theme.quiet)
        if role == _ROLE.BackgroundRole and (self._rows.length - place) % 2 == 0:
            return ink(self._theme.row_band)
        return None

    def _pixmap(self, glyph: Glyph) -> QPixmap:
        if glyph not in self._pixmaps:
            self._pixmaps[glyph] = glyph_pixmap(glyph, self._theme, *self._look)
        return self._pixmaps[glyph]

    def _grow(self, rows: Rows, added: int) -> None:
        if not added:
            return
        self.beginInsertRows(_NOWHERE, 0, added - 1)
        self._rows = rows
        self.endInsertRows()
        self._date_anew(added)

    def _replace(self, rows: Rows) -> None:
        """Announce only what differs, so that the chosen row stays chosen."""
        before = self._rows
        oldest = _alike(before, rows)
        shorter = min(before.length, rows.length)
        newest = min(_alike(reversed(before), reversed(rows)), shorter - oldest)
        gone, come = (each.length - oldest - newest for each in (before, rows))
        first, kept = newest, min(gone, come)
        if gone > kept:
            self.beginRemoveRows(_NOWHERE, first + kept, first + gone - 1)
            self._rows = rows
            self.endRemoveRows()
        elif come > kept:
            self.beginInsertRows(_NOWHERE, first + kept, first + come - 1)
            self._rows = rows
            self.endInsertRows()
        self._rows = rows
        if kept:
            corner = self.index(first + kept - 1, len(words.COLUMNS) - 1)
            self.dataChanged.emit(self.index(first, 0), corner)
        if gone != come:
            self._date_anew(first + come)

    def _date_anew(self, place: int) -> None:
        """The row below what changed may show its date now, or no longer."""
        if place < self._rows.length:
            cell = self.index(place, TIME)
            self.dataChanged.emit(cell, cell)


def _alike(some: Iterable[TimelineRow], others: Iterable[TimelineRow]) -> int:
    """How many rows are the same from the beginning on."""
    pairs = zip(some, others, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] is pair[1] or pair[0] == pair[1], pairs))


def short_time(at: str, above: str) -> str:
    """The clock alone below a row of the same day, else with day and month.

    The year is left to the tooltip: no titration is a year long.
    """
    day, blank, clock = at.rpartition(" ")
    if not blank or day == above.rpartition(" ")[0]:
        return clock
    return f"{day.rpartition('-')[0]} {clock}"


def _texts(row: TimelineRow) -> tuple[str, ...]:
    return (row.at_text, row.what, row.value, row.unit, row.detail, row.who)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in {TIME, VALUE} else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
