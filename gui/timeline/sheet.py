"""What the layers of a drawing work with: where, what, and the things to draw with."""

from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from gui.theme import ink
from gui.timeline.frame import Floats, Frame
from gui.timeline.glyphs import Glyph
from gui.timeline.lettering import Letters, Pencil
from gui.timeline.raw import draw_blocks, draw_pixel_blocks, draw_segments
from gui.timeline.scene import Scene
from gui.timeline.stamps import Stamps

_PAGE_HAIR = 0.75
"""The width of a hairline on a page, in units of the drawing."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One drawing in progress."""

    painter: QPainter
    rect: QRectF
    """All of the drawing."""
    scene: Scene
    frame: Frame
    pencil: Pencil
    stamps: Stamps
    on_page: bool
    """Whether this is a page, where a device pixel is too thin to be seen."""

    ratio: float
    """Device pixels to a unit of the drawing on a screen."""

    def on(self, painter: QPainter, pencil: Pencil) -> "Sheet":
        """The same drawing with another painter."""
        return replace(self, painter=painter, pencil=pencil)

    @property
    def letters(self) -> Letters:
        """The fonts."""
        return self.pencil.letters

    def fill(self, rect: QRectF, colour: str) -> None:
        """Fill a rectangle."""
        self.painter.fillRect(rect, ink(colour))

    def lines(
        self,
        segments: Floats,
        colour: str,
        *,
        smooth: bool = False,
        style: Qt.PenStyle = Qt.PenStyle.SolidLine,
    ) -> None:
        """Draw separate hairlines; never one long stroked path."""
        if not len(segments):
            return
        width = self.hair if self.on_page else self.hair * self.ratio
        pen = QPen(ink(colour), width, style)
        pen.setCosmetic(not self.on_page)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        self.painter.setPen(pen)
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, smooth)
        draw_segments(self.painter, segments)

    def rule_down(self, x: Floats, rooms: tuple[QRectF, ...], colour: str) -> None:
        """Draw sharp vertical hairlines through rooms; filling them is faster than stroking."""
        columns = (self.snapped(x), np.full_like(x, self.hair))
        down = [
            (columns[0], np.full_like(x, r.top()), columns[1], np.full_like(x, r.height()))
            for r in rooms
        ]
        self.blocks(np.concatenate([np.stack(each, axis=1) for each in down]), colour)

    def rule_across(self, y: Floats, room: QRectF, colour: str) -> None:
        """Draw sharp horizontal hairlines through a room."""
        left, width = np.full_like(y, room.left()), np.full_like(y, room.width())
        hair = np.full_like(y, self.hair)
        self.blocks(np.stack((left, self.snapped(y), width, hair), axis=1), colour)

    def snapped(self, places: Floats) -> Floats:
        """Places on whole device pixels."""
        snapped: Floats = np.floor(places * self.ratio) / self.ratio
        return snapped

    @property
    def hair(self) -> float:
        """The width of a hairline in units of the drawing: whole device pixels on a screen."""
        return _PAGE_HAIR if self.on_page else max(1, round(self.ratio)) / self.ratio

    def blocks(self, blocks: Floats, colour: str) -> None:
        """Fill rectangles given as x, y, width, height, with sharp edges."""
        if not len(blocks):
            return
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(ink(colour))
        self.painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if self.on_page or self.ratio != 1:
            draw_blocks(self.painter, blocks)
        else:
            draw_pixel_blocks(self.painter, blocks)

    def put(self, glyph: Glyph, x: float, y: float, size: float) -> None:
        """Draw one shape."""
        self.put_all(np.array([glyph], np.int8), np.array([x]), np.array([y]), size)

    def put_all(
        self, glyphs: "np.typing.NDArray[np.int8]", x: Floats, y: Floats, size: float
    ) -> None:
        """Draw one shape at each place."""
        if not len(x):
            return
        self.stamps.put(self.painter, glyphs, x, y, size)

    def clip(self, room: QRectF) -> None:
        """Draw only inside a room, until `unclip`."""
        self.painter.save()
        self.painter.setClipRect(room, Qt.ClipOperation.IntersectClip)

    def unclip(self) -> None:
        """Draw anywhere again."""
        self.painter.restore()


def uprights(x: Floats, room: QRectF) -> Floats:
    """Vertical segments from top to bottom of a room."""
    top, bottom = np.full_like(x, room.top()), np.full_like(x, room.bottom())
    return np.stack((x, top, x, bottom), axis=1)
