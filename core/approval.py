"""Approvals: who at this site let which exact text advise at the workstation, and on what proof.

They are lines of JSON in the data folder, added one by one and never changed. A line that cannot
be read approves nothing. The file is as safe as the folder it lies in: it is signed by nobody.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from core.checked import from_json
from core.entry.person import read_initials
from core.entry.verdict import Refused
from core.frozen import dataclass

FILE_NAME = "approvals.jsonl"


class Allowed(StrEnum):
    """What a protocol may be used for here."""

    WORKSTATION = "approved"
    SIMULATION = "simulation only"
    NOTHING = "findings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """One approval of one exact text, with what the proof counted when it was given.

    `sha256` is that of the text, `cells` how many cells were proved, `program` the version that
    proved them.
    """

    format: int = 1
    sha256: str
    protocol: str
    version: str
    program: str
    cells: int
    initials: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Approvals:
    """Every approval of a site, oldest first, and how many lines could not be read."""

    given: tuple[Approval, ...] = ()
    unreadable: int = 0

    def of(self, sha256: str) -> Approval | None:
        """The latest approval of that exact text."""
        return next((one for one in reversed(self.given) if one.sha256 == sha256), None)


def read_approvals(data_folder: Path) -> Approvals:
    """The approvals in a data folder; none where there is no file.

    Raises:
        OSError: the file is there and cannot be read.
    """
    path = data_folder / FILE_NAME
    if not path.exists():
        return Approvals()
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    given = tuple(_readable(lines))
    return Approvals(given, len(lines) - len(given))


def _readable(lines: list[str]) -> Iterator[Approval]:
    for line in lines:
        try:
            yield from_json(Approval, line)
        except ValueError:
            continue


def approve(data_folder: Path, approval: Approval) -> None:
    """Record an approval; it is on disk when this returns.

    Raises:
        ValueError: the initials are none.
        OSError: it could not be written.
    """
    if _is_nobody(approval.initials):
        raise ValueError(f'"{approval.initials}" are no initials: write two to four letters')
    data_folder.mkdir(parents=True, exist_ok=True)
    line = json.dumps(as_plain(approval), sort_keys=True) + "\n"
    with (data_folder / FILE_NAME).open("a", encoding="utf-8") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def as_plain(approval: Approval) -> dict[str, object]:
    """An approval as JSON can hold it, its time with a Z."""
    return {**asdict(approval), "at": approval.at.isoformat().replace("+00:00", "Z")}


def _is_nobody(initials: str) -> bool:
    return isinstance(read_initials(initials), Refused)
