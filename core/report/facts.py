"""What every report of a case says of it, and the facts it may tell."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.model.events import CaseOpened, EntryRefused, NoteAdded, Reason, Recorded

SCOPE = (
    "Education, simulation and decision support. Verify independently. "
    "Not a medical device. Never controls a pump. Norepinephrine doses are of base."
)


def opening_of(facts: Iterable[Recorded]) -> CaseOpened:
    """The fact that a case began with.

    Raises:
        ValueError: there is none, so this is no case.
    """
    for fact in facts:
        if isinstance(fact.event, CaseOpened):
            return fact.event
    raise ValueError("no case was opened in it: there is nothing to report")


def without_free_text(facts: Iterable[Recorded]) -> Sequence[Recorded]:
    """The facts less the notes, and refused entries less what was typed."""
    return [_stripped(fact) for fact in facts if not isinstance(fact.event, NoteAdded)]


def _stripped(fact: Recorded) -> Recorded:
    event = fact.event
    if not isinstance(event, EntryRefused):
        return fact
    return replace(fact, event=replace(event, text="", reason=Reason(event.reason.code)))
