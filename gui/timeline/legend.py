"""Titles and the key to the shapes: exactly those that the case has."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

import numpy as np
from PySide6.QtCore import QRectF

from core.view.lanes import SOURCES, Lanes
from core.view.points import State
from core.view.track import Track
from gui.theme import Size
from gui.timeline import words
from gui.timeline.dose_lane import STEP_WIDTH, draw_hatching
from gui.timeline.glyphs import Glyph, reading_glyph
from gui.timeline.lettering import Letters
from gui.timeline.scene import Scene
from gui.timeline.sheet import Sheet


class Sample(Enum):
    """What a key shows that is not a shape."""

    BAND = "band"
    STEP = "step"
    HATCH = "hatch"
    LOW_HATCH = "low hatch"


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a key."""

    sample: Glyph | Sample
    text: str


def map_keys(lanes: Lanes) -> tuple[Key, ...]:
    """The target in force, the sources that have readings, then what else the symbols say."""
    targets = lanes.bands["text"][~lanes.bands["struck"]]
    target = [Key(Sample.BAND, f"{words.TARGET} {text}") for text in targets[-1:].tolist()]
    return (*target, *_reading_keys(lanes.readings))


@dataclass(frozen=True, slots=True)
class _Seen:
    """Which sources and states there are, and the source of the first calculated reading."""

    sources: frozenset[int] = frozenset()
    states: frozenset[int] = frozenset()
    calculated: tuple[int, ...] = ()


def _see(readings: Track, known: int, seen: _Seen | None) -> _Seen:
    before = seen or _Seen()
    sources, states = readings["source"][known:], readings["state"][known:]
    hollow = sources[readings["calculated"][known:] & (states == State.USABLE)]
    return _Seen(
        before.sources | frozenset(np.unique(sources).tolist()),
        before.states | frozenset(np.unique(states).tolist()),
        before.calculated or tuple(hollow[:1].tolist()),
    )


def _reading_keys(readings: Track) -> tuple[Key, ...]:
    seen = readings.summed("seen", _see)
    plain = [_reading_key(code) for code in range(len(SOURCES)) if code in seen.sources]
    keys = {
        Key(reading_glyph(code, calculated=True, state=State.USABLE), words.CALCULATED): True
        for code in seen.calculated
    }
    keys[Key(Glyph.ARTEFACT, words.ARTEFACT)] = State.ARTEFACT in seen.states
    keys[Key(Glyph.LINE_STRUCK, words.STRUCK)] = State.STRUCK in seen.states
    return (*plain, *(key for key, there in keys.items() if there))


def _reading_key(code: int) -> Key:
    glyph = reading_glyph(code, calculated=False, state=State.USABLE)
    return Key(glyph, words.SOURCE[SOURCES[code]])


def dose_keys(scene: Scene) -> tuple[Key, ...]:
    """Given, advised and accepted doses and pauses, as far as the case has them of any agent."""
    every = [scene.lanes, *(lane.lanes for lane in scene.further)]
    runs, rests = zip(*(lanes.given.summed("doses", _see_doses) for lanes in every), strict=True)
    present = {
        Key(Sample.STEP, words.GIVEN): any(runs),
        Key(Glyph.ADVISED, words.ADVISED): _any_dose(lanes.advised for lanes in every),
        Key(Glyph.ACCEPTED, words.ACCEPTED): _any_dose(lanes.accepted for lanes in every),
        Key(Sample.HATCH, words.PAUSED): any(rests),
        Key(Sample.LOW_HATCH, words.UNDER_WAY): scene.dead_volume is not None and any(runs),
    }
    return tuple(key for key, there in present.items() if there)


def _any_dose(tracks: Iterable[Track]) -> bool:
    return any(track.summed("doses", _see_doses)[0] for track in tracks)


def _see_doses(track: Track, known: int, seen: tuple[bool, bool] | None) -> tuple[bool, bool]:
    """Whether there is a dose, and whether there is a pause, that is not struck through."""
    runs, rests = seen or (False, False)
    paused = np.isnan(track["dose"][known:][~track["struck"][known:]])
    return runs or bool(np.any(~paused)), rests or bool(np.any(paused))


def rows_needed(
    keys: tuple[Key, ...], title: tuple[str, str], width: float, letters: Letters
) -> int:
    """How many lines title and key take in a width."""
    return 1 + max((row for row, _ in _places(keys, title, width, letters)), default=0)


def write_head(
    sheet: Sheet,
    title: tuple[str, str],
    keys: tuple[Key, ...],
    room: QRectF,
    left: float | None = None,
) -> None:
    """Title and unit at the left over a chart, the key behind them."""
    theme, letters, pencil = sheet.scene.theme, sheet.letters, sheet.pencil
    line = letters.height(Size.SMALL)
    left = sheet.frame.whole.left() if left is None else left
    corner = (left, room.top())
    end = pencil.write(title[0], corner, theme.text, sheet.frame.whole, Size.SMALL, bold=True)
    pencil.write(
        title[1],
        (end + _gap(letters), room.top()),
        theme.quiet,
        sheet.frame.whole,
        Size.SMALL,
    )
    places = _places(keys, title, room.right() - left, letters)
    for key, (row, offset) in zip(keys, places, strict=True):
        top = room.top() + row * line
        _draw_sample(sheet, key.sample, QRectF(left + offset, top, letters.height(), line))
        corner = (left + offset + letters.height() + 0.5 * _gap(letters), top)
        pencil.write(key.text, corner, theme.quiet, sheet.frame.whole, Size.SMALL)


def _gap(letters: Letters) -> float:
    return 0.35 * letters.height()


def _places(
    keys: tuple[Key, ...], title: tuple[str, str], width: float, letters: Letters
) -> list[tuple[int, float]]:
    """Row and distance from the left for each entry; one that does not fit opens a row."""
    em, gap = letters.height(), _gap(letters)
    indent = letters.width(title[0], Size.SMALL, bold=True) + letters.width(title[1], Size.SMALL)
    indent += gap + 1.5 * em
    row, offset, places = 0, indent, list[tuple[int, float]]()
    for key in keys:
        needed = em + 0.5 * gap + letters.width(key.text, Size.SMALL)
        if offset > indent and offset + needed > width:
            row, offset = row + 1, indent
        places.append((row, offset))
        offset += needed + em
    return places


def _draw_sample(sheet: Sheet, sample: Glyph | Sample, room: QRectF) -> None:
    middle, em = room.center(), sheet.frame.em
    if sample is Sample.STEP:
        bar = [room.left(), middle.y() - 0.5 * STEP_WIDTH, 0.9 * em, STEP_WIDTH]
        sheet.blocks(np.array([bar]), sheet.scene.theme.dose_line)
    elif sample is Sample.BAND:
        sheet.fill(room.adjusted(0, 0.1 * em, -0.1 * em, -0.1 * em), sheet.scene.theme.band)
    elif sample is Sample.HATCH:
        draw_hatching(sheet, room.adjusted(0, 0.2 * em, -0.1 * em, -0.2 * em))
    elif sample is Sample.LOW_HATCH:
        draw_hatching(sheet, room.adjusted(0, 0.45 * em, -0.1 * em, -0.1 * em))
    elif isinstance(sample, Glyph):
        sheet.put(sample, middle.x(), middle.y(), sheet.frame.reading_size)
