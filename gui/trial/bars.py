"""The share of the time below, in and above the band: a bar per arm, three grounds by pattern."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPen

from core.trial.result_view import BARRED, ArmBar, ResultView
from core.trial.scale import Scale, spans
from core.view.wording import Words
from gui.theme import Theme, ink
from gui.trial.axes import Canvas

_PATTERNS = (
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.DiagCrossPattern,
)


def draw_bars(canvas: Canvas, view: ResultView, words: Words) -> None:
    """What the grounds mean, then each arm with its figures below its bar."""
    line, room = canvas.line, canvas.room
    canvas.write(words.say("trial-window.bars.name"), room.left(), room.top() + 0.3 * line)
    names = [words.say(f"trial-window.bars.{code}") for code in BARRED]
    third = room.width() / len(names)
    top = room.top() + 2.2 * line
    height = min(10 * line, (room.height() - 3 * line) / max(len(view.bars), 1))
    for place, bar in enumerate(view.bars):
        y = top + place * height
        canvas.write(bar.name, room.left(), y)
        _draw_bar(canvas, bar, QRectF(room.left(), y + 1.4 * line, room.width() - 2, height / 3))
        below = y + 1.4 * line + height / 3 + 0.4 * line
        for column, (name, text) in enumerate(zip(names, bar.texts, strict=True)):
            swatch = QRectF(
                room.left() + column * third, below + 0.1 * line, 1.6 * line, 0.8 * line
            )
            _fill(canvas, swatch, column)
            canvas.write(f"{name} {text} %", swatch.right() + 0.5 * line, below)


def said_bars(view: ResultView, words: Words) -> str:
    """The same aloud."""
    return " ".join(_said(bar, words) for bar in view.bars)


def _said(bar: ArmBar, words: Words) -> str:
    below, inside, above = bar.texts
    args = {"name": bar.name, "below": below, "inside": inside, "above": above}
    return words.say("trial-window.bars.spoken", args)


def _draw_bar(canvas: Canvas, bar: ArmBar, room: QRectF) -> None:
    axis = Scale(0.0, 100.0, room.left(), room.right())
    for place, (begun, ended) in enumerate(spans(bar)):
        if ended > begun:
            left, right = axis.at(begun), axis.at(ended)
            _fill(canvas, QRectF(left, room.top(), right - left, room.height()), place)


def _fill(canvas: Canvas, room: QRectF, place: int) -> None:
    canvas.painter.setPen(QPen(ink(canvas.theme.rule), 1))
    canvas.painter.setBrush(QBrush(ink(canvas.theme.field)))
    canvas.painter.drawRect(room)
    canvas.painter.setBrush(QBrush(ink(_colour(canvas.theme, place)), _PATTERNS[place]))
    canvas.painter.drawRect(room)


def _colour(theme: Theme, place: int) -> str:
    return (theme.dose_line, theme.answer, theme.map_line)[place]
