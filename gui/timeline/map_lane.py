"""The MAP chart: target band, lines that break where nothing is known, a shape per source."""

import numpy as np
from PySide6.QtCore import QRectF

from core.view.lanes import SOURCES
from core.view.points import State
from core.view.pyramid import Places
from core.view.trace import Trace
from core.view.track import Track
from gui.theme import Size
from gui.timeline import words
from gui.timeline.frame import Floats
from gui.timeline.glyphs import reading_glyph
from gui.timeline.sheet import Sheet
from gui.timeline.thinning import line_of, sight, symbol_places

_PITCH = 0.8
"""The least distance of crowded symbols, in sizes of a symbol."""
_TRIES = 8
"""How many places are tried for the name of a band."""
_LINE = [reading_glyph(code, calculated=False, state=State.USABLE) for code in range(len(SOURCES))]
_CALCULATED = [
    reading_glyph(code, calculated=True, state=State.USABLE) for code in range(len(SOURCES))
]


def band_spans(sheet: Sheet) -> list[tuple[float, float, float, float, str]]:
    """The target bands in sight: left, right in places; low, high in mmHg; and their text."""
    bands, frame = sheet.scene.lanes.bands, sheet.frame
    active = ~bands["struck"]
    times = bands["t"][active]
    left = np.clip(frame.x(times), frame.left, frame.right)
    right = np.append(left[1:], frame.right)
    columns = (bands[name][active].tolist() for name in ("low", "high", "text"))
    spans = zip(left.tolist(), right.tolist(), *columns, strict=False)
    return [span for span in spans if span[1] > span[0]]


def draw_bands(sheet: Sheet) -> None:
    """The target band, flat and pale, over the time it held."""
    frame = sheet.frame
    sheet.clip(frame.map_room)
    for left, right, low, high, _ in band_spans(sheet):
        top, bottom = frame.map_y(high), frame.map_y(low)
        sheet.fill(QRectF(left, top, right - left, bottom - top), sheet.scene.theme.band)
    sheet.unclip()


def write_bands(sheet: Sheet) -> None:
    """The name and the ends of each band, inside it, where no reading is in the way."""
    letters, frame = sheet.letters, sheet.frame
    indent, line = 0.3 * frame.em, letters.height(Size.SMALL)
    for left, right, low, high, text in band_spans(sheet):
        label = f"{words.TARGET} {text}"
        width = letters.width(label, Size.SMALL) + 2 * indent
        top, bottom = frame.map_y(high), frame.map_y(low)
        if right - left < width or bottom - top < line:
            continue
        free = _first_free(sheet, np.linspace(left, right - width, _TRIES), width, top, line)
        if free is not None:
            corner, room = (free + indent, top), QRectF(free, top, width, line)
            sheet.pencil.write(label, corner, sheet.scene.theme.band_text, room, Size.SMALL)


def _first_free(
    sheet: Sheet, lefts: Floats, width: float, top: float, height: float
) -> float | None:
    """The first place of so much room that neither readings nor the line of now pass through."""
    frame = sheet.frame
    now, margin = frame.x(sheet.scene.now), frame.reading_size
    free = (lefts > now) | (lefts + width < now)
    for trace in filter(len, sheet.scene.lanes.traces):
        first, last = sight(trace.t, frame)
        if last - first > frame.map_room.width():
            return None
        starts = np.searchsorted(trace.t, frame.t(lefts)) - 1
        ends = np.searchsorted(trace.t, frame.t(lefts + width)) + 1
        low, high = trace.values.extent(np.maximum(starts, 0), np.minimum(ends, len(trace)))
        above, below = frame.map_y(high) - margin, frame.map_y(low) + margin
        free &= ~((above < top + height) & (below > top))
    return float(lefts[free][0]) if np.any(free) else None


def draw_readings(sheet: Sheet) -> None:
    """Lines first, then the symbols of every reading, struck and artefact ones lowest."""
    sheet.clip(sheet.frame.map_room)
    for trace in filter(len, sheet.scene.lanes.traces):
        segments, bars = line_of(trace, sheet.frame, sheet.scene.run_gap)
        sheet.blocks(bars, sheet.scene.theme.map_line)
        sheet.lines(segments, sheet.scene.theme.map_line, smooth=True)
    _draw_doubtful(sheet)
    for code, trace in reversed(list(enumerate(sheet.scene.lanes.traces))):
        if len(trace):
            _draw_symbols(sheet, code, trace)
    sheet.unclip()


def _draw_symbols(sheet: Sheet, code: int, trace: Trace) -> None:
    frame = sheet.frame
    rows = symbol_places(trace.t, frame, _PITCH * frame.reading_size)
    calculated = trace.points["calculated"][rows]
    glyphs = np.where(calculated, _CALCULATED[code], _LINE[code]).astype(np.int8)
    x, y = frame.x(trace.t[rows]), _inside(sheet, frame.map_y(trace.value[rows]))
    sheet.put_all(glyphs, x, y, frame.reading_size)


def write_beyond(sheet: Sheet) -> None:
    """The value beside each symbol that the scale holds at its edge, where there is room."""
    scene, frame, letters = sheet.scene, sheet.frame, sheet.letters
    if not frame.overflows(scene.lanes):
        return
    free = frame.left
    readings = scene.lanes.readings
    first, last = sight(readings["t"], frame)
    beyond = readings["map_mmhg"][first:last] > frame.map_axis.high
    usable = readings["state"][first:last] == State.USABLE
    for row in (first + np.flatnonzero(beyond & usable)).tolist():
        left = frame.x(float(readings["t"][row])) + 0.6 * frame.reading_size
        text = str(readings["text"][row])
        width = letters.width(text, Size.SMALL)
        if left >= free and left + width <= frame.right:
            corner = (left, frame.map_room.top())
            sheet.pencil.write(text, corner, scene.theme.map_text, frame.map_room, Size.SMALL)
            free = left + width + frame.reading_size


def _inside(sheet: Sheet, y: Floats) -> Floats:
    """Heights moved to the edge of the chart where the scale does not reach."""
    room, inset = sheet.frame.map_room, 0.6 * sheet.frame.reading_size
    return np.clip(y, room.top() + inset, room.bottom() - inset)


def _doubtful_rows(readings: Track, known: int, rows: Places | None) -> Places:
    more = known + np.flatnonzero(readings["state"][known:] != State.USABLE)
    return more if rows is None else np.concatenate((rows, more)) if len(more) else rows


def _draw_doubtful(sheet: Sheet) -> None:
    """Artefacts as crosses and struck readings as faint shapes; off the scale, at its edge."""
    readings, frame = sheet.scene.lanes.readings, sheet.frame
    rows = readings.summed("doubtful", _doubtful_rows)
    if not len(rows):
        return
    rows = rows[symbol_places(readings["t"][rows], frame, _PITCH * frame.reading_size)]
    sources, states = readings["source"][rows].tolist(), readings["state"][rows].tolist()
    glyphs = [
        reading_glyph(source, calculated=False, state=state)
        for source, state in zip(sources, states, strict=True)
    ]
    y = _inside(sheet, frame.map_y(readings["map_mmhg"][rows]))
    x = frame.x(readings["t"][rows])
    sheet.put_all(np.array(glyphs, np.int8), x, y, frame.reading_size)
