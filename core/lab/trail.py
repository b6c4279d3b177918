"""The moments of a simulation that another course can set out from.

A learner's simulation is marked while it is played: after each request and each step of time.
Simulated staff's is played again, which a seed makes the very same, and marked at each minute.
Nothing of the simulation itself is touched: a course that sets out has a case of its own.
"""

from bisect import bisect_right
from dataclasses import dataclass, replace

from core.lab.play import SECOND
from core.lab.played import Played
from core.lab.simulation import Bookmark, Simulation
from core.lab.staff import Staff
from core.lab.staff_profile import profile_of
from core.library import Shelved, protocol_from
from core.log.memory import MemoryLog
from core.model.events import CaseOpened

MINUTE = 60
"""Marks are no further apart than this in seconds."""


class Trail:
    """The marks of one simulation, oldest first."""

    def __init__(self) -> None:
        """No mark yet."""
        self._marks: list[tuple[int, int, Bookmark]] = []

    def mark(self, simulation: Simulation) -> None:
        """Keep this moment if anything was done since the last mark, or a minute has passed.

        After the instructor went back, the marks of what is undone are forgotten.
        """
        here = simulation.bookmark()
        second = (here.at - simulation.start) // SECOND
        done = here.facts + here.truth[0]
        while self._marks and self._marks[-1][0] > second:
            self._marks.pop()
        last = self._marks[-1] if self._marks else None
        if last is None or last[1] != done or second - last[0] >= MINUTE:
            self._marks = [mark for mark in self._marks if mark[0] != second]
            self._marks.append((second, done, here))

    @property
    def seconds(self) -> tuple[int, ...]:
        """The seconds that were kept."""
        return tuple(second for second, _, _ in self._marks)

    def before(self, second: int) -> Bookmark:
        """The last mark up to a second, that one included.

        Raises:
            LookupError: nothing was marked so early.
        """
        place = bisect_right(self.seconds, second)
        if place == 0:
            raise LookupError(f"no moment of this course was kept at {second} s or before")
        return self._marks[place - 1][2]


def trail_of(played: Played, until: int) -> Trail:
    """The marks of a course that simulated staff has run alone, up to a second.

    Raises:
        ValueError: a learner has played it, so it can only be marked while it is played.
    """
    if played.staff is None:
        raise ValueError("a learner's course is marked while it is played")
    profile, trail = profile_of(played.staff), Trail()
    simulation = Simulation(
        played.scenario,
        played.seed,
        MemoryLog(),
        staff=profile,
        start=played.opened_at,
        protocol=shelved(played.opening),
    )
    trail.mark(simulation)
    for second in range(MINUTE, until + 1, MINUTE):
        simulation.pass_time(played.opened_at + second * SECOND)
        trail.mark(simulation)
    return trail


@dataclass(frozen=True, slots=True, eq=False)
class SetOut:
    """A simulation that has set out from a mark, with the log of its own case."""

    simulation: Simulation
    log: MemoryLog


def set_out(played: Played, mark: Bookmark, staff: Staff | None) -> SetOut:
    """A simulation at a mark with another nurse or none; its case has the facts up to then."""
    opening, log = MemoryLog(), MemoryLog()
    simulation = Simulation(
        played.scenario,
        played.seed,
        opening,
        start=played.opened_at,
        fresh_log=lambda: log,
        protocol=shelved(played.opening),
    )
    opened = sum(1 for _ in opening)
    opening.append([fact for fact in played.facts if opened < fact.seq <= mark.facts])
    simulation.back_to(replace(mark, world=replace(mark.world, staff=staff), truth=(0, 0)))
    return SetOut(simulation, log)


def shelved(opening: CaseOpened) -> Shelved:
    """The protocol that a case was opened with, as if it stood on the shelf."""
    text = opening.protocol_text
    return Shelved(opening.protocol, "", text, protocol_from(text), ())
