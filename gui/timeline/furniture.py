"""What stands still while the timeline moves: ground, titles, keys and the numbers of scales."""

from math import ceil

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap

from gui.theme import Size
from gui.timeline import words
from gui.timeline.axes import write_scales
from gui.timeline.frame import DosePlot
from gui.timeline.legend import dose_keys, map_keys, write_head
from gui.timeline.lettering import Pencil, Written
from gui.timeline.sheet import Sheet


def draw_furniture(sheet: Sheet) -> None:
    """Draw the ground and what does not depend on the moment in sight."""
    lanes, frame = sheet.scene.lanes, sheet.frame
    sheet.fill(sheet.rect, sheet.scene.theme.field)
    write_head(sheet, words.MAP_TITLE, map_keys(lanes), frame.map_head)
    keys = dose_keys(sheet.scene)
    for plot in frame.doses:
        write_head(sheet, plot.title, () if plot.thin else keys, _title_room(sheet, plot))
    write_scales(sheet)


def _title_room(sheet: Sheet, plot: DosePlot) -> QRectF:
    """Below the lowest number of the chart above, half of which hangs into the head."""
    lower = 0.5 * sheet.letters.height(Size.SMALL) if plot.thin else 0.0
    return plot.head.adjusted(0, lower, 0, 0)


class Furniture:
    """Keeps a picture of the furniture as long as nothing in it changes."""

    def __init__(self) -> None:
        """Begin without a picture."""
        self._picture = QPixmap()
        self._written: list[Written] = []
        self._shown: tuple[object, ...] = ()

    def draw(self, sheet: Sheet) -> None:
        """Put the furniture on a sheet, from the picture if that still holds."""
        wanted = _what_it_shows(sheet)
        if wanted != self._shown:
            self._paint(sheet)
            self._shown = wanted
        sheet.painter.drawPixmap(sheet.rect.topLeft(), self._picture)
        sheet.pencil.written.extend(self._written)

    def _paint(self, sheet: Sheet) -> None:
        ratio, rect = sheet.ratio, sheet.rect
        self._picture = QPixmap(ceil(rect.width() * ratio), ceil(rect.height() * ratio))
        self._picture.setDevicePixelRatio(ratio)
        self._picture.fill(sheet.scene.theme.field)
        with QPainter(self._picture) as painter:
            painter.translate(QPointF(0, 0) - rect.topLeft())
            pencil = Pencil(painter, sheet.letters)
            draw_furniture(sheet.on(painter, pencil))
        self._written = pencil.written


def _what_it_shows(sheet: Sheet) -> tuple[object, ...]:
    frame, scene = sheet.frame, sheet.scene
    rooms = tuple(_sides(room) for room in (sheet.rect, frame.map_room))
    keys = (map_keys(scene.lanes), dose_keys(scene))
    looks = (scene.theme.name, sheet.ratio, sheet.letters)
    doses = tuple((plot.title, _sides(plot.room), plot.axis) for plot in frame.doses)
    return (rooms, keys, frame.map_axis, doses, looks)


def _sides(rect: QRectF) -> tuple[float, float, float, float]:
    return rect.left(), rect.top(), rect.width(), rect.height()
