"""A card, large enough to be read at arm's length; it scrolls where the room runs out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.view.cards import Card, Point
from gui.paragraph import paragraph
from gui.plain import Tone, plain_label
from gui.theme import Size, sized

_WIDTH_EMS = 56
"""A longer line is lost on the way back to its beginning."""
_TOP = Qt.AlignmentFlag.AlignTop


class Sheet(QScrollArea):
    """Shows one card."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card_sheet")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_card(self, card: Card) -> None:
        """Show a card from its beginning."""
        page = QWidget()
        page.setMaximumWidth(_WIDTH_EMS * page.fontMetrics().height())
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        column.addWidget(_sized(card.title, bold=True))
        column.addWidget(paragraph(card.when, tone=Tone.QUIET))
        column.addSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for number, point in enumerate(card.points, 1):
            _add(grid, number, point)
        column.addLayout(grid)
        column.addStretch(1)
        self.setWidget(page)
        self.setAccessibleName(card.title)
        self.verticalScrollBar().setValue(0)


def _add(grid: QGridLayout, number: int, point: Point) -> None:
    row = 3 * number
    grid.addWidget(_sized(f"{number}.", bold=True), row, 0, _TOP)
    grid.addWidget(_sized(point.says), row, 1)
    below = plain_label(point.source, tone=Tone.QUIET, size=Size.SMALL, wraps=True)
    grid.addWidget(below, row + 1, 1)
    grid.setRowMinimumHeight(row + 2, below.fontMetrics().height() // 2)


def _sized(text: str, *, bold: bool = False) -> QLabel:
    label = paragraph(text)
    label.setFont(sized(label.font(), Size.LARGE, bold=bold))
    return label
