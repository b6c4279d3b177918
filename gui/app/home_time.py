"""Time for the closed cases: home compares what falls due with the clock, as open cases do."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from PySide6.QtCore import QTimer

from core.cases.board import Board
from core.cases.line import CaseLine
from core.clock import Clock
from core.view.wording import Words
from gui.bridge import clock_sentence
from gui.home.window import HomeWindow
from gui.ticker import BANNER_FROM

LOOK_AGAIN = timedelta(minutes=1)
"""How often the folder is looked at for case files that another program wrote."""


class HomeTime:
    """Keeps the list of home up to date."""

    def __init__(self, window: HomeWindow, board: Board, words: Words, clock: Clock) -> None:
        self._window = window
        self._board = board
        self._words = words
        self._clock = clock
        self._looked_at = clock.now()
        self._prompts: frozenset[tuple[str, str]] = frozenset()

    def render(self) -> None:
        """Show every case as it is now; call for attention where a prompt is new."""
        now = self._clock.now()
        lines = self._board.lines(now)
        self._window.home.render_lines(lines, now)
        self._window.show_count(sum(bool(line.prompts) for line in lines))
        closed = _prompts(line for line in lines if not line.open)
        if closed - self._prompts:
            self._window.call()
        self._prompts = closed

    def look_at_files(self) -> None:
        """Read the case files that are not known yet, one at each turn of the event loop."""
        self._board.forget_missing()
        unread = self._board.unread()
        self._window.home.show_reading(len(unread))
        self.render()
        if unread:
            self._board.read(unread[0], self._clock.now())
            QTimer.singleShot(0, self._window, self.look_at_files)

    def next_due(self, after: datetime) -> datetime | None:
        """When something falls due in a closed case."""
        return self._board.next_change(after)

    def tick(self, now: datetime) -> bool:  # noqa: ARG002 - the clock says the same
        """Something fell due: show it. A closed case is not written to."""
        self.render()
        return True

    def clock_stepped(self, now: datetime, seconds: int) -> None:  # noqa: ARG002 - as above
        """Say that the clock was set far."""
        if abs(seconds) > BANNER_FROM:
            self._window.home.say(clock_sentence(self._words, seconds))

    def refresh(self, now: datetime) -> None:
        """Move the clock, and now and then look at the folder."""
        self._window.home.show_time(now)
        if abs(now - self._looked_at) >= LOOK_AGAIN:
            self._looked_at = now
            self.look_at_files()


def _prompts(lines: Iterable[CaseLine]) -> frozenset[tuple[str, str]]:
    return frozenset((line.id, prompt.text) for line in lines for prompt in line.prompts)
