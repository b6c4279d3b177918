"""A bar over the full width when something could not be recorded."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QWidget

from core.view.wording import Words
from gui.button import TextButton
from gui.message import Kind, Sign
from gui.plain import plain_label, theme_of


class TroubleBar(QWidget):
    """A sentence on the ground of what cannot wait; it stays until somebody puts it away."""

    def __init__(self, words: Words) -> None:
        """No trouble yet."""
        super().__init__()
        self.setObjectName("trouble_bar")
        self.label = plain_label(bold=True, wraps=True)
        self.close_button = TextButton(words.say("case.trouble.close"))
        self.close_button.setAccessibleName(words.say("case.trouble.close"))
        self.close_button.clicked.connect(lambda _checked=False: self.hide())
        sign = Sign()
        sign.show_kind(Kind.QUESTION)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 6, 10, 6)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.label, 1)
        row.addWidget(self.close_button)
        self.hide()

    def tell(self, sentence: str) -> None:
        """Say what is wrong."""
        palette = self.label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(theme_of(self).on_high))
        self.label.setPalette(palette)
        self.label.setText(sentence)
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Fill the bar."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme_of(self).high))
        painter.end()
