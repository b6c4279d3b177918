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
from gui.timeline.ticks import MAP_CAP, MAP_LEAST, MAP_MOST, MAP_STEP, Scale, dose_scale, map_scale

Floats = NDArray[np.float64]

MAP_SHARE = 0.62
"""The part of the plotted height that MAP gets; the dose has the rest."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The rooms of a drawing, in its own coordinates, and the way from values to places."""

    whole: QRectF
    map_head: QRectF
    map_room: QRectF
    marks: QRectF
    dose_head: QRectF
    dose_room: QRectF
    axis: QRectF
    start: float
    per_second: float
    map_axis: Scale
    dose_axis: Scale
    em: float

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
        """The height of a dose in mcg/kg/min."""
        return _height(self.dose_room, self.dose_axis, dose)


def framed(rect: QRectF, scene: Scene, letters: Letters, legend_rows: tuple[int, int]) -> Frame:
    """The frame of a scene in a rectangle, with so many rows of legend over each plot."""
    em, line = letters.height(), letters.height(Size.SMALL)
    gap = 0.35 * em
    rect = rect.adjusted(gap, gap, -gap, 0)
    heads = [rows * line + 0.6 * line for rows in legend_rows]
    marks, axis = 1.5 * em, 2.7 * line
    plots = max(rect.height() - sum(heads) - marks - axis - 0.5 * gap, 4 * em)
    heights = [heads[0], plots * MAP_SHARE, marks, heads[1], plots * (1 - MAP_SHARE), axis]
    left = rect.left() + letters.width("0.00", Size.SMALL) + 0.8 * em
    width = max(rect.right() - right_margin(letters) - left, 4 * em)
    tops = np.cumsum([rect.top(), *heights])
    map_head, map_room, marks_room, dose_head, dose_room, axis_room = (
        QRectF(left, round(top), width, round(top + height) - round(top))
        for top, height in zip(tops, heights, strict=False)
    )
    return Frame(
        whole=rect,
        map_head=map_head,
        map_room=map_room,
        marks=marks_room,
        dose_head=dose_head,
        dose_room=dose_room,
        axis=axis_room,
        start=scene.span.start,
        per_second=width / scene.span.length,
        map_axis=_map_axis(scene.lanes, int(map_room.height() / (2.0 * line))),
        dose_axis=_dose_axis(scene.lanes, int(dose_room.height() / (2.2 * line))),
        em=em,
    )


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


def _dose_axis(lanes: Lanes, room: int) -> Scale:
    tracks = (lanes.given, lanes.advised, lanes.accepted)
    return dose_scale(max(_most(track) for track in tracks), room)


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
