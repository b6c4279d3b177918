"""What has happened, newest first: script, case, pumps, and what the instructor did."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from core.lab.desk_log import LogLine
from core.lab.desk_view import DeskView
from core.view.wording import Words
from gui.plain import heading


class LogPanel(QWidget):
    """A text that can be scrolled and read by keys; it is set anew only when a line is new."""

    def __init__(self, words: Words) -> None:
        """Nothing has happened yet."""
        super().__init__()
        title = words.say("lab.log.title")
        self._shown: tuple[LogLine, ...] = ()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setAccessibleName(title)
        self.text.setWordWrapMode(QTextOption.WrapMode.WordWrap)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(4)
        column.addWidget(heading(title))
        column.addWidget(self.text, 1)

    def render(self, view: DeskView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show the log; who has scrolled down stays there."""
        if view.log == self._shown:
            return
        self._shown = view.log
        bar = self.text.verticalScrollBar()
        place = bar.value()
        self.text.setPlainText("\n".join(f"{n.at}  {n.kind}: {n.text}" for n in view.log))
        bar.setValue(place)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for some lines."""
        em = self.fontMetrics().height()
        return QSize(30 * em, 12 * em)
