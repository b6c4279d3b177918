"""The pictures of a report where its HTML names them: laid out and painted as lines and letters."""

from PySide6.QtCore import QRect, QRectF, QSizeF
from PySide6.QtGui import (
    QPainter,
    QPyTextObject,
    QTextBlock,
    QTextDocument,
    QTextFormat,
)

from core.report.drawing import Drawing
from core.report.figures import PLACE
from gui.prints.drawing import paint

_POINTS_PER_INCH = 72.0
_OBJECT = "\ufffc"
"""What stands in a text for what is no letter."""


class Pictures(QPyTextObject):
    """Gives every picture of a document its room, and paints it."""

    def __init__(self, drawings: tuple[Drawing, ...], resolution: float) -> None:
        """`resolution` is that of the paper in dots per inch."""
        super().__init__()
        self._drawings = drawings
        self._dots = resolution / _POINTS_PER_INCH

    def intrinsicSize(  # noqa: N802 - Qt's name
        self, _document: QTextDocument, _place: int, shape: QTextFormat
    ) -> QSizeF:
        """The size of the picture in dots."""
        drawing = self._drawing(shape)
        return QSizeF(drawing.width * self._dots, drawing.height * self._dots)

    def drawObject(  # noqa: N802 - Qt's name
        self,
        painter: QPainter,
        room: QRectF | QRect,
        _document: QTextDocument,
        _place: int,
        shape: QTextFormat,
    ) -> None:
        """Paint the picture where it was laid out."""
        painter.save()
        painter.translate(QRectF(room).topLeft())
        painter.scale(self._dots, self._dots)
        paint(painter, self._drawing(shape))
        painter.restore()

    def _drawing(self, shape: QTextFormat) -> Drawing:
        name = shape.stringProperty(QTextFormat.Property.ImageName)
        return self._drawings[int(name.removeprefix(PLACE))]


def holds_picture(block: QTextBlock) -> bool:
    """Whether a picture stands in a paragraph."""
    return _OBJECT in block.text()
