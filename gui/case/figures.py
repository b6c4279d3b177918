"""DOSE and RATE as large as the room allows, one below the other, points in line."""

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.frozen import dataclass
from gui.plain import theme_of
from gui.theme import Size, sized

_LARGEST, _SMALLEST = 6.0, 2.8
"""Heights of the figures in heights of the usual text; the largest that fits is taken."""
_STEP = 0.4
_REMEMBERED = 64
_LEADING = 0.86
"""Figures have no descenders, so their lines may stand closer."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A caption, a number and its unit: DOSE, 0.12, mcg/kg/min."""

    caption: str
    number: str
    unit: str

    @property
    def text(self) -> str:
        """As it is read aloud."""
        return f"{self.caption} {self.number} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class _Columns:
    """Widths of the four columns: caption, before the point, from the point on, unit."""

    caption: float
    whole: float
    part: float
    unit: float

    @property
    def width(self) -> float:
        return self.caption + self.whole + self.part + self.unit


class Figures(QWidget):
    """The figures of the advice card."""

    def __init__(self) -> None:
        """No figures yet."""
        super().__init__()
        self.figures: tuple[Figure, ...] = ()
        self.written: list[QRectF] = []
        self._stale = False
        self._small = False
        self._fonts: dict[tuple[tuple[Figure, ...], int, bool], QFont] = {}
        self._caption = sized(self.font(), Size.NORMAL)
        self._unit = sized(self.font(), Size.LARGE)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_figures(self, figures: tuple[Figure, ...], *, stale: bool) -> None:
        """Show figures; stale ones stand back."""
        if (figures, stale) == (self.figures, self._stale):
            return
        self.figures, self._stale = figures, stale
        self.setAccessibleName(", ".join(figure.text for figure in figures))
        self.updateGeometry()
        self.update()

    def set_small(self, *, small: bool) -> None:
        """Make room for something else, or take it again."""
        if small is not self._small:
            self._small = small
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        """More room makes larger figures."""
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        """Two lines of the largest size that fits this width."""
        line = QFontMetricsF(self._fitting(width)).height() * _LEADING
        return round(line * max(len(self.figures), 1))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the smallest size."""
        width = round(self._columns(self._number(_SMALLEST)).width) + 2
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Figures are never cut."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Write each figure on its line."""
        painter = QPainter(self)
        theme, self.written = theme_of(self), []
        font = self._fitting(self.width())
        columns = self._columns(font)
        line = QFontMetricsF(font).height() * _LEADING
        for row, figure in enumerate(self.figures):
            base = row * line + _LEADING * QFontMetricsF(font).ascent()
            whole, _, part = figure.number.partition(".")
            point = columns.caption + columns.whole
            left = point - QFontMetricsF(font).horizontalAdvance(whole)
            after = point + columns.part
            strong = theme.quiet if self._stale else theme.text
            self._write(painter, self._caption, theme.quiet, (0.0, base), figure.caption)
            self._write(painter, font, strong, (left, base), whole)
            self._write(painter, font, strong, (point, base), f".{part}" if part else "")
            self._write(painter, self._unit, theme.quiet, (after, base), figure.unit)
        painter.end()

    def _write(
        self, painter: QPainter, font: QFont, colour: str, at: tuple[float, float], text: str
    ) -> None:
        if not text:
            return
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(QPointF(*at), text)
        self.written.append(metrics.tightBoundingRect(text).translated(*at))

    def _fitting(self, width: int) -> QFont:
        """The largest size whose figures fit; sizes already tried are remembered."""
        asked = (self.figures, width, self._small)
        if asked not in self._fonts:
            if len(self._fonts) > _REMEMBERED:
                self._fonts.clear()
            self._fonts[asked] = self._tried(width)
        return self._fonts[asked]

    def _tried(self, width: int) -> QFont:
        factor = _SMALLEST if self._small else _LARGEST
        while factor > _SMALLEST:
            font = self._number(factor)
            if self._columns(font).width <= width:
                return font
            factor -= _STEP
        return self._number(_SMALLEST)

    def _number(self, factor: float) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        font.setPointSizeF(self.font().pointSizeF() * factor)
        return font

    def _columns(self, font: QFont) -> _Columns:
        number, caption, unit = (
            QFontMetricsF(font),
            QFontMetricsF(self._caption),
            QFontMetricsF(self._unit),
        )
        split = [figure.number.partition(".") for figure in self.figures]
        gap = caption.height()
        return _Columns(
            caption=max((caption.horizontalAdvance(f.caption) for f in self.figures), default=0)
            + 0.8 * gap,
            whole=max((number.horizontalAdvance(whole) for whole, _, _ in split), default=0),
            part=max((number.horizontalAdvance(p + part) for _, p, part in split), default=0)
            + 0.5 * gap,
            unit=max((unit.horizontalAdvance(f.unit) for f in self.figures), default=0) + 1,
        )


def figure_of(caption: str, quantity: str) -> Figure:
    """A quantity as the core wrote it ("0.12 mcg/kg/min"), split at its one blank."""
    number, _, unit = quantity.partition(" ")
    return Figure(caption, number, unit)
