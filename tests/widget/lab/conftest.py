"""A running simulation without a program: the room, its clock, and a ticker fired by hand."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.cases.board import Board
from core.cases.folder import CaseFolder
from core.cases.site import read_site
from core.clock import SimulatedClock
from core.texts import load_words
from gui.app.lab import Lab
from gui.app.lab_room import LabRoom
from gui.app.open_cases import Surroundings
from gui.lab.chooser import Chosen
from gui.settings import WindowSettings
from gui.theme import LIGHT, dress
from gui.ticker import Ticker

START = datetime(2027, 3, 4, 8, 0, tzinfo=UTC)


class Hand:
    """A scheduler fired by hand."""

    def __init__(self) -> None:
        self.action: Callable[[], None] | None = None
        self.delay = timedelta(0)

    def arm(self, delay: timedelta, action: Callable[[], None]) -> None:
        self.action, self.delay = action, delay

    def disarm(self) -> None:
        self.action = None


class Bench:
    """The lab with all that it is given, and hands to let time pass."""

    def __init__(self, place: Path) -> None:
        self.folder, self.words = CaseFolder(place), load_words(UTC)
        self.clock, self.hand = SimulatedClock(START), Hand()
        self.ticker = Ticker(self.clock, self.hand)
        self.board = Board(self.folder, self.words)
        self.wished: list[str] = []
        self.looks: list[Any] = []
        self.lab = Lab(
            Surroundings(
                words=self.words,
                site=read_site(),
                clock=self.clock,
                ticker=self.ticker,
                board=self.board,
                settings=WindowSettings(self.folder.settings),
                changed=lambda: None,
                wished=self.wished.append,
                look_wished=self.looks.append,
            ),
            self.folder,
        )

    def begin(self, scenario: str = "first-hour", *, seed: int = 1, staff: str = "") -> LabRoom:
        """A room whose time stands still at its start."""
        self.lab.begin(Chosen(scenario, seed, staff, "" if staff else "AB"))
        room = self.lab.room
        assert room is not None
        return room

    def ticks(self, count: int, outer: timedelta = timedelta(milliseconds=100)) -> None:
        """Let outer time pass in so many steps."""
        for _ in range(count):
            self.clock.advance(outer)
            assert self.hand.action is not None
            self.hand.action()

    def close(self) -> None:
        self.lab.close()
        self.ticker.stop()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def lab_bench(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    assert qtbot is not None
    dress(qapp, LIGHT)
    bench = Bench(tmp_path / "data")
    yield bench
    bench.close()
