"""From many points to what a screen can show: the line, and the symbols that find room."""

import numpy as np
from numpy.typing import NDArray

from core.view.pyramid import Floats, Places
from core.view.trace import Trace
from gui.timeline.frame import Frame

Segments = NDArray[np.float64]
_NONE: Segments = np.empty((0, 4))


def line_of(trace: Trace, frame: Frame, run_gap: float) -> tuple[Segments, Segments]:
    """The line of a trace as segments x1, y1, x2, y2 and bars x, y, width, height.

    It never bridges a gap. Where points crowd, each pixel column has a bar from their least
    to their greatest; elsewhere there are segments only.
    """
    first, last = sight(trace.t, frame)
    if last - first < 2:  # noqa: PLR2004 - a line needs two points
        return _NONE, _NONE
    columns = int(frame.map_room.width())
    if last - first > 2 * columns:
        return _columns(trace, frame, run_gap, (first, last), columns)
    return _joints(trace, frame, run_gap, np.arange(first, last - 1)), _NONE


def symbol_places(times: Floats, frame: Frame, pitch: float) -> Places:
    """Which points get a symbol: all, or the last of each `pitch` where they would crowd.

    The stretches are fixed in time, so that symbols do not flicker while the view moves.
    """
    first, last = sight(times, frame)
    seconds = pitch / frame.per_second
    room = int(frame.map_room.width() / pitch)
    if last - first <= room:
        return np.arange(first, last)
    cuts = np.clip(np.searchsorted(times, _edges(frame.start, seconds, room)), first, last)
    return cuts[1:][np.diff(cuts) > 0] - 1


def sight(times: Floats, frame: Frame) -> tuple[int, int]:
    """The rows in sight and one beyond either end, as first and last of a slice."""
    end = frame.t(frame.right)
    first, last = np.searchsorted(times, [frame.start, end], side="left")
    return max(int(first) - 1, 0), min(int(last) + 1, len(times))


def _edges(start: float, seconds: float, count: int) -> Floats:
    """The edges of stretches of equal length, on whole multiples, around the window."""
    edges: Floats = (np.floor(start / seconds) + np.arange(count + 3)) * seconds
    return edges


def _joints(trace: Trace, frame: Frame, run_gap: float, left: Places) -> Segments:
    left = left[trace.joined(left, left + 1, run_gap)]
    t, value = trace.t, trace.value
    right = left + 1
    x1, x2 = frame.x(t[left]), frame.x(t[right])
    y1, y2 = frame.map_y(value[left]), frame.map_y(value[right])
    return np.stack((x1, y1, x2, y2), axis=1)


def _columns(
    trace: Trace, frame: Frame, run_gap: float, sight: tuple[int, int], columns: int
) -> tuple[Segments, Segments]:
    seconds = frame.map_room.width() / columns / frame.per_second
    edges = _edges(frame.start, seconds, columns)
    cuts = np.clip(np.searchsorted(trace.t, edges), *sight)
    taken = np.diff(cuts) > 0
    starts, ends = cuts[:-1][taken], cuts[1:][taken]
    x = np.floor(frame.x(edges[:-1][taken] + 0.5 * seconds)) + 0.5
    low, high = trace.values.extent(starts, ends)
    top, bottom = frame.map_y(high), frame.map_y(low)
    bars = np.stack((x - 0.5, top, np.ones_like(x), bottom - top), axis=1)
    left, right = ends[:-1] - 1, starts[1:]
    y_left, y_right = frame.map_y(trace.value[left]), frame.map_y(trace.value[right])
    links = np.stack((x[:-1], y_left, x[1:], y_right), axis=1)
    entering = _joints(trace, frame, run_gap, np.arange(sight[0], sight[0] + 1))
    many = ends - starts > 1
    side_by_side = many[:-1] & many[1:] & (np.diff(x) < 1.5)  # noqa: PLR2004 - one pixel apart
    touching = side_by_side & (low[:-1] <= high[1:]) & (low[1:] <= high[:-1])
    needed = trace.joined(left, right, run_gap) & ~touching
    return np.concatenate((links[needed], entering)), bars[many]
