"""The protocols of a site: which are at hand, what each may be used for, and on whose word.

Shipped ones come with the program, local ones lie in the data folder as they were brought in. A
protocol runs at the workstation only while its exact text is approved; all that load may be
simulated.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from core.approval import Allowed, Approval, Approvals, approve, read_approvals
from core.cases.told import ToldProof, recall_told
from core.frozen import dataclass
from core.library import (
    Shelved,
    file_from,
    protocol_from,
    read_bytes,
    shipped_names,
    text_at,
    text_of,
)
from core.proof.certificate import sha256_of
from core.rules.compile import ProtocolError
from core.rules.protocol import ProtocolFile

FOLDER = "protocols"
SUFFIX = ".toml"
SHIPPED = "shipped:"
"""How the place of a protocol begins that came with the program."""


class TakenError(Exception):
    """The id of a file is taken; where that may be mended by replacing, `replaceable` says so."""

    def __init__(self, sentence: str, *, replaceable: bool = False) -> None:
        super().__init__(sentence)
        self.replaceable = replaceable


class NotApprovableError(Exception):
    """What cannot be approved; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Volume:
    """One protocol at hand.

    `file` is what it says, None where it has not the shape of a protocol. `told` is what the proof
    said of this exact text, None until it was proved here. `faults` are what kept it from being
    read.
    """

    id: str
    place: str
    text: str
    file: ProtocolFile | None
    approval: Approval | None
    told: ToldProof | None
    faults: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Of the exact text."""
        return sha256_of(self.text)

    @property
    def unproved(self) -> bool:
        """Whether its proof is wanting, or the part of it that simulated patients give."""
        return self.told is None or not self.told.whole

    @property
    def shipped(self) -> bool:
        """Whether it came with the program."""
        return self.place.startswith(SHIPPED)

    @property
    def example(self) -> bool:
        """Whether it is shipped to be looked at, and never for a patient."""
        return self.file is not None and self.file.example

    @property
    def allowed(self) -> Allowed:
        """What it may be used for. An approval does not outlive a finding of a newer proof."""
        if self.file is None:
            return Allowed.NOTHING
        proved = self.told is None or self.told.ok
        approved = self.approval is not None and proved and not self.example
        return Allowed.WORKSTATION if approved else Allowed.SIMULATION

    @property
    def state(self) -> str:
        """The same as a word, where a proof with findings is told first."""
        found = self.told is not None and not self.told.ok
        return Allowed.NOTHING if found else self.allowed


def read_ahead(data_folder: Path) -> Iterator[str]:
    """Read one protocol after the other, so that `volumes` has them at once; yields the places."""
    for place in _places(data_folder):
        with suppress(OSError, ValueError):  # `volumes` tells it, when somebody looks
            _shape(text_at(place)[1])
        yield place


def volumes(data_folder: Path) -> tuple[Volume, ...]:
    """Every protocol at hand, shipped ones first.

    Raises:
        OSError: the approvals are there and cannot be read.
    """
    approvals = read_approvals(data_folder)
    return tuple(_volume(data_folder, place, approvals) for place in _places(data_folder))


def volume_at(name: str, data_folder: Path) -> Volume:
    """A protocol by shipped id, by the id of a local one, or by path.

    Raises:
        OSError: there is no such protocol, or it or the approvals cannot be read.
        ValueError: the file is too large, no regular file, or not UTF-8.
    """
    place, text = text_at(place_of(name, data_folder))
    return _read(place, text, data_folder, read_approvals(data_folder))


def shelved(volume: Volume) -> Shelved:
    """The volume as the proof takes it: compiled, or with what keeps it from that."""
    try:
        protocol = protocol_from(volume.text)
    except ProtocolError as error:
        findings = volume.faults or error.findings
        return Shelved(volume.id, volume.place, volume.text, None, findings)
    return Shelved(volume.id, volume.place, volume.text, protocol, ())


def bring_in(data_folder: Path, path: Path, *, replace: bool = False) -> Path:
    """Put the exact bytes of a protocol file into the data folder, whole or not at all.

    Returns its place. The same text again changes nothing.

    Raises:
        OSError: the file cannot be read, or its copy cannot be written.
        ValueError: it is no regular file, too large, or not UTF-8.
        ProtocolError: it makes no protocol.
        TakenError: its id is that of a shipped protocol or of another text.
    """
    content = read_bytes(path)
    name = protocol_from(text_of(content, path)).file.id
    if name in shipped_names():
        raise TakenError(f"{name} is the id of a shipped protocol; give the file another id")
    place = data_folder / FOLDER / f"{name}{SUFFIX}"
    if place.exists() and not replace and place.read_bytes() != content:
        raise TakenError(f"{name} is there already with another text", replaceable=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    half = place.with_suffix(".part")
    half.write_bytes(content)
    half.replace(place)
    return place


def approve_text(
    data_folder: Path, volume: Volume, told: ToldProof | None, initials: str, at: datetime
) -> Approval:
    """Record that this exact text may be used at the workstation, on what its proof told.

    Raises:
        NotApprovableError: it is an example, or the proof has findings, is of another text, or
            has promises left for simulated patients.
        ValueError: the initials are none.
        OSError: it could not be written.
    """
    if volume.file is None or told is None or not told.ok or told.sha256 != volume.sha256:
        raise NotApprovableError("only a text without findings can be approved")
    if told.pending:
        raise NotApprovableError("promises are left that simulated patients have to show first")
    refuse_example(volume)
    approval = Approval(
        sha256=volume.sha256,
        protocol=volume.id,
        version=volume.file.version,
        program=version("pressor"),
        cells=told.cells,
        initials=initials,
        at=at,
    )
    approve(data_folder, approval)
    return approval


def refuse_example(volume: Volume) -> None:
    """Nobody need wait for a proof to hear this.

    Raises:
        NotApprovableError: it is an example.
    """
    if volume.example:
        raise NotApprovableError("it is an example, and examples are never approved")


def place_of(name: str, data_folder: Path) -> str:
    """What a PROTOCOL of the command line means: the local one of that id, else as it stands."""
    local = data_folder / FOLDER / f"{name}{SUFFIX}"
    is_local = name not in shipped_names() and Path(name).name == name and local.is_file()
    return str(local) if is_local else name


def _volume(data_folder: Path, place: str, approvals: Approvals) -> Volume:
    try:
        return _read(*text_at(place), data_folder, approvals)
    except (OSError, ValueError) as error:
        return Volume(Path(place).stem, place, "", None, None, None, (str(error),))


def _read(place: str, text: str, data_folder: Path, approvals: Approvals) -> Volume:
    digest = sha256_of(text)
    told = recall_told(data_folder, digest)
    file = _shape(text)
    if not isinstance(file, ProtocolFile):
        return Volume(Path(place).stem, place, text, None, None, told, file)
    return Volume(file.id, place, text, file, approvals.of(digest), told)


def _places(data_folder: Path) -> tuple[str, ...]:
    local = sorted((data_folder / FOLDER).glob(f"*{SUFFIX}"))
    return (*shipped_names(), *(str(path) for path in local))


@lru_cache(maxsize=64)
def _shape(text: str) -> ProtocolFile | tuple[str, ...]:
    """What a text says, or why it has not the shape of a protocol; reading one takes a while."""
    try:
        return file_from(text)
    except ProtocolError as error:
        return error.findings
