"""Bringing a new case into its folder: whole and durable, or not at all.

A case is written under a hidden temporary name, closed, synchronised, and only then given its
name, in one step that never overwrites. So whatever is called NAME.case holds its first entry.
"""

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from core.log.errors import CaseExists

SUFFIX = ".case"
_NEW = ".new"


def publish(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make the file under a temporary name, then give it its own.

    CaseExists if the name is taken; OSError and what `write` raises leave nothing behind.
    """
    refuse_taken(path)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}{_NEW}")
    try:
        write(temporary)
        _sync(temporary, os.O_RDWR)
        _name(temporary, path)
    finally:
        _discard(temporary)
    try:
        _sync_folder(path.parent)
    except OSError:
        path.unlink()
        raise


def rewrite(path: Path, content: bytes) -> None:
    """Give a small file this content in one step, durable when this returns.

    OSError leaves what was there as it was. What a crash leaves beside a case, `sweep` removes.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(8)}{_NEW}")
    try:
        temporary.write_bytes(content)
        _sync(temporary, os.O_RDWR)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _sync_folder(path.parent)


def refuse_taken(path: Path) -> None:
    """CaseExists if something has this name already, be it a broken link."""
    if os.path.lexists(path):
        raise CaseExists(path)


def cases_in(folder: Path) -> tuple[Path, ...]:
    """The cases of a folder by name. Temporary and other hidden files are none."""
    found = folder.glob(f"*{SUFFIX}")
    return tuple(sorted(path for path in found if not path.name.startswith(".")))


def sweep(folder: Path) -> tuple[Path, ...]:
    """Remove what a crash left of cases that never got their name; says what it removed.

    Should another program be making such a case this instant, it is told that nothing was
    recorded and can try again.
    """
    left = tuple(sorted(folder.glob(f".*{SUFFIX}.*{_NEW}*")))
    for path in left:
        path.unlink(missing_ok=True)
    return left


def _name(temporary: Path, path: Path) -> None:
    """Give the file its name without ever replacing one: a link, where the disk knows links."""
    try:
        os.link(temporary, path)
    except FileExistsError:
        raise CaseExists(path) from None
    except OSError:
        refuse_taken(path)
        temporary.rename(path)


def _discard(temporary: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        temporary.with_name(temporary.name + ending).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    """Make the new name itself durable; Windows has no such call and does it unasked."""
    if hasattr(os, "O_DIRECTORY"):
        _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
