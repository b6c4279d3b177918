"""The data folder: where cases, settings and local protocols live."""

from datetime import UTC, datetime
from pathlib import Path

SUFFIX = ".case"
HIDDEN = ".debrief"
"""Behind the whole name of a case that was played in the lab: what its debrief needs."""


class CaseFolder:
    """A data folder. Its cases lie in `cases/<id>.case`.

    Raises:
        OSError: the folder is not there and cannot be made.
    """

    def __init__(self, data: Path) -> None:
        self.data = data
        self.cases = data / "cases"
        self.cases.mkdir(parents=True, exist_ok=True)

    @property
    def remembered(self) -> Path:
        """The copy of what home says of the closed cases."""
        return self.data / "home.json"

    @property
    def settings(self) -> Path:
        """The geometry of the windows."""
        return self.data / "window.ini"

    @property
    def faults(self) -> Path:
        """The folder of diagnostic files."""
        return self.data / "faults"

    def paths(self) -> tuple[Path, ...]:
        """The case files by name, which is by the time they were begun."""
        from core.log.publish import cases_in  # noqa: PLC0415 - home is painted without the log

        return cases_in(self.cases)

    def path_of(self, case_id: str) -> Path:
        """Where the case of that id lies."""
        return self.cases / f"{case_id}{SUFFIX}"

    def clear_up(self) -> tuple[Path, ...]:
        """Remove what a crash left of cases that never got their name."""
        from core.log.publish import sweep  # noqa: PLC0415 - as above

        return sweep(self.cases)


def hidden_path(case: Path) -> Path:
    """Where the hidden part of a case lies, if it has one. Nothing of it is in the case."""
    return case.with_name(case.name + HIDDEN)


def has_hidden_part(case: Path) -> bool:
    """Whether a case was played in the lab, and what its debrief needs lies beside it."""
    return hidden_path(case).is_file()


def id_of(path: Path) -> str:
    """The id of a case file: its name, or its whole path where it lies elsewhere."""
    return path.name.removesuffix(SUFFIX)


def new_id(now: datetime) -> str:
    """An id from the time and chance alone, so that a file name tells nothing of a patient."""
    import secrets  # noqa: PLC0415 - as above

    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
