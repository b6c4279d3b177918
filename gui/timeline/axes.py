"""Grid, scales, the shared time axis, the line of now and the line under the cursor."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF, Qt

from gui.theme import Size
from gui.timeline import words
from gui.timeline.frame import Floats
from gui.timeline.sheet import Sheet, uprights
from gui.timeline.ticks import (
    Scale,
    TimeTick,
    clock_text,
    date_text,
    time_step,
    time_ticks,
)


def ticks_in_sight(sheet: Sheet) -> list[TimeTick]:
    """The time ticks of the window, as many as have room for their labels."""
    span, width = sheet.scene.span, sheet.letters.width("00:00", Size.SMALL)
    room = int(sheet.frame.axis.width() / (1.8 * width))
    step = time_step(span.length, room)
    return list(time_ticks(span.start, span.end, step, sheet.scene.zone))


def draw_grid(sheet: Sheet, ticks: list[TimeTick]) -> None:
    """Hairlines in all charts at the same times, and at the numbers of each scale."""
    frame, theme = sheet.frame, sheet.scene.theme
    rooms = (frame.map_room, *(plot.room for plot in frame.doses))
    x = np.array([frame.x(tick.t) for tick in ticks])
    sheet.rule_across(_heights(frame.map_y, frame.map_axis), frame.map_room, theme.grid)
    for plot in frame.doses:
        sheet.rule_across(_heights(plot.y, plot.axis), plot.room, theme.grid)
    sheet.rule_down(x, rooms, theme.grid)
    days = sheet.snapped(np.array([frame.x(tick.t) for tick in ticks if tick.date]))
    midnights = np.concatenate([uprights(days, room) for room in rooms])
    sheet.lines(midnights, theme.rule, style=Qt.PenStyle.DotLine)
    floors = np.array([room.bottom() for room in rooms])
    sheet.rule_across(floors, frame.map_room, theme.rule)


def _heights(height: Callable[[float], float], axis: Scale) -> Floats:
    return np.array([height(value) for value, _ in axis.ticks])


def write_scales(sheet: Sheet) -> None:
    """The numbers of every scale, left of the charts."""
    frame = sheet.frame
    _write_scale(sheet, frame.map_axis, _heights(frame.map_y, frame.map_axis))
    for plot in frame.doses:
        _write_scale(sheet, plot.axis, _heights(plot.y, plot.axis))


def _write_scale(sheet: Sheet, scale: Scale, heights: Floats) -> None:
    frame, letters = sheet.frame, sheet.letters
    line = letters.height(Size.SMALL)
    room = QRectF(frame.whole.left(), frame.whole.top(), frame.left, frame.whole.height())
    for (_, text), y in zip(scale.ticks, heights.tolist(), strict=True):
        left = frame.left - 0.35 * frame.em - letters.width(text, Size.SMALL)
        sheet.pencil.write(text, (left, y - 0.5 * line), sheet.scene.theme.quiet, room, Size.SMALL)


def draw_moments(sheet: Sheet) -> None:
    """The dashed line of now and the line under the cursor, through all charts."""
    scene, frame = sheet.scene, sheet.frame
    if scene.span.holds(scene.now):
        _draw_moment(sheet, scene.now, scene.theme.quiet, Qt.PenStyle.DashLine)
    if scene.focus is not None and scene.span.holds(scene.focus):
        _draw_moment(sheet, scene.focus, scene.theme.accent, Qt.PenStyle.SolidLine)
        width = 0.3 * frame.em
        x = frame.x(scene.focus)
        sheet.fill(
            QRectF(x - 0.5 * width, frame.axis.top(), width, 0.25 * frame.em), scene.theme.accent
        )


def _draw_moment(sheet: Sheet, t: float, colour: str, style: Qt.PenStyle) -> None:
    frame = sheet.frame
    whole = QRectF(frame.left, frame.map_room.top(), 1, frame.bottom - frame.map_room.top())
    sheet.lines(uprights(sheet.snapped(np.array([frame.x(t)])), whole), colour, style=style)


def write_times(sheet: Sheet, ticks: list[TimeTick]) -> None:
    """Clock times under the charts, dates under the midnights; focus first, then now."""
    scene, frame = sheet.scene, sheet.frame
    taken: list[QRectF] = []
    if scene.focus is not None and scene.span.holds(scene.focus):
        _write_focus(sheet, scene.focus, taken)
    _write_now(sheet, taken)
    for tick in ticks:
        _write_under(sheet, frame.x(tick.t), tick.clock, scene.theme.quiet, taken, bold=False)
    _write_dates(sheet, ticks)


def _write_focus(sheet: Sheet, focus: float, taken: list[QRectF]) -> None:
    theme, letters, frame = sheet.scene.theme, sheet.letters, sheet.frame
    text = clock_text(focus, sheet.scene.zone)
    room = _under(sheet, frame.x(focus), text, bold=True)
    sheet.fill(room.adjusted(-0.3 * frame.em, -0.1 * frame.em, 0.3 * frame.em, 0), theme.accent)
    sheet.pencil.write(
        text, (room.left(), room.top()), theme.on_accent, frame.axis, Size.SMALL, bold=True
    )
    taken.append(room.adjusted(-0.8 * frame.em, 0, 0.8 * frame.em, letters.height(Size.SMALL)))


def _write_now(sheet: Sheet, taken: list[QRectF]) -> None:
    """The word now under its line, or an arrow towards it when it is out of sight."""
    scene, frame = sheet.scene, sheet.frame
    if scene.span.holds(scene.now):
        _write_under(sheet, frame.x(scene.now), words.NOW, scene.theme.text, taken, bold=True)
        return
    text = f"{words.NOW} {clock_text(scene.now, scene.zone)} \u2192"
    width = sheet.letters.width(text, Size.SMALL, bold=True)
    corner = (frame.whole.right() - width, _top(sheet))
    sheet.pencil.write(text, corner, scene.theme.text, frame.whole, Size.SMALL, bold=True)
    taken.append(QRectF(corner[0] - frame.em, corner[1], width + frame.em, frame.em))


def _write_under(  # noqa: PLR0913 - a label has a place, a text and a look
    sheet: Sheet, x: float, text: str, colour: str, taken: list[QRectF], *, bold: bool
) -> None:
    """A label centred under a line, unless another one stands there."""
    room = _under(sheet, x, text, bold=bold)
    if any(room.intersects(other) for other in taken):
        return
    sheet.pencil.write(
        text, (room.left(), room.top()), colour, sheet.frame.whole, Size.SMALL, bold=bold
    )
    gap = 0.5 * sheet.frame.em
    taken.append(room.adjusted(-gap, 0, gap, 0))


def _under(sheet: Sheet, x: float, text: str, *, bold: bool) -> QRectF:
    letters, frame = sheet.letters, sheet.frame
    width = letters.width(text, Size.SMALL, bold=bold)
    left = min(max(x - 0.5 * width, frame.whole.left()), frame.whole.right() - width)
    return QRectF(left, _top(sheet), width, letters.height(Size.SMALL))


def _top(sheet: Sheet) -> float:
    """Below the lowest number of the dose scale, half of which hangs into the axis."""
    return sheet.frame.axis.top() + 0.55 * sheet.letters.height(Size.SMALL)


def _write_dates(sheet: Sheet, ticks: list[TimeTick]) -> None:
    """A date from each midnight on; before the first one, the date of the left edge."""
    frame, scene = sheet.frame, sheet.scene
    dates = [(frame.x(tick.t), tick.date) for tick in ticks if tick.date]
    dates.insert(0, (frame.left, date_text(scene.span.start, scene.zone)))
    top = _top(sheet) + sheet.letters.height(Size.SMALL)
    free = frame.whole.right()
    for x, text in reversed(dates):
        width = sheet.letters.width(text, Size.SMALL)
        if x + width <= free:
            sheet.pencil.write(text, (x, top), scene.theme.quiet, frame.whole, Size.SMALL)
            free = x - frame.em
