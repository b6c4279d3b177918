"""What the case is for, over the whole width, so that it cannot be overlooked."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.model.terms import Mode
from core.view.wording import Words
from gui.plain import theme_of
from gui.theme import Size, sized

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


class ModeBar(QWidget):
    """Filled for a simulation, outlined for a workstation: told by words, ground and edge."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._mode: object = None
        self.setFont(sized(self.font(), Size.NORMAL, bold=True))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """What is said."""
        return self._words.say(f"new-case.mode-says.{self._mode}") if self._mode else ""

    def show_mode(self, mode: object) -> None:
        """Say this mode."""
        self._mode = mode
        self.setAccessibleName(self.text)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One line with a little air."""
        return QSize(0, round(1.6 * QFontMetricsF(self.font()).height()))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground or edge, then the words."""
        theme, painter = theme_of(self), QPainter(self)
        simulated = self._mode is Mode.SIMULATION
        painter.setPen(QPen(QColor(theme.simulation if simulated else theme.text), 1))
        painter.setBrush(QColor(theme.simulation if simulated else theme.field))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.setPen(QColor(theme.on_simulation if simulated else theme.text))
        painter.drawText(self.rect().adjusted(8, 0, -8, 0), _LEFT, self.text)
        painter.end()
