"""The shapes of the timeline: one per series and per kind of mark, never colour alone."""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from core.model.terms import Source
from core.view.lanes import SOURCES
from core.view.points import Marker, State
from gui.theme import Theme


class Glyph(IntEnum):
    """Every shape, in the order of the sheet they are kept on."""

    LINE = 0
    SECOND = 1
    CUFF = 2
    LINE_CALCULATED = 3
    SECOND_CALCULATED = 4
    CUFF_CALCULATED = 5
    LINE_STRUCK = 6
    SECOND_STRUCK = 7
    CUFF_STRUCK = 8
    ARTEFACT = 9
    ADVISED = 10
    ACCEPTED = 11
    MARK_NOTE = 12
    MARK_ADVICE = 13
    MARK_ACCEPTED = 14
    MARK_CORRECTION = 15
    MARK_PAUSE = 16
    MARK_BAG = 17
    MARK_PUMP = 18
    MARK_PROMPT = 19
    MARK_OVERRIDDEN = 20


_CALCULATED, _STRUCK = 3, 6


def reading_glyph(source: int, *, calculated: bool, state: int) -> Glyph:
    """The shape of a reading by its source (a place in SOURCES), origin and state."""
    if state == State.ARTEFACT:
        return Glyph.ARTEFACT
    offset = _STRUCK if state == State.STRUCK else _CALCULATED if calculated else 0
    return Glyph(source + offset)


def row_glyph(kind: Source | Marker) -> Glyph:
    """The shape beside a row of the table."""
    if isinstance(kind, Marker):
        return marker_glyph(kind)
    return reading_glyph(SOURCES.index(kind), calculated=False, state=State.USABLE)


def marker_glyph(kind: Marker) -> Glyph:
    """The shape of a mark."""
    return Glyph(Glyph.MARK_NOTE + kind)


@dataclass(frozen=True, slots=True)
class Ink:
    """How a shape is drawn: its outline, filled or not, and lines over it."""

    outline: QPainterPath
    line: str
    fill: str | None
    strokes: tuple[QPainterPath, ...] = ()


def ink(glyph: Glyph, theme: Theme) -> Ink:
    """The shape of a glyph in a box from -0.5 to 0.5, in the colours of a theme."""
    if glyph <= Glyph.CUFF_STRUCK:
        return _reading_ink(glyph, theme)
    return _OTHER[glyph](theme)


def draw_glyph(painter: QPainter, glyph: Glyph, theme: Theme, at: QPointF, size: float) -> None:
    """Draw one shape of `size` around a point, as outlines."""
    drawn = ink(glyph, theme)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(at)
    painter.scale(size, size)
    pen = QPen(QColor(drawn.line), 0.13)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(drawn.fill) if drawn.fill else Qt.BrushStyle.NoBrush)
    painter.drawPath(drawn.outline)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for stroke in drawn.strokes:
        painter.drawPath(stroke)
    painter.restore()


def glyph_pixmap(glyph: Glyph, theme: Theme, size: float, ratio: float) -> QPixmap:
    """One shape as a picture, for a list or a table."""
    return _sheet((glyph,), theme, size, ratio)


def glyph_sheet(theme: Theme, size: float, ratio: float) -> QPixmap:
    """All shapes side by side, each in a cell as wide as `cell_width`."""
    return _sheet(tuple(Glyph), theme, size, ratio)


def cell_width(size: float, ratio: float) -> int:
    """The width of one cell of a sheet in device pixels; odd, so that it has a middle."""
    return int(size * ratio * 1.3) // 2 * 2 + 3


def _sheet(glyphs: tuple[Glyph, ...], theme: Theme, size: float, ratio: float) -> QPixmap:
    cell = cell_width(size, ratio)
    sheet = QPixmap(cell * len(glyphs), cell)
    sheet.fill(Qt.GlobalColor.transparent)
    with QPainter(sheet) as painter:
        for place, glyph in enumerate(glyphs):
            middle = QPointF((place + 0.5) * cell, 0.5 * cell)
            draw_glyph(painter, glyph, theme, middle, size * ratio)
    sheet.setDevicePixelRatio(ratio)
    return sheet


def _path(*corners: tuple[float, float], closed: bool = True) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    if closed:
        path.closeSubpath()
    return path


def _open(*corners: tuple[float, float]) -> QPainterPath:
    return _path(*corners, closed=False)


def _circle(radius: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QPointF(0, 0), radius, radius)
    return path


def _square(half: float) -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(-half, -half, 2 * half, 2 * half))
    return path


_READING = (_circle(0.36), _square(0.33), _path((0, -0.5), (0.5, 0.38), (-0.5, 0.38)))
_DIAMOND = _path((0, -0.46), (0.4, 0), (0, 0.46), (-0.4, 0))
_STRIKE = _open((-0.5, 0.0), (0.5, 0.0))


def _reading_ink(glyph: Glyph, theme: Theme) -> Ink:
    outline = _READING[glyph % _CALCULATED]
    if glyph >= Glyph.LINE_STRUCK:
        return Ink(outline, theme.rule, None, (_STRIKE,))
    if glyph >= Glyph.LINE_CALCULATED:
        return Ink(outline, theme.map_line, theme.field)
    return Ink(outline, theme.field, theme.map_line)


def _artefact(theme: Theme) -> Ink:
    cross = (_open((-0.34, -0.34), (0.34, 0.34)), _open((-0.34, 0.34), (0.34, -0.34)))
    return Ink(QPainterPath(), theme.rule, None, cross)


def _hollow(theme: Theme) -> Ink:
    return Ink(_DIAMOND, theme.answer, theme.field)


def _filled(theme: Theme) -> Ink:
    return Ink(_DIAMOND, theme.answer, theme.answer)


def _overridden(theme: Theme) -> Ink:
    return Ink(_DIAMOND, theme.text, theme.field, (_open((-0.42, 0.42), (0.42, -0.42)),))


def _note(theme: Theme) -> Ink:
    page = _path((-0.32, -0.42), (0.32, -0.42), (0.32, 0.42), (-0.32, 0.42))
    lines = (_open((-0.14, -0.14), (0.14, -0.14)), _open((-0.14, 0.14), (0.14, 0.14)))
    return Ink(page, theme.quiet, theme.field, lines)


def _correction(theme: Theme) -> Ink:
    lines = (_open((-0.42, -0.2), (0.42, -0.2)), _open((-0.42, 0.2), (0.42, 0.2)))
    slash = _open((-0.26, 0.44), (0.26, -0.44))
    return Ink(QPainterPath(), theme.quiet, None, (*lines, slash))


def _pause(theme: Theme) -> Ink:
    bars = _path((-0.34, -0.4), (-0.12, -0.4), (-0.12, 0.4), (-0.34, 0.4))
    bars.addPath(_path((0.12, -0.4), (0.34, -0.4), (0.34, 0.4), (0.12, 0.4)))
    return Ink(bars, theme.quiet, theme.quiet)


def _bag(theme: Theme) -> Ink:
    bag = _path(
        (-0.32, -0.22), (0.32, -0.22), (0.32, 0.24), (0.14, 0.42), (-0.14, 0.42), (-0.32, 0.24)
    )
    return Ink(bag, theme.quiet, theme.quiet, (_open((0.0, -0.22), (0.0, -0.46)),))


def _pump(theme: Theme) -> Ink:
    step = _open((-0.45, 0.3), (0.0, 0.3), (0.0, -0.3), (0.45, -0.3))
    return Ink(QPainterPath(), theme.dose_line, None, (step, step.translated(0, 0.06)))


def _prompt(theme: Theme) -> Ink:
    sign = _path((-0.46, -0.38), (0.46, -0.38), (0.0, 0.44))
    line = theme.on_medium if theme.name == "light" else theme.medium
    return Ink(sign, line, theme.medium)


_OTHER = {
    Glyph.ARTEFACT: _artefact,
    Glyph.ADVISED: _hollow,
    Glyph.ACCEPTED: _filled,
    Glyph.MARK_NOTE: _note,
    Glyph.MARK_ADVICE: _hollow,
    Glyph.MARK_ACCEPTED: _filled,
    Glyph.MARK_CORRECTION: _correction,
    Glyph.MARK_PAUSE: _pause,
    Glyph.MARK_BAG: _bag,
    Glyph.MARK_PUMP: _pump,
    Glyph.MARK_PROMPT: _prompt,
    Glyph.MARK_OVERRIDDEN: _overridden,
}
