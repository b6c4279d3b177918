"""The debrief's timeline on any painter: MAP over its band, the verdicts, the doses, one time."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from core.view.wording import Words
from gui.debrief.courses import GIVEN, colour_of, draw_course
from gui.debrief.frame import Frame, Spot, framed
from gui.debrief.key import Keyer, draw_cross, draw_dot
from gui.debrief.marks import Marker
from gui.debrief.plot import Plot, since
from gui.debrief.scene import Scene
from gui.theme import Size, Theme, ink
from gui.timeline.lettering import Letters, Pencil, Written
from gui.timeline.ticks import clock_text, time_step, time_ticks


@dataclass(frozen=True, slots=True)
class Style:
    """How a timeline looks: its letters, its colours and its words."""

    letters: Letters
    theme: Theme
    words: Words


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One drawing under way."""

    painter: QPainter
    pencil: Pencil
    frame: Frame
    scene: Scene
    theme: Theme
    words: Words

    @property
    def plots(self) -> tuple[Plot, ...]:
        return (self.frame.map, *(dose.plot for dose in self.frame.doses))


def draw(painter: QPainter, rect: QRectF, scene: Scene, style: Style) -> list[Written]:
    """Draw a scene in a rectangle and give every text with its place."""
    frame, pencil = framed(rect, scene, style.letters, style.words), Pencil(painter, style.letters)
    drawing = _Drawing(painter, pencil, frame, scene, style.theme, style.words)
    painter.fillRect(rect, ink(style.theme.field))
    _draw_band(drawing)
    _draw_grid(drawing)
    _draw_moment(drawing)
    _draw_maps(drawing)
    _draw_doses(drawing)
    _draw_line(drawing)
    _draw_marks(drawing)
    Keyer(pencil, frame, scene, style.theme, style.words).write()
    if not scene.view.overlay.maps:
        _write_empty(drawing)
    return pencil.written


def _draw_band(drawing: _Drawing) -> None:
    """The target, flat and pale, over the time it held."""
    steps, plot, scene = drawing.scene.view.overlay.band, drawing.frame.map, drawing.scene
    ends = [*(step.second for step in steps[1:]), scene.until]
    for step, until in zip(steps, ends, strict=False):
        left = max(plot.x(max(step.second, 0)), plot.room.left())
        right = min(plot.x(until), plot.room.right())
        if right <= left:
            continue
        top = plot.y(step.high)
        room = QRectF(left, top, right - left, plot.y(step.low) - top)
        drawing.painter.fillRect(room, ink(drawing.theme.band))


def _draw_grid(drawing: _Drawing) -> None:
    painter, theme, scene = drawing.painter, drawing.theme, drawing.scene
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    line = drawing.pencil.letters.height(Size.SMALL)
    for plot in drawing.plots:
        for value, text in plot.scale.ticks:
            y = round(plot.y(value))
            painter.setPen(QPen(ink(theme.grid), 1))
            painter.drawLine(QLineF(plot.room.left(), y, plot.room.right(), y))
            x = plot.room.left() - drawing.pencil.letters.width(text, Size.SMALL) - 5
            room = drawing.frame.whole
            drawing.pencil.write(text, (x, y - 0.5 * line), theme.quiet, room, Size.SMALL)
    opened, width = scene.view.overlay.opened_at, drawing.pencil.letters.width("00:00", Size.SMALL)
    step = time_step(scene.length, int(drawing.frame.axis.width() / (1.9 * width)))
    for tick in time_ticks(opened + scene.start, opened + scene.end, step, drawing.words.zone):
        _draw_time(drawing, drawing.frame.map.x(tick.t - opened), tick.clock, width)


def _draw_time(drawing: _Drawing, x: float, text: str, width: float) -> None:
    frame, theme = drawing.frame, drawing.theme
    drawing.painter.setPen(QPen(ink(theme.grid), 1))
    for plot in drawing.plots:
        drawing.painter.drawLine(QLineF(x, plot.room.top(), x, plot.room.bottom()))
    left = min(max(x - width / 2, frame.whole.left()), frame.whole.right() - width - 4)
    flag = _flag_room(drawing)
    if not (flag.left() - width / 3 < left + width and left < flag.right() + width / 3):
        place = (left, frame.axis.top() + 0.6 * frame.em)
        drawing.pencil.write(text, place, theme.quiet, frame.whole, Size.SMALL)


def _draw_maps(drawing: _Drawing) -> None:
    """What was so lies over the others; the readings over all."""
    overlay, plot = drawing.scene.view.overlay, drawing.frame.map
    drawing.painter.save()
    drawing.painter.setClipRect(plot.room.adjusted(0, -2, 0, 2))
    for line in reversed(overlay.maps):
        points = line.points if line.code == GIVEN else since(line.points, overlay.moment)
        colour = colour_of(line.code, drawing.theme, of_dose=False)
        stretches = plot.lines(points, stepped=False)
        draw_course(drawing.painter, line.code, stretches, colour, drawing.theme.field)
    for reading in drawing.scene.charted:
        at = QPointF(plot.x(reading.second), plot.y(reading.mmhg))
        shape = draw_dot if reading.usable else draw_cross
        shape(drawing.painter, at, drawing.frame.em, drawing.theme)
    drawing.painter.restore()


def _draw_doses(drawing: _Drawing) -> None:
    moment = drawing.scene.view.overlay.moment
    for dose in drawing.frame.doses:
        drawing.painter.save()
        drawing.painter.setClipRect(dose.plot.room.adjusted(0, -2, 0, 2))
        for line in reversed(dose.lines):
            points = line.points if line.code == GIVEN else since(line.points, moment)
            colour = colour_of(line.code, drawing.theme, of_dose=True)
            stretches = dose.plot.lines(points, stepped=True)
            draw_course(drawing.painter, line.code, stretches, colour, drawing.theme.field)
        drawing.painter.restore()


def _draw_moment(drawing: _Drawing) -> None:
    """Where the courses part."""
    moment, frame = drawing.scene.view.overlay.moment, drawing.frame
    if moment is None or not drawing.scene.start <= moment <= drawing.scene.end:
        return
    x, text = frame.map.x(moment), drawing.words.say("debriefing.chart.parts")
    drawing.painter.setPen(QPen(ink(drawing.theme.text), 1, Qt.PenStyle.DashLine))
    _draw_upright(drawing, x)
    width = drawing.pencil.letters.width(text, Size.SMALL)
    left = x + 4 if x + 4 + width < frame.map.room.right() else x - 4 - width
    place, room = (left, frame.map.room.top()), frame.map.room
    drawing.pencil.write(text, place, drawing.theme.text, room, Size.SMALL)


def _draw_line(drawing: _Drawing) -> None:
    """The line of the moment looked at, with its time on a flag under the plots."""
    frame, theme, scene = drawing.frame, drawing.theme, drawing.scene
    x = frame.map.x(scene.second)
    drawing.painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    drawing.painter.setPen(QPen(ink(theme.accent), 1))
    _draw_upright(drawing, x)
    flag = _flag_room(drawing)
    drawing.painter.fillRect(flag, ink(theme.accent))
    text = clock_text(scene.view.overlay.opened_at + scene.second, drawing.words.zone)
    place = (flag.left() + 0.3 * frame.em, flag.top() + 0.05 * frame.em)
    drawing.pencil.write(text, place, theme.on_accent, flag, Size.SMALL, bold=True)


def _draw_upright(drawing: _Drawing, x: float) -> None:
    """A line through the plots and the marks, not through what is written over them."""
    rooms = [plot.room for plot in drawing.plots]
    for room in (*rooms, drawing.frame.marks):
        drawing.painter.drawLine(QLineF(x, room.top(), x, room.bottom()))


def _flag_room(drawing: _Drawing) -> QRectF:
    frame, letters = drawing.frame, drawing.pencil.letters
    width = letters.width("00:00", Size.SMALL, bold=True) + 0.6 * frame.em
    left = frame.map.x(drawing.scene.second) - width / 2
    left = min(max(left, frame.whole.left()), frame.whole.right() - width)
    top = frame.axis.top() + 0.55 * frame.em
    return QRectF(left, top, width, letters.height(Size.SMALL) + 0.1 * frame.em)


def _draw_marks(drawing: _Drawing) -> None:
    """What needed nothing lowest, the chosen one last, with a frame around it."""
    chosen = drawing.scene.row
    for spot in sorted(drawing.frame.spots, key=lambda spot: spot.row == chosen):
        _draw_spot(drawing, spot)


def _draw_spot(drawing: _Drawing, spot: Spot) -> None:
    frame, theme = drawing.frame, drawing.theme
    x, y = frame.spot_place(spot)
    verdict = drawing.scene.view.verdicts[spot.row].verdict
    if spot.row == drawing.scene.row:
        half = 0.68 * frame.mark_size
        drawing.painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        drawing.painter.setPen(QPen(ink(theme.accent), 2))
        drawing.painter.setBrush(ink(theme.field))
        drawing.painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))
    marker = Marker(drawing.words, theme, drawing.pencil.letters.font(Size.SMALL))
    marker.draw(drawing.painter, verdict, QPointF(x, y), frame.mark_size)


def _write_empty(drawing: _Drawing) -> None:
    text, room = drawing.words.say("debriefing.chart.nothing"), drawing.frame.map.room
    width = drawing.pencil.letters.width(text)
    place = (room.center().x() - width / 2, room.center().y())
    drawing.pencil.write(text, place, drawing.theme.quiet, room)
