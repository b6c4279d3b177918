"""Who holds a case: a note beside it for people, and a register of what this process holds.

The lock itself is SQLite's; whoever has that lock owns the case, so a note left by a crash is
simply written over. The register exists because POSIX drops a process's locks on a file when it
closes any handle of that file: what is held here must never be opened by other means.
"""

import json
import os
import platform
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

Key = tuple[int, int]
"""Device and inode: one file, whatever its name."""
_held: set[Key] = set()


def note_path(path: Path) -> Path:
    """Where the note on a case lies."""
    return path.with_name(f".{path.name}.owner")


def claim(path: Path) -> Key:
    """Register the case as held by this process and leave the note.

    A note that cannot be written (full disk) costs only the name of the holder in a sentence.
    """
    note = {"host": platform.node(), "process": os.getpid()}
    with suppress(OSError):
        note_path(path).write_text(json.dumps(note), encoding="utf-8")
    key = _key(path)
    _held.add(key)
    return key


def remove_note(path: Path) -> None:
    """Take the note away, while the lock still keeps the next holder from leaving one.

    One that cannot be removed is written over by the next holder.
    """
    with suppress(OSError):
        note_path(path).unlink()


def release(key: Key) -> None:
    """Take the registration back, once the file is closed."""
    _held.discard(key)


def held_here(path: Path) -> bool:
    """Whether this very process holds the case, under whatever name."""
    return _key(path) in _held


def holder_of(path: Path) -> str | None:
    """Who holds the case according to the note, for a sentence; None if nobody left a word."""
    note = note_path(path)
    try:
        words = json.loads(note.read_text(encoding="utf-8"))
        since = datetime.fromtimestamp(note.stat().st_mtime, UTC)
        host, process = str(words["host"]), int(words["process"])
    except (OSError, ValueError, TypeError, KeyError):  # no note, or one cut short by a crash
        return None
    here = process == os.getpid() and host == platform.node()
    where = "this program" if here else f"Pressor on {host} (process {process})"
    return f"{where} since {since:%H:%M} UTC on {since:%Y-%m-%d}"


def _key(path: Path) -> Key:
    status = path.stat()
    return status.st_dev, status.st_ino
