"""What can go wrong with a case file, each with a sentence a person can act on."""

import errno
from enum import StrEnum
from pathlib import Path


class Trouble(StrEnum):
    """Why the log cannot be written or opened just now."""

    MISSING = "missing"
    READ_ONLY = "read_only"
    DISK_FULL = "disk_full"
    IO_ERROR = "io_error"
    CHANGED_ELSEWHERE = "changed_elsewhere"
    CLOSED = "closed"
    UNSUITED = "unsuited"


class Damage(StrEnum):
    """What is wrong with a file that is not, or no longer, a sound case."""

    FOREIGN_FILE = "foreign_file"
    FOREIGN_SCHEMA = "foreign_schema"
    CORRUPT = "corrupt"
    SEQUENCE_GAP = "sequence_gap"
    CHAIN_BROKEN = "chain_broken"
    UNREADABLE_ROW = "unreadable_row"
    EMPTY = "empty"
    NEWER_FORMAT = "newer_format"


class LogError(Exception):
    """Anything that keeps a case from being read or written."""


class LogUnavailable(LogError):  # noqa: N818 - says what is so
    """Nothing was recorded: the disk, the folder or the file cannot take or give an entry now."""

    def __init__(self, trouble: Trouble, sentence: str) -> None:
        super().__init__(sentence)
        self.trouble = trouble


_TROUBLE = {
    errno.ENOSPC: Trouble.DISK_FULL,
    errno.EDQUOT: Trouble.DISK_FULL,
    errno.EACCES: Trouble.READ_ONLY,
    errno.EPERM: Trouble.READ_ONLY,
    errno.EROFS: Trouble.READ_ONLY,
    errno.ENOENT: Trouble.MISSING,
}


def unavailable(path: Path, deed: str, fault: OSError) -> LogUnavailable:
    """What a fault of the system means: the case at `path` cannot be (`deed`) created, read."""
    trouble = _TROUBLE.get(fault.errno or 0, Trouble.IO_ERROR)
    return LogUnavailable(trouble, f"{path} cannot be {deed}: {fault.strerror}")


class CaseBusy(LogError):  # noqa: N818 - says what is so
    """Somebody else has the case open."""

    def __init__(self, path: Path, holder: str | None) -> None:
        who = holder or "another program"
        super().__init__(f"{path.name} is already open in {who}; close it there first")
        self.holder = holder


class CaseExists(LogError):  # noqa: N818 - says what is so
    """A new case was asked for under a name that is taken."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"there is already a case {path.name}; choose another label")


class CaseUnfit(LogError):  # noqa: N818 - says what is so
    """The file cannot be read as a case. `detail` says what was found where."""

    def __init__(self, damage: Damage, detail: str, sentence: str) -> None:
        super().__init__(sentence)
        self.damage = damage
        self.detail = detail


class CaseDamaged(CaseUnfit):
    """The file is not a case, or no longer a sound one."""

    def __init__(self, damage: Damage, detail: str) -> None:
        super().__init__(damage, detail, f"this is not a sound case file: {detail}")


class NewerFormat(CaseUnfit):
    """The file, or an entry in it, was written by a newer Pressor."""

    def __init__(self, found: str, known: str) -> None:
        detail = f"it has {found}, this one reads {known}"
        sentence = f"this case was written by a newer Pressor: {detail}"
        super().__init__(Damage.NEWER_FORMAT, detail, sentence)
