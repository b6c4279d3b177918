"""Other courses computed in a process of their own, which `gui.child` runs: a task in, courses out.

Nothing of the hidden truth is written to disk.
"""

from collections.abc import Callable
from dataclasses import dataclass

from core.lab.counterfactual import Choice, Other, other_course
from core.lab.played import Played
from core.lab.simulation import Bookmark
from core.lab.trail import Trail, trail_of

WORK = "gui.debrief.rerun:rerun"
"""What a child is asked to do."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """Which courses set out from which second of a course that was played.

    `mark` is the moment that was kept; None where simulated staff has played alone, so that a
    seed makes the course again.
    """

    played: Played
    mark: Bookmark | None
    second: int
    choices: tuple[Choice, ...]

    @property
    def parts(self) -> int:
        """How many courses are to be computed, the way to the moment among them."""
        return len(self.choices) + (1 if self.mark is None else 0)


class OneMark(Trail):
    """A trail of which one mark is wanted."""

    def __init__(self, mark: Bookmark) -> None:
        """Keep the mark."""
        super().__init__()
        self._mark = mark

    def before(self, second: int) -> Bookmark:  # noqa: ARG002 - it was looked up already
        """The mark."""
        return self._mark


def rerun(task: Task, tell: Callable[[int, int], None]) -> tuple[Other, ...]:
    """The courses of a task; `tell` hears how many parts are done, and of how many."""
    tell(0, task.parts)
    made = 0
    if task.mark is None:
        trail = trail_of(task.played, task.second)
        made = 1
        tell(made, task.parts)
    else:
        trail = OneMark(task.mark)
    others = []
    for choice in task.choices:
        others.append(other_course(task.played, trail, task.second, choice))
        tell(made + len(others), task.parts)
    return tuple(others)
