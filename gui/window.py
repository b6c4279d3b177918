"""What the windows beside home do alike: their size, Esc, full screen, a new palette, their end."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from gui.theme import Look

Lines = tuple[int, int]
"""Width and height in heights of a line; those of each window fit 1366 x 768."""


def bring(window: QWidget) -> None:
    """Show a window in front of the others, with the keys in it."""
    window.show()
    window.raise_()
    window.activateWindow()


def in_lines(widget: QWidget, lines: Lines) -> QSize:
    """So many heights of a line wide and high, in the widget's letters."""
    em = widget.fontMetrics().height()
    return QSize(lines[0] * em, lines[1] * em)


if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object  # the widget itself comes from the class of Qt behind it


class Frame(_Widget):
    """What a window does whatever it shows. Stands before the class of Qt among the bases."""

    closed = Signal()
    """The window is gone."""
    lines: Lines

    def escape(self) -> None:
        """Esc was pressed and nobody in the window needed it."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """What a small workstation shows."""
        return in_lines(self, self.lines)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc means what the window says, where a field does not need it."""
        if event.key() == Qt.Key.Key_Escape:
            self.escape()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell that the window goes."""
        super().closeEvent(event)
        self.closed.emit()


class MenuWindow(Frame, QMainWindow):
    """A window with menus. Whoever derives from it says what Esc does and what colours change."""

    look_wished = Signal(object)
    """A Look for the whole program."""
    lines: Lines = (96, 53)
    looks: ClassVar[Mapping[str, Look]] = {"light": Look.LIGHT, "dark": Look.DARK}
    """What its menu offers, by the codes of its acts."""

    def frame_deeds(self) -> dict[str, Callable[[], None]]:
        """What the acts do that every menu has, by their codes."""
        deeds: dict[str, Callable[[], None]] = {
            code: partial(self.look_wished.emit, look) for code, look in self.looks.items()
        }
        return deeds | {"close": self._close, "full_screen": self._switch_full_screen}

    def recolour(self) -> None:
        """The palette is another one: what is painted by hand is painted anew."""

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Follow another palette at once, as soon as there is something to paint."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self.centralWidget() is not None:
            self.recolour()

    def _close(self) -> None:
        self.close()

    def _switch_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)


class SideWindow(Frame, QWidget):
    """A window without menus, beside whatever is being done. Esc closes it."""

    def __init__(self) -> None:
        """A window of its own, whoever made it."""
        super().__init__(None, Qt.WindowType.Window)

    def escape(self) -> None:
        """Close it."""
        self.close()
