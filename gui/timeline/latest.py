"""The newest MAP and dose in large figures at the right end of their charts."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from core.view.points import DosePoint, ReadingPoint
from core.view.read_out import read_out
from gui.theme import Size
from gui.timeline import words
from gui.timeline.frame import DosePlot
from gui.timeline.sheet import Sheet
from gui.timeline.spoken import dose_text
from gui.timeline.ticks import clock_text, date_text

_ABOUT_A_DAY = 20 * 3600.0


@dataclass(frozen=True, slots=True)
class Block:
    """A large figure, a small word beside it and small lines below."""

    figure: str
    colour: str
    beside: str
    below: tuple[str, ...]
    size: Size = Size.LARGE


def write_latest(sheet: Sheet) -> None:
    """What holds now, whatever stretch of time is in sight; each with its own time."""
    scene, frame = sheet.scene, sheet.frame
    now = read_out(scene.lanes, scene.now, further=scene.further)
    if now.reading is not None:
        block = _map_block(sheet, now.reading, now.before)
        _write(sheet, block, frame.map_room, frame.map_y(now.reading.map_mmhg))
    if now.given is not None:
        _write_dose(sheet, now.given, _dose_block(sheet, now.given), frame.doses[0])
    for doses, plot in zip(now.further, frame.doses[1:], strict=True):
        if doses.given is not None:
            _write_dose(sheet, doses.given, _thin_block(sheet, doses.given, doses.unit), plot)


def _write_dose(sheet: Sheet, given: DosePoint, block: Block, plot: DosePlot) -> None:
    _write(sheet, block, plot.room, plot.y(0.0 if given.paused else given.dose))


def _map_block(sheet: Sheet, reading: ReadingPoint, before: ReadingPoint | None) -> Block:
    told = _when(sheet, reading.t)
    if before is not None:
        told = f"{told}, {words.previous(before.text)}"
    return Block(reading.text, sheet.scene.theme.map_text, words.MAP_UNIT, (told,))


def _dose_block(sheet: Sheet, given: DosePoint) -> Block:
    below = (words.DOSE_UNIT, words.since(_when(sheet, given.t)))
    return Block(dose_text(given), sheet.scene.theme.dose_text, "", below)


def _thin_block(sheet: Sheet, given: DosePoint, unit: str) -> Block:
    return Block(dose_text(given), sheet.scene.theme.dose_text, "", (unit,), Size.NORMAL)


def _when(sheet: Sheet, t: float) -> str:
    """The clock time; the date instead when the clock alone would mislead."""
    scene = sheet.scene
    if scene.now - t > _ABOUT_A_DAY:
        return date_text(t, scene.zone)
    return clock_text(t, scene.zone)


def _write(sheet: Sheet, block: Block, room: QRectF, y: float) -> None:
    """A block as near to the height of its value as its chart allows."""
    letters, pencil, frame = sheet.letters, sheet.pencil, sheet.frame
    large, small = letters.height(block.size), letters.height(Size.SMALL)
    tall = large + small * len(block.below)
    highest = max(room.bottom() - tall, room.top())
    top = min(max(y - 0.5 * large, room.top()), highest)
    left = frame.right + 0.6 * frame.em
    margin = QRectF(frame.right, room.top(), frame.whole.right() - frame.right, room.height())
    quiet = sheet.scene.theme.quiet
    corner = (left, top)
    end = pencil.write(block.figure, corner, block.colour, margin, block.size, bold=True)
    if block.beside:
        base = letters.ascent(block.size) - letters.ascent(Size.SMALL)
        corner = (end + 0.3 * frame.em, top + base)
        pencil.write(block.beside, corner, quiet, margin, Size.SMALL)
    for row, text in enumerate(block.below):
        pencil.write(text, (left, top + large + row * small), quiet, margin, Size.SMALL)
