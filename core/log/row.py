"""One row of the log and the chain that ties it to the rows before it.

The chain is plain SHA-256: it shows any change, loss or exchange inside the log, but not a tail
cut off whole nor a log computed anew by somebody who means harm. A keyed chain comes later.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from struct import Struct
from typing import NamedTuple

from core.frozen import dataclass

CHAIN_START = sha256(b"pressor case log, chain 1").digest()
"""What the first row is chained to."""

_CLOCK_ENDS = len("2026-01-31T23:59:59.123456")
_LENGTHS = Struct(">qqIII").pack


class NewRow(NamedTuple):
    """An entry that is not yet in the log.

    `recorded_at` is aware UTC; `body` is canonical JSON in UTF-8; `version` counts from 1. A tuple,
    because somebody waits while it is made.
    """

    recorded_at: datetime
    kind: str
    version: int
    body: bytes


class RawRow(NamedTuple):
    """A row as the engine stores it, not yet believed. `chain` is what the row claims.

    A tuple, because a long case reads a hundred thousand of them before its window opens.
    """

    seq: int
    recorded_at: bytes
    kind: bytes
    version: int
    body: bytes
    chain: bytes


@dataclass(frozen=True, slots=True)
class LogRow:
    """An entry of the log whose chain was checked. `seq` counts from 1 without a gap."""

    seq: int
    recorded_at: datetime
    kind: str
    version: int
    body: bytes
    chain: bytes


def to_stamp(instant: datetime) -> bytes:
    """An instant as text with microseconds and Z. ValueError unless it is aware UTC."""
    text = instant.isoformat("T", "microseconds")
    if text[_CLOCK_ENDS:] != "+00:00":
        raise ValueError(f"recorded_at {instant!r} is not aware UTC")
    return text[:_CLOCK_ENDS].encode() + b"Z"


def from_stamp(stamp: bytes) -> datetime:
    """The instant of such a text. ValueError for any other writing of it."""
    if stamp[_CLOCK_ENDS:] != b"Z":
        raise ValueError(f"recorded_at {stamp!r} is not written as UTC with microseconds")
    return datetime.fromisoformat(stamp.decode("ascii"))


def chain_of(previous: bytes, row: RawRow) -> bytes:
    """What the chain of a row must be, after the chain of the row before it."""
    return _link(previous, row.seq, row.recorded_at, row.kind, row.version, row.body)


def seal(last_seq: int, last_chain: bytes, rows: Iterable[NewRow]) -> Iterator[RawRow]:
    """New rows with their place and their chain, following the row `last_seq`."""
    chain = last_chain
    for seq, row in enumerate(rows, last_seq + 1):
        recorded_at, kind = to_stamp(row.recorded_at), row.kind.encode()
        chain = _link(chain, seq, recorded_at, kind, row.version, row.body)
        yield RawRow(seq, recorded_at, kind, row.version, row.body, chain)


def _link(  # noqa: PLR0913, PLR0917 - a row has this many columns
    previous: bytes, seq: int, recorded_at: bytes, kind: bytes, version: int, body: bytes
) -> bytes:
    """SHA-256 over the chain before and every column, each with its length so none can slide."""
    lengths = _LENGTHS(seq, version, len(recorded_at), len(kind), len(body))
    return sha256(b"".join((previous, lengths, recorded_at, kind, body))).digest()


def believe(row: RawRow) -> LogRow:
    """A row whose chain is right, as values. ValueError where a text cannot be read."""
    seq, recorded_at, kind, version, body, chain = row
    return LogRow(seq, from_stamp(recorded_at), kind.decode(), version, body, chain)
