"""The protocol text that a case keeps: its hash, and the title and source of each row in it."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.model.events import CaseOpened


@dataclass(frozen=True, slots=True)
class RowSaid:
    """What the text says about one of its rows: its title, and the source in full."""

    title: str
    source: str


@dataclass(frozen=True, slots=True)
class Pinned:
    """The protocol of a case as it was pinned; `rows` by the agent and the id of the row."""

    id: str
    version: str
    sha256: str
    rows: Mapping[tuple[str, str], RowSaid]


def pinned(opened: CaseOpened) -> Pinned:
    """What the record says of the protocol.

    The text is read, not compiled: another version of the program may no longer use it, and what
    was advised from it then is to be told all the same.
    """
    text = opened.protocol_text
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Pinned(opened.protocol, opened.protocol_version, sha256, dict(_rows(_read(text))))


def _read(text: str) -> Mapping[str, Any]:
    """The text as data; without rows where it is no TOML."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return {}


def _rows(file: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], RowSaid]]:
    sources: Mapping[str, str] = file.get("sources", {})
    for part in (file, *file.get("agent", ())):
        for row in part.get("rule", ()):
            source = str(row.get("source", ""))
            said = RowSaid(str(row.get("title", "")), sources.get(source, source))
            yield (str(part.get("drug", "")), str(row.get("id", ""))), said
