"""What is likely to be wanted next, loaded piece by piece while nothing else is to do."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

_WINDOWS = ("gui.app.beginning", "gui.case.window", "gui.initials")


class Ahead:
    """Loads windows, then protocols; one at each turn of the event loop, as long as home lives."""

    def __init__(self, home: QObject, data: Path) -> None:
        self._home, self._data = home, data

    def begin(self) -> None:
        """Begin at the next turn of the event loop."""
        QTimer.singleShot(0, self._home, self._load_windows)

    def _load_windows(self) -> None:
        """Load the next of the windows that nobody asked for yet, so that it opens at once."""
        missing = [name for name in _WINDOWS if name not in sys.modules]
        if missing:
            import_module(missing[0])
            QTimer.singleShot(0, self._home, self._load_windows)
        else:
            from core.cases.bookcase import read_ahead  # noqa: PLC0415 - not before home is served

            self._read_on(read_ahead(self._data))

    def _read_on(self, places: Iterator[str]) -> None:
        """Read the next protocol, so that the form of a new case opens at once."""
        if next(places, None) is not None:
            QTimer.singleShot(0, self._home, lambda: self._read_on(places))
