"""The learner's window: the ordinary window of a case, with the bedside screen over it."""

from PySide6.QtWidgets import QBoxLayout

from core.lab.monitor_view import MonitorView
from gui.case.desk import Desk
from gui.case.window import CaseWindow
from gui.lab.monitor import BedsideScreen

_BELOW_STRIP = 1


class LearnerWindow(CaseWindow):
    """A case in simulation. What the screen shows is entered by hand, as at a bedside."""

    def __init__(self, desk: Desk) -> None:
        """Show the desk's case and an empty screen."""
        super().__init__(desk)
        self.screen_strip = BedsideScreen(desk.words)
        centre = self.centralWidget()
        layout = None if centre is None else centre.layout()
        if not isinstance(layout, QBoxLayout):
            raise TypeError(f"the case window has no column of parts, but {layout!r}")
        layout.insertWidget(_BELOW_STRIP, self.screen_strip)

    def show_screen(self, view: MonitorView, pace: str) -> None:
        """What the bedside shows now, and how fast time passes."""
        self.screen_strip.render(view)
        self.screen_strip.show_pace(pace)
