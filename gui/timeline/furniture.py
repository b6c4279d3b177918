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
    main, *further = frame.doses
    write_head(sheet, main.title, keys, main.head)
    for plot in further:
        _write_thin_head(sheet, plot)
    write_scales(sheet)


def _write_thin_head(sheet: Sheet, plot: DosePlot) -> None:
    """Right of the numbers: half of the lowest one above and of the highest hang into the head."""
    lower = plot.head.height() - 1.05 * sheet.letters.height(Size.SMALL)
    write_head(sheet, plot.title, (), plot.head.adjusted(0, lower, 0, 0), sheet.frame.left)


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
