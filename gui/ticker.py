"""The one timer of the program: lets time pass for every case, and moves the clocks on screen.

Due times are instants. Each time it wakes it asks the clock and compares; how often it woke, or
how late, never matters. So sleep, a blocked program, a set clock and daylight saving need no care
of their own: whatever fell due is shown at the first look afterwards.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol as Interface

from PySide6.QtCore import QObject, Qt, QTimer

from core.clock import Clock

REFRESH = timedelta(seconds=1)
"""How often what shows the time is redrawn; it sends nothing to a case."""
TRY_AGAIN = timedelta(seconds=30)
"""When a tick that could not be recorded is sent again."""
BANNER_FROM = 120
"""From a step of so many seconds on, people are told and not only the log."""


class Timed(Interface):
    """Something that time passes for: an open case, or the list of the closed ones."""

    def next_due(self, after: datetime) -> datetime | None:
        """The next moment at which something falls due, if any."""
        ...

    def tick(self, now: datetime) -> bool:
        """Let time pass until `now`. False: it could not be recorded and is wanted again."""
        ...

    def clock_stepped(self, now: datetime, seconds: int) -> None:
        """The machine's clock was set by so many seconds, positive is forwards."""
        ...

    def refresh(self, now: datetime) -> None:
        """Show the time; nothing is due."""
        ...


class Scheduler(Interface):
    """Wakes once after a while. Arming again replaces what was armed."""

    def arm(self, delay: timedelta, action: Callable[[], None]) -> None:
        """Call `action` once after `delay`."""
        ...

    def disarm(self) -> None:
        """Call nothing."""
        ...


class QtScheduler:
    """One single-shot QTimer."""

    def __init__(self, parent: QObject | None = None) -> None:
        self._timer = QTimer(parent)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._wake)
        self._action: Callable[[], None] | None = None

    def arm(self, delay: timedelta, action: Callable[[], None]) -> None:
        """Call `action` once after `delay`, on the event loop."""
        self._action = action
        # Rounded up: waking a hair early would mean to wake twice.
        self._timer.start(max(0, -(-delay // timedelta(milliseconds=1))))

    def disarm(self) -> None:
        """Stop the timer."""
        self._timer.stop()
        self._action = None

    def _wake(self) -> None:
        action, self._action = self._action, None
        if action is not None:
            action()


@dataclass(slots=True)
class _Watched:
    target: Timed
    due: datetime | None


class Ticker:
    """Wakes at the earliest due time of all it watches, and at least once a second.

    `step_of` says by how many seconds the clock was set since it was last asked, or None.
    """

    def __init__(
        self, clock: Clock, scheduler: Scheduler, step_of: Callable[[], int | None] = lambda: None
    ) -> None:
        self._clock = clock
        self._scheduler = scheduler
        self._step_of = step_of
        self._watched: list[_Watched] = []

    def watch(self, target: Timed) -> None:
        """Let time pass for this one too, beginning with what it missed."""
        watched = _Watched(target, None)
        self._watched.append(watched)
        now = self._clock.now()
        _tick(watched, now)
        self._arm(now)

    def forget(self, target: Timed) -> None:
        """No longer let time pass for this one."""
        self._watched = [item for item in self._watched if item.target is not target]

    def look_again(self, target: Timed) -> None:
        """Ask a target anew when it is next due, after something happened to it."""
        now = self._clock.now()
        for watched in self._watched:
            if watched.target is target:
                watched.due = target.next_due(now)
        self._arm(now)

    def stop(self) -> None:
        """Watch nothing any more."""
        self._watched = []
        self._scheduler.disarm()

    def _wake(self) -> None:
        """Pass time on. A fault of one target neither stops the others nor the ticking."""
        now = self._clock.now()
        faults: list[Exception] = []
        step = self._step_of()
        for watched in list(self._watched):
            try:
                _pass_time(watched, now, step)
            except Exception as fault:  # noqa: BLE001 - raised below, once all have had their turn
                watched.due = now + TRY_AGAIN
                faults.append(fault)
        if self._watched:
            self._arm(now)
        if faults:
            raise ExceptionGroup("time could not pass for a case", faults)

    def _arm(self, now: datetime) -> None:
        dues = [watched.due for watched in self._watched if watched.due is not None]
        into_second = timedelta(microseconds=now.microsecond)
        wait = min([due - now for due in dues], default=REFRESH)
        self._scheduler.arm(min(max(wait, timedelta(0)), REFRESH - into_second), self._wake)


def _pass_time(watched: _Watched, now: datetime, step: int | None) -> None:
    if step is not None or (watched.due is not None and watched.due <= now):
        _tick(watched, now)
    if step is not None:
        watched.target.clock_stepped(now, step)
    watched.target.refresh(now)


def _tick(watched: _Watched, now: datetime) -> None:
    done = watched.target.tick(now)
    watched.due = watched.target.next_due(now) if done else now + TRY_AGAIN
