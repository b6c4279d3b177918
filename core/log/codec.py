"""Events as canonical JSON and back: sorted keys, no blanks, quantities as strings with units.

One canonical text per event means that equal events have equal bytes, and an equal chain.
"""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Annotated, Any, get_args

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from core.log.errors import CaseDamaged, Damage, NewerFormat
from core.log.row import LogRow, NewRow, to_stamp
from core.log.upgrades import UPGRADES, Steps, present_version, upgrade
from core.model.events import Event, Recorded

KINDS: dict[str, type] = {
    event.__dataclass_fields__["kind"].default: event for event in get_args(Event)
}
"""Every event class by the kind it is stored under."""


def encode(entry: Recorded) -> NewRow:
    """An entry as a row. ValueError for an event that could not be read back just as it is."""
    kind = entry.event.kind
    form = _form(kind)
    body = _canonical(form.dump_python([entry.event], warnings="error")[0])
    row = NewRow(entry.recorded_at, kind, present_version(kind), body)
    if form.validate_json(_list(body), strict=True) != [entry.event]:
        raise ValueError(f"{entry.event!r} would be read back as another event")
    return row


def decode(rows: Sequence[LogRow], steps: Steps = UPGRADES) -> list[Recorded]:
    """Rows as entries, in one go because a long case has a hundred thousand.

    NewerFormat if a kind or version is not known here, CaseDamaged if a body cannot be read.
    """
    bodies = b",".join([_present_body(row, steps) for row in rows])
    try:
        events = _events().validate_json(_list(bodies), strict=True)
    except ValidationError as fault:
        raise _unreadable(rows, fault) from fault
    if [event.kind for event in events] != [row.kind for row in rows]:
        raise CaseDamaged(Damage.UNREADABLE_ROW, "an entry does not hold what it is said to")
    return [
        Recorded(row.seq, row.recorded_at, event) for row, event in zip(rows, events, strict=True)
    ]


@cache
def _events() -> TypeAdapter[list[Event]]:
    """Every event, for reading a stored case."""
    return _adapter(Annotated[Event, Field(discriminator="kind")])


@cache
def _form(kind: str) -> TypeAdapter[list[Event]]:
    """One class of event. A new case writes a few of them and need not wait for all."""
    return _adapter(KINDS[kind])


def _adapter(events: Any) -> TypeAdapter[list[Event]]:  # noqa: ANN401 - a type or an annotated one
    return TypeAdapter(list[events], config=ConfigDict(extra="forbid"))


def _list(bodies: bytes) -> bytes:
    return b"[" + bodies + b"]"


def _present_body(row: LogRow, steps: Steps) -> bytes:
    known = present_version(row.kind, steps)
    if row.kind not in KINDS or row.version > known:
        what = f"entry {row.seq} of kind {row.kind}, version {row.version}"
        raise NewerFormat(what, f"{known} at most" if row.kind in KINDS else "no such kind")
    if row.version == known:
        return row.body
    return _canonical(upgrade(row.kind, row.version, json.loads(row.body), steps))


def _unreadable(rows: Sequence[LogRow], fault: ValidationError) -> CaseDamaged:
    first = fault.errors(include_url=False, include_input=False)[0]
    place, *inside = first["loc"] or (0,)
    where = f"entry {rows[int(place)].seq}"
    what = ".".join(map(str, inside))
    return CaseDamaged(Damage.UNREADABLE_ROW, f"{where} cannot be read: {what} {first['msg']}")


def _scalar(value: object) -> str:
    if isinstance(value, datetime):
        return to_stamp(value).decode()
    if isinstance(value, timedelta) and not value.microseconds:
        return f"PT{value // timedelta(seconds=1)}S"
    raise ValueError(f"{value!r} has no canonical text")


_JSON = json.JSONEncoder(
    sort_keys=True,
    separators=(",", ":"),
    ensure_ascii=False,
    allow_nan=False,
    default=_scalar,
)


def _canonical(fields: dict[str, Any]) -> bytes:
    return _JSON.encode(fields).encode()
