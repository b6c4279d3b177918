"""The whole timeline on any painter: the window, a picture, a page."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.theme import Theme
from gui.timeline import words
from gui.timeline.axes import draw_grid, draw_moments, ticks_in_sight, write_times
from gui.timeline.dose_lane import draw_doses
from gui.timeline.frame import Frame, dose_title, framed, right_margin
from gui.timeline.furniture import Furniture, draw_furniture
from gui.timeline.latest import write_latest
from gui.timeline.legend import dose_keys, map_keys, rows_needed
from gui.timeline.lettering import Letters, Pencil, Written
from gui.timeline.map_lane import draw_bands, draw_readings, write_bands, write_beyond
from gui.timeline.marker_row import draw_marks
from gui.timeline.scene import Scene
from gui.timeline.sheet import Sheet
from gui.timeline.stamps import OutlineStamps, PixmapStamps


class Screen:
    """What a drawing for a screen keeps from one frame to the next."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        """Begin for a theme and so many device pixels to a logical one."""
        self.ratio = ratio
        self.stamps = PixmapStamps(theme, ratio)
        self.furniture = Furniture()


def draw(
    painter: QPainter,
    rect: QRectF,
    scene: Scene,
    letters: Letters,
    screen: Screen | None = None,
) -> list[Written]:
    """Draw a scene in a rectangle and give every text with its place.

    Without a `screen` the shapes are outlines, as SVG, PDF and paper want them. The painter's
    unit is the pixel of `letters`; for a page, scale the painter.
    """
    frame = frame_of(rect, scene, letters)
    pencil = Pencil(painter, letters)
    stamps = OutlineStamps(scene.theme) if screen is None else screen.stamps
    ratio = painter.device().devicePixelRatioF()
    sheet = Sheet(painter, rect, scene, frame, pencil, stamps, screen is None, ratio)
    painter.save()
    if screen is None:
        draw_furniture(sheet)
    else:
        screen.furniture.draw(sheet)
    _draw_layers(sheet)
    painter.restore()
    return pencil.written


def frame_of(rect: QRectF, scene: Scene, letters: Letters) -> Frame:
    """Where `draw` puts things, for finding what is under the mouse."""
    width = rect.width() - right_margin(letters) - letters.height()
    heads = (
        rows_needed(map_keys(scene.lanes), words.MAP_TITLE, width, letters),
        rows_needed(dose_keys(scene), dose_title(scene), width, letters),
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
    write_times(sheet, ticks)
    write_latest(sheet)
    if not len(sheet.scene.lanes.readings):
        _write_empty(sheet)


def _write_empty(sheet: Sheet) -> None:
    room, letters = sheet.frame.map_room, sheet.letters
    width, height = letters.width(words.NO_READING), letters.height()
    corner = (room.center().x() - width / 2, room.center().y() - height / 2)
    sheet.pencil.write(words.NO_READING, corner, sheet.scene.theme.quiet, room)
