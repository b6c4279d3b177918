"""The share still on norepinephrine over time: a line, a dash and a mark per arm."""

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPen, QPolygonF

from core.trial.result_view import ArmCurve, ResultView
from core.trial.scale import Scale, marked, stairs
from core.view.wording import Words
from gui.theme import ink
from gui.trial.axes import Axes, Canvas, arm_pen, draw_axes, draw_marker

_SHADE = 48
"""Of 255: intervals lie over each other and both stay in sight."""


def draw_curves(canvas: Canvas, view: ResultView, words: Words) -> None:
    """Axes, intervals, lines, and which line is whose."""
    line, room = canvas.line, canvas.room
    top = room.top() + (len(view.curves) + 2.4) * 1.3 * line
    left = room.left() + canvas.width("100") + 14
    axes = Axes(
        Scale(0.0, float(view.hours), left, room.right() - 2 * line),
        Scale(0.0, 100.0, room.bottom() - 3 * line, top),
    )
    _write_key(canvas, view, words)
    draw_axes(canvas, axes)
    label = words.say("trial-window.curve.hours")
    canvas.write(label, left, room.bottom() - 1.5 * line, quiet=True)
    for place, curve in enumerate(view.curves):
        _shade(canvas, axes, curve, place)
    for place, curve in enumerate(view.curves):
        _draw_line(canvas, axes, curve, place)


def said_curves(view: ResultView, words: Words) -> str:
    """The same aloud."""
    said = (
        words.say("trial-window.curve.spoken", {"name": curve.name, "end": curve.end})
        for curve in view.curves
    )
    return " ".join(said)


def _write_key(canvas: Canvas, view: ResultView, words: Words) -> None:
    line, left = canvas.line, canvas.room.left()
    y = canvas.room.top() + 0.3 * line
    canvas.write(words.say("trial-window.curve.name"), left, y)
    for place, curve in enumerate(view.curves):
        y += 1.3 * line
        sample = QLineF(left, y + line / 2, left + 4 * line, y + line / 2)
        canvas.painter.setPen(arm_pen(canvas.theme, place))
        canvas.painter.drawLine(sample)
        _mark(canvas, place, sample.center())
        args = {"name": curve.name, "end": curve.end}
        said = words.say("trial-window.curve.spoken", args)
        canvas.write(said, left + 4.8 * line, y)
    shade = words.say("trial-window.curve.shade")
    canvas.write(shade, left, y + 1.3 * line, quiet=True)


def _shade(canvas: Canvas, axes: Axes, curve: ArmCurve, place: int) -> None:
    """The interval, flat and pale; a step holds until the next hour."""
    upper = [(point.hour, point.high) for point in curve.points]
    lower = [(point.hour, point.low) for point in curve.points]
    corners = _steps(axes, upper) + _steps(axes, lower)[::-1]
    colour = QColor(arm_pen(canvas.theme, place).color())
    colour.setAlpha(_SHADE)
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    canvas.painter.setBrush(QBrush(colour))
    canvas.painter.drawPolygon(QPolygonF(corners))


def _draw_line(canvas: Canvas, axes: Axes, curve: ArmCurve, place: int) -> None:
    painter = canvas.painter
    painter.setPen(arm_pen(canvas.theme, place))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(_steps(axes, [(point.hour, point.percent) for point in curve.points]))
    for point in marked(curve, place):
        _mark(canvas, place, axes.point(point.hour, point.percent))


def _mark(canvas: Canvas, place: int, at: QPointF) -> None:
    canvas.painter.setPen(QPen(ink(canvas.theme.field), 1))
    canvas.painter.setBrush(arm_pen(canvas.theme, place).color())
    draw_marker(canvas.painter, place, at, 0.7 * canvas.line)


def _steps(axes: Axes, points: list[tuple[int, float]]) -> list[QPointF]:
    """A line that holds each value until the next hour."""
    return [axes.point(hour, value) for hour, value in stairs(points)]
