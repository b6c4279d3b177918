"""A page of headed texts and small tables of figures; it scrolls by keys where room runs out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.lab.debrief_view import TallyRow
from core.view.wording import Words
from gui.debrief.chosen import VerdictSign
from gui.paragraph import paragraph
from gui.plain import heading, plain_label, unbroken

_TOP = Qt.AlignmentFlag.AlignTop
_TALLIED = ("verdict", "count", "needed", "all")
_SIGN_EMS = 1.35


class Page(QWidget):
    """What a sheet holds while it is being written, from the top."""

    def __init__(self, words: Words) -> None:
        """An empty page."""
        super().__init__()
        self._words = words
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(2, 4, 10, 8)
        self._column.setSpacing(4)

    def head(self, text: str) -> None:
        """A heading, set off from what stands above it."""
        if self._column.count():
            self._column.addSpacing(10)
        self._column.addWidget(heading(text))

    def text(self, text: str, *, bold: bool = False) -> None:
        """A paragraph."""
        label = paragraph(text)
        font = label.font()
        font.setBold(bold)
        label.setFont(font)
        self._column.addWidget(label)

    def grid(self, rows: Sequence[Sequence[str]], heads: Sequence[str] = ()) -> None:
        """Rows of texts under their headings; the first column takes what the others leave."""
        grid = self._new_grid()
        for place, text in enumerate(heads):
            grid.addWidget(_cell(text, bold=True), 0, place, _TOP)
        for row, cells in enumerate(rows, 1):
            for place, text in enumerate(cells):
                grid.addWidget(_cell(text, bold=place > 0), row, place, _TOP)

    def tallies(self, rows: Sequence[TallyRow]) -> None:
        """Each verdict with its mark, how often it came, and its shares."""
        grid = self._new_grid()
        grid.setColumnStretch(0, 0)
        grid.setColumnStretch(1, 1)
        for place, code in enumerate(_TALLIED, 1):
            head = _cell(self._words.say(f"debrief.column.{code}"), bold=True)
            head.setAlignment(_side(place))
            grid.addWidget(head, 0, place)
        for place, row in enumerate(rows, 1):
            sign = VerdictSign(self._words, _SIGN_EMS)
            sign.show_verdict(row.verdict)
            grid.addWidget(sign, place, 0)
            for column, text in enumerate((row.word, row.count, row.needed, row.all), 1):
                label = _cell(text, bold=column > 1)
                label.setAlignment(_side(column) | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(label, place, column)

    def end(self) -> None:
        """Nothing more comes."""
        self._column.addStretch(1)

    def _new_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, 1)
        self._column.addLayout(grid)
        return grid


class Sheet(QScrollArea):
    """Shows one page at a time."""

    def __init__(self, name: str, words: Words) -> None:
        """Nothing to show yet."""
        super().__init__()
        self._words = words
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def new_page(self) -> Page:
        """A page to write on."""
        return Page(self._words)

    def show_page(self, page: Page) -> None:
        """Show a page; who has scrolled down stays there."""
        place = self.verticalScrollBar().value()
        page.end()
        self.setWidget(page)
        self.verticalScrollBar().setValue(place)


def _cell(text: str, *, bold: bool) -> QLabel:
    """Figures stay in one piece; names wrap."""
    if not bold:
        return paragraph(text)
    label = plain_label(unbroken(text), bold=True)
    label.setContentsMargins(0, 0, 2, 0)  # bold letters lean over the end of their line
    return label


def _side(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignLeft if column == 1 else Qt.AlignmentFlag.AlignRight
