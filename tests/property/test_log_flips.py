"""Bytes changed in a case file: no changed data is accepted, neither by verify nor by opening.

Each damaged copy is either found wanting or still holds exactly what was written. A `-wal` file
left by a crash may lose entries at its end to a changed byte, as the engine takes what follows the
byte for a write that never finished; even then every entry that is read is one that was written.
"""

import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.log.errors import CaseUnfit
from core.log.row import LogRow, NewRow
from core.log.store import CaseStore
from core.log.verify import verify

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
PAGE = 4096
Damage = Callable[[random.Random, bytearray], None]


def flip_bit(chance: random.Random, content: bytearray) -> None:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def flip_byte_of_head(chance: random.Random, content: bytearray) -> None:
    content[chance.randrange(150)] ^= chance.randrange(1, 256)


def change_bytes(chance: random.Random, content: bytearray) -> None:
    size = chance.choice((1, 4, 64))
    start = chance.randrange(len(content) - size)
    content[start : start + size] = chance.randbytes(size)


def zero_page(chance: random.Random, content: bytearray) -> None:
    page = chance.randrange(len(content) // PAGE)
    content[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)


def exchange_pages(chance: random.Random, content: bytearray) -> None:
    one, other = (page * PAGE for page in chance.sample(range(len(content) // PAGE), 2))
    content[one : one + PAGE], content[other : other + PAGE] = (
        content[other : other + PAGE],
        content[one : one + PAGE],
    )


def cut_off(chance: random.Random, content: bytearray) -> None:
    del content[chance.randrange(len(content)) :]


def grow(chance: random.Random, content: bytearray) -> None:
    content += chance.randbytes(chance.choice((1, PAGE)))


DAMAGES: dict[Damage, int] = {
    flip_bit: 120,
    flip_byte_of_head: 60,
    change_bytes: 120,
    zero_page: 10,
    exchange_pages: 20,
    cut_off: 30,
    grow: 4,
}
NAMES = ["bit", "byte of the head", "bytes", "page zeroed", "pages exchanged", "cut", "grown"]


def entry(number: int) -> NewRow:
    body = b'{"n":%d,"text":"%s"}' % (number, b"note " * (number % 40))
    return NewRow(NOON + timedelta(minutes=number), "note_added", 1, body)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed case of 120 entries, and beside it one left unclosed with 40 of them in its WAL."""
    folder = tmp_path_factory.mktemp("sound")
    with CaseStore.create(folder / "closed.case") as store:
        store.append([entry(number) for number in range(80)])
    shutil.copyfile(folder / "closed.case", folder / "growing.case")
    with CaseStore.open(folder / "growing.case") as store:
        for number in range(80, 120):
            store.append([entry(number)])
        for ending in ("", "-wal"):
            shutil.copyfile(folder / f"growing.case{ending}", folder / f"left.case{ending}")
    shutil.copyfile(folder / "growing.case", folder / "closed.case")
    return folder


def read(path: Path) -> list[LogRow] | None:
    """What opening the case gives, or None where it or a row in it is refused."""
    try:
        with CaseStore.open(path) as store:
            return list(store)
    except CaseUnfit:
        return None


def originals(folder: Path) -> list[LogRow]:
    rows = read(folder / "closed.case")
    assert rows is not None
    assert len(rows) == 120
    return rows


@pytest.mark.parametrize("damage", DAMAGES, ids=NAMES)
def test_no_changed_data_is_accepted(
    sound: Path, tmp_path: Path, damage: Damage, *, nightly: bool
) -> None:
    chance = random.Random(str(DAMAGES[damage]))
    written, content = originals(sound), (sound / "closed.case").read_bytes()
    path = tmp_path / "ICU-12.case"
    found = 0
    for _ in range(DAMAGES[damage] * (50 if nightly else 1)):
        changed = bytearray(content)
        damage(chance, changed)
        path.write_bytes(changed)
        verdict = verify(path)
        assert path.read_bytes() == changed, "looking has changed the case"
        rows = read(path)
        assert rows is None or rows == written
        if verdict.intact:
            assert (verdict.rows, verdict.head) == (120, written[-1].chain.hex())
        found += not verdict.intact
    assert found or damage is grow, "what follows the last page is not part of the case"


def test_a_changed_wal_file_yields_only_what_was_written(
    sound: Path, tmp_path: Path, *, nightly: bool
) -> None:
    chance = random.Random("wal")
    written, content = originals(sound), (sound / "left.case-wal").read_bytes()
    path = tmp_path / "ICU-12.case"
    shorter = 0
    for _ in range(120 * (50 if nightly else 1)):
        changed = bytearray(content)
        chance.choice((flip_bit, change_bytes, cut_off))(chance, changed)
        shutil.copyfile(sound / "left.case", path)
        path.with_name(f"{path.name}-wal").write_bytes(changed)
        verdict = verify(path)
        rows = read(path)
        assert rows is not None
        assert rows == written[: len(rows)]
        assert (verdict.intact, verdict.rows) == (True, len(rows))
        shorter += len(rows) < len(written)
    assert shorter > 0


def test_the_left_case_holds_its_latest_entries_in_the_wal_file(sound: Path) -> None:
    assert verify(sound / "left.case").rows == 120
    assert verify(sound / "closed.case").rows == 120
