from datetime import UTC, datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

import pytest

from core.log.chain import Finding, trusted, walk
from core.log.errors import CaseDamaged, Damage
from core.log.row import (
    CHAIN_START,
    LogRow,
    NewRow,
    RawRow,
    chain_of,
    from_stamp,
    seal,
    to_stamp,
)

NOON = datetime(2026, 3, 4, 12, 0, 0, 250, tzinfo=UTC)


def raw(count: int) -> list[RawRow]:
    news = [NewRow(NOON, "note_added", 1, b'{"n":%d}' % n) for n in range(count)]
    return list(seal(0, CHAIN_START, news))


def codes(rows: list[RawRow]) -> list[tuple[Damage, int | None]]:
    return [(item.damage, item.seq) for item in walk(rows) if isinstance(item, Finding)]


def test_an_instant_is_written_with_microseconds_and_z() -> None:
    assert to_stamp(NOON) == b"2026-03-04T12:00:00.000250Z"
    assert from_stamp(b"2026-03-04T12:00:00.000250Z") == NOON


@pytest.mark.parametrize(
    "instant",
    [NOON.replace(tzinfo=None), NOON.astimezone(timezone(timedelta(hours=1)))],
    ids=["naive", "another zone"],
)
def test_only_aware_utc_is_written(instant: datetime) -> None:
    with pytest.raises(ValueError, match="is not aware UTC"):
        to_stamp(instant)


@pytest.mark.parametrize(
    "stamp",
    [b"2026-03-04T12:00:00Z", b"2026-03-04T12:00:00.000250+01:00", b"", b"x" * 26 + b"Z"],
)
def test_another_writing_of_an_instant_is_not_read(stamp: bytes) -> None:
    with pytest.raises(ValueError, match=r"recorded_at|isoformat"):
        from_stamp(stamp)


def test_the_chain_is_sha256_over_every_column_with_its_length() -> None:
    row = RawRow(7, b"at", b"kind", 2, b"body", b"")
    lengths = b"".join(
        number.to_bytes(size, "big") for number, size in ((7, 8), (2, 8), (2, 4), (4, 4), (4, 4))
    )
    expected = sha256(b"previous" + lengths + b"at" + b"kind" + b"body").digest()
    assert chain_of(b"previous", row) == expected


def test_no_column_can_slide_into_the_next() -> None:
    one = RawRow(1, b"at", b"kindb", 1, b"ody", b"")
    other = RawRow(1, b"at", b"kind", 1, b"body", b"")
    assert chain_of(CHAIN_START, one) != chain_of(CHAIN_START, other)


def test_sealing_goes_on_from_the_head() -> None:
    rows = raw(3)
    tail = list(seal(2, rows[1].chain, [NewRow(NOON, "note_added", 1, b'{"n":2}')]))
    assert tail == rows[2:]


def test_sound_rows_are_believed() -> None:
    rows = raw(2)
    assert list(trusted(rows)) == [
        LogRow(n + 1, NOON, "note_added", 1, b'{"n":%d}' % n, rows[n].chain) for n in range(2)
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"recorded_at": b"2026-03-04T12:00:00.000251Z"},
        {"kind": b"note_ended"},
        {"version": 2},
        {"body": b'{"n":9}'},
        {"chain": b"x" * 32},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_change_in_any_column_breaks_the_chain_there(change: dict[str, Any]) -> None:
    rows = raw(4)
    rows[1] = rows[1]._replace(**change)
    found = codes(rows)
    assert found[0] == (Damage.CHAIN_BROKEN, 2)
    assert all(seq in (2, 3) for _, seq in found)


def test_a_changed_body_is_one_finding_not_one_for_each_row_behind_it() -> None:
    rows = raw(9)
    rows[1] = rows[1]._replace(body=b"{}")
    assert codes(rows) == [(Damage.CHAIN_BROKEN, 2)]


def test_a_missing_row_is_a_gap_and_a_broken_chain() -> None:
    rows = raw(4)
    del rows[1]
    assert codes(rows) == [(Damage.SEQUENCE_GAP, 3), (Damage.CHAIN_BROKEN, 3)]


def test_exchanged_rows_are_found() -> None:
    rows = raw(4)
    rows[1], rows[2] = rows[2]._replace(seq=2), rows[1]._replace(seq=3)
    assert (Damage.CHAIN_BROKEN, 2) in codes(rows)


@pytest.mark.parametrize(
    "change",
    [{"body": None}, {"version": "1"}, {"kind": 5}],
    ids=["no body", "text for a number", "number for a text"],
)
def test_a_column_of_another_type_cannot_be_read(change: dict[str, Any]) -> None:
    rows = raw(2)
    rows[1] = rows[1]._replace(**change)
    assert codes(rows) == [(Damage.UNREADABLE_ROW, 2)]


@pytest.mark.parametrize(
    "change", [{"kind": b"\xff"}, {"recorded_at": b"yesterday"}], ids=["kind", "time"]
)
def test_a_well_chained_row_with_an_unreadable_text_is_not_believed(
    change: dict[str, Any],
) -> None:
    row = raw(1)[0]._replace(**change)
    row = row._replace(chain=chain_of(CHAIN_START, row))
    assert codes([row]) == [(Damage.UNREADABLE_ROW, 1)]


def test_reading_stops_at_the_first_row_that_is_not_sound() -> None:
    rows = raw(3)
    rows[1] = rows[1]._replace(body=b"{}")
    reader = trusted(rows)
    assert next(reader).seq == 1
    with pytest.raises(CaseDamaged, match="entry 2 does not fit the chain"):
        next(reader)
