"""A course as a debrief looks at it: the facts of the case and the hidden truth, up to a second.

It may be over or still being played, by a learner or by simulated staff. Seconds and times count
from the opening of the case.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.lab.run import Course
from core.lab.scenario import Scenario
from core.lab.simulation import Simulation
from core.lab.truth import Happened, TruthLog
from core.model.events import CaseOpened, EntryStruck, ReadingRecorded, Recorded
from core.model.terms import Quality, Source

SECOND = timedelta(seconds=1)
_PRECEDENCE = {source: -place for place, source in enumerate(Source)}


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """What was played. `until` is the second up to which it is known.

    `staff` is the profile of a simulated nurse, None for a learner. `ended_by` is the scenario's
    end that came, None for its longest run, an instructor's stop or a course still open.
    """

    scenario: Scenario
    seed: int
    staff: str | None
    opening: CaseOpened
    facts: tuple[Recorded, ...]
    truth: TruthLog
    until: int
    ended_by: str | None = None

    @property
    def opened_at(self) -> datetime:
        """When the case was opened."""
        return self.opening.at

    @property
    def span(self) -> timedelta:
        """How long it was played."""
        return self.until * SECOND

    def since(self, at: datetime) -> timedelta:
        """The second of an instant as a time since the opening, below zero before it."""
        return self.second(at) * SECOND

    def second(self, at: datetime) -> int:
        """The second that an instant lies in; of the same second is the same time here."""
        return (at - self.opened_at) // SECOND

    def instant(self, since: timedelta) -> datetime:
        """A time since the opening as an instant."""
        return self.opened_at + since

    def first_fired(self, happening: str) -> timedelta | None:
        """When a happening of the script first fired."""
        fired = (
            entry.second
            for entry in self.truth
            if isinstance(entry, Happened) and entry.happening == happening
        )
        first = min(fired, default=None)
        return None if first is None else first * SECOND

    @property
    def struck(self) -> frozenset[int]:
        """The numbers of the entries that were struck through."""
        events = (fact.event for fact in self.facts)
        return frozenset(event.refers_to for event in events if isinstance(event, EntryStruck))

    @property
    def readings(self) -> tuple[ReadingRecorded, ...]:
        """The usable readings, oldest first; of one instant the one that decides stands last."""
        struck = self.struck
        usable = [
            (fact.event.at, _PRECEDENCE[fact.event.source], fact.seq, fact.event)
            for fact in self.facts
            if isinstance(fact.event, ReadingRecorded)
            and fact.event.quality is Quality.USABLE
            and fact.seq not in struck
        ]
        return tuple(item[-1] for item in sorted(usable, key=lambda item: item[:-1]))


def played_of(course: Course) -> Played:
    """A course that simulated staff has run.

    Raises:
        ValueError: there are no facts of a case.
    """
    opening = _opening(course.facts)
    samples = course.truth.samples
    last = max(fact.recorded_at for fact in course.facts)
    sampled = samples[-1].second if samples else 0
    return Played(
        scenario=course.scenario,
        seed=course.seed,
        staff=course.staff,
        opening=opening,
        facts=tuple(course.facts),
        truth=course.truth,
        until=max((last - opening.at) // SECOND, sampled),
        ended_by=course.outcomes.ended_by,
    )


def played_by(
    simulation: Simulation, facts: Iterable[Recorded], staff: str | None = None
) -> Played:
    """A simulation as it stands; `facts` are all those of its case.

    Raises:
        ValueError: there are no facts of a case.
    """
    kept, ended = tuple(facts), simulation.ended
    return Played(
        scenario=simulation.scenario,
        seed=simulation.seed,
        staff=staff,
        opening=_opening(kept),
        facts=kept,
        truth=simulation.truth,
        until=(simulation.now - simulation.start) // SECOND,
        ended_by=None if ended is None else ended.end,
    )


def _opening(facts: Iterable[Recorded]) -> CaseOpened:
    opened = (fact.event for fact in facts if isinstance(fact.event, CaseOpened))
    first = next(opened, None)
    if first is None:
        raise ValueError("there is no debrief of a case that was never opened")
    return first
