"""How fast simulated time runs, and how much of it is due after some outer time.

Outer time that was lost, as when a computer slept, is not made up: a simulation goes on from
where it stood.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

SPEEDS = (1, 2, 5, 10, 30, 60, 120, 300)
"""Simulated seconds in one outer second."""
MOST_AT_ONCE = timedelta(milliseconds=500)
"""Outer time that one tick makes up at most; a longer gap is time that nobody watched."""
_SECOND = timedelta(seconds=1)
_NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Pace:
    """A speed, whether time runs at all, and simulated time that is owed (below one second)."""

    speed: int = 1
    running: bool = False
    owed: timedelta = _NOTHING

    def after(self, elapsed: timedelta) -> "tuple[Pace, timedelta]":
        """The pace after so much outer time, and the whole simulated seconds that are due."""
        if not self.running or elapsed <= _NOTHING:
            return self, _NOTHING
        owed = self.owed + min(elapsed, MOST_AT_ONCE) * self.speed
        due = owed // _SECOND * _SECOND
        return replace(self, owed=owed - due), due

    def at(self, speed: int) -> "Pace":
        """The same at another speed.

        Raises:
            ValueError: there is no such speed.
        """
        if speed not in SPEEDS:
            raise ValueError(f"no speed {speed}: choose from {', '.join(map(str, SPEEDS))}")
        return replace(self, speed=speed)

    def faster(self) -> "Pace":
        """One speed up; the highest stays."""
        return self.at(SPEEDS[min(SPEEDS.index(self.speed) + 1, len(SPEEDS) - 1)])

    def slower(self) -> "Pace":
        """One speed down; the lowest stays."""
        return self.at(SPEEDS[max(SPEEDS.index(self.speed) - 1, 0)])

    def going(self, *, running: bool) -> "Pace":
        """Running or paused; a pause owes nothing."""
        return replace(self, running=running, owed=_NOTHING)
