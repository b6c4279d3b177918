"""One dot per patient: an outcome under the tried arm over the same under another one."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen

from core.trial.result_view import Pairs
from core.trial.scale import Scale, reach
from core.view.wording import Words
from gui.theme import ink
from gui.trial.axes import Axes, Canvas, draw_axes

_THICK = 255
_PALE = 110
_FEW = 300
"""Up to so many dots each is drawn full; more are pale, so that crowds show."""


def draw_pairs(
    canvas: Canvas, pairs: Pairs, words: Words, dot: int, told: Sequence[str]
) -> tuple[QPointF, ...]:
    """A square whose diagonal is where both arms are the same; where each dot is.

    The `dot` in focus has a ring, and what is `told` of it stands above.
    """
    line, room = canvas.line, canvas.room
    texts = [*said_lines(pairs, words), *told]
    y = room.top() + 0.3 * line
    for place, text in enumerate(texts):
        canvas.write(
            text, room.left(), y + 1.3 * place * line, quiet=text not in told and place > 1
        )
    axes = _axes(canvas, pairs, y + (1.3 * len(texts) + 2.2) * line)
    draw_axes(canvas, axes, apart=4.5)
    canvas.write(pairs.up, axes.room.left(), axes.room.top() - 1.5 * line, quiet=True)
    canvas.write(pairs.across, axes.room.left(), room.bottom() - 1.4 * line, quiet=True)
    canvas.painter.setPen(QPen(ink(canvas.theme.rule), 1, Qt.PenStyle.DashLine))
    canvas.painter.drawLine(QLineF(axes.room.bottomLeft(), axes.room.topRight()))
    places = tuple(axes.point(across, up) for across, up in pairs.dots)
    _draw_dots(canvas, axes, places)
    if told:
        _ring(canvas, places[dot])
    return places


def said_lines(pairs: Pairs, words: Words) -> list[str]:
    """What the dots come to, as lines."""
    lines = [f"{pairs.label}: {words.say('trial-window.pairs.name')}", pairs.counted]
    if len(pairs.dots) < pairs.count:
        args = {"dots": str(len(pairs.dots)), "count": str(pairs.count)}
        lines.append(words.say("trial-window.pairs.some", args))
    on_line, moves = (words.say(f"trial-window.pairs.{code}") for code in ("on-line", "moves"))
    return [*lines, f"{on_line} {moves}"]


def write_none(canvas: Canvas, words: Words) -> None:
    """Say that there is nothing to lay side by side."""
    canvas.write(words.say("trial-window.pairs.none"), canvas.room.left(), canvas.room.top() + 4)


def _axes(canvas: Canvas, pairs: Pairs, top: float) -> Axes:
    room, line = canvas.room, canvas.line
    least, high = reach(pairs)
    left = room.left() + canvas.width("10000") + 14
    bottom = room.bottom() - 3 * line
    side = max(40.0, min(bottom - top, room.right() - left - 2 * line))
    return Axes(Scale(least, high, left, left + side), Scale(least, high, bottom, bottom - side))


def _ring(canvas: Canvas, at: QPointF) -> None:
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.painter.setPen(QPen(ink(canvas.theme.accent), 2))
    canvas.painter.drawEllipse(at, 0.5 * canvas.line, 0.5 * canvas.line)


def _draw_dots(canvas: Canvas, axes: Axes, places: Sequence[QPointF]) -> None:
    colour = QColor(ink(canvas.theme.map_line))
    colour.setAlpha(_THICK if len(places) <= _FEW else _PALE)
    size = max(4.0, 0.35 * canvas.line)
    canvas.painter.setPen(QPen(colour, size, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    canvas.painter.setClipRect(QRectF(axes.room).adjusted(-size, -size, size, size))
    canvas.painter.drawPoints(list(places))
    canvas.painter.setClipping(False)
