"""Who says what time it is. The core never asks; the one who drives a session does."""

from datetime import datetime, timedelta
from typing import Protocol as Interface


class Clock(Interface):
    """A source of the present moment."""

    def now(self) -> datetime:
        """The present moment as an aware UTC datetime."""
        ...


class SimulatedClock:
    """A clock that stands still until somebody moves it.

    `speed` is how many seconds pass on this clock for each second it is advanced by.

    Raises:
        ValueError: `start` is not aware UTC, or `speed` is below 1.
    """

    def __init__(self, start: datetime, speed: int = 1) -> None:
        if start.utcoffset() != timedelta(0):
            raise ValueError(f"a clock starts at an aware UTC instant, not at {start!r}")
        if speed < 1:
            raise ValueError(f"a clock never runs backwards or stands: speed {speed}")
        self._now = start
        self.speed = speed

    def now(self) -> datetime:
        """The moment this clock was moved to."""
        return self._now

    def advance(self, elapsed: timedelta) -> None:
        """Let so much outer time pass, and `speed` times as much on this clock.

        Raises:
            ValueError: the time elapsed is negative.
        """
        if elapsed < timedelta(0):
            raise ValueError(f"time passes forwards, not by {elapsed}")
        self._now += elapsed * self.speed
