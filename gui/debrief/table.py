"""A table that is read and walked by keys: every text whole, wrapped where the room runs out."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem

from core.view.wording import Words
from gui.debrief.marks import Marker
from gui.plain import theme_of, unbroken

_MARK_EMS = 1.15
_SPARE = 0.35
"""The room that a row has beyond its lines, in heights of a line."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and a width in heights of a line; 0 takes what is left."""

    heading: str
    width: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """The texts of a row. `mark` is the code of the mark that stands in column `marked`."""

    cells: tuple[str, ...]
    mark: str = ""
    marked: int = 0


class RowTable(QTableWidget):
    """Rows of texts. It keeps nothing but where one looks."""

    chosen = Signal(int)
    """A person put the cursor on that row."""

    def __init__(self, name: str, words: Words, columns: Sequence[Column]) -> None:
        """No row yet."""
        super().__init__(0, len(columns))
        self._words, self._columns = words, tuple(columns)
        self._rows: tuple[Row, ...] = ()
        self._following = False
        self._fitted: list[int] = []
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels([column.heading for column in columns])
        self._set_looks()
        self.currentCellChanged.connect(self._tell)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows; the cursor stays on its place, at first the uppermost.

        Without one Qt would put it there when the keys come, as if a person had.
        """
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        self._following, row = True, max(self.currentRow(), 0)
        self.setRowCount(len(rows))
        for place, shown in enumerate(rows):
            for column, text in enumerate(shown.cells):
                self.setItem(place, column, _item(text))
        if row < len(rows):
            self.setCurrentCell(row, 0)
        self._following = False
        self.show_marks()
        self._fit()

    def show_marks(self) -> None:
        """Draw the marks in the colours of now."""
        em, marker = self.fontMetrics().height(), Marker(self._words, theme_of(self), self.font())
        self.setIconSize(QSize(round(1.3 * _MARK_EMS * em), round(1.3 * _MARK_EMS * em)))
        for place, row in enumerate(self._rows):
            item = self.item(place, row.marked)
            if row.mark and item is not None:
                picture = marker.pixmap(row.mark, _MARK_EMS * em, self.devicePixelRatioF())
                item.setIcon(_icon(picture))

    def follow(self, row: int | None) -> None:
        """Put the cursor on a row without telling."""
        if row is None or row == self.currentRow() or row >= self.rowCount():
            return
        self._following = True
        self.setCurrentCell(row, 0)
        self._following = False

    def updateGeometries(self) -> None:  # noqa: N802 - Qt's name
        """Wrap anew where the columns have become narrower or wider, for a bar at the side too."""
        super().updateGeometries()
        if self._widths() != self._fitted:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc and Enter belong to the window."""
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _widths(self) -> list[int]:
        return [self.columnWidth(place) for place in range(self.columnCount())]

    def _fit(self) -> None:
        self._fitted = self._widths()
        self.resizeRowsToContents()
        spare = round(_SPARE * self.fontMetrics().height())
        for row in range(self.rowCount()):
            self.setRowHeight(row, self.rowHeight(row) + spare)

    def _tell(self, row: int, _column: int, before: int, _from: int) -> None:
        if row >= 0 and row != before and not self._following:
            self.chosen.emit(row)

    def _set_looks(self) -> None:
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        heads, em = self.horizontalHeader(), self.fontMetrics().height()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for place, column in enumerate(self._columns):
            if column.width:
                self.setColumnWidth(place, round(column.width * em))
            else:
                heads.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)


def _icon(picture: QPixmap) -> QIcon:
    """The mark as it is, on a chosen row too: Qt would tint it."""
    icon = QIcon(picture)
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon


def _item(text: str) -> QTableWidgetItem:
    item = QTableWidgetItem(unbroken(text))
    item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
    item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return item
