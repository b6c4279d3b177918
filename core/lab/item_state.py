"""What can become of an item of the checklist, and what is looked at to tell."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from core.lab.played import Played
from core.lab.scenario import Item
from core.model.events import Reason
from core.quantity.measures import duration_text


class State(StrEnum):
    """What became of an item. An open one waits for the instructor."""

    DONE = "done"
    LATE = "late"
    MISSED = "missed"
    NOT_ASKED = "not_asked"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item, when that was settled, and why: a code with its arguments.

    Of the arguments instants are in ISO form, all others as they are to be read.
    """

    state: State
    why: Reason
    at: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """An item of a course, open from `opens` on."""

    played: Played
    item: Item
    opens: timedelta

    @property
    def deadline(self) -> timedelta | None:
        """The last moment at which it is done in time; None: any time will do."""
        return None if self.item.by is None else self.opens + self.item.by

    def ends(self, during: timedelta | None) -> timedelta:
        """The end of a span from the opening of the item: of the course if that comes first."""
        span = self.played.span
        return span if during is None else min(self.opens + during, span)

    def instant(self, since: timedelta) -> str:
        """A moment as an argument."""
        return self.played.instant(since).isoformat()

    def done_at(self, at: timedelta | None) -> Outcome:
        """The outcome of something that is to be done once, and was done then, or never."""
        deadline = self.deadline
        by = {} if deadline is None else {"by": self.instant(deadline)}
        if at is not None:
            late = deadline is not None and at > deadline
            return self._done(at, by, late=late)
        if deadline is not None and deadline > self.played.span:
            return Outcome(State.NOT_ASKED, Reason("cut-short", by))
        return Outcome(State.MISSED, Reason("missed-by" if by else "missed", by))

    def _done(self, at: timedelta, by: dict[str, str], *, late: bool) -> Outcome:
        args = {"at": self.instant(at), **by}
        if late:
            return Outcome(State.LATE, Reason("late-at", args), at)
        return Outcome(State.DONE, Reason("done-by" if by else "done-at", args), at)


def cut_short() -> Outcome:
    """The course was over before there was anything to tell."""
    return Outcome(State.NOT_ASKED, Reason("over"))


def lasting(span: timedelta) -> str:
    """A duration as an argument, "2h 5min"."""
    return duration_text(span)
