"""Writes what stands over the plots: names, and the key to lines, shapes and marks."""

from dataclasses import dataclass
from typing import assert_never

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from core.view.wording import Words
from gui.debrief.courses import colour_of, draw_sample
from gui.debrief.entries import Entry, Head, Sample, dose_head, map_head, verdict_head
from gui.debrief.frame import Frame
from gui.debrief.marks import Marker
from gui.debrief.scene import Scene
from gui.theme import Size, Theme, ink
from gui.timeline.lettering import Pencil


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
        self._head(self.frame.map_head, map_head(self.scene, self.words))
        self._head(self.frame.marks_head, verdict_head(self.scene, self.words))
        for plot in self.frame.doses:
            line = plot.lines[0]
            self._head(plot.head, dose_head(line.agent, line.unit, self.words))

    def _head(self, room: QRectF, head: Head) -> None:
        """Title and unit at the left, the key behind them."""
        pencil, em, whole = self.pencil, self.frame.em, self.frame.whole
        line, top = pencil.letters.height(Size.SMALL), room.top() + 0.15 * em
        place = (room.left(), top)
        end = pencil.write(head.title, place, self.theme.text, whole, Size.SMALL, bold=True)
        if head.unit:
            pencil.write(head.unit, (end + 0.4 * em, top), self.theme.quiet, whole, Size.SMALL)
        places = head.places(pencil.letters, room.width())
        for entry, (row, offset) in zip(head.entries, places, strict=True):
            left = room.left() + offset
            sample = QRectF(left, top + row * 1.15 * line, entry.wide * em, line)
            self._draw(entry, sample)
            place = (left + entry.width(pencil.letters), sample.top())
            start = place[0] - pencil.letters.width(entry.text, Size.SMALL)
            pencil.write(entry.text, (start, place[1]), self.theme.text, whole, Size.SMALL)

    def _draw(self, entry: Entry, room: QRectF) -> None:
        painter, theme, em = self.pencil.painter, self.theme, self.frame.em
        match entry.sample:
            case Sample.COURSE:
                colour = colour_of(entry.code, theme, of_dose=False)
                draw_sample(painter, entry.code, room, colour, theme.field)
            case Sample.MARK:
                marker = Marker(self.words, theme, self.pencil.letters.font(Size.SMALL))
                marker.draw(painter, entry.code, room.center(), 1.05 * em)
            case Sample.CHARTED:
                draw_dot(painter, room.center(), em, theme)
            case Sample.DOUBTFUL:
                draw_cross(painter, room.center(), em, theme)
            case Sample.TARGET:
                _draw_band(painter, room.adjusted(0, 0.15 * em, 0, -0.1 * em), theme)
            case _:
                assert_never(entry.sample)


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


def _draw_band(painter: QPainter, room: QRectF, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(ink(theme.rule), 1))
    painter.setBrush(ink(theme.band))
    painter.drawRect(room)
