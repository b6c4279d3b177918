"""Where the windows were and how large: the only thing remembered besides the cases."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget


class WindowSettings:
    """Geometry of windows by kind, in an INI file of the data folder."""

    def __init__(self, place: Path) -> None:
        self._settings = QSettings(str(place), QSettings.Format.IniFormat)

    def restore(self, kind: str, window: QWidget) -> bool:
        """Put a window where one of its kind was last; False where nothing is known."""
        kept = self._settings.value(f"geometry/{kind}")
        return isinstance(kept, QByteArray) and window.restoreGeometry(kept)

    def keep(self, kind: str, window: QWidget) -> None:
        """Remember where a window is."""
        self._settings.setValue(f"geometry/{kind}", window.saveGeometry())

    def save(self) -> bool:
        """Write it down; False where that was not possible, which costs only the geometry."""
        self._settings.sync()
        return self._settings.status() is QSettings.Status.NoError
