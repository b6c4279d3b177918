"""Text on a window: always literal, in the sizes and tones of the theme."""

import re
from enum import Enum

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QWidget

from gui.theme import DARK, LIGHT, Size, Theme, sized

_NUMBER_AND_UNIT = re.compile(r"(?<=[0-9]) (?=(?:mcg|mg|mL|mmHg|units|kg|min|h|%)(?![A-Za-z]))")
_SLASH_IN_UNIT = re.compile(r"(?<=[A-Za-z])/(?=[A-Za-z])")


class Tone(Enum):
    """How much a text stands forward: said plainly, or labels and units that stand back."""

    TEXT = QPalette.ColorRole.WindowText
    QUIET = QPalette.ColorRole.PlaceholderText


def theme_of(widget: QWidget) -> Theme:
    """The theme that a widget is dressed in, told by its palette."""
    ground = widget.palette().color(QPalette.ColorRole.Window)
    return DARK if ground == QColor(DARK.window) else LIGHT


class WrappedLabel(QLabel):
    """A label of many lines that keeps a number with its unit, and a unit in one piece."""

    def __init__(self) -> None:
        """An empty label."""
        super().__init__()
        self._plain = ""
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show a text."""
        self._plain = text
        super().setText(unbroken(text))

    def text(self) -> str:
        """The text as it was given."""
        return self._plain


def unbroken(text: str) -> str:
    """The text with what belongs together joined: "0.1 mcg/kg/min" never spans two lines."""
    joined = _NUMBER_AND_UNIT.sub("\u00a0", text)
    return _SLASH_IN_UNIT.sub("/\u2060", joined)


def plain_label(
    text: str = "",
    *,
    tone: Tone = Tone.TEXT,
    size: Size = Size.NORMAL,
    bold: bool = False,
    wraps: bool = False,
) -> QLabel:
    """A label whose text is never read as markup."""
    label = WrappedLabel() if wraps else QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setForegroundRole(tone.value)
    label.setFont(sized(QApplication.font(), size, bold=bold))
    return label


def heading(text: str) -> QLabel:
    """The name of a part of the window: small, bold and quiet."""
    return plain_label(text, tone=Tone.QUIET, size=Size.SMALL, bold=True)


class Hairline(QWidget):
    """A thin level line between two parts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """A line as long as there is room."""
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """One pixel high."""
        return QSize(1, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Fill the pixel."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme_of(self).grid))
        painter.end()
