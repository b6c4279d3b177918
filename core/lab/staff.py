"""A simulated nurse: what the case says becomes things to do, each at its time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.lab.staff_chance import Chance
from core.lab.staff_profile import Profile
from core.lab.staff_tasks import (
    Answer,
    Look,
    PutAside,
    Rehang,
    StartSecond,
    Task,
)
from core.model.events import (
    AdviceWithheld,
    Advised,
    CaseEnded,
    CaseOpened,
    Prompted,
    Recorded,
    TitrationPaused,
    TitrationResumed,
)
from core.model.terms import Action, Agent

LOOK_AGAIN = timedelta(minutes=2)
"""When a nurse looks again after a reading that earned no advice (local choice)."""
BEFORE_EMPTY = timedelta(minutes=15)
"""How long after the prompt of a bag that runs out the next one hangs (local choice)."""
ASKS_FOR_READING = frozenset(
    {"reading-overdue", "watch-reading-overdue", "wean-eligible", "stop-eligible", "above-band"}
)


@dataclass(frozen=True, slots=True)
class Staff:
    """A nurse of one profile, and what she has in mind to do."""

    profile: Profile
    seed: int
    tasks: tuple[Task, ...] = ()

    @property
    def chance(self) -> Chance:
        """Her chances."""
        return Chance(self.seed)

    @property
    def next_at(self) -> datetime | None:
        """When she does something next; None: not before the case says something."""
        return min((task.at for task in self.tasks), default=None)

    def due(self, now: datetime) -> tuple[Task, ...]:
        """What she does by now, oldest first."""
        fallen = (task for task in self.tasks if task.at <= now)
        return tuple(sorted(fallen, key=lambda task: task.at))

    def without(self, task: Task) -> "Staff":
        """The same nurse once a task is off her mind."""
        return replace(self, tasks=tuple(one for one in self.tasks if one != task))

    def having(self, task: Task) -> "Staff":
        """The same nurse with one more task; of looks at the monitor the earliest stays."""
        if not isinstance(task, Look):
            return replace(self, tasks=(*self.tasks, task))
        looks = [one for one in self.tasks if isinstance(one, Look)]
        first = min((*looks, task), key=lambda one: one.at)
        others = tuple(one for one in self.tasks if not isinstance(one, Look))
        return replace(self, tasks=(*others, first))

    def heard(self, facts: Iterable[Recorded]) -> "Staff":
        """The same nurse after new facts of the case."""
        staff = self
        for fact in facts:
            staff = staff._heard(fact)
        return staff

    def _heard(self, fact: Recorded) -> "Staff":
        event, now = fact.event, fact.recorded_at
        match event:
            case CaseOpened() | TitrationResumed():
                return self.having(Look(self._after("react", fact), fact.seq))
            case Advised():
                return self._advised(fact, event)
            case AdviceWithheld():
                return self._without_looks().having(Look(now + LOOK_AGAIN, fact.seq))
            case Prompted():
                return self._prompted(fact, event)
            case TitrationPaused():
                return self._without_looks()
            case _:
                return replace(self, tasks=()) if isinstance(event, CaseEnded) else self

    def _without_looks(self) -> "Staff":
        kept = tuple(task for task in self.tasks if not isinstance(task, Look))
        return replace(self, tasks=kept)

    def _after(self, name: str, fact: Recorded) -> datetime:
        """So long after a fact as it takes her to turn to it."""
        typical = {
            "react": self.profile.react,
            "answer": self.profile.answer,
            "delay": self.profile.delay,
            "puts_aside": self.profile.puts_aside,
        }[name]
        return fact.recorded_at + self.chance.spread(name, typical, fact.seq)

    def _happens(self, name: str, share: float, fact: Recorded) -> bool:
        return self.chance.happens(name, share, fact.seq)

    def _advised(self, fact: Recorded, advised: Advised) -> "Staff":
        """The next look is at the recheck; advice that changes something wants an answer."""
        staff = self._without_looks()
        if not self._happens("forgets_reading", self.profile.forgets_reading, fact):
            lag = self.chance.spread("react", self.profile.react, fact.seq)
            staff = staff.having(Look(advised.recheck_at + lag, fact.seq))
        if advised.action in {Action.HOLD, Action.LOOK_AGAIN}:
            return staff
        if self._happens("forgets_answer", self.profile.forgets_answer, fact):
            return staff
        return staff.having(Answer(self._answer_at(fact), fact.seq))

    def _answer_at(self, fact: Recorded) -> datetime:
        """Later when she puts it off without a word; putting it off in words is an answer."""
        profile = self.profile
        said = self._happens("delay_said", profile.delay_said, fact)
        silent = self._happens("delays", profile.delays, fact) and not said
        return self._after("delay" if silent else "answer", fact)

    def _prompted(self, fact: Recorded, prompted: Prompted) -> "Staff":
        staff = self
        for task in self._tasks_of(fact, prompted):
            staff = staff.having(task)
        return staff

    def _tasks_of(self, fact: Recorded, prompted: Prompted) -> Iterator[Task]:
        if prompted.code in ASKS_FOR_READING:
            if not self._happens("ignores_prompt", self.profile.ignores_prompt, fact):
                yield Look(self._after("react", fact), fact.seq)
            return
        yield PutAside(self._after("puts_aside", fact), prompted.key, prompted.code)
        if prompted.code == "bag-empty":
            yield Rehang(fact.recorded_at + BEFORE_EMPTY, Agent(prompted.args["agent"]))
        if prompted.code == "second-agent" and self.profile.second_agent is not None:
            wait = self.chance.spread("second_agent", self.profile.second_agent, fact.seq)
            yield StartSecond(fact.recorded_at + wait)
