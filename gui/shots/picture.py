"""A window at a size, as a picture."""

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

_QUICK = 80
"""Of 100: larger files, written four times as fast. Nothing is lost in a PNG."""
SIZES = (QSize(1366, 768), QSize(1920, 1080))


def pictured(window: QWidget, size: QSize) -> QPixmap:
    """The window as it looks in front of everything at this size."""
    window.resize(size)
    window.show()
    window.raise_()
    window.activateWindow()
    # Layouts settle in rounds: a text that wraps asks for its height when it knows its width.
    for _ in range(3):
        QApplication.processEvents()
    return window.grab()


def saved(picture: QPixmap, place: Path) -> None:
    """Write a picture as PNG.

    Raises:
        OSError: it could not be written.
    """
    if not picture.save(str(place), "PNG", _QUICK):
        raise OSError(f"{place} cannot be written")
