"""A case on disk: an append-only list of rows that one program at a time owns."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import Self

from core.log import owner
from core.log.chain import trusted
from core.log.engine import CaseFile
from core.log.errors import LogUnavailable, Trouble, unavailable
from core.log.publish import publish, refuse_taken
from core.log.row import CHAIN_START, LogRow, NewRow, RawRow, seal
from core.log.snapshot import Snapshot

_REOPEN_SECONDS = 5.0
"""How long a new case waits for somebody who looked at it the moment it got its name."""


class CaseStore(AbstractContextManager["CaseStore"]):
    """The rows of one case. Made by `create`, `open` or `open_read_only`, ended by `close`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.read_only = False
        self._file: CaseFile | None = None
        self._head = (0, CHAIN_START)
        self._claim: owner.Key | None = None
        self._copy: Snapshot | None = None
        self._closed = False

    @classmethod
    def create(cls, path: Path) -> Self:
        """A case that comes into being, whole, with the first rows appended to it.

        CaseExists if the name is taken.
        """
        refuse_taken(path)
        return cls(path)

    @classmethod
    def open(cls, path: Path) -> Self:
        """An existing case, to read and to append.

        CaseBusy if somebody has it open, NewerFormat or CaseDamaged if it is not a sound case of
        ours, LogUnavailable if it is missing or cannot be written (then try `open_read_only`).
        Row by row, the chain is checked as the rows are read.
        """
        store = cls(path)
        store._take(0.0)
        return store

    @classmethod
    def open_read_only(cls, path: Path) -> Self:
        """An existing case as it is now, to look at: for read-only places and for other eyes.

        It is a private copy; the original is not touched, whoever has it open. A case that this
        very process has open is refused as CaseBusy.
        """
        store = cls(path)
        store.read_only = True
        store._copy = Snapshot(path)
        store._attach(store._copy.path, called=path)
        return store

    def append(self, rows: Sequence[NewRow]) -> tuple[RawRow, ...]:
        """Add rows behind the last, all or none; they are durable when this returns them.

        LogUnavailable (disk full, read-only, fault of the disk) means that none was added; the
        store stays usable and the same rows can be tried again.
        """
        self._refuse_unwritable()
        sealed = tuple(seal(*self._head, rows))
        if sealed:
            self._write(sealed)
            self._head = (sealed[-1].seq, sealed[-1].chain)
        return sealed

    def __iter__(self) -> Iterator[LogRow]:
        """The rows in order. CaseDamaged at the first that does not fit the chain."""
        self._refuse_closed()
        return trusted(self._file.rows()) if self._file else iter(())

    @property
    def last_seq(self) -> int:
        """The number of the last row, 0 before the first."""
        return self._head[0]

    def tidy(self) -> None:
        """Do now, while nobody waits, what would take its time within an `append`."""
        if self._file is not None:
            self._file.tidy()

    def close(self) -> None:
        """Let go of the case. Closing again changes nothing."""
        self._closed = True
        if self._claim is not None:
            owner.remove_note(self.path)
        if self._file is not None:
            self._file.close()
            self._file = None
        if self._claim is not None:
            owner.release(self._claim)
            self._claim = None
        if self._copy is not None:
            self._copy.discard()
            self._copy = None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _write(self, sealed: tuple[RawRow, ...]) -> None:
        if self._file is not None:
            self._file.add(sealed)
            return
        try:
            publish(self.path, lambda temporary: _write_first(temporary, self.path, sealed))
        except OSError as fault:
            raise unavailable(self.path, "created", fault) from fault
        self._take(_REOPEN_SECONDS)

    def _take(self, wait: float) -> None:
        """Open the case under its name and say that it is ours."""
        self._attach(self.path, wait=wait)
        self._claim = owner.claim(self.path)

    def _attach(self, place: Path, *, wait: float = 0.0, called: Path | None = None) -> None:
        try:
            self._file = CaseFile(place, wait=wait, called=called)
            self._file.refuse_unfit()
            self._file.prepare_writing()
            self._head = self._file.head()
        except BaseException:
            self.close()
            raise

    def _refuse_unwritable(self) -> None:
        self._refuse_closed()
        if self.read_only:
            sentence = f"{self.path.name} is open for reading only"
            raise LogUnavailable(Trouble.READ_ONLY, sentence)

    def _refuse_closed(self) -> None:
        if self._closed:
            raise LogUnavailable(Trouble.CLOSED, f"{self.path.name} is closed")


def _write_first(temporary: Path, path: Path, sealed: tuple[RawRow, ...]) -> None:
    file = CaseFile(temporary, new=True, called=path)
    try:
        file.start()
        file.add(sealed)
        file.merge_wal()
    finally:
        file.close()
