"""The table twin of the timeline: the same facts in rows, for eyes and for screen readers."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from core.view.rows import Rows
from gui.theme import Theme
from gui.timeline import words
from gui.timeline.table_model import VALUE, TimelineModel

_DETAIL = 4
_WIDTHS = {0: 7.0, 1: 12.6, 2: 4.8, 3: 6.2, 5: 3.0}
"""Widths of the columns in heights of a line of text; the detail takes what is left."""
_DECIMALS = ".000"
"""The longest fraction of a value, for the place of the decimal point."""


class DecimalDelegate(QStyledItemDelegate):
    """Draws values with their decimal points below one another."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the ground of the whole cell, then the text from where it has to start."""
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        element, style = QStyle.ControlElement.CE_ItemViewItem, cell.widget.style()
        text, cell.text = cell.text, ""
        style.drawControl(element, cell, painter, cell.widget)
        cell.text = text
        cell.rect.setLeft(cell.rect.left() + point_place(cell, text))
        cell.state &= ~QStyle.StateFlag.State_HasFocus
        cell.displayAlignment = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        style.drawControl(element, cell, painter, cell.widget)


def point_place(cell: QStyleOptionViewItem, text: str) -> int:
    """How far right in its cell a value starts so that its decimal point is in line."""
    metrics = cell.fontMetrics
    fraction = metrics.horizontalAdvance(_DECIMALS) + 2 * metrics.averageCharWidth()
    whole = metrics.horizontalAdvance(text.partition(".")[0])
    return max(cell.rect.width() - fraction - whole, 0)


class EventTable(QTableView):
    """Every fact of the case, newest first; choosing a row moves the focus line."""

    focused = Signal(float)
    """The instant of the row that a person chose, epoch seconds UTC."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        """Show rows in the colours of `theme`."""
        super().__init__(parent)
        line = self.fontMetrics().height()
        self.rows = TimelineModel(theme, 0.7 * line, self.devicePixelRatioF())
        self._following = False
        self.setObjectName("timeline_table")
        self.setAccessibleName(words.TABLE_TITLE)
        self.setModel(self.rows)
        self._decimal = DecimalDelegate(self)
        self.setItemDelegateForColumn(VALUE, self._decimal)
        self._set_looks(line)
        self.selectionModel().currentRowChanged.connect(self._tell)

    def render(self, rows: Rows) -> None:  # type: ignore[override]  # the windows' own render
        """Show the rows of a case."""
        self.rows.render(rows)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.rows.set_theme(theme)

    def focus_at(self, t: float) -> None:
        """Choose the row of an instant without telling anyone; a chosen row of it stays."""
        chosen = self.currentIndex()
        if not self.rows.rowCount() or (chosen.isValid() and self._time_of(chosen) == t):
            return
        index = self.rows.index(self.rows.row_of(t), 0)
        flag = QItemSelectionModel.SelectionFlag
        self._following = True
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self._following = False

    def _tell(self, current: QModelIndex) -> None:
        if current.isValid() and not self._following:
            self.focused.emit(self._time_of(current))

    def _time_of(self, index: QModelIndex) -> float:
        return self.rows.row_at(index.row()).t

    def _set_looks(self, line: int) -> None:
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(round(1.5 * line))
        columns.setHighlightSections(False)
        columns.setSectionResizeMode(_DETAIL, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, round(width * line))
