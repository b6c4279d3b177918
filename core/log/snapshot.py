"""A private copy of a case, so that looking at it never changes the original.

Opening a case that was not closed properly makes SQLite carry the entries of its `-wal` file over
into the case; opening it unchangeably makes SQLite ignore them. Neither will do for somebody who
only looks. So the case and its `-wal` are copied together and the copy is opened; the copying is
done again if either file changed meanwhile.
"""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from core.log.errors import CaseBusy, LogUnavailable, Trouble, unavailable
from core.log.owner import held_here, holder_of

_ENDINGS = ("", "-wal", "-journal")
_ATTEMPTS = 5

_Signs = tuple[tuple[int, int, int] | None, ...]


class Snapshot:
    """A copy of a case in a folder of its own, removed on `discard`.

    LogUnavailable if the case cannot be read; CaseBusy if this process holds it, or if it does
    not keep still for as long as copying takes.
    """

    def __init__(self, path: Path) -> None:
        try:
            if not path.is_file():
                raise LogUnavailable(Trouble.MISSING, f"there is no case file {path}")
            if held_here(path):
                raise CaseBusy(path, holder_of(path))
            self._folder = TemporaryDirectory(prefix="pressor-")
        except OSError as fault:
            raise unavailable(path, "copied to look at", fault) from fault
        self.path = Path(self._folder.name) / "copy.case"
        try:
            self._copy(path)
        except OSError as fault:
            self.discard()
            raise unavailable(path, "copied to look at", fault) from fault
        except CaseBusy:
            self.discard()
            raise

    def discard(self) -> None:
        """Remove the copy."""
        self._folder.cleanup()

    def _copy(self, path: Path) -> None:
        for _ in range(_ATTEMPTS):
            before = _signs(path)
            self._copy_once(path)
            if _signs(path) == before:
                return
        raise CaseBusy(path, holder_of(path))

    def _copy_once(self, path: Path) -> None:
        for ending in _ENDINGS:
            source, copy = _beside(path, ending), _beside(self.path, ending)
            copy.unlink(missing_ok=True)
            if source.exists():
                shutil.copyfile(source, copy)


def _signs(path: Path) -> _Signs:
    """Size, time of change and identity of each file, None for one that is not there."""
    return tuple(_sign(_beside(path, ending)) for ending in _ENDINGS)


def _sign(path: Path) -> tuple[int, int, int] | None:
    if not path.exists():
        return None
    status = path.stat()
    return status.st_size, status.st_mtime_ns, status.st_ino


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
