"""The list of cases: arrow keys choose, Enter opens; it never takes typing away from the search."""

from PySide6.QtCore import QItemSelectionModel, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from core.view.wording import Words
from gui.home.cells import Column
from gui.home.model import LinesModel
from gui.home.painting import LineDelegate, margin, row_height
from gui.plain import theme_of
from gui.theme import Size, sized

_EMS = {
    Column.MODE: 8.2,
    Column.STATE: 8.6,
    Column.MAP: 7.0,
    Column.READ: 4.5,
    Column.DOSE: 11.0,
    Column.NEXT: 12.5,
}
"""Widths in heights of a line; labels take what they need, prompts what is left."""
_LABEL_EMS = (7.0, 24.0)


class Heads(QHeaderView):
    """Quiet words over the columns, on the same margin as what stands below them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setFont(sized(self.font(), Size.SMALL, bold=True))

    def paintSection(  # noqa: N802 - Qt's name
        self, painter: QPainter, rect: QRect, logical_index: int
    ) -> None:
        """The words of one column."""
        theme = theme_of(self)
        painter.fillRect(rect, QColor(theme.window))
        painter.setPen(QColor(theme.rule))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(QColor(theme.quiet))
        model = self.model()
        text = model.headerData(logical_index, Qt.Orientation.Horizontal)
        room = rect.adjusted(margin(self.fontMetrics()), 0, 0, 0)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(left), str(text))


class CaseTable(QTableView):
    """A row a case, the whole row chosen."""

    opened = Signal(str)
    """The id of the case whose row was double-clicked or entered."""
    chosen = Signal(str)
    """The id of the case whose row was chosen, empty for none."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picked = False
        """Whether a person chose the case; until then the first one of the list is chosen."""
        self.lines_model = LinesModel(words, self)
        self.setModel(self.lines_model)
        self.setItemDelegate(LineDelegate(words, self))
        self.setAccessibleName(words.say("home.table"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._arrange()
        self.lines_model.modelReset.connect(self._fit)
        self.doubleClicked.connect(lambda _index: self.open_chosen())
        self.selectionModel().currentRowChanged.connect(lambda *_rows: self._tell())

    @property
    def chosen_id(self) -> str:
        """The id of the chosen case, empty for none."""
        row = self.currentIndex().row()
        lines = self.lines_model.lines
        return lines[row].id if 0 <= row < len(lines) else ""

    def choose(self, case_id: str) -> None:
        """Choose a case; the first where it is not in the list."""
        row = self.lines_model.row_of(case_id) or 0
        if self.lines_model.rowCount():
            index = self.lines_model.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
            self.scrollTo(index)
        self._tell()

    def step(self, rows: int) -> None:
        """Choose the case so many rows further down, or up."""
        count = self.lines_model.rowCount()
        self.picked = True
        if count:
            row = min(max(self.currentIndex().row() + rows, 0), count - 1)
            self.choose(self.lines_model.lines[row].id)

    def open_chosen(self) -> None:
        """Ask for the chosen case to be opened."""
        if self.chosen_id:
            self.opened.emit(self.chosen_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter opens; letters are for the search, not for jumping about."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():
                self.open_chosen()
        elif event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            self.picked = True
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click picks."""
        self.picked = True
        super().mousePressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Columns keep their widths; what is left is for the prompts."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """No label is cut: two cases must never look the same because their ends are missing."""
        em = QFontMetrics(self.font()).height()
        bold = QFontMetrics(sized(self.font(), Size.NORMAL, bold=True))
        labels = [bold.horizontalAdvance(line.label) for line in self.lines_model.lines]
        least, most = (round(ems * em) for ems in _LABEL_EMS)
        taken = min(max([least, *(label + em for label in labels)]), most)
        self.setColumnWidth(Column.CASE, taken)
        for column, ems in _EMS.items():
            self.setColumnWidth(column, round(ems * em))
            taken += round(ems * em)
        self.setColumnWidth(Column.PROMPT, max(10 * em, self.viewport().width() - taken))

    def _tell(self) -> None:
        self.chosen.emit(self.chosen_id)

    def _arrange(self) -> None:
        self.setHorizontalHeader(Heads(self))
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(row_height(QFontMetrics(self.font())))
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setSectionsClickable(False)
