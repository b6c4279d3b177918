"""The whole timeline on any painter: the window, a picture, a page."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from gui.timeline import words
from gui.timeline.axes import draw_grid, draw_moments, ticks_in_sight, write_scales, write_times
from gui.timeline.dose_lane import draw_doses
from gui.timeline.frame import Frame, framed, right_margin
from gui.timeline.latest import write_latest
from gui.timeline.legend import dose_keys, map_keys, rows_needed, write_head
from gui.timeline.lettering import Letters, Pencil, Written
from gui.timeline.map_lane import draw_bands, draw_readings, write_bands, write_beyond
from gui.timeline.marker_row import draw_marks
from gui.timeline.scene import Scene
from gui.timeline.sheet import Sheet
from gui.timeline.stamps import OutlineStamps, Stamps


def draw(
    painter: QPainter,
    rect: QRectF,
    scene: Scene,
    letters: Letters,
    stamps: Stamps | None = None,
) -> list[Written]:
    """Draw a scene in a rectangle and give every text with its place.

    Without `stamps` the shapes are outlines, as SVG, PDF and paper want them. The painter's
    unit is the pixel of `letters`; for a page, scale the painter.
    """
    frame = frame_of(rect, scene, letters)
    pencil = Pencil(painter, letters)
    sheet = Sheet(
        painter, scene, frame, pencil, stamps or OutlineStamps(scene.theme), stamps is None
    )
    painter.save()
    sheet.fill(rect, scene.theme.field)
    _draw_layers(sheet)
    write_head(sheet, words.MAP_TITLE, map_keys(scene.lanes), frame.map_head)
    write_head(sheet, words.DOSE_TITLE, dose_keys(scene.lanes), frame.dose_head)
    painter.restore()
    return pencil.written


def frame_of(rect: QRectF, scene: Scene, letters: Letters) -> Frame:
    """Where `draw` puts things, for finding what is under the mouse."""
    width = rect.width() - right_margin(letters) - letters.height()
    heads = (
        rows_needed(map_keys(scene.lanes), words.MAP_TITLE, width, letters),
        rows_needed(dose_keys(scene.lanes), words.DOSE_TITLE, width, letters),
    )
    return framed(rect, scene, letters, heads)


def _draw_layers(sheet: Sheet) -> None:
    ticks = ticks_in_sight(sheet)
    draw_bands(sheet)
    draw_grid(sheet, ticks)
    write_bands(sheet)
    draw_readings(sheet)
    draw_doses(sheet)
    draw_marks(sheet)
    draw_moments(sheet)
    write_beyond(sheet)
    write_scales(sheet)
    write_times(sheet, ticks)
    write_latest(sheet)
    if not len(sheet.scene.lanes.readings):
        _write_empty(sheet)


def _write_empty(sheet: Sheet) -> None:
    room, letters = sheet.frame.map_room, sheet.letters
    width, height = letters.width(words.NO_READING), letters.height()
    corner = QPointF(room.center().x() - width / 2, room.center().y() - height / 2)
    sheet.pencil.write(words.NO_READING, corner, sheet.scene.theme.quiet, room)
