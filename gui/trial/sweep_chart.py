"""The curves of a swept field: one small picture per outcome, each value with its interval."""

from math import ceil

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QMouseEvent, QPen

from core.trial.scale import Scale, around, tick_text
from core.trial.sweep_view import SweepCurve, SweepView
from core.view.wording import Words
from gui.theme import ink
from gui.trial.axes import Canvas, draw_marker
from gui.trial.picture import Picture

_BESIDE = 3
_GAP = 1.6
"""Between two curves, in lines."""
_STEPS = 4
"""Round values on the side of a curve, about."""


class SweepChart(Picture):
    """Shows a sweep; Left and Right go from value to value, and what it came to is told."""

    moved = Signal(str)
    """Another value is in focus: what came of it."""

    def __init__(self, words: Words) -> None:
        """Nothing to show yet."""
        super().__init__(words.say("trial-window.sweep.name"))
        self._words = words
        self._view: SweepView | None = None
        self.place = 0

    def show_sweep(self, view: SweepView) -> None:
        """Show a sweep, at what the protocol says now where that is among the values."""
        self._view = view
        self._go(view.now or 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and Right move; all else belongs to the window."""
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if self._view is None or not by or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            self._go(min(max(self.place + by, 0), len(self._view.values) - 1))

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click brings the keys here."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def _go(self, place: int) -> None:
        if self._view is None:
            return
        self.place = place
        said = self._view.told[place]
        self.show_drawing(self._paint, said)
        self.moved.emit(said)

    def _paint(self, canvas: Canvas) -> None:
        if self._view is not None:
            draw_sweep(canvas, self._view, self.place, self._words)


def draw_sweep(canvas: Canvas, view: SweepView, place: int, words: Words) -> None:
    """Every curve in a room of its own, below a line that says how to read them."""
    line, room = canvas.line, canvas.room
    values = f"{view.field}, {view.unit}" if view.unit else view.field
    key = words.say("trial-window.sweep.key", {"field": values})
    canvas.write(key, room.left(), room.top() + 0.2 * line)
    top = room.top() + 2 * line
    deep = ceil(len(view.curves) / _BESIDE)
    wide = (room.width() - (_BESIDE - 1) * _GAP * line) / _BESIDE
    high = (room.bottom() - top - (deep - 1) * 0.6 * line) / deep
    for number, curve in enumerate(view.curves):
        row, column = divmod(number, _BESIDE)
        left, upper = room.left() + column * (wide + _GAP * line), top + row * (high + 0.6 * line)
        _draw_curve(canvas, view, curve, QRectF(left, upper, wide, high), place)


def _draw_curve(
    canvas: Canvas, view: SweepView, curve: SweepCurve, room: QRectF, place: int
) -> None:
    line, painter, theme = canvas.line, canvas.painter, canvas.theme
    canvas.write(curve.label, room.left(), room.top())
    up = _scale(curve, room, line)
    ticks = up.ticks(2.6 * line)
    left = room.left() + max(canvas.width(tick_text(value)) for value in ticks) + 0.7 * line
    across = Scale(-0.5, len(view.values) - 0.5, left, room.right())
    for value in ticks:
        y = round(up.at(value))
        painter.setPen(QPen(ink(theme.grid), 1))
        painter.drawLine(QLineF(left, y, room.right(), y))
        text = tick_text(value)
        canvas.write(text, left - canvas.width(text) - 0.5 * line, y - line / 2, quiet=True)
    box = QRectF(QPointF(left, up.end), QPointF(room.right(), up.begin))
    _draw_values(canvas, view, place, across, box)
    _draw_points(canvas, curve, across, up)


def _scale(curve: SweepCurve, room: QRectF, line: float) -> Scale:
    """Round ends around every interval; it need not begin at zero."""
    ends = [end for point in curve.points for end in (point.low, point.high)]
    low, high = around(ends or [0.0, 1.0], _STEPS)
    return Scale(low, high, room.bottom() - 1.5 * line, room.top() + 1.7 * line)


def _draw_values(canvas: Canvas, view: SweepView, place: int, across: Scale, box: QRectF) -> None:
    """The values below, the one in focus on a band, that of the protocol with a dashed line."""
    line, painter, theme = canvas.line, canvas.painter, canvas.theme
    half = (across.at(1) - across.at(0)) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(ink(theme.band)))
    painter.drawRect(QRectF(across.at(place) - half, box.top(), 2 * half, box.height()))
    if view.now is not None:
        painter.setPen(QPen(ink(theme.rule), 1, Qt.PenStyle.DashLine))
        x = round(across.at(view.now))
        painter.drawLine(QLineF(x, box.top(), x, box.bottom()))
    shown = _shown(view, canvas, 2 * half)
    for number, text in enumerate(shown):
        left = across.at(number) - canvas.width(text) / 2
        canvas.write(text, left, box.bottom() + 0.3 * line, quiet=number != place)


def _shown(view: SweepView, canvas: Canvas, wide: float) -> tuple[str, ...]:
    """The values without their unit, which stands above; fewer where there is no room."""
    texts = tuple(f"({text})" if at in view.unrun else text for at, text in enumerate(view.short))
    every = max(1, ceil((max(map(canvas.width, texts)) + 0.5 * canvas.line) / wide))
    return tuple(text if at % every == 0 else "" for at, text in enumerate(texts))


def _draw_points(canvas: Canvas, curve: SweepCurve, across: Scale, up: Scale) -> None:
    painter, colour, line = canvas.painter, ink(canvas.theme.map_line), canvas.line
    places = [QPointF(across.at(point.place), up.at(point.value)) for point in curve.points]
    painter.setPen(QPen(colour, 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(places)
    for point, place in zip(curve.points, places, strict=True):
        painter.setPen(QPen(colour, 1.5))
        painter.drawLine(QLineF(place.x(), up.at(point.low), place.x(), up.at(point.high)))
        for end in (point.low, point.high):
            y = up.at(end)
            painter.drawLine(QLineF(place.x() - 0.25 * line, y, place.x() + 0.25 * line, y))
        painter.setBrush(QBrush(colour))
        draw_marker(painter, 0, place, 0.5 * line)
