"""Events as canonical JSON and back: sorted keys, no blanks, quantities as strings with units.

One canonical text per event means that equal events have equal bytes, and an equal chain.
"""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, get_args

from core.log.errors import CaseDamaged, Damage, NewerFormat
from core.log.form import Misread, Read, plain, reader_of
from core.log.row import LogRow, NewRow
from core.log.upgrades import UPGRADES, Steps, present_version, upgrade
from core.model.events import Event, Recorded

KINDS: dict[str, type] = {
    event.__dataclass_fields__["kind"].default: event for event in get_args(Event)
}
"""Every event class by the kind it is stored under."""


def encode(entry: Recorded) -> NewRow:
    """An entry as a row. ValueError for an event that could not be read back just as it is."""
    kind = entry.event.kind
    text = _JSON.encode(plain(entry.event))
    said, _ = _read_json(text)
    if _event(said) != entry.event:
        raise ValueError(f"{entry.event!r} would be read back as another event")
    return NewRow(entry.recorded_at, kind, present_version(kind), text.encode())


def decode(rows: Sequence[LogRow], steps: Steps = UPGRADES) -> list[Recorded]:
    """Rows as entries, in one go because a long case has a hundred thousand.

    NewerFormat if a kind or version is not known here, CaseDamaged if a body cannot be read.
    """
    bodies = [_present_body(row, steps) for row in rows]
    return [
        Recorded(row.seq, row.recorded_at, _event_of(row, said))
        for row, said in zip(rows, _read(rows, bodies), strict=True)
    ]


def _read(rows: Sequence[LogRow], bodies: Sequence[bytes]) -> list[Any]:
    """What JSON makes of the bodies: all at once, and one by one if that makes no sense."""
    try:
        said: list[Any] = json.loads(b"[" + b",".join(bodies) + b"]")
    except (ValueError, RecursionError):
        said = []
    if len(said) == len(rows):
        return said
    return [_alone(row, body) for row, body in zip(rows, bodies, strict=True)]


def _alone(row: LogRow, body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise _unreadable(row, str(fault)) from fault


def _event_of(row: LogRow, said: object) -> Event:
    try:
        event = _event(said)
    except ValueError as fault:
        raise _unreadable(row, str(fault)) from fault
    if event.kind != row.kind:
        raise CaseDamaged(Damage.UNREADABLE_ROW, "an entry does not hold what it is said to")
    return event


def _event(said: Any) -> Event:  # noqa: ANN401 - whatever JSON made of a body
    """The event of the kind that a body names. ValueError if it cannot be read as one."""
    kind = said.get("kind") if isinstance(said, dict) else None
    if not isinstance(kind, str) or kind not in KINDS:
        raise Misread("names no kind of entry")
    try:
        event: Event = _reader(kind)(said)
    except Misread as fault:
        raise Misread(fault.what, (kind, *fault.place)) from fault
    return event


@cache
def _reader(kind: str) -> Read:
    return reader_of(KINDS[kind])


def _present_body(row: LogRow, steps: Steps) -> bytes:
    known = present_version(row.kind, steps)
    if row.kind not in KINDS or row.version > known:
        what = f"entry {row.seq} of kind {row.kind}, version {row.version}"
        raise NewerFormat(what, f"{known} at most" if row.kind in KINDS else "no such kind")
    if row.version == known:
        return row.body
    return _canonical(upgrade(row.kind, row.version, json.loads(row.body), steps))


def _unreadable(row: LogRow, what: str) -> CaseDamaged:
    return CaseDamaged(Damage.UNREADABLE_ROW, f"entry {row.seq} cannot be read: {what}")


_read_json = json.JSONDecoder().raw_decode
_JSON = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def _canonical(fields: object) -> bytes:
    return _JSON.encode(fields).encode()
