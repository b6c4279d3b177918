"""A shift at the real program: keys to whatever has the focus, eyes on what is in sight.

Nothing here calls a widget to do something; widgets are only read. Time passes when the clock
is moved and the scheduler is fired by hand.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from core.cases.folder import CaseFolder
from core.clock import SimulatedClock
from core.texts import load_words
from core.view.case_view import CaseView
from gui.app.program import Parts, Program
from gui.case.window import CaseWindow
from gui.theme import LIGHT, dress

BEGINS = datetime(2027, 3, 4, 7, 0, tzinfo=UTC)
ZONE = ZoneInfo("Europe/Berlin")
STEP = timedelta(minutes=1)


class Hand:
    """A scheduler that wakes when it is told to."""

    def __init__(self) -> None:
        self._action: Callable[[], None] | None = None

    def arm(self, _delay: timedelta, action: Callable[[], None]) -> None:
        self._action = action

    def disarm(self) -> None:
        self._action = None

    def fire(self) -> None:
        action, self._action = self._action, None
        assert action is not None, "nobody waits for time to pass"
        action()


class Shift:
    """Somebody at the keyboard."""

    def __init__(self, application: QApplication, place: Path, qtbot: QtBot) -> None:
        self.clock = SimulatedClock(BEGINS)
        self._hand, self._qtbot = Hand(), qtbot
        folder, words = CaseFolder(place), load_words(ZONE)
        self.program = Program(Parts(application, folder, words, self.clock, self._hand))

    def begin(self) -> None:
        """Start the program and wait until the cases are there."""
        self.program.show()
        home = self.program.window
        self._qtbot.waitUntil(lambda: home.isActiveWindow() and self._armed)

    @property
    def _armed(self) -> bool:
        return self._hand._action is not None

    # --- hands -----------------------------------------------------------------------------

    def press(self, *keys: str) -> None:
        """Press keys one after the other, as in "Ctrl+N", "Return", "Right"."""
        for key in keys:
            pressed = QKeySequence(key)[0]  # type: ignore[index]  # the stubs lack it
            QTest.keyClick(self._focus(), pressed.key(), pressed.keyboardModifiers())
            QApplication.processEvents()

    def type(self, text: str, *then: str) -> None:
        """Type a text, then press keys."""
        QTest.keyClicks(self._focus(), text)
        self.press(*then)

    def turn_to(self, window: QWidget) -> None:
        """Bring a window to the front, as the desktop's own keys do."""
        window.activateWindow()
        self._qtbot.waitUntil(window.isActiveWindow)

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Look until something is so."""
        self._qtbot.waitUntil(holds)

    def pass_time(self, minutes: int) -> None:
        """Let minutes go by; the program is woken in each of them."""
        left = timedelta(minutes=minutes)
        while left > timedelta(0):
            self.clock.advance(min(left, STEP))
            left -= STEP
            self._hand.fire()
            QApplication.processEvents()

    def begin_case(self, label: str) -> CaseWindow:
        """A case in simulation, 82 kg on 8 mg of base in 250 mL, by the keys of its form."""
        opened = len(self.cases)
        self.press("Ctrl+N")
        self.type(label, "Return")
        self.type("82", "Return")
        self.press("Right", "Return")  # the weight is actual
        self.type("67", "Return")
        self.press("Return")  # no word about sex
        self.press("Right", "Return", "Right", "Return")  # fluids given, volume assessed
        self.press("Right", "Return")  # the label states base
        self.press("Right", "Right", "Return", "Return")  # the second bag of the site
        self.press("Right", "Return", "Right", "Return")  # central line, steps of 0.1 mL/h
        self.press("Return", "Return")  # first target, usual starting dose
        self.press("Right", "Return")  # nothing runs yet
        self.press("Left", "Return", "Return")  # vasopressin off, no others
        self.press("Ctrl+A")
        self.type("jm", "Return")
        self._qtbot.waitUntil(lambda: len(self.cases) > opened)
        self._qtbot.waitUntil(self.cases[-1].isActiveWindow)
        return self.cases[-1]

    def _focus(self) -> QWidget:
        self._qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    # --- eyes ------------------------------------------------------------------------------

    @property
    def view(self) -> CaseView:
        """What the case opened last shows."""
        return self.program.clinic.cases.bridges[-1].view

    @property
    def cases(self) -> tuple[CaseWindow, ...]:
        """The case windows, in the order of opening."""
        return self.program.clinic.cases.windows

    @staticmethod
    def texts(window: QWidget) -> list[str]:
        """Every text in sight of a window, row by row for its tables."""
        found = []
        for part in window.findChildren(QWidget):
            if not part.isVisible():
                continue
            if isinstance(part, QLabel | QAbstractButton):
                found.append(part.text())
            elif isinstance(part, QLineEdit):
                found.append(part.displayText())
            elif isinstance(part, QTableView):
                found += _rows(part)
        return [text for text in found if text]

    def sees(self, window: QWidget, text: str) -> bool:
        """Whether a text stands somewhere in a window."""
        return any(text in told for told in self.texts(window))

    def end(self) -> None:
        """Close everything."""
        self.program.close()
        self.program.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _rows(table: QTableView) -> list[str]:
    model = table.model()
    columns = range(model.columnCount())
    rows = range(model.rowCount())
    return [" | ".join(str(model.index(row, at).data() or "") for at in columns) for row in rows]


@pytest.fixture
def shift(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Shift]:
    dress(qapp, LIGHT)
    worked = Shift(qapp, tmp_path / "data", qtbot)
    yield worked
    worked.end()
    dress(qapp, LIGHT)
