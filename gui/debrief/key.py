"""What stands over the plots: names, and the key to the lines, shapes and marks that are there."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from core.lab.debrief_view import DebriefView
from core.view.wording import Words
from gui.debrief.courses import colour_of, draw_sample
from gui.debrief.frame import DosePlot, Frame
from gui.debrief.marks import Marker
from gui.debrief.scene import Scene
from gui.theme import Size, Theme, ink
from gui.timeline.lettering import Pencil

Draw = Callable[[QRectF], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A sample and its word; the sample is so many heights of a line wide."""

    draw: Draw
    text: str
    wide: float = 1.2


@dataclass(frozen=True, slots=True)
class Keyer:
    """Writes the heads of one drawing."""

    pencil: Pencil
    frame: Frame
    scene: Scene
    theme: Theme
    words: Words

    def write(self) -> None:
        """Every head."""
        say = self.words.say
        title, unit = say("debriefing.chart.map"), say("debriefing.chart.map-unit")
        self._head(self.frame.map_head, title, unit, list(self._courses()))
        verdicts = say("debriefing.chart.verdicts")
        self._head(self.frame.marks_head, verdicts, "", list(self._verdicts(self.scene.view)))
        for plot in self.frame.doses:
            self._dose_head(plot)

    def _dose_head(self, plot: DosePlot) -> None:
        line, say = plot.lines[0], self.words.say
        unit = say("debriefing.chart.reaches", {"unit": line.unit})
        self._head(plot.head, say("debriefing.chart.dose", {"agent": line.agent}), unit, [])

    def _head(self, room: QRectF, title: str, unit: str, entries: list[Entry]) -> None:
        """Title and unit at the left, then the key as far as there is room."""
        theme, em = self.theme, self.frame.em
        top = room.top() + 0.15 * em
        x = self.pencil.write(
            title, (room.left(), top), theme.text, self.frame.whole, Size.SMALL, bold=True
        )
        if unit:
            place = (x + 0.4 * em, top)
            x = self.pencil.write(unit, place, theme.quiet, self.frame.whole, Size.SMALL)
        line = self.pencil.letters.height(Size.SMALL)
        for entry in entries:
            x += 1.1 * em
            end = x + (entry.wide + 0.4) * em + self.pencil.letters.width(entry.text, Size.SMALL)
            if end > self.frame.whole.right():
                return
            entry.draw(QRectF(x, top, entry.wide * em, line))
            place = (x + (entry.wide + 0.4) * em, top)
            self.pencil.write(entry.text, place, theme.text, self.frame.whole, Size.SMALL)
            x = end

    def _courses(self) -> Iterator[Entry]:
        overlay, say = self.scene.view.overlay, self.words.say
        for line in overlay.maps:
            name = line.name if len(overlay.maps) > 1 else say("debriefing.chart.true")
            yield Entry(self._line(line.code), name, 2.4)
        if any(reading.usable for reading in self.scene.charted):
            yield Entry(self._dot, say("debriefing.chart.charted"), 0.7)
        if any(not reading.usable for reading in self.scene.charted):
            yield Entry(self._cross, say("debriefing.chart.doubtful"), 0.7)
        if overlay.band:
            yield Entry(self._band, self._target())

    def _target(self) -> str:
        """The targets in their sequence."""
        say, steps = self.words.say, self.scene.view.overlay.band
        edges = [{"low": f"{step.low:.0f}", "high": f"{step.high:.0f}"} for step in steps]
        first, *others = edges
        told = [say("debriefing.chart.target", first)]
        return "".join([*told, *(say("debriefing.chart.target-then", edge) for edge in others)])

    def _verdicts(self, view: DebriefView) -> Iterator[Entry]:
        there = {row.verdict: row.word for row in view.verdicts}
        for tally in view.tallies:
            if tally.verdict in there:
                yield Entry(self._mark(tally.verdict), there.pop(tally.verdict), 1.0)
        for verdict, word in there.items():
            yield Entry(self._mark(verdict), word, 1.0)

    def _line(self, code: str) -> Draw:
        colour = colour_of(code, self.theme, of_dose=False)
        painter, ground = self.pencil.painter, self.theme.field
        return lambda room: draw_sample(painter, code, room, colour, ground)

    def _mark(self, verdict: str) -> Draw:
        marker = Marker(self.words, self.theme, self.pencil.letters.font(Size.SMALL))
        painter, size = self.pencil.painter, 1.05 * self.frame.em
        return lambda room: marker.draw(painter, verdict, room.center(), size)

    def _dot(self, room: QRectF) -> None:
        draw_dot(self.pencil.painter, room.center(), self.frame.em, self.theme)

    def _cross(self, room: QRectF) -> None:
        draw_cross(self.pencil.painter, room.center(), self.frame.em, self.theme)

    def _band(self, room: QRectF) -> None:
        painter = self.pencil.painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(ink(self.theme.rule), 1))
        painter.setBrush(ink(self.theme.band))
        painter.drawRect(room.adjusted(0, 0.15 * self.frame.em, 0, -0.1 * self.frame.em))


def draw_dot(painter: QPainter, at: QPointF, em: float, theme: Theme) -> None:
    """A charted reading: a ring, so that the line below it is seen."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink(theme.text), 1.4))
    painter.setBrush(ink(theme.field))
    painter.drawEllipse(at, 0.24 * em, 0.24 * em)


def draw_cross(painter: QPainter, at: QPointF, em: float, theme: Theme) -> None:
    """A charted reading that was struck or is an artefact."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(ink(theme.text), 1.4, c=Qt.PenCapStyle.RoundCap))
    reach = 0.22 * em
    for rise in (reach, -reach):
        painter.drawLine(
            QPointF(at.x() - reach, at.y() - rise), QPointF(at.x() + reach, at.y() + rise)
        )
