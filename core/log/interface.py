"""What a session needs of a log. The case file is one, a list in memory another."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from core.model.events import Recorded


class EventLog(Protocol):
    """An append-only list of recorded facts, numbered from 1 without a gap."""

    def append(self, entries: Sequence[Recorded]) -> None:
        """Add all entries or none; they are durable when this returns.

        LogError if they could not be kept: nothing was acknowledged, the same entries can be
        tried again. ValueError if their numbers do not follow the last one.
        """
        ...

    def __iter__(self) -> Iterator[Recorded]:
        """The entries in order."""
        ...


def demand_sequence(last_seq: int, entries: Sequence[Recorded]) -> None:
    """ValueError unless the entries are numbered on from `last_seq`."""
    for expected, entry in enumerate(entries, last_seq + 1):
        if entry.seq != expected:
            raise ValueError(f"entry {entry.seq} cannot follow entry {expected - 1}")
