"""Protocols by shipped id or by path: read, judged, and compiled to what advises."""

import hashlib
import json
import tomllib
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from core.checked import from_json
from core.frozen import dataclass
from core.model import terms
from core.rules import protocol, rows
from core.rules.audit import load_protocol
from core.rules.compile import Protocol, ProtocolError
from core.rules.former import with_former_keys
from core.rules.protocol import ProtocolFile
from core.twin import twin_of

if TYPE_CHECKING:
    from pydantic import ValidationError

DEFAULT_PROTOCOL = "norepinephrine-adult"
# By path and not by importlib.resources, which loads zip files, URLs and addresses.
_FOLDER = Path(resources.__path__[0], "protocols")
_KINDS = (terms, rows, protocol)
LARGEST_FILE = 256 * 1024
"""A protocol file over 256 KiB is refused before it is read."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A protocol on the shelf: its text, and either the compiled protocol or what is wrong."""

    id: str
    place: str
    text: str
    protocol: Protocol | None
    findings: tuple[str, ...]

    @property
    def hash(self) -> str:
        """SHA-256 of the exact text."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@lru_cache(maxsize=16)
def protocol_from(text: str) -> Protocol:
    """The compiled protocol of a file's text.

    Raises:
        ProtocolError: with every finding, each naming the place in the file.
    """
    return load_protocol(file_from(text), proven=text in _shipped_texts())


def file_from(text: str) -> ProtocolFile:
    """What a file's text says, before it is judged whether that makes a protocol.

    Raises:
        ProtocolError: with everything that is not of the shape of a protocol file.
    """
    known: ProtocolFile | None = twin_of(text, _KINDS)
    return read_in_full(text) if known is None else known


def read_in_full(text: str) -> ProtocolFile:
    """The same, whether or not the text comes with the program and was read before.

    Raises:
        ProtocolError: with everything that is not of the shape of a protocol file.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProtocolError((f"not readable as TOML: {error}",)) from error
    except RecursionError as error:
        raise ProtocolError(("not readable as TOML: lists nested too deeply",)) from error
    try:
        as_json = json.dumps(with_former_keys(data))
    except TypeError as error:
        raise ProtocolError(("a date or time stands where a quantity is needed",)) from error
    return _checked(as_json)


def _checked(as_json: str) -> ProtocolFile:
    from pydantic import ValidationError  # noqa: PLC0415 - what comes with the program needs it not

    try:
        return from_json(ProtocolFile, as_json)
    except ValidationError as error:
        raise ProtocolError(tuple(_sentences(error))) from error


@cache
def _shipped_texts() -> frozenset[str]:
    return frozenset(_shipped(name).read_text("utf-8") for name in shipped_names())


def _sentences(error: "ValidationError") -> list[str]:
    found = []
    for item in error.errors(include_url=False):
        place = ".".join(str(part) for part in item["loc"][1:])
        seen = "" if isinstance(item["input"], dict | list) else f" (found {item['input']!r})"
        found.append(f"{place}: {_plain(item['type'], item['msg'])}{seen}")
    return found


def _plain(kind: str, message: str) -> str:
    words = {
        "unexpected_keyword_argument": "this key is not known here",
        "missing": "this key is missing",
        "string_type": 'a quantity is text with its unit, as in "5 min", never a bare number',
    }
    return words.get(kind, message)


def shipped_names() -> tuple[str, ...]:
    """The ids of the protocols that come with the program, the default first."""
    names = [path.stem for path in _FOLDER.glob("*.toml")]
    return tuple(sorted(names, key=lambda name: (name != DEFAULT_PROTOCOL, name)))


def _shipped(name: str) -> Path:
    return _FOLDER / f"{name}.toml"


def read_protocol(id_or_path: str) -> Shelved:
    """A shipped protocol by id, or a file by path.

    Raises:
        FileNotFoundError: there is no such id or file.
        ValueError: the file is too large, no regular file, or not UTF-8.
    """
    place, text = text_at(id_or_path)
    return _shelve(Path(place.removeprefix("shipped:")).stem, place, text)


def text_at(id_or_path: str) -> tuple[str, str]:
    """The place of a shipped protocol or a file, and its text, not yet judged.

    Raises:
        FileNotFoundError: there is no such id or file.
        ValueError: the file is too large, no regular file, or not UTF-8.
    """
    if id_or_path in shipped_names():
        return f"shipped:{id_or_path}", _shipped(id_or_path).read_text("utf-8")
    path = Path(id_or_path)
    if not path.is_file():
        known = ", ".join(shipped_names())
        raise FileNotFoundError(f"no protocol {id_or_path}: give a path or one of {known}")
    return str(path), text_of(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """The bytes of a protocol file.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no regular file or too large.
    """
    if not path.is_file():
        raise ValueError(f"{path}: no {'regular' if path.exists() else 'such'} file")
    if path.stat().st_size > LARGEST_FILE:
        raise ValueError(f"{path}: over 256 KiB, no protocol file is that long")
    return path.read_bytes()


def text_of(content: bytes, path: Path) -> str:
    """The text of a protocol file.

    Raises:
        ValueError: it is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: not UTF-8 at byte {error.start}") from error


def _shelve(name: str, place: str, text: str) -> Shelved:
    try:
        compiled = protocol_from(text)
    except ProtocolError as error:
        return Shelved(name, place, text, None, error.findings)
    return Shelved(compiled.file.id, place, text, compiled, ())
