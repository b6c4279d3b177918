"""A page of the printed record, held up as a window so that it can be pictured."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

_GROUND = Qt.GlobalColor.lightGray


class Sheet(QWidget):
    """A page at the greatest size that fits, in the middle of a grey ground."""

    def __init__(self, page: QImage) -> None:
        super().__init__()
        self.setWindowTitle("Pressor")
        self.setAccessibleName(self.windowTitle())
        self._page = page

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, then the page."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _GROUND)
        smooth = Qt.TransformationMode.SmoothTransformation
        page = self._page.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio, smooth)
        place = QRect(QPoint(0, 0), page.size())
        place.moveCenter(self.rect().center())
        painter.drawImage(place, page)
        painter.end()
