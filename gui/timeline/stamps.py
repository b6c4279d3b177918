"""Putting many shapes on a drawing: in one batch on a screen, as outlines on a page."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPixmap

from gui.theme import Theme
from gui.timeline.glyphs import Glyph, cell_width, draw_glyph, glyph_sheet
from gui.timeline.raw import FRAGMENT, draw_fragments

Floats = NDArray[np.float64]
Glyphs = NDArray[np.int8]


class Stamps(Protocol):
    """A way to draw shapes of one size around places x, y."""

    def put(self, painter: QPainter, glyphs: Glyphs, x: Floats, y: Floats, size: float) -> None:
        """Draw one glyph at each place."""


class PixmapStamps:
    """Shapes copied from a sheet that is painted once per theme, size and pixel ratio."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        """Prepare for screens with so many device pixels to a logical one."""
        self._theme = theme
        self.ratio = ratio
        self._sheets: dict[float, QPixmap] = {}

    def put(self, painter: QPainter, glyphs: Glyphs, x: Floats, y: Floats, size: float) -> None:
        """Draw one glyph at each place, on whole device pixels."""
        cell = cell_width(size, self.ratio)
        rows = np.empty((len(x), FRAGMENT))
        rows[:, 0], rows[:, 1] = self._snapped(x), self._snapped(y)
        rows[:, 2], rows[:, 3] = glyphs * float(cell), 0.0
        rows[:, 4:6] = cell
        rows[:, 6:8] = 1.0 / self.ratio
        rows[:, 8], rows[:, 9] = 0.0, 1.0
        draw_fragments(painter, rows, self._sheet(size))

    def _sheet(self, size: float) -> QPixmap:
        if size not in self._sheets:
            self._sheets[size] = glyph_sheet(self._theme, size, self.ratio)
        return self._sheets[size]

    def _snapped(self, places: Floats) -> Floats:
        snapped: Floats = (np.floor(places * self.ratio) + 0.5) / self.ratio
        return snapped


class OutlineStamps:
    """Shapes drawn as outlines, for SVG, PDF and paper."""

    def __init__(self, theme: Theme) -> None:
        """Draw in the colours of a theme."""
        self._theme = theme

    def put(self, painter: QPainter, glyphs: Glyphs, x: Floats, y: Floats, size: float) -> None:
        """Draw one glyph at each place."""
        for glyph, left, top in zip(glyphs.tolist(), x.tolist(), y.tolist(), strict=True):
            draw_glyph(painter, Glyph(glyph), self._theme, QPointF(left, top), size)
