"""The row of marks between the charts; marks that would touch are told as one with a count."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

import numpy as np

from core.view.points import Marker
from core.view.track import Track
from gui.theme import Size
from gui.timeline.glyphs import marker_glyph
from gui.timeline.sheet import Sheet

_PITCH = 2.6
"""The least distance between two marks, in sizes of a mark."""

_MOST = 99
"""The highest number that is told exactly."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """Marks that stand so close that one shape has to do: the highest kind and how many."""

    t: float
    kind: Marker
    count: int


_INSTANT = attrgetter("t")


def draw_marks(sheet: Sheet) -> None:
    """Every cluster in sight by its shape, with a number where it is more than one mark."""
    frame, letters = sheet.frame, sheet.letters
    shown = clusters(sheet.scene.lanes.markers, _PITCH * frame.mark_size / frame.per_second)
    first = bisect_left(shown, frame.t(frame.left), key=_INSTANT)
    last = bisect_right(shown, frame.t(frame.right), key=_INSTANT)
    seen = [(frame.x(each.t), each) for each in shown[first:last]]
    middle = frame.marks.center().y()
    kinds = np.array([marker_glyph(each.kind) for _, each in seen], np.int8)
    sheet.put_all(
        kinds, np.array([x for x, _ in seen]), np.full(len(seen), middle), frame.mark_size
    )
    top = middle - 0.5 * letters.height(Size.SMALL)
    for x, each in seen:
        if each.count > 1:
            corner = (x + 0.6 * frame.mark_size, top)
            quiet = sheet.scene.theme.quiet
            sheet.pencil.write(_number(each.count), corner, quiet, frame.marks, Size.SMALL)


def _number(count: int) -> str:
    return str(count) if count <= _MOST else f"{_MOST}+"


def clusters(markers: Track, seconds: float) -> tuple[Cluster, ...]:
    """The marks in order, those closer than `seconds` to the first of a cluster put together.

    Clusters are formed from the start of the case, so that panning does not reshuffle them, and
    carried on from the last one when marks are added.
    """
    told: tuple[Cluster, ...]
    told, _ = markers.summed(("clusters", seconds), partial(_clustered, seconds))
    return told


_Clustered = tuple[tuple[Cluster, ...], int]
"""Clusters, and the row in which the last of them begins."""


def _clustered(
    seconds: float, markers: Track, _known: int, before: _Clustered | None
) -> _Clustered:
    done, begin = before or ((), 0)
    active = begin + np.flatnonzero(~markers["struck"][begin:])
    if not len(active):
        return done, begin
    times, kinds = markers["t"][active], markers["kind"][active]
    following = np.searchsorted(times, times + seconds, side="left").tolist()
    starts, place = [], 0
    while place < len(times):
        starts.append(place)
        place = max(following[place], place + 1)
    highest = np.maximum.reduceat(kinds, starts).tolist()
    counts = np.diff([*starts, len(times)]).tolist()
    firsts = times[starts].tolist()
    whole = zip(firsts, highest, counts, strict=True)
    found = [Cluster(t, Marker(kind), count) for t, kind, count in whole]
    return (*done[:-1], *found), int(active[starts[-1]])
