"""The row of marks between the charts; marks that would touch are told as one with a count."""

from dataclasses import dataclass
from functools import lru_cache

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


def draw_marks(sheet: Sheet) -> None:
    """Every cluster in sight by its shape, with a number where it is more than one mark."""
    frame, letters = sheet.frame, sheet.letters
    shown = clusters(sheet.scene.lanes.markers, _PITCH * frame.mark_size / frame.per_second)
    places = [(frame.x(each.t), each) for each in shown]
    seen = [(x, each) for x, each in places if frame.left <= x <= frame.right]
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


@lru_cache(maxsize=8)
def clusters(markers: Track, seconds: float) -> tuple[Cluster, ...]:
    """The marks in order, those closer than `seconds` to the first of a cluster put together.

    Clusters are formed from the start of the case, so that panning does not reshuffle them.
    """
    active = ~markers["struck"]
    times, kinds = markers["t"][active], markers["kind"][active]
    following = np.searchsorted(times, times + seconds, side="left").tolist()
    starts, place = [], 0
    while place < len(times):
        starts.append(place)
        place = max(following[place], place + 1)
    if not starts:
        return ()
    highest = np.maximum.reduceat(kinds, starts).tolist()
    counts = np.diff([*starts, len(times)]).tolist()
    firsts = times[starts].tolist()
    whole = zip(firsts, highest, counts, strict=True)
    return tuple(Cluster(t, Marker(kind), count) for t, kind, count in whole)
