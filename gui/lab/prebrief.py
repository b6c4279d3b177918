"""What the learner is told before the simulation begins; time stands still until it is left."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from core.lab.shelf_view import PrebriefPart
from core.view.wording import Words
from gui.button import TextButton
from gui.paragraph import paragraph
from gui.plain import Hairline, Tone, heading, plain_label
from gui.theme import Size
from gui.window import in_lines

_SIZE = (64, 48)
_WIDTH_EMS = 56


class PrebriefWindow(QWidget):
    """Parts under headings, one button. Enter begins."""

    begun = Signal()
    """The learner has read it."""

    def __init__(self, words: Words, parts: tuple[PrebriefPart, ...]) -> None:
        """Show the parts in the sequence in which they are said."""
        super().__init__(None, Qt.WindowType.Window)
        self.setObjectName("prebrief_window")
        self.setWindowTitle(words.say("lab.prebrief.window"))
        self._left = False
        self.button = TextButton(words.say("lab.prebrief.begin"), "Enter", primary=True)
        self.button.clicked.connect(lambda _checked=False: self.close())
        self.setFocusProxy(self.button)
        text = QWidget()
        text.setMaximumWidth(_WIDTH_EMS * text.fontMetrics().height())
        column = QVBoxLayout(text)
        column.setSpacing(10)
        title = words.say("lab.prebrief.title")
        column.addWidget(plain_label(title, size=Size.LARGE, bold=True))
        column.addWidget(_scrolled(_page(parts)), 1)
        column.addWidget(Hairline())
        column.addWidget(paragraph(words.say("program.scope"), tone=Tone.QUIET))
        column.addWidget(paragraph(words.say("lab.prebrief.wait"), tone=Tone.QUIET))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(20, 14, 20, 14)
        whole.addStretch(1)
        whole.addWidget(text, 100)
        whole.addStretch(1)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What a small workstation shows."""
        return in_lines(self, _SIZE)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """However it is left, it has been shown."""
        super().closeEvent(event)
        if not self._left:
            self._left = True
            self.begun.emit()


def _page(parts: tuple[PrebriefPart, ...]) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 12, 0)
    column.setSpacing(4)
    for part in parts:
        column.addWidget(heading(part.head))
        column.addWidget(paragraph(part.text))
        column.addSpacing(8)
    column.addStretch(1)
    return page


def _scrolled(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area
