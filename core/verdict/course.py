"""What belongs to an opportunity: how long it lasts, and the doses set in it that count."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from core.model.terms import Action
from core.quantity.measures import Dose
from core.verdict.opportunity import LATE_FOR, STEPS, Change, Opportunity

_READING = timedelta(0)


class End(Enum):
    """What ends an opportunity. The order is who wins where several come at one instant."""

    PAUSE = "pause"
    NEXT_READING = "next reading"
    RECORD = "record"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Course:
    """An opportunity that can be judged, reduced to what counts in it.

    before: the set dose at the reading.
    deadline, end: counted from the reading; the end may be the earlier one.
    ended_by: what came first.
    changes: those within the opportunity, in order of time. Of two at one instant the later entered
        stands, and the earlier was a change all the same.
    """

    of: Opportunity
    before: Dose
    deadline: timedelta
    end: timedelta
    ended_by: End
    changes: tuple[Change, ...]

    @property
    def is_cut_short(self) -> bool:
        """Whether the time was not up."""
        return self.end < self.deadline

    @property
    def in_time(self) -> tuple[Change, ...]:
        """The changes up to the deadline, the deadline included."""
        return tuple(change for change in self.changes if change.after <= self.deadline)

    @property
    def at_deadline(self) -> Dose:
        """The dose that stood at the deadline, or at the end if that came first."""
        return _last(self.in_time, self.before)

    @property
    def at_end(self) -> Dose:
        """The dose that stood at the end."""
        return _last(self.changes, self.before)


def course_of(of: Opportunity) -> Course:
    """What belongs to this opportunity.

    Raises:
        ValueError: the dose before or the deadline is not known, so nothing can be judged.
    """
    if of.before is None or of.step_by is None:
        raise ValueError(f"no course of {of.agent}: its dose before or its deadline is not known")
    ends = _ends(of, of.step_by)
    end = min(ends.values())
    ended_by = next(kind for kind in End if ends.get(kind) == end)
    inside = tuple(change for change in of.changes if belongs(of, change.after, end))
    return Course(of, of.before, of.step_by, end, ended_by, inside)


def is_step(of: Opportunity) -> bool:
    """Whether a step was advised."""
    return of.action in STEPS


def is_call(of: Opportunity) -> bool:
    """Whether a call was to be answered; one beside a step does not count."""
    if of.action is Action.ESCALATE:
        return True
    return of.called and of.calls_charted and not is_step(of)


def belongs(of: Opportunity, after: timedelta, end: timedelta) -> bool:
    """Whether this instant lies in the opportunity that ends at `end`.

    The instant of the next reading belongs to that one, the instant of a pause to nobody.
    """
    taken = (of.next_reading, of.paused_from)
    return _READING <= after <= end and after not in taken


def _ends(of: Opportunity, deadline: timedelta) -> dict[End, timedelta]:
    waits = is_step(of) or is_call(of)
    ends = {
        End.PAUSE: of.paused_from,
        End.NEXT_READING: of.next_reading,
        End.RECORD: of.charted_until,
        End.TIME: deadline + LATE_FOR if waits else deadline,
    }
    return {kind: end for kind, end in ends.items() if end is not None}


def _last(changes: tuple[Change, ...], before: Dose) -> Dose:
    return changes[-1].dose if changes else before
