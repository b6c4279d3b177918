"""A log that lives as long as the program: for replay, trials and tests."""

from collections.abc import Iterator, Sequence

from core.log.sequence import demand_sequence
from core.model.events import Recorded


class MemoryLog:
    """The `EventLog` of a session, in a list. Nothing of it is durable."""

    def __init__(self) -> None:
        self._entries: list[Recorded] = []

    def append(self, events: Sequence[Recorded]) -> None:
        """Add the entries. ValueError if their numbers do not follow the last one."""
        demand_sequence(len(self._entries), events)
        self._entries.extend(events)

    def tidy(self) -> None:
        """There is nothing that could wait."""

    def __iter__(self) -> Iterator[Recorded]:
        """The entries in order, as many as there are when the walk begins."""
        return iter(self._entries[:])
