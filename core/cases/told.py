"""What the proof told of an exact text, remembered, so that it is not proved again to be shown.

A memory counts only for the text and the program it came from: the program is known by the
sources that a proof rests on.
"""

import hashlib
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from core.rules.protocol import WorkedGiven

FOLDER = "proofs"
_RESTS_ON = {
    "core": ("quantity", "entry", "model", "rules", "proof", "patient", "lab"),
    "resources": ("patient", "lab"),
}
"""The rooms, and what simulated patients and staff are read from."""
_TEXTS = (".py", ".toml")


class ToldFinding(BaseModel):
    """A finding in words, with the course that shows it where there is one."""

    model_config = ConfigDict(frozen=True)

    id: str
    row: str | None
    message: str
    counterexample: WorkedGiven | None = None


class ToldProof(BaseModel):
    """What `pressor check --json` says of one exact text."""

    model_config = ConfigDict(frozen=True)

    ok: bool
    sha256: str
    cells: int
    findings: tuple[ToldFinding, ...]
    pending: tuple[str, ...]
    """The promises that simulated patients have still to show; none once they did."""

    @property
    def whole(self) -> bool:
        """Whether nothing is left to be judged: every promise is, or there are findings."""
        return not self.ok or not self.pending


class _Kept(BaseModel):
    """A memory as it lies in its file."""

    program: str
    told: ToldProof


def read_told(text: str) -> ToldProof:
    """What a check printed.

    Raises:
        ValueError: that is not what a check prints.
    """
    return ToldProof.model_validate_json(text)


def recall_told(data_folder: Path, sha256: str) -> ToldProof | None:
    """What this program told of that text before; None where it did not, or cannot be read."""
    try:
        kept = _Kept.model_validate_json(_place(data_folder, sha256).read_text("utf-8"))
    except (OSError, ValidationError, UnicodeDecodeError):
        return None  # it is proved again
    return kept.told if (kept.program, kept.told.sha256) == (_program(), sha256) else None


def remember_told(data_folder: Path, told: ToldProof) -> None:
    """Keep what was told.

    Raises:
        OSError: it could not be written.
    """
    place = _place(data_folder, told.sha256)
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_suffix(".part")
    half.write_text(_Kept(program=_program(), told=told).model_dump_json(), "utf-8")
    half.replace(place)


def _place(data_folder: Path, sha256: str) -> Path:
    return data_folder / FOLDER / f"{sha256}.json"


@cache
def _program() -> str:
    """A mark of every source that a proof rests on."""
    mark = hashlib.sha256()
    for package, rooms in _RESTS_ON.items():
        for room in rooms:
            found = files(package).joinpath(room).iterdir()
            for item in sorted(found, key=lambda item: item.name):
                if item.name.endswith(_TEXTS):
                    mark.update(item.read_bytes())
    return mark.hexdigest()
