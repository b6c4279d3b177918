"""The running program: home, the open cases, and the one ticker they share."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from core.cases.folder import CaseFolder
from core.clock import Clock
from core.frozen import dataclass
from core.view.wording import Words
from gui import loading
from gui.app.faults import FaultHandler
from gui.home.window import HomeWindow
from gui.settings import WindowSettings
from gui.theme import Look, dress, theme_for
from gui.ticker import Scheduler, Ticker

if TYPE_CHECKING:
    from gui.app.clinic import Clinic


@dataclass(frozen=True, slots=True)
class Parts:
    """What a program is made of; tests give their own clock and scheduler."""

    application: QApplication
    folder: CaseFolder
    words: Words
    clock: Clock
    scheduler: Scheduler
    step_of: Callable[[], int | None] = lambda: None
    proves: bool = True
    """Whether the library has protocols proved by itself; a picture waits for nobody."""


class Program:
    """Shows home at once; the clinical part is loaded when home has been painted."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts
        self.ticker = Ticker(parts.clock, parts.scheduler, parts.step_of)
        self.settings = WindowSettings(parts.folder.settings)
        self.window = HomeWindow(parts.words)
        self.faults = FaultHandler(parts.folder.faults, parts.clock, self._say_fault)
        self._wanted: Path | None = None
        self._closed = False
        self._clinic: Clinic | None = None
        self.window.painted.connect(self.load)
        self.window.look_wished.connect(self.wear)
        self.window.closed.connect(self._keep_geometry)

    @property
    def clinic(self) -> "Clinic":
        """The clinical part; loaded now if it was not yet."""
        if self._clinic is None:
            self._clinic = _loaded(self)
        return self._clinic

    def show(self, case: Path | None = None) -> None:
        """Show home; open a case as soon as that is possible."""
        self._wanted = case
        self.faults.install()
        self.window.home.show_time(self.parts.clock.now())
        self.settings.restore("home", self.window)
        self.window.show()
        self.window.home.setFocus()

    def load(self) -> None:
        """Show the cases that are remembered, then load the clinical part and let time pass."""
        from core.cases.remembered import recall  # noqa: PLC0415 - after the first paint

        now = self.parts.clock.now()
        known = recall(self.parts.folder.remembered).values()
        self.window.home.render_lines(tuple(outlook.at(now) for _, _, outlook in known), now)
        QTimer.singleShot(0, self.window, self._load_clinic)

    def _load_clinic(self) -> None:
        if self._closed:
            return
        self.clinic.begin()
        if self._wanted is not None:
            self.clinic.opening.open_path(self._wanted)
            self._wanted = None

    def wear(self, look: Look) -> None:
        """Change the look of every window."""
        dress(self.parts.application, theme_for(look, self.parts.application))

    def quit(self) -> None:
        """Close every window; the event loop then ends."""
        self.close()

    def close(self) -> None:
        """Let go of everything. What was entered is durable already, so nothing is asked.

        What could not be kept for the next start, list and geometry, is said on standard error.
        """
        self._closed = True
        self.ticker.stop()
        why = ""
        if self._clinic is not None:
            try:
                self._clinic.close()
            except OSError as error:
                why = str(error)
        self.window.close()
        self.faults.remove()
        if why or not self.settings.save():
            args = {"place": str(self.parts.folder.data), "why": why}
            sys.stderr.write(self.parts.words.say("trouble.not-kept", args) + "\n")

    def _keep_geometry(self) -> None:
        self.settings.keep("home", self.window)

    def _say_fault(self, place: Path | None, why: str) -> None:
        code = "trouble.fault-unwritten" if place is None else "trouble.fault"
        sentence = self.parts.words.say(code, {"place": str(place), "why": why})
        self.window.home.say(sentence)
        if self._clinic is not None:
            self._clinic.say(sentence)


def _loaded(program: Program) -> "Clinic":
    """The clinical part. The collector rests meanwhile: what is loaded stays for good."""
    loading.begin()
    try:
        from gui.app.clinic import Clinic  # noqa: PLC0415 - after the first paint

        return Clinic(program)
    finally:
        loading.end()
