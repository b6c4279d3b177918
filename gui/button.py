"""A button with its key beside its text; the one primary button is filled with the accent."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from gui.plain import theme_of
from gui.theme import Size, Theme, sized

_HEIGHT = 2.0
"""The height of a button in heights of a line: 28 pixels at the usual size."""
_RADIUS = 0.2
_MARGIN = 0.6
_ACCELERATOR = "&"


class TextButton(QPushButton):
    """One line of text, at its right the key that does the same."""

    def __init__(
        self,
        text: str = "",
        key: str = "",
        *,
        primary: bool = False,
        flat: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Say what it does, by which key, and whether it is the expected answer.

        A flat one has no outline until the mouse or the keys are on it.
        """
        super().__init__(text, parent)
        self._key = key
        self._primary = primary
        self.setFlat(flat)
        self._key_font = sized(self.font(), Size.SMALL)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_key(self, key: str) -> None:
        """Show another key."""
        self._key = key
        self.updateGeometry()

    def set_primary(self, *, primary: bool) -> None:
        """Be the expected answer, or not."""
        if primary is not self._primary:
            self._primary = primary
            self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """A held key presses once; Enter presses too."""
        if event.isAutoRepeat():
            event.ignore()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for text, key and a margin."""
        metrics = QFontMetricsF(self.font())
        em = metrics.height()
        text = QFontMetricsF(sized(self.font(), Size.NORMAL, bold=self.isCheckable()))
        width = text.horizontalAdvance(self._shown_text()) + 2 * _MARGIN * em
        if self._key:
            width += QFontMetricsF(self._key_font).horizontalAdvance(self._key) + 0.6 * em
        return QSize(int(width) + 1, int(_HEIGHT * em) + 1)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A button never cuts its text."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A thin outline; the accent for focus, for what is chosen and for the primary one."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self)
        filled = self.isEnabled() and self._primary
        self._draw_ground(painter, theme, filled=filled)
        self._write(painter, theme, filled=filled)
        painter.end()

    def _draw_ground(self, painter: QPainter, theme: Theme, *, filled: bool) -> None:
        edge = self._edge(theme, filled=filled)
        painter.setPen(Qt.PenStyle.NoPen if edge is None else QPen(QColor(edge), 1))
        painter.setBrush(QColor(self._ground(theme, filled=filled)))
        em = QFontMetricsF(self.font()).height()
        radius = _RADIUS * em
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isChecked():
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        if self.hasFocus():
            inner = theme.on_accent if filled else theme.accent
            painter.setPen(QPen(QColor(inner), 1, Qt.PenStyle.DotLine))
            painter.drawRoundedRect(box.adjusted(3, 3, -3, -3), radius, radius)

    def _edge(self, theme: Theme, *, filled: bool) -> str | None:
        if self.hasFocus() or filled:
            return theme.accent
        if self.isFlat() and not self.underMouse():
            return None
        return theme.rule if self.isEnabled() else theme.grid

    def _ground(self, theme: Theme, *, filled: bool) -> str:
        if filled:
            return theme.accent
        if not self.isEnabled() or (self.isFlat() and not self.isDown()):
            return theme.window
        return theme.row_band if self.isDown() or self.underMouse() else theme.field

    def _write(self, painter: QPainter, theme: Theme, *, filled: bool) -> None:
        margin = _MARGIN * QFontMetricsF(self.font()).height()
        room = QRectF(self.rect()).adjusted(margin, 0, -margin, 0)
        text = theme.on_accent if filled else theme.text
        quiet = theme.on_accent if filled else theme.quiet
        painter.setFont(self._text_font())
        painter.setPen(QColor(text if self.isEnabled() else theme.quiet))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextShowMnemonic
        left = self._key or self.isFlat()
        side = Qt.AlignmentFlag.AlignLeft if left else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(room, int(flags | side), self.text())
        if self._key:
            painter.setFont(self._key_font)
            painter.setPen(QColor(quiet if self.isEnabled() else theme.quiet))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, int(right), self._key)

    def _text_font(self) -> QFont:
        return sized(self.font(), Size.NORMAL, bold=self.isChecked())

    def _shown_text(self) -> str:
        return self.text().replace(_ACCELERATOR, "")
