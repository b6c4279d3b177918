"""Drawing many things in one call: numpy rows read by Qt as its own structures.

Raw memory stays in this module. Each call keeps its array alive until Qt has returned, checks
the shape and hands Qt the number of rows, so nothing outside the array is read.
"""

from typing import cast

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRect, QRectF
from PySide6.QtGui import QPainter, QPixmap

FRAGMENT = 10
"""Numbers in a pixmap fragment: x, y, source left and top, width, height, scales, turn, opacity."""
SEGMENT = 4
"""Numbers in a segment: x1, y1, x2, y2."""
BLOCK = 4
"""Numbers in a rectangle: x, y, width, height."""

Rows = NDArray[np.float64]


def draw_segments(painter: QPainter, segments: Rows) -> None:
    """Draw separate lines with the painter's pen. Raises ValueError unless four columns."""
    rows = _checked(segments, SEGMENT)
    if len(rows):
        first = cast("QLineF", shiboken6.wrapInstance(rows.ctypes.data, QLineF))
        painter.drawLines(first, len(rows))


def draw_blocks(painter: QPainter, blocks: Rows) -> None:
    """Draw rectangles x, y, width, height with the painter's brush. Raises ValueError as above."""
    rows = _checked(blocks, BLOCK)
    if len(rows):
        first = cast("QRectF", shiboken6.wrapInstance(rows.ctypes.data, QRectF))
        painter.drawRects(first, len(rows))


def draw_pixel_blocks(painter: QPainter, blocks: Rows) -> None:
    """The same on a device whose pixel is the unit: the pixels whose middle is inside.

    Qt fills whole pixels in half the time. Raises ValueError as above.
    """
    rows = _checked(blocks, BLOCK) - 0.5
    rows[:, 2:] += rows[:, :2] - 0.5
    corners = np.ceil(rows, out=rows).astype(np.int32)
    empty = (corners[:, 2] < corners[:, 0]) | (corners[:, 3] < corners[:, 1])
    if empty.any():
        corners = corners[~empty]
    if len(corners):
        first = cast("QRect", shiboken6.wrapInstance(corners.ctypes.data, QRect))
        painter.drawRects(first, len(corners))


def draw_fragments(painter: QPainter, fragments: Rows, sheet: QPixmap) -> None:
    """Draw pieces of one pixmap. Raises ValueError unless ten columns."""
    rows = _checked(fragments, FRAGMENT)
    if len(rows):
        wrapped = shiboken6.wrapInstance(rows.ctypes.data, QPainter.PixmapFragment)
        first = cast("QPainter.PixmapFragment", wrapped)
        painter.drawPixmapFragments(first, len(rows), sheet)


def _checked(rows: Rows, width: int) -> Rows:
    if rows.ndim != 2 or rows.shape[1] != width:  # noqa: PLR2004 - rows and columns
        raise ValueError(f"rows of {width} numbers are needed, not an array of {rows.shape}")
    return np.ascontiguousarray(rows, np.float64)
