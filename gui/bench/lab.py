"""Whether both windows of the lab keep their frames while simulated time runs at 300 times.

A tick lets 30 s of simulated time pass, staff playing, and hands both windows what changed. Then
both are painted whole: once with what is new, and once more at rest, which is the yardstick.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.cases.board import Board
from core.cases.folder import CaseFolder
from core.cases.site import read_site
from core.clock import SimulatedClock
from core.texts import load_words
from gui.app.lab import Lab
from gui.app.lab_room import TICK, LabRoom
from gui.app.open_cases import Surroundings
from gui.bench.measure import Row, percentile
from gui.lab.chooser import Chosen
from gui.lab.wishes import SetSpeed
from gui.settings import WindowSettings
from gui.ticker import Ticker

SPEED, TICKS, WARM = 300, 150, 10
"""150 ticks are 75 minutes of a scenario that lasts 90 at the longest."""
_SHARE = 0.95
_MS = 1000
_START = datetime(2026, 1, 1, tzinfo=UTC)


class _Hand:
    """A scheduler that is fired by hand."""

    def __init__(self) -> None:
        self._action: Callable[[], None] | None = None

    def arm(self, _delay: timedelta, action: Callable[[], None]) -> None:
        self._action = action

    def disarm(self) -> None:
        self._action = None

    def fire(self) -> None:
        action, self._action = self._action, None
        if action is not None:
            action()


def lab_rows(ticks: int = TICKS) -> list[Row]:
    """Painting against painting at rest, and a whole tick against the time between two."""
    with _room() as (room, step):
        for window in (room.learner, room.instructor):
            QTest.qWaitForWindowExposed(window)
        for _ in range(WARM):
            step()
            _painted(room)
        worked, fresh, rest = [], [], []
        for _ in range(ticks):
            worked.append(_timed(step))
            fresh.append(_painted(room))
            rest.append(_painted(room))
    note = f"percentile {_SHARE * 100:g} of {ticks} ticks"
    between = TICK.total_seconds() * _MS
    return [
        Row(
            f"lab painted at {SPEED} times",
            percentile(fresh, _SHARE),
            "the same windows at rest",
            percentile(rest, _SHARE),
            2.0,
            note,
        ),
        Row(
            f"lab tick at {SPEED} times",
            percentile(worked, _SHARE),
            "the time between two ticks",
            between,
            1.0,
            note,
        ),
    ]


def _painted(room: LabRoom) -> float:
    """Milliseconds in which both windows are laid out and painted whole."""

    def paint() -> None:
        room.learner.middle.behind.catch_up()  # the timeline is a turn of the event loop late
        QApplication.sendPostedEvents()
        room.learner.repaint()
        room.instructor.repaint()

    return _timed(paint)


def _timed(deed: Callable[[], None]) -> float:
    begun = perf_counter()
    deed()
    return (perf_counter() - begun) * _MS


@contextmanager
def _room() -> Iterator[tuple[LabRoom, Callable[[], None]]]:
    """A running room with simulated staff, and what lets one tick pass."""
    with TemporaryDirectory() as place:
        folder, words = CaseFolder(Path(place)), load_words(UTC)
        clock, hand = SimulatedClock(_START), _Hand()
        ticker = Ticker(clock, hand)
        around = Surroundings(
            words=words,
            site=read_site(),
            clock=clock,
            ticker=ticker,
            board=Board(folder, words),
            settings=WindowSettings(folder.settings),
            changed=lambda: None,
            wished=lambda _wish: None,
            look_wished=lambda _look: None,
        )
        lab = Lab(around, folder)
        lab.begin(Chosen("first-hour", 1, "usual", ""))
        if lab.room is None:
            raise RuntimeError("the simulation to be measured was not begun")
        lab.room.begin()
        lab.room.instructor.wished.emit(SetSpeed(SPEED))

        def step() -> None:
            clock.advance(TICK)
            hand.fire()

        try:
            yield lab.room, step
        finally:
            lab.close()
            ticker.stop()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
