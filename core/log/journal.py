"""The case file as the log of a session."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from core.log.codec import decode, encode
from core.log.sequence import demand_sequence
from core.log.store import CaseStore
from core.model.events import Recorded


class CaseJournal(AbstractContextManager["CaseJournal"]):
    """The `EventLog` of a session, on disk. Errors of store and codec pass through."""

    def __init__(self, store: CaseStore) -> None:
        self._store = store

    @classmethod
    def create(cls, path: Path) -> Self:
        """A new case, which appears in its folder with the first entries appended."""
        return cls(CaseStore.create(path))

    @classmethod
    def open(cls, path: Path) -> Self:
        """An existing case, to go on with."""
        return cls(CaseStore.open(path))

    @classmethod
    def open_read_only(cls, path: Path) -> Self:
        """An existing case as it is now, to look at."""
        return cls(CaseStore.open_read_only(path))

    @property
    def path(self) -> Path:
        """Where the case lies."""
        return self._store.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be appended."""
        return self._store.read_only

    def append(self, events: Sequence[Recorded]) -> None:
        """Add all entries or none; they are durable when this returns."""
        demand_sequence(self._store.last_seq, events)
        self._store.append([encode(event) for event in events])

    def tidy(self) -> None:
        """Do now, while nobody waits, what would take its time within an `append`."""
        self._store.tidy()

    def __iter__(self) -> Iterator[Recorded]:
        """The entries in order, each checked against the chain before the first is given out."""
        return iter(decode(list(self._store)))

    def close(self) -> None:
        """Let go of the case."""
        self._store.close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
