"""The dose chart: what was given as steps, pauses hatched, what was advised and accepted."""

import numpy as np
from PySide6.QtCore import QRectF

from core.view.arrival import arrivals
from core.view.track import Track
from gui.timeline.frame import DosePlot, Floats
from gui.timeline.glyphs import Glyph
from gui.timeline.sheet import Sheet
from gui.timeline.thinning import sight, symbol_places

Spells = tuple[Floats, Floats, Floats]
"""Where each given dose begins and ends on the drawing, and the dose."""

_LEAST_WIDE = 3.0
"""A narrower stretch is no more than a smudge, logical pixels."""
STEP_WIDTH = 2.0
"""The width of the dose line, logical pixels."""


def draw_doses(sheet: Sheet) -> None:
    """Every agent's doses, each in its own chart."""
    for plot in sheet.frame.doses:
        _draw_plot(sheet, plot)


def _draw_plot(sheet: Sheet, plot: DosePlot) -> None:
    """Pauses lowest, then the steps, then the diamonds."""
    spells = _spells(sheet, plot)
    sheet.clip(plot.room)
    for stretch in (*_pauses(plot, spells), *_under_way(sheet, plot)):
        draw_hatching(sheet, stretch)
    sheet.blocks(_steps(plot, spells), sheet.scene.theme.dose_line)
    sheet.unclip()
    half = sheet.frame.reading_size
    sheet.clip(plot.room.adjusted(0, -half, 0, half))
    _draw_diamonds(sheet, plot, plot.lanes.advised, Glyph.ADVISED)
    _draw_diamonds(sheet, plot, plot.lanes.accepted, Glyph.ACCEPTED)
    sheet.unclip()


def draw_hatching(sheet: Sheet, room: QRectF) -> None:
    """The look of a pause: slanting lines, drawn one by one so that a page has them too."""
    rise, apart = room.height(), 0.45 * sheet.frame.em
    starts = np.arange(room.left() - rise, room.right(), apart)
    low, high = np.full_like(starts, room.bottom()), np.full_like(starts, room.top())
    sheet.clip(room)
    slants = np.stack((starts, low, starts + rise, high), axis=1)
    sheet.lines(slants, sheet.scene.theme.pause, smooth=True)
    sheet.unclip()


def _spells(sheet: Sheet, plot: DosePlot) -> Spells:
    """The given doses in sight as start and end in places, and dose; the last runs up to now."""
    given, frame = plot.lanes.given, sheet.frame
    active = ~given["struck"]
    times, doses = given["t"][active], given["dose"][active]
    first, last = sight(times, frame)
    starts = frame.x(times[first:last])
    ends = np.append(frame.x(times[first + 1 : last]), frame.x(_end_of(times, last, sheet)))
    ends = ends[: len(starts)]
    left, right = frame.left - 2 * frame.em, frame.right + 2 * frame.em
    return np.clip(starts, left, right), np.clip(ends, left, right), doses[first:last]


def _end_of(times: Floats, last: int, sheet: Sheet) -> float:
    return float(times[last]) if last < len(times) else max([sheet.scene.now, *times[-1:].tolist()])


def _pauses(plot: DosePlot, spells: Spells) -> list[QRectF]:
    room = plot.room
    starts, ends, doses = spells
    paused = np.isnan(doses)
    pairs = zip(starts[paused].tolist(), ends[paused].tolist(), strict=True)
    return [QRectF(left, room.top(), right - left, room.height()) for left, right in pairs]


def _under_way(sheet: Sheet, plot: DosePlot) -> list[QRectF]:
    """After each change the stretch in which the drug is still in the line, along the floor."""
    scene, frame = sheet.scene, sheet.frame
    if scene.dead_volume is None:
        return []
    found = arrivals(plot.lanes.given, scene.span.start, scene.span.end, scene.dead_volume)
    height = min(0.7 * frame.em, 0.5 * plot.room.height())
    top = plot.room.bottom() - height
    places = [(frame.x(begin), frame.x(min(end, scene.now))) for begin, end in found]
    return [QRectF(x, top, until - x, height) for x, until in places if until - x >= _LEAST_WIDE]


def _steps(plot: DosePlot, spells: Spells) -> Floats:
    """Bars across at each dose and straight up or down between two; nothing during a pause.

    Steps within one pixel share a bar from the least to the greatest. Bars, because filling
    thousands of them takes a tenth of the time of stroking them.
    """
    starts, ends, doses = spells
    if not len(starts):
        return np.empty((0, 4))
    half, width = 0.5 * STEP_WIDTH, STEP_WIDTH
    y = plot.y(doses) - np.where(doses == 0, half, 0)
    firsts = np.flatnonzero(np.diff(np.floor(starts), prepend=-np.inf))
    lasts = np.append(firsts[1:], len(starts)) - 1
    x, before = starts[firsts], y[np.maximum(firsts - 1, 0)]
    top = np.fmin(np.fmin.reduceat(y, firsts), before)
    bottom = np.fmax(np.fmax.reduceat(y, firsts), before)
    wide, until = np.full_like(x, width), np.append(x[1:], ends[-1])
    up = np.stack((x - half, top - half, wide, bottom - top + width), axis=1)
    across = np.stack((x, y[lasts] - half, until - x, wide), axis=1)
    both = np.concatenate((across, up))
    drawn: Floats = both[~np.isnan(both).any(axis=1)]
    return drawn


def _draw_diamonds(sheet: Sheet, plot: DosePlot, doses: Track, glyph: Glyph) -> None:
    frame = sheet.frame
    active = ~doses["struck"]
    times, values = doses["t"][active], doses["dose"][active]
    rows = symbol_places(times, frame, 0.8 * frame.reading_size)
    x, y = frame.x(times[rows]), plot.y(values[rows])
    sheet.put_all(np.full(len(rows), glyph, np.int8), x, y, 1.15 * frame.reading_size)
