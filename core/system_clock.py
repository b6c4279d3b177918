"""The machine's time and its zone. No other file reads them.

Two clocks are compared: the wall clock, which people and time servers may set, and a steady one,
which nobody can. The steady clock goes on while the machine sleeps, so sleep is no step.
"""

import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo

STEP_SECONDS = 2.0
"""Wall and steady clock may part by this much between two looks; more is a step."""


class SystemClock:
    """The workstation's clock, and whether somebody has set it.

    `wall` and `steady` are the two clocks compared; tests give their own.
    """

    def __init__(
        self,
        wall: Callable[[], datetime] | None = None,
        steady: Callable[[], float] | None = None,
    ) -> None:
        self._wall = wall or _wall
        self._steady = steady or _steady
        self._seen = self._look()

    def now(self) -> datetime:
        """The present moment as an aware UTC datetime."""
        return self._wall()

    def check(self) -> int | None:
        """The seconds by which the wall clock was set since the last look, or None.

        Positive is forwards. Each look starts afresh, so that the slow corrections of a time
        server never add up to a step.
        """
        before, self._seen = self._seen, self._look()
        step = (self._seen[0] - before[0]).total_seconds() - (self._seen[1] - before[1])
        return round(step) if abs(step) > STEP_SECONDS else None

    def _look(self) -> tuple[datetime, float]:
        return self._wall(), self._steady()


class LocalZone(tzinfo):
    """The zone that the machine is set to, with its daylight saving; found anew at each use."""

    def __repr__(self) -> str:
        return f"LocalZone{time.tzname}"

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """How far the wall clock is ahead of UTC at this local time."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().utcoffset()

    def dst(self, dt: datetime | None) -> timedelta | None:  # noqa: ARG002 - as tzinfo has it
        """Not told apart from the rest of the offset."""
        return None

    def tzname(self, dt: datetime | None) -> str | None:
        """The name the machine gives its zone at this local time."""
        return None if dt is None else dt.replace(tzinfo=None).astimezone().tzname()

    def fromutc(self, dt: datetime) -> datetime:
        """The local time of a UTC one; of two equal wall-clock times the second has fold 1."""
        local = dt.replace(tzinfo=UTC).astimezone()
        first = local.replace(tzinfo=self, fold=0)
        return first if first.utcoffset() == local.utcoffset() else first.replace(fold=1)


def _wall() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the one reader of machine time


def _steady() -> float:
    """Seconds of a clock that nobody sets and that counts sleep.

    On Linux that is the boot-time clock. The monotonic clock counts sleep on macOS when asked for
    by number, and on Windows as Python reads it.
    """
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()
