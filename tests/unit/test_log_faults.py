"""Disk full, failing writes and syncs, read-only places: nothing is acknowledged that is not kept.

The faults are real ones of the operating system: a limit on file size, and file descriptors that
lead nowhere put in the place of the engine's own.
"""

import os
import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.log.errors import LogUnavailable, Trouble
from core.log.publish import cases_in
from core.log.row import NewRow
from core.log.store import CaseStore
from core.log.verify import verify

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
NOBODY = 65534


def new(number: int, size: int = 200) -> NewRow:
    return NewRow(NOON, "note_added", 1, b'{"n":%d,"text":"%s"}' % (number, b"x" * size))


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """No file can grow beyond `size` bytes: writes fail or are cut short there."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def broken(path: Path, stand_in: str, flags: int) -> Iterator[None]:
    """The engine's handle of `path` leads to another file for a while."""
    handle = _handle_of(path)
    kept, other = os.dup(handle), os.open(stand_in, flags)
    os.dup2(other, handle)
    try:
        yield
    finally:
        os.dup2(kept, handle)
        os.close(kept)
        os.close(other)


def _handle_of(path: Path) -> int:
    wanted = path.stat()
    for handle in range(3, 256):
        with suppress(OSError):
            if os.path.samestat(os.fstat(handle), wanted):
                return handle
    raise AssertionError(f"{path} is not open here")


def wal(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def begun(folder: Path) -> CaseStore:
    store = CaseStore.create(folder / "ICU-12.case")
    store.append([new(0)])
    return store


def numbers(path: Path) -> list[int]:
    with CaseStore.open(path) as store:
        return [row.seq for row in store]


def fault_of(store: CaseStore, entries: list[NewRow]) -> list[Trouble]:
    try:
        store.append(entries)
    except LogUnavailable as refused:
        return [refused.trouble]
    return []


FULL = ("/dev/full", os.O_RDWR)
UNWRITABLE = (os.devnull, os.O_RDONLY)
UNSYNCED = (os.devnull, os.O_RDWR)


@pytest.mark.parametrize(
    ("stand_in", "trouble"),
    [
        pytest.param(FULL, Trouble.DISK_FULL, id="disk full"),
        pytest.param(UNWRITABLE, Trouble.IO_ERROR, id="write fails"),
        pytest.param(UNSYNCED, Trouble.IO_ERROR, id="sync fails"),
    ],
)
@pytest.mark.parametrize("rows", [1, 40])
def test_an_entry_that_did_not_reach_the_disk_is_refused_and_can_be_tried_again(
    tmp_path: Path, stand_in: tuple[str, int], trouble: Trouble, rows: int
) -> None:
    entries = [new(number) for number in range(rows)]
    with begun(tmp_path) as store:
        store.append([new(1)])
        for _ in range(3):
            assert [row.seq for row in store] == [1, 2]  # and the engine has its pages at hand
            with broken(wal(store.path), *stand_in), pytest.raises(LogUnavailable) as refused:
                store.append(entries)
            assert refused.value.trouble is trouble
            assert store.last_seq == 2
        assert [row.seq for row in store] == [1, 2]
        assert store.append(entries)[0].seq == 3
    assert numbers(store.path) == list(range(1, rows + 3))
    assert verify(store.path).intact


@pytest.mark.parametrize("stand_in", [FULL, UNWRITABLE, UNSYNCED])
def test_a_fault_while_the_wal_is_carried_over_loses_nothing(
    tmp_path: Path, stand_in: tuple[str, int]
) -> None:
    """Every 64 pages the engine copies its WAL file into the case within an append, if left to."""
    acknowledged = 1
    with begun(tmp_path) as store:
        for number in range(190):
            acknowledged = store.append([new(number)])[-1].seq
        with broken(store.path, *stand_in):
            for number in range(30):
                acknowledged = store.append([new(number)])[-1].seq
        acknowledged = store.append([new(0)])[-1].seq
    assert acknowledged == 222
    assert numbers(store.path) == list(range(1, acknowledged + 1))
    assert verify(store.path).intact


@pytest.mark.parametrize("stand_in", [FULL, UNWRITABLE, UNSYNCED])
def test_a_fault_while_nobody_waits_loses_nothing_and_is_no_trouble(
    tmp_path: Path, stand_in: tuple[str, int]
) -> None:
    with begun(tmp_path) as store:
        for number in range(40):
            store.append([new(number)])
        with broken(store.path, *stand_in):
            store.tidy()
        store.append([new(0)])
    assert numbers(store.path) == list(range(1, 43))
    assert verify(store.path).intact


def test_whichever_write_fails_first_the_acknowledged_entries_are_there(tmp_path: Path) -> None:
    """The file may grow a little more each time, so that each write in turn fails first."""
    path = tmp_path / "ICU-12.case"
    with begun(tmp_path) as store:
        for limit in range(0, 120_000, 1001):
            acknowledged = store.last_seq
            with files_at_most(limit), suppress(LogUnavailable):
                for number in range(3):
                    acknowledged = store.append([new(number, size=1500)])[-1].seq
            assert store.last_seq == acknowledged
            assert [row.seq for row in store] == list(range(1, acknowledged + 1))
        room = store.append([new(0)])[-1].seq
    assert room > 10
    assert numbers(path) == list(range(1, room + 1))
    assert verify(path).intact


def test_whichever_write_of_a_new_case_fails_there_is_no_case(tmp_path: Path) -> None:
    path = tmp_path / "ICU-12.case"
    entries = [new(number, size=3000) for number in range(4)]
    faults: list[Trouble] = []
    with CaseStore.create(path) as store:
        for limit in range(0, 60_000, 499):
            with files_at_most(limit):
                faults += fault_of(store, entries)
            if store.last_seq:
                break
            assert [item.name for item in tmp_path.iterdir() if item.is_file()] == []
    assert len(faults) > 20
    assert set(faults) <= {Trouble.IO_ERROR, Trouble.DISK_FULL}
    assert numbers(path) == [1, 2, 3, 4]


def test_a_full_disk_can_be_filled_to_the_last_page_again_and_again(tmp_path: Path) -> None:
    with begun(tmp_path) as store:
        assert store._file is not None
        for pages in (20, 40, 60):
            store._file._connection.execute(f"PRAGMA max_page_count = {pages}")
            faults = (fault_of(store, [new(number)]) for number in range(2000))
            assert next(filter(None, faults)) == [Trouble.DISK_FULL]
            assert [row.seq for row in store] == list(range(1, store.last_seq + 1))
        acknowledged = store.last_seq
    assert acknowledged > 500
    assert numbers(store.path) == list(range(1, acknowledged + 1))


@pytest.fixture
def foreign_folder() -> Iterator[Path]:
    """A folder with a case that whoever runs the test may read but not write.

    The superuser may write everywhere, so the test then goes on as nobody.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        begun(folder).close()
        (folder / "hidden").mkdir(mode=0o000)
        folder.chmod(0o555)
        (folder / "ICU-12.case").chmod(0o444)
        mighty = os.geteuid() == 0
        if mighty:
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            if mighty:
                os.seteuid(0)
            folder.chmod(0o755)


class TestReadOnlyPlace:
    def test_a_case_is_refused_for_writing_and_can_be_looked_at(self, foreign_folder: Path) -> None:
        path = foreign_folder / "ICU-12.case"
        with pytest.raises(LogUnavailable, match="file or folder is read-only") as refused:
            CaseStore.open(path)
        assert refused.value.trouble is Trouble.READ_ONLY
        with CaseStore.open_read_only(path) as viewer:
            assert [row.seq for row in viewer] == [1]
        assert verify(path).intact

    def test_a_case_that_may_not_even_be_read_says_so(self, foreign_folder: Path) -> None:
        path = foreign_folder / "hidden" / "ICU-12.case"
        with pytest.raises(LogUnavailable, match="Permission denied") as refused:
            CaseStore.open(path)
        assert refused.value.trouble is Trouble.READ_ONLY
        with pytest.raises(LogUnavailable, match="Permission denied"):
            verify(path)

    def test_no_case_can_be_made(self, foreign_folder: Path) -> None:
        store = CaseStore.create(foreign_folder / "ICU-13.case")
        with pytest.raises(LogUnavailable, match="file or folder is read-only") as refused:
            store.append([new(0)])
        assert refused.value.trouble is Trouble.READ_ONLY
        assert [path.name for path in cases_in(foreign_folder)] == ["ICU-12.case"]


def test_a_folder_that_vanishes_is_noticed_at_the_latest_on_opening(tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    with begun(folder) as store:
        folder.rename(tmp_path / "pulled")
        with pytest.raises(LogUnavailable, match="there is no folder"):
            CaseStore.open(store.path)
    assert numbers(tmp_path / "pulled" / "ICU-12.case") == [1]
