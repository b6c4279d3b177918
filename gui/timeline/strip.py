"""The strip below the chart: the read-out at the focus line, in words."""

from dataclasses import dataclass
from datetime import tzinfo

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.view.read_out import ReadOut
from gui.theme import Theme
from gui.timeline import words
from gui.timeline.lettering import Letters, Pencil, Place, Written
from gui.timeline.spoken import Said, said, spoken

_LINES = 2
"""How many lines there are for one agent; two further agents take a line more."""
_MORE = "\u2026"


@dataclass(frozen=True, slots=True)
class _Piece:
    part: Said
    corner: Place
    accent: bool


class Strip(QWidget):
    """All values at one instant, on a few lines; what finds no room is in the tooltip."""

    def __init__(self, zone: tzinfo, theme: Theme, parent: QWidget | None = None) -> None:
        """Tell local times of `zone` in the colours of `theme`."""
        super().__init__(parent)
        self.written: list[Written] = []
        self._zone = zone
        self._theme = theme
        self._letters = Letters(self.font())
        self._parts: list[Said] = []
        self._focused = False
        self._lines = _LINES
        self.setObjectName("timeline_strip")
        self.setAccessibleName(words.STRIP)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(self, out: ReadOut, now: float, *, focused: bool) -> None:
        """Tell a read-out, taken at the focus line or at `now`."""
        parts = said(out, self._zone, now)
        if (parts, focused) == (self._parts, self._focused):
            return
        self._parts, self._focused = parts, focused
        lines = _LINES + (len(out.further) + 1) // 2
        if lines != self._lines:
            self._lines = lines
            self.updateGeometry()
        sentence = spoken(out, self._zone)
        self.setAccessibleDescription(sentence)
        self.setToolTip(sentence)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All its lines."""
        line = self._letters.height()
        return QSize(round(24 * line), round(self._lines * line))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All its lines, however short."""
        return QSize(round(8 * self._letters.height()), self.sizeHint().height())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow a changed font."""
        if event.type() is QEvent.Type.FontChange:
            self._letters = Letters(self.font())
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Write the parts one after the other, never breaking one."""
        with QPainter(self) as painter:
            pencil = Pencil(painter, self._letters)
            for piece in self._pieces():
                self._write(pencil, piece)
        self.written = pencil.written

    def _write(self, pencil: Pencil, piece: _Piece) -> None:
        room, theme = QRectF(self.rect()), self._theme
        space, x = self._letters.width(" "), piece.corner[0]
        value = theme.accent if piece.accent else theme.text
        looks = ((piece.part.label, theme.quiet, False), (piece.part.value, value, True))
        for text, colour, bold in (*looks, (piece.part.rest, theme.quiet, False)):
            if text:
                corner = (x, piece.corner[1])
                x = pencil.write(text, corner, colour, room, bold=bold) + space

    def _pieces(self) -> list[_Piece]:
        """Which part goes where; the last place is kept for the sign that there is more."""
        letters, pieces = self._letters, list[_Piece]()
        x = y = 0.0
        for place, part in enumerate(self._parts):
            width = self._width(part)
            if x and x + width > self.width():
                x, y = 0.0, y + letters.height()
            spare = 0.0 if place == len(self._parts) - 1 else 2 * letters.width(_MORE)
            last_line = y >= (self._lines - 1) * letters.height()
            if y > (self._lines - 1) * letters.height() or (
                last_line and x + width + spare > self.width()
            ):
                pieces.append(_Piece(Said("", "", _MORE), self._end(pieces), accent=False))
                break
            pieces.append(_Piece(part, (x, y), accent=self._focused and place == 0))
            x += width + letters.height()
        return pieces

    def _end(self, pieces: list[_Piece]) -> Place:
        """Behind the last piece."""
        if not pieces:
            return 0.0, 0.0
        last = pieces[-1]
        x, y = last.corner
        return x + self._width(last.part) + self._letters.width(" "), y

    def _width(self, part: Said) -> float:
        letters = self._letters
        texts = ((part.label, False), (part.value, True), (part.rest, False))
        widths = [letters.width(text, bold=bold) for text, bold in texts if text]
        return sum(widths) + letters.width(" ") * max(len(widths) - 1, 0)
