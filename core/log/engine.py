"""One connection to one case file. Only here is SQLite used.

SQLite before 3.51.3 can damage a file in WAL mode when two connections are open at once. A case
has one connection, which holds the file exclusively from opening to closing, so that cannot
happen, and no shared-memory file exists that another could join by.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from core.log import schema
from core.log.errors import (
    CaseBusy,
    CaseDamaged,
    Damage,
    LogError,
    LogUnavailable,
    Trouble,
    unavailable,
)
from core.log.owner import holder_of
from core.log.row import CHAIN_START, RawRow

_MANY = 32
"""Entries in the `-wal` file from which on it is carried over while nobody waits: few enough that
the engine, which does so by itself as it grows, seldom has to while somebody does."""
_PORTION = 1000
"""Rows fetched at a time: few enough that those before a damaged page are seen."""


class CaseFile:
    """One exclusive connection to one file. Every fault of the engine leaves as a LogError.

    `wait` is how many seconds to try while somebody has it open; `called` is the case that a
    copy or a temporary file stands for, named in sentences.
    """

    def __init__(
        self, path: Path, *, new: bool = False, wait: float = 0.0, called: Path | None = None
    ) -> None:
        self._called = called or path
        self._left_in_wal = 0
        mode = "rwc" if new else "rw"
        with self._explained():
            _demand_place(self._called, new=new)
            _demand_engine(sqlite3.sqlite_version_info)
            uri = f"{path.absolute().as_uri()}?mode={mode}"
            self._connection = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=wait)
        self._connection.text_factory = bytes
        try:
            self._set(schema.SETTINGS)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Carry what is in the `-wal` file over, remove it, and let go of the case."""
        self._connection.close()

    def start(self) -> None:
        """Make an empty file a case without entries."""
        self.prepare_writing()
        with self._explained():
            self._begin()
            for statement in schema.STATEMENTS:
                self._connection.execute(statement)
            self._connection.execute("COMMIT")

    def refuse_unfit(self) -> None:
        """NewerFormat or CaseDamaged unless it is a case with sound pages and an entry."""
        self.refuse_foreign()
        complaints = self.complaints()
        if complaints:
            raise CaseDamaged(Damage.CORRUPT, complaints[0])
        if self.head()[0] == 0:
            raise CaseDamaged(Damage.EMPTY, "it holds no entry")

    def refuse_foreign(self) -> None:
        """NewerFormat or CaseDamaged unless marks and schema are those of a case."""
        with self._explained():
            application = self._one("PRAGMA application_id")
            version = self._one("PRAGMA user_version")
            texts = [row[0] for row in self._connection.execute(schema.READ_SCHEMA)]
        fault = schema.identity_fault(application, version, map(_word, texts))
        if fault is not None:
            raise fault

    def complaints(self) -> list[str]:
        """What SQLite finds wrong with its pages; empty when they are sound."""
        try:
            with self._explained():
                rows = self._connection.execute("PRAGMA integrity_check").fetchall()
        except CaseDamaged as fault:  # some damage ends the check itself
            return [fault.detail]
        words = [_word(row[0]) for row in rows]
        return [] if words == ["ok"] else words

    def prepare_writing(self) -> None:
        """Set what makes an entry durable, and take the lock that writing needs."""
        self._set(schema.WRITING)
        with self._explained():
            self._begin()
            self._connection.execute("ROLLBACK")

    def rows(self) -> Iterator[RawRow]:
        """Every row in order, unbelieved."""
        with self._explained():
            cursor = self._connection.execute(schema.ALL_ROWS)
            while portion := cursor.fetchmany(_PORTION):
                yield from map(RawRow._make, portion)

    def head(self) -> tuple[int, bytes]:
        """Number and chain of the last row; 0 and the start of the chain where there is none."""
        with self._explained():
            found: tuple[int, bytes] | None = self._connection.execute(schema.LAST_ROW).fetchone()
        return found or (0, CHAIN_START)

    def add(self, rows: Sequence[RawRow]) -> None:
        """Write rows in one transaction, durable on return, or raise and have written none.

        LogUnavailable as well if a row of that number is there already.
        """
        entries = [_stored(row) for row in rows]
        self._left_in_wal += len(entries)
        if len(entries) == 1:
            self._add_one(entries[0])
            return
        with self._explained():
            self._begin()
            try:
                self._connection.executemany(schema.ADD_ROW, entries)
                self._connection.execute("COMMIT")
            except BaseException:
                self._undo()
                raise

    def _add_one(self, entry: tuple[object, ...]) -> None:
        """One statement is a transaction of its own; somebody waits, so no word too many."""
        try:
            self._connection.execute(schema.ADD_ROW, entry)
        except sqlite3.Error as fault:
            raise _explanation(fault, self._called) from fault

    def tidy(self) -> None:
        """Carry the `-wal` file over if many entries are in it.

        A fault loses nothing: they are durable where they are, and it is tried again later.
        """
        if self._left_in_wal >= _MANY:
            self._left_in_wal = 0
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
                # Beginning the file anew takes a sync of its own; any write does that.
                self._connection.execute(schema.MARK)

    def merge_wal(self) -> None:
        """Carry the `-wal` file over so that the case file alone is whole."""
        with self._explained():
            busy, left, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if busy or left:
            raise LogUnavailable(Trouble.IO_ERROR, "the new case could not be written as a whole")

    def _begin(self) -> None:
        self._connection.execute("BEGIN IMMEDIATE")

    def _undo(self) -> None:
        if self._connection.in_transaction:  # on a full disk the engine has undone it by itself
            self._connection.execute("ROLLBACK")

    def _set(self, settings: Sequence[tuple[str, str, str]]) -> None:
        for name, value, expected in settings:
            with self._explained():
                self._connection.execute(f"PRAGMA {name} = {value}")
                found = self._one(f"PRAGMA {name}")
            if _word(found) != expected:
                sentence = f"this place cannot keep a case safely: {name} is {_word(found)}"
                raise LogUnavailable(Trouble.UNSUITED, sentence)

    def _one(self, question: str) -> Any:  # noqa: ANN401 - whatever the engine holds
        found: Any = self._connection.execute(question).fetchone()[0]
        return found

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            raise _explanation(fault, self._called) from fault
        except UnicodeDecodeError as fault:  # the engine's sentence quotes a damaged name
            raise CaseDamaged(Damage.CORRUPT, "a name in its schema is damaged") from fault
        except OSError as fault:
            raise unavailable(self._called, "opened", fault) from fault


def _word(found: object) -> str:
    return found.decode(errors="replace") if isinstance(found, bytes) else str(found)


def _stored(row: RawRow) -> tuple[object, ...]:
    """A row for the engine, which takes text for its text columns."""
    text = (row.recorded_at.decode(), row.kind.decode(), row.version, row.body.decode())
    return (row.seq, *text, row.chain)


def _demand_place(path: Path, *, new: bool) -> None:
    if not path.parent.is_dir():
        raise LogUnavailable(Trouble.MISSING, f"there is no folder {path.parent}")
    if not new and not path.is_file():
        raise LogUnavailable(Trouble.MISSING, f"there is no case file {path}")


def _demand_engine(found: tuple[int, ...]) -> None:
    if found < schema.OLDEST_ENGINE:
        words = ".".join(map(str, found)), ".".join(map(str, schema.OLDEST_ENGINE))
        sentence = f"SQLite {words[0]} is too old for a case; {words[1]} or newer is needed"
        raise LogUnavailable(Trouble.UNSUITED, sentence)


_REFUSED = {
    sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
    sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: Trouble.READ_ONLY,
    sqlite3.SQLITE_IOERR_LOCK: Trouble.READ_ONLY,  # a lock for writing needs a writable file
    sqlite3.SQLITE_FULL: Trouble.DISK_FULL,
    sqlite3.SQLITE_IOERR: Trouble.IO_ERROR,
    sqlite3.SQLITE_CONSTRAINT: Trouble.CHANGED_ELSEWHERE,
}
_SENTENCES = {
    Trouble.READ_ONLY: "{path} cannot be written: file or folder is read-only",
    Trouble.DISK_FULL: "{path} cannot be written: the disk is full",
    Trouble.IO_ERROR: "{path} cannot be read or written: the disk reports a fault ({fault})",
    Trouble.CHANGED_ELSEWHERE: "{path} was written by somebody else; close it, open it again",
}


def _explanation(fault: sqlite3.Error, path: Path) -> LogError:
    """What a fault of the engine means for the case, by its primary result code."""
    code = getattr(fault, "sqlite_errorcode", None)
    if code is None:  # the module itself refused, without asking the engine
        return LogUnavailable(Trouble.CLOSED, f"{path} is not open: {fault}")
    primary = code & 0xFF
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return CaseBusy(path, holder_of(path))
    if primary == sqlite3.SQLITE_NOTADB:
        return CaseDamaged(Damage.FOREIGN_FILE, "it is no SQLite file")
    trouble = _REFUSED.get(code) or _REFUSED.get(primary)
    if trouble is not None:
        return LogUnavailable(trouble, _SENTENCES[trouble].format(path=path, fault=fault))
    return CaseDamaged(Damage.CORRUPT, str(fault))
