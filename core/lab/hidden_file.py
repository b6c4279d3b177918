"""The hidden part on disk, beside the case it belongs to and never in it.

It is written anew as a whole, in one step, each time the instructor has something done: on disk
when that is done, and whole whenever the program stops.
"""

from contextlib import suppress
from pathlib import Path

from core.cases.folder import hidden_path
from core.lab.hidden_part import LARGEST, HiddenPart, HiddenPartError, packed, unpacked
from core.log.errors import LogError, LogUnavailable, Trouble, unavailable
from core.log.publish import rewrite


class HiddenPartUnfit(LogError):  # noqa: N818 - says what is so
    """The hidden part of a case is there and cannot be read."""

    def __init__(self, place: Path, why: str) -> None:
        super().__init__(f"{place.name} is no sound hidden part of a simulation: {why}")


def keep_hidden_part(case: Path, part: HiddenPart) -> None:
    """Write the hidden part of a case; it is on disk when this returns.

    Raises:
        LogUnavailable: it could not be written; what was there is as it was.
    """
    place = hidden_path(case)
    try:
        rewrite(place, packed(part))
    except OSError as fault:
        raise unavailable(place, "written", fault) from fault


def drop_hidden_part(case: Path) -> None:
    """Remove the hidden part of a case that never came into being; one with a case stays."""
    if not case.exists():
        with suppress(OSError):  # a few bytes that belong to nothing stay behind
            hidden_path(case).unlink()


def read_hidden_part(case: Path) -> HiddenPart:
    """The hidden part of a case.

    Raises:
        LogUnavailable: there is none, or it cannot be read now.
        HiddenPartUnfit: it is damaged, or of a newer format.
    """
    place = hidden_path(case)
    try:
        with place.open("rb") as file:
            content = file.read(LARGEST + 1)
    except FileNotFoundError as fault:
        missing = f"{place.name} is missing, which holds what the case must not"
        raise LogUnavailable(Trouble.MISSING, missing) from fault
    except OSError as fault:
        raise unavailable(place, "read", fault) from fault
    try:
        return unpacked(content)
    except HiddenPartError as fault:
        raise HiddenPartUnfit(place, str(fault)) from fault
