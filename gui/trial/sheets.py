"""The outcomes of a trial as a table that is walked by keys, and the notes below it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.trial.result_view import OutcomeRow, ResultView
from core.view.wording import Words
from gui.debrief.table import Column, Row, RowTable
from gui.paragraph import paragraph
from gui.plain import Tone

_LABEL = 17.0
"""The width of the names in heights of a line; the figures share what is left."""


class OutcomesPage(QWidget):
    """Every outcome with its interval, arm by arm, then difference by difference."""

    def __init__(self, words: Words) -> None:
        """No result yet."""
        super().__init__()
        self._words = words
        self.table = self._new_table(("",))
        self.notes = paragraph("", tone=Tone.QUIET)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self.notes)
        self.setFocusProxy(self.table)

    def render(self, view: ResultView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show a result; its arms make the columns."""
        before, self.table = self.table, self._new_table(view.heads)
        self._column.replaceWidget(before, self.table)
        before.hide()
        before.deleteLater()
        self.setFocusProxy(self.table)
        self.table.show_rows([_row(row, len(view.heads)) for row in view.rows])
        for place, row in enumerate(view.rows):
            if not row.cells:
                self._head(place)
        self.notes.setText(" ".join(view.notes))

    def _new_table(self, heads: tuple[str, ...]) -> RowTable:
        first, *others = heads
        columns = (Column(first, _LABEL), *(Column(head) for head in others))
        table = RowTable(self._words.say("trial-window.page.outcomes"), self._words, columns)
        table.setObjectName("trial_outcomes")
        return table

    def _head(self, place: int) -> None:
        """A heading is bold, stands over the whole row and is passed by."""
        item = self.table.item(place, 0)
        if item is None:
            return
        font = QFont(self.table.font())
        font.setBold(True)
        item.setFont(font)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self.table.setSpan(place, 0, 1, self.table.columnCount())


def _row(row: OutcomeRow, width: int) -> Row:
    return Row((row.label, *(row.cells or ("",) * (width - 1))))
