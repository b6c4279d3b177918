"""Where everything of one drawing goes, worked out from its rectangle and its fonts."""

from dataclasses import dataclass
from math import inf, isfinite
from typing import overload

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from core.view.lanes import Lanes
from core.view.trace import Trace
from core.view.track import Track
from gui.theme import Size
from gui.timeline import words
from gui.timeline.lettering import Letters
from gui.timeline.scene import Scene
from gui.timeline.ticks import (
    DOSE_LEAST,
    MAP_CAP,
    MAP_LEAST,
    MAP_MOST,
    MAP_STEP,
    Scale,
    dose_scale,
    map_scale,
)

Floats = NDArray[np.float64]

MAP_SHARE = 0.62
"""The part of the plotted height that MAP gets; the dose has the rest."""


THIN = (1.9, 2.6)
"""The least and the most height of a further agent's lane, in heights of a line."""
_THIN_SHARE = 0.1
"""What of the plotted height such a lane takes between these."""


@dataclass(frozen=True, slots=True)
class DosePlot:
    """The chart of one agent's doses: title and unit over it, room, scale, and the doses."""

    title: tuple[str, str]
    head: QRectF
    room: QRectF
    axis: Scale
    lanes: Lanes
    thin: bool = False

    @overload
    def y(self, dose: float) -> float: ...
    @overload
    def y(self, dose: Floats) -> Floats: ...
    def y(self, dose: float | Floats) -> float | Floats:
        """The height of a dose in the unit of the plot."""
        return _height(self.room, self.axis, dose)


@dataclass(frozen=True, slots=True)
class Frame:
    """The rooms of a drawing, in its own coordinates, and the way from values to places."""

    whole: QRectF
    map_head: QRectF
    map_room: QRectF
    marks: QRectF
    doses: tuple[DosePlot, ...]
    axis: QRectF
    start: float
    per_second: float
    map_axis: Scale
    em: float

    @property
    def dose_head(self) -> QRectF:
        """The room over norepinephrine's chart."""
        return self.doses[0].head

    @property
    def dose_room(self) -> QRectF:
        """The room of norepinephrine's chart."""
        return self.doses[0].room

    @property
    def dose_axis(self) -> Scale:
        """The scale of norepinephrine's chart."""
        return self.doses[0].axis

    @property
    def bottom(self) -> float:
        """Where the lowest chart ends."""
        return self.doses[-1].room.bottom()

    @property
    def left(self) -> float:
        """Where the plots begin."""
        return self.map_room.left()

    @property
    def right(self) -> float:
        """Where the plots end."""
        return self.map_room.right()

    def overflows(self, lanes: Lanes) -> bool:
        """Whether a usable MAP of the case is above the scale."""
        return any(_extremes_of(t)[1] > self.map_axis.high for t in lanes.traces if len(t))

    @property
    def reading_size(self) -> float:
        """The size of a reading's shape."""
        return 0.6 * self.em

    @property
    def mark_size(self) -> float:
        """The size of a mark's shape."""
        return 0.8 * self.em

    @overload
    def x(self, t: float) -> float: ...
    @overload
    def x(self, t: Floats) -> Floats: ...
    def x(self, t: float | Floats) -> float | Floats:
        """The place of an instant, epoch seconds."""
        return self.left + (t - self.start) * self.per_second

    @overload
    def t(self, x: float) -> float: ...
    @overload
    def t(self, x: Floats) -> Floats: ...
    def t(self, x: float | Floats) -> float | Floats:
        """The instant at a place."""
        return self.start + (x - self.left) / self.per_second

    @overload
    def map_y(self, mmhg: float) -> float: ...
    @overload
    def map_y(self, mmhg: Floats) -> Floats: ...
    def map_y(self, mmhg: float | Floats) -> float | Floats:
        """The height of a MAP."""
        return _height(self.map_room, self.map_axis, mmhg)

    @overload
    def dose_y(self, dose: float) -> float: ...
    @overload
    def dose_y(self, dose: Floats) -> Floats: ...
    def dose_y(self, dose: float | Floats) -> float | Floats:
        """The height of a dose of norepinephrine in mcg/kg/min."""
        return self.doses[0].y(dose)


def framed(rect: QRectF, scene: Scene, letters: Letters, legend_rows: tuple[int, int]) -> Frame:
    """The frame of a scene in a rectangle, with so many rows of legend over each plot."""
    em, line = letters.height(), letters.height(Size.SMALL)
    gap = 0.35 * em
    rect = rect.adjusted(gap, gap, -gap, 0)
    heads = [rows * line + 0.6 * line for rows in legend_rows]
    marks, axis = 1.5 * em, 2.7 * line
    plots = max(rect.height() - sum(heads) - marks - axis - 0.5 * gap, 4 * em)
    thin_head = 1.6 * line
    thin = min(max(_THIN_SHARE * plots, THIN[0] * em), THIN[1] * em)
    plots = max(plots - len(scene.further) * (thin + thin_head), 4 * em)
    further = [height for _ in scene.further for height in (thin_head, thin)]
    shares = [heads[0], plots * MAP_SHARE, marks, heads[1], plots * (1 - MAP_SHARE)]
    heights = [*shares, *further, axis]
    left = rect.left() + letters.width("0.00", Size.SMALL) + 0.8 * em
    width = max(rect.right() - right_margin(letters) - left, 4 * em)
    tops = np.cumsum([rect.top(), *heights])
    map_head, map_room, marks_room, *dose_rooms, axis_room = (
        QRectF(left, round(top), width, round(top + height) - round(top))
        for top, height in zip(tops, heights, strict=False)
    )
    return Frame(
        whole=rect,
        map_head=map_head,
        map_room=map_room,
        marks=marks_room,
        doses=_dose_plots(scene, dose_rooms, line),
        axis=axis_room,
        start=scene.span.start,
        per_second=width / scene.span.length,
        map_axis=_map_axis(scene.lanes, int(map_room.height() / (2.0 * line))),
        em=em,
    )


def _dose_plots(scene: Scene, rooms: list[QRectF], line: float) -> tuple[DosePlot, ...]:
    """Norepinephrine's chart, and a thin one below it for each further agent."""
    head, room, *rest = rooms
    axis = _dose_axis(scene.lanes, int(room.height() / (2.2 * line)))
    plots = [DosePlot(dose_title(scene), head, room, axis, scene.lanes)]
    for place, lane in enumerate(scene.further):
        head, room = rest[2 * place : 2 * place + 2]
        axis = _dose_axis(lane.lanes, int(room.height() / (2.2 * line)), least=1)
        plots.append(DosePlot((lane.name, lane.unit), head, room, axis, lane.lanes, thin=True))
    return tuple(plots)


def dose_title(scene: Scene) -> tuple[str, str]:
    """What stands over norepinephrine's chart: its name only where another one could be meant."""
    title, unit = words.DOSE_TITLE
    return (f"{title} {words.MAIN_AGENT}" if scene.further else title, unit)


def right_margin(letters: Letters) -> float:
    """The room right of the plots, where the latest values stand."""
    texts = (f"00:00, {words.previous('000')}", words.since("00:00"), words.DOSE_UNIT)
    widths = [letters.width(text, Size.SMALL) for text in texts]
    return max(widths) + 1.2 * letters.height()


def _map_axis(lanes: Lanes, room: int) -> Scale:
    """A scale that holds the whole case and not only what is in sight, so that it stays put."""
    extremes = [_extremes_of(trace) for trace in lanes.traces if len(trace)]
    least = min((low for low, _ in extremes), default=MAP_LEAST)
    most = max((high for _, high in extremes), default=MAP_MOST)
    band = float(np.fmax.reduce(lanes.bands["high"], initial=0.0))
    return map_scale(least, min(most, max(MAP_CAP, band + MAP_STEP)), room)


Extremes = tuple[float, float]


def _extremes_of(trace: Trace) -> Extremes:
    return trace.values.values.summed("extremes", _extremes)


def _extremes(values: Track, known: int, before: Extremes | None) -> Extremes:
    low, high = before or (inf, -inf)
    new = values["value"][known:]
    least, most = np.fmin.reduce(new, initial=low), np.fmax.reduce(new, initial=high)
    return float(least), float(most)


def _dose_axis(lanes: Lanes, room: int, least: int = DOSE_LEAST) -> Scale:
    tracks = (lanes.given, lanes.advised, lanes.accepted)
    return dose_scale(max(_most(track) for track in tracks), room, least)


def _most(track: Track) -> float:
    most = track.summed("most", _higher)
    return most if isfinite(most) else 0.0


def _higher(track: Track, known: int, most: float | None) -> float:
    return float(np.fmax.reduce(track["dose"][known:], initial=most or 0.0))


@overload
def _height(room: QRectF, axis: Scale, value: float) -> float: ...
@overload
def _height(room: QRectF, axis: Scale, value: Floats) -> Floats: ...
def _height(room: QRectF, axis: Scale, value: float | Floats) -> float | Floats:
    return room.bottom() - (value - axis.low) * (room.height() / (axis.high - axis.low))
