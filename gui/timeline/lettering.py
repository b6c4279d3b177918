"""Text on the timeline: sizes relative to the application's font, each text kept in its room."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QPainter

from gui.theme import Size, ink, sized

_REMEMBERED = 1000
"""How many widths of texts are kept; measuring one takes as long as drawing it."""


Place = tuple[float, float]
"""The upper left corner of a text: x and y."""


class Written(NamedTuple):
    """A text that was painted: where its letters are, and the room it had to stay in."""

    text: str
    place: Place
    width: float
    height: float
    room: QRectF

    @property
    def letters(self) -> QRectF:
        """Where the letters are."""
        return QRectF(*self.place, self.width, self.height)


class Letters:
    """The fonts of one drawing, in pixels, so that screen, picture and page agree."""

    def __init__(self, font: QFont) -> None:
        """Take sizes and family from a widget's font."""
        base = QFont(font)
        base.setPixelSize(QFontInfo(font).pixelSize())
        self._fonts = {
            (size, bold): sized(base, size, bold=bold) for size in Size for bold in (False, True)
        }
        self._metrics = {key: QFontMetricsF(each) for key, each in self._fonts.items()}
        self._heights = {size: self._metrics[size, False].height() for size in Size}
        self._ascents = {size: self._metrics[size, False].ascent() for size in Size}
        self._widths: dict[tuple[str, Size, bool], float] = {}

    def font(self, size: Size = Size.NORMAL, *, bold: bool = False) -> QFont:
        """The font of a size."""
        return self._fonts[size, bold]

    def height(self, size: Size = Size.NORMAL) -> float:
        """The height of a line of text."""
        return self._heights[size]

    def width(self, text: str, size: Size = Size.NORMAL, *, bold: bool = False) -> float:
        """The width of a text."""
        key = (text, size, bold)
        if key not in self._widths:
            if len(self._widths) > _REMEMBERED:
                self._widths.clear()
            self._widths[key] = self._metrics[size, bold].horizontalAdvance(text)
        return self._widths[key]

    def ascent(self, size: Size = Size.NORMAL) -> float:
        """From the top of a line of text to its baseline."""
        return self._ascents[size]


class Pencil:
    """A painter that writes, and remembers what it wrote where."""

    def __init__(self, painter: QPainter, letters: Letters) -> None:
        """Write with a painter in the fonts of a drawing."""
        self.painter = painter
        self.letters = letters
        self.written: list[Written] = []
        self._font: tuple[Size, bool] | None = None

    def write(  # noqa: PLR0913 - a text has a place, a look and a room
        self,
        text: str,
        place: Place,
        colour: str,
        room: QRectF,
        size: Size = Size.NORMAL,
        *,
        bold: bool = False,
    ) -> float:
        """Write a text from its upper left corner and give the x where it ends."""
        width = self.letters.width(text, size, bold=bold)
        if self._font != (size, bold):
            self._font = (size, bold)
            self.painter.setFont(self.letters.font(size, bold=bold))
        self.painter.setPen(ink(colour))
        left, top = place
        self.painter.drawText(QPointF(left, top + self.letters.ascent(size)), text)
        self.written.append(Written(text, place, width, self.letters.height(size), room))
        return left + width
