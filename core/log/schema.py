"""The shape of a case file: its marks, its one table, and what is refused as not ours.

A case file is SQLite with `application_id` APPLICATION and `user_version` = major * 1000 + minor.
A newer minor adds nothing to the table or its guards and is opened; a newer major is refused.
"""

from collections.abc import Iterable

from core.log.errors import CaseDamaged, CaseUnfit, Damage, NewerFormat

APPLICATION = 0x50525352
"""The letters PRSR."""
MAJOR = 1
MINOR = 0
USER_VERSION = MAJOR * 1000 + MINOR
OLDEST_ENGINE = (3, 37, 0)
"""STRICT tables came with this SQLite."""

TABLE = """\
CREATE TABLE entry (
    seq INTEGER PRIMARY KEY,
    recorded_at TEXT NOT NULL,
    kind TEXT NOT NULL,
    v INTEGER NOT NULL,
    body TEXT NOT NULL,
    chain BLOB NOT NULL
) STRICT"""
NO_CHANGE = """\
CREATE TRIGGER entry_stays_unchanged BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END"""
NO_LOSS = """\
CREATE TRIGGER entry_stays BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never removed'); END"""
MARK = f"PRAGMA application_id = {APPLICATION}"
STATEMENTS = (
    TABLE,
    NO_CHANGE,
    NO_LOSS,
    MARK,
    f"PRAGMA user_version = {USER_VERSION}",
)

ADD_ROW = "INSERT INTO entry (seq, recorded_at, kind, v, body, chain) VALUES (?, ?, ?, ?, ?, ?)"
LAST_ROW = "SELECT seq, chain FROM entry ORDER BY seq DESC LIMIT 1"
ALL_ROWS = "SELECT seq, recorded_at, kind, v, body, chain FROM entry ORDER BY seq"
READ_SCHEMA = "SELECT sql FROM sqlite_schema ORDER BY name"
FINGERPRINT = (TABLE, NO_LOSS, NO_CHANGE)

SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("cell_size_check", "ON", "1"),
    ("trusted_schema", "OFF", "0"),
    ("foreign_keys", "ON", "1"),
    ("recursive_triggers", "ON", "1"),  # otherwise replacing a row slips past the guard on removal
    ("locking_mode", "EXCLUSIVE", "exclusive"),
)
"""Set on every connection before the file is read: pragma, value, what it must read back."""

WRITING: tuple[tuple[str, str, str], ...] = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", "2"),
    ("fullfsync", "ON", "1"),  # only macOS has it, the others accept and ignore it
    ("checkpoint_fullfsync", "ON", "1"),
    ("wal_autocheckpoint", "64", "64"),  # a log that has stopped growing syncs in half the time
)
"""Set as well before anything is written."""


def identity_fault(application: int, user_version: int, texts: Iterable[str]) -> CaseUnfit | None:
    """Why a file with these marks and these schema texts is not opened, or None."""
    if application != APPLICATION:
        return CaseDamaged(Damage.FOREIGN_FILE, f"its application mark is {application:#x}")
    if user_version // 1000 > MAJOR:
        found = f"case format {user_version // 1000}.{user_version % 1000}"
        return NewerFormat(found, f"case format {MAJOR}.x")
    if user_version < MAJOR * 1000:
        return CaseDamaged(Damage.FOREIGN_FILE, f"its format mark is {user_version}")
    if tuple(texts) != FINGERPRINT:
        sentence = "its tables, triggers or views are not those of a case"
        return CaseDamaged(Damage.FOREIGN_SCHEMA, sentence)
    return None
