"""The facts of one request in the making: each is applied, so that the next sees it."""

from datetime import datetime

from core.model.events import EntryRefused, Event, Reason, Recorded
from core.model.evolve import evolve
from core.model.state import State


class Draft:
    """A state and the facts added to it so far. Lives for one call of `decide`."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.events: list[Event] = []

    def add(self, event: Event, recorded_at: datetime) -> int:
        """Apply one more fact; its number."""
        seq = self.state.count + 1
        self.state = evolve(self.state, Recorded(seq, recorded_at, event))
        self.events.append(event)
        return seq

    def refuse(self, at: datetime, field: str, reason: Reason, text: str = "") -> None:
        """Keep a refusal as a fact: which field, why, and the text as typed."""
        self.add(EntryRefused(at=at, field=field, text=text, reason=reason), at)
