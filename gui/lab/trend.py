"""True and shown MAP over the dose at the vein: the last hour as three painted curves."""

from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.lab.desk_view import TrendView
from core.view.wording import Words
from gui.plain import theme_of
from gui.theme import Size, Theme, ink
from gui.timeline.lettering import Letters, Pencil
from gui.timeline.ticks import Scale, dose_scale, map_scale, time_step, time_ticks

_LONGEST, _SHORTEST = 3600.0, 900.0
_MAP_SHARE = 0.66
_DASH = 30
"""Seconds that a dash stands for, and a gap."""
Points = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class _Plot:
    """A room, its scale, and the seconds that its width stands for."""

    room: QRectF
    scale: Scale
    start: float
    length: float

    def x(self, second: float) -> float:
        return self.room.left() + (second - self.start) / self.length * self.room.width()

    def y(self, value: float) -> float:
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return self.room.bottom() - min(max(share, 0.0), 1.0) * self.room.height()

    def lines(self, points: Points, *, dashed: bool) -> list[QLineF]:
        """Segments between neighbours: one long stroked path would cost many times as much.

        Dashes are tied to the second, so that they stand still while the window moves on.
        """
        seen = [(at, self.x(at), self.y(value)) for at, value in points if at >= self.start]
        return [
            QLineF(one[1], one[2], two[1], two[2])
            for one, two in pairwise(seen)
            if not dashed or one[0] // _DASH % 2 == 0
        ]


class Trend(QWidget):
    """The curves. It shows what it is given; the figures stand in the strip above it."""

    def __init__(self, words: Words) -> None:
        """Nothing to show yet."""
        super().__init__()
        self.setObjectName("lab_trend")
        self.setAccessibleName(words.say("lab.trend.title"))
        self._words = words
        self._view: TrendView | None = None
        self._letters = Letters(self.font())
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def render(self, view: TrendView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show these curves."""
        if view != self._view:
            self._view = view
            self.update()

    def say(self, sentence: str) -> None:
        """What a screen reader says of the curves."""
        if sentence != self.accessibleDescription():
            self.setAccessibleDescription(sentence)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for both plots."""
        em = self.fontMetrics().height()
        return QSize(30 * em, 18 * em)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The least in which the scales do not overlap."""
        em = self.fontMetrics().height()
        return QSize(22 * em, 13 * em)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, band, grid and scales, then the curves."""
        theme = theme_of(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), ink(theme.field))
            if self._view is None:
                return
            pencil = Pencil(painter, self._letters)
            upper, lower = self._plots(self._view)
            _draw_band(painter, upper, self._view, theme)
            for plot in (upper, lower):
                _draw_scale(painter, pencil, plot, theme)
            self._draw_times(painter, pencil, (upper, lower), theme)
            self._draw_heads(pencil, (upper, lower), theme)
            _draw_curve(painter, upper, self._view.shown_map, theme.quiet, dashed=True)
            _draw_curve(painter, upper, self._view.true_map, theme.map_line)
            _draw_curve(painter, lower, _steps(self._view.dose), theme.dose_line)

    def _plots(self, view: TrendView) -> tuple[_Plot, _Plot]:
        em, line = self._letters.height(), self._letters.height(Size.SMALL)
        left = self._letters.width("0.00", Size.SMALL) + 0.9 * em
        width = max(self.width() - left - 0.8 * em, em)
        head = 1.5 * line
        height = max(self.height() - 2 * head - 1.9 * line, 4 * em)
        length = min(max(float(view.now), _SHORTEST), _LONGEST)
        start = max(view.now - length, 0.0)
        upper = QRectF(left, head, width, round(_MAP_SHARE * height))
        lower = QRectF(left, upper.bottom() + head, width, height - upper.height())
        figures = [value for points in (view.true_map, view.shown_map) for _, value in points]
        least, most = min(figures, default=60.0), max(figures, default=60.0)
        map_room = int(upper.height() / (1.9 * line))
        dose_room = int(lower.height() / (1.9 * line))
        highest = max((dose for _, dose in view.dose), default=0.0)
        return (
            _Plot(upper, map_scale(least, min(most, 180), map_room), start, length),
            _Plot(lower, dose_scale(highest, dose_room), start, length),
        )

    def _draw_heads(self, pencil: Pencil, plots: tuple[_Plot, _Plot], theme: Theme) -> None:
        """What each plot shows, and which line is which."""
        line, say = self._letters.height(Size.SMALL), self._words.say
        upper, lower = plots
        top = upper.room.top() - 1.3 * line
        x = upper.room.left()
        named = (("map", theme.quiet), ("true", theme.map_text), ("shown", theme.quiet))
        for code, colour in named:
            text, bold = say(f"lab.trend.{code}"), code != "map"
            x = pencil.write(text, (x, top), colour, upper.room, Size.SMALL, bold=bold) + line
        at = (lower.room.left(), lower.room.top() - 1.3 * line)
        pencil.write(say("lab.trend.dose"), at, theme.dose_text, lower.room, Size.SMALL)

    def _draw_times(
        self, painter: QPainter, pencil: Pencil, plots: tuple[_Plot, _Plot], theme: Theme
    ) -> None:
        view, (upper, lower) = self._view, plots
        if view is None:
            return
        width = self._letters.width("00:00", Size.SMALL)
        step = time_step(upper.length, int(upper.room.width() / (2.0 * width)))
        start = view.opened_at + upper.start
        for tick in time_ticks(start, start + upper.length, step, self._words.zone):
            x = upper.x(tick.t - view.opened_at)
            painter.setPen(QPen(ink(theme.grid), 1))
            for plot in plots:
                painter.drawLine(QLineF(x, plot.room.top(), x, plot.room.bottom()))
            place = min(max(x - width / 2, 0.0), self.width() - width)
            at = (place, lower.room.bottom() + 2)
            pencil.write(tick.clock, at, theme.quiet, lower.room, Size.SMALL)


def _draw_band(painter: QPainter, plot: _Plot, view: TrendView, theme: Theme) -> None:
    if view.band is not None:
        low, high = view.band
        top = plot.y(high)
        band = QRectF(plot.room.left(), top, plot.room.width(), plot.y(low) - top)
        painter.fillRect(band, ink(theme.band))


def _draw_scale(painter: QPainter, pencil: Pencil, plot: _Plot, theme: Theme) -> None:
    """Hairlines at the numbers, and the numbers left of the plot."""
    line = pencil.letters.height(Size.SMALL)
    for value, text in plot.scale.ticks:
        y = plot.y(value)
        painter.setPen(QPen(ink(theme.grid), 1))
        painter.drawLine(QLineF(plot.room.left(), y, plot.room.right(), y))
        x = plot.room.left() - pencil.letters.width(text, Size.SMALL) - 5
        pencil.write(text, (x, y - 0.5 * line), theme.quiet, plot.room, Size.SMALL)


def _draw_curve(
    painter: QPainter, plot: _Plot, points: Points, colour: str, *, dashed: bool = False
) -> None:
    lines = plot.lines(points, dashed=dashed)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QPen(ink(colour), 1 if dashed else 2))
    painter.drawLines(lines)


def _steps(points: Points) -> Points:
    """A dose stays until the next one: corners in between."""
    corners = [(two[0], one[1]) for one, two in pairwise(points)]
    woven = [point for pair in zip(points, corners, strict=False) for point in pair]
    return (*woven, *points[-1:])
