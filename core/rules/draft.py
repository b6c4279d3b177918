"""The facts of one request in the making: each is applied, so that the next sees it."""

from datetime import datetime

from core.model.events import EntryRefused, Event, Reason, Recorded
from core.model.evolve import evolve
from core.model.state import State


class Draft:
    """A state and the facts added to it so far. Lives for one call of `decide`."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.facts: list[Recorded] = []

    def add(self, event: Event, recorded_at: datetime) -> int:
        """Apply one more fact; its number."""
        fact = Recorded(self.state.count + 1, recorded_at, event)
        self.state = evolve(self.state, fact)
        self.facts.append(fact)
        return fact.seq

    def refuse(self, at: datetime, field: str, reason: Reason, text: str = "") -> None:
        """Keep a refusal as a fact: which field, why, and the text as typed."""
        self.add(EntryRefused(at=at, field=field, text=text, reason=reason), at)
