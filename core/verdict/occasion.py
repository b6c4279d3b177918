"""A reading that advises, with all that repeats it: what the opportunities of its agents share."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.model.events import Advised, Answered
from core.model.terms import Action, Urgency
from core.verdict.opportunity import STEPS
from core.verdict.record import Record, Said, whole


@dataclass(frozen=True, slots=True)
class Occasion:
    """What was first said, the advice in it, its deadline, what repeated it, what came next."""

    first: Said
    advised: Advised
    deadline: datetime
    repeats: tuple[Said, ...] = ()
    next: Said | None = None

    @property
    def moment(self) -> datetime:
        """What every time counts from."""
        return self.first.moment

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all its advice."""
        return tuple(said.seq for said in (self.first, *self.repeats))

    @property
    def is_called(self) -> bool:
        """Whether the reading asked for a call of urgency now."""
        return any(call.urgency is Urgency.NOW for call in self.first.calls)

    @property
    def next_after(self) -> timedelta | None:
        """When the next reading came; at once, if it was made earlier and entered later."""
        return None if self.next is None else max(timedelta(0), self.next.moment - self.moment)

    def is_repeated_by(self, said: Said, advised: Advised) -> bool:
        """Whether this says the same before the deadline: agent, action, dose and calls."""
        same = _gist(said, advised) == _gist(self.first, self.advised)
        return same and said.moment < self.deadline

    def repeated(self, said: Said) -> "Occasion":
        """This occasion with what repeats it."""
        return replace(self, repeats=(*self.repeats, said))

    def answer(self, record: Record) -> Answered | None:
        """The last answer to its advice."""
        given = [record.answers[seq] for seq in self.numbers if seq in record.answers]
        return given[-1] if given else None

    def call_answered(self, record: Record) -> datetime | None:
        """When a call was first put aside, or advice to escalate first answered."""
        escalates = self.advised.action is Action.ESCALATE
        keys = [
            call.key
            for said in (self.first, *self.repeats)
            for call in said.calls
            if escalates or call.urgency is Urgency.NOW
        ]
        times = [record.seen[key] for key in keys if key in record.seen]
        if escalates:
            times += [
                whole(record.answers[seq].at) for seq in self.numbers if seq in record.answers
            ]
        return min(times, default=None)


def is_same_way(one: Advised, other: Advised) -> bool:
    """Whether both are steps of one agent, both up or both down."""
    if one.agent is not other.agent or not {one.action, other.action} <= STEPS:
        return False
    return (one.dose > one.from_dose) is (other.dose > other.from_dose)


def _gist(said: Said, advised: Advised) -> tuple[object, ...]:
    called = frozenset(call.code for call in said.calls)
    return advised.agent, advised.action, advised.dose, called
