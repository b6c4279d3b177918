"""The store as its callers see it."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

import core
from core.log import engine, owner, schema
from core.log.errors import (
    CaseBusy,
    LogUnavailable,
    Trouble,
)
from core.log.row import NewRow, believe
from core.log.store import CaseStore

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
FIRST_AS_SECOND = "INTO entry SELECT 2, recorded_at, kind, v, body, chain FROM entry WHERE seq = 1"
PROJECT = Path(core.__file__).parents[1]


def new(number: int) -> NewRow:
    return NewRow(NOON, "note_added", 1, b'{"n":%d}' % number)


def made(folder: Path, rows: int = 3) -> Path:
    path = folder / "ICU-12.case"
    with CaseStore.create(path) as store:
        store.append([new(number) for number in range(rows)])
    return path


def bodies(path: Path) -> list[bytes]:
    with CaseStore.open(path) as store:
        return [row.body for row in store]


class TestAppending:
    def test_what_is_appended_is_numbered_from_one_and_found_again(self, tmp_path: Path) -> None:
        path = tmp_path / "ICU-12.case"
        with CaseStore.create(path) as store:
            first = store.append([new(0), new(1)])
            second = store.append([new(2)])
            assert [row.seq for row in (*first, *second)] == [1, 2, 3]
            assert store.last_seq == 3
            whole = tuple(map(believe, (*first, *second)))
            assert tuple(store) == whole
        with CaseStore.open(path) as store:
            assert tuple(store) == whole
            assert [row.seq for row in store.append([new(3)])] == [4]
            assert len(list(store)) == 4

    def test_no_rows_are_no_entry(self, tmp_path: Path) -> None:
        with CaseStore.create(tmp_path / "ICU-12.case") as store:
            assert store.append([]) == ()
            assert list(store) == []
        assert list(tmp_path.glob("*.case*")) == []

    def test_a_closed_case_neither_takes_nor_gives(self, tmp_path: Path) -> None:
        store = CaseStore.open(made(tmp_path))
        store.close()
        store.close()
        with pytest.raises(LogUnavailable, match="is closed") as refused:
            store.append([new(9)])
        assert refused.value.trouble is Trouble.CLOSED
        with pytest.raises(LogUnavailable, match="is closed"):
            iter(store)

    def test_rows_are_all_taken_or_none(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        with CaseStore.open(path) as store:
            naive = NewRow(NOON.replace(tzinfo=None), "note_added", 1, b"{}")
            with pytest.raises(ValueError, match="not aware UTC"):
                store.append([new(3), naive])
            no_text = NewRow(NOON, "note_added", 1, b"\xff")
            with pytest.raises(UnicodeDecodeError):
                store.append([new(3), no_text])
            store.append([new(3)])
            assert [row.seq for row in store] == [1, 2, 3, 4]

    @pytest.mark.parametrize("count", [1, 2])
    def test_an_entry_made_behind_its_back_stops_the_store(
        self, tmp_path: Path, count: int
    ) -> None:
        with CaseStore.open(made(tmp_path)) as store:
            assert store._file is not None
            columns = (4, "2026-03-04T12:00:00.000000Z", "note_added", 1, "{}", b"")
            store._file._connection.execute(schema.ADD_ROW, columns)
            with pytest.raises(LogUnavailable, match="was written by somebody else") as refused:
                store.append([new(9)] * count)
            assert refused.value.trouble is Trouble.CHANGED_ELSEWHERE
            assert not store._file._connection.in_transaction


class TestSettings:
    def test_a_case_is_kept_with_full_durability_by_one_connection(self, tmp_path: Path) -> None:
        with CaseStore.open(made(tmp_path)) as store:
            assert store._file is not None
            asked = {
                name: store._file._connection.execute(f"PRAGMA {name}").fetchone()[0]
                for name in (
                    "journal_mode",
                    "synchronous",
                    "locking_mode",
                    "foreign_keys",
                    "trusted_schema",
                    "cell_size_check",
                    "recursive_triggers",
                    "fullfsync",
                    "checkpoint_fullfsync",
                )
            }
        assert asked == {
            "journal_mode": b"wal",
            "synchronous": 2,
            "locking_mode": b"exclusive",
            "foreign_keys": 1,
            "trusted_schema": 0,
            "cell_size_check": 1,
            "recursive_triggers": 1,
            "fullfsync": 1,
            "checkpoint_fullfsync": 1,
        }

    def test_a_place_that_cannot_keep_a_setting_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = made(tmp_path)
        monkeypatch.setattr(schema, "WRITING", (("journal_mode", "DELETE", "wal"),))
        with pytest.raises(LogUnavailable, match="journal_mode is delete") as refused:
            CaseStore.open(path)
        assert refused.value.trouble is Trouble.UNSUITED
        monkeypatch.setattr(schema, "SETTINGS", (("locking_mode", "NORMAL", "exclusive"),))
        with pytest.raises(LogUnavailable, match="locking_mode is normal"):
            CaseStore.open(path)

    def test_an_engine_without_strict_tables_is_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(schema, "OLDEST_ENGINE", (99, 1, 0))
        with pytest.raises(LogUnavailable, match=r"is too old for a case; 99\.1\.0 or newer"):
            CaseStore.create(tmp_path / "ICU-12.case").append([new(0)])

    def test_the_wal_reset_fault_of_older_engines_cannot_be_triggered(self, tmp_path: Path) -> None:
        """SQLite 3.7.0 to 3.51.2 can corrupt a WAL file that two connections share.

        So no second connection gets as far as reading, and the shared-memory file through
        which two would coordinate does not exist, also after checkpoints.
        """
        path = made(tmp_path)
        with CaseStore.open(path) as store:
            for number in range(2 * 200 + 1):
                store.append([new(number)])
            assert not path.with_name(path.name + "-shm").exists()
            with (
                closing(sqlite3.connect(path, timeout=0)) as second,
                pytest.raises(sqlite3.OperationalError, match="database is locked"),
            ):
                second.execute("SELECT count(*) FROM entry")


class TestTidying:
    def test_while_nobody_waits_many_entries_move_from_the_wal_file_into_the_case(
        self, tmp_path: Path
    ) -> None:
        path, alone = made(tmp_path), tmp_path / "alone.case"
        found = []
        with CaseStore.open(path) as store:
            for more in (20, 20):
                for number in range(more):
                    store.append([new(number)])
                store.tidy()
                alone.write_bytes(path.read_bytes())
                found.append(len(bodies(alone)))
        assert found == [3, 43]

    def test_it_is_soon_enough_that_no_append_has_to(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        with CaseStore.open(path) as store:
            for number in range(200):
                before = path.read_bytes()
                store.append([new(number)])
                assert path.read_bytes() == before
                store.tidy()

    def test_the_next_append_finds_the_wal_file_begun_anew(self, tmp_path: Path) -> None:
        wal = tmp_path / "ICU-12.case-wal"
        with CaseStore.open(made(tmp_path)) as store:
            store.append([new(0)] * 40)
            old = wal.read_bytes()[:32]
            store.tidy()
            begun = wal.read_bytes()[:32]
            assert begun != old
            store.append([new(1)])
            assert wal.read_bytes()[:32] == begun

    def test_of_a_closed_case_there_is_nothing_to_do(self, tmp_path: Path) -> None:
        store = CaseStore.open(made(tmp_path))
        store.append([new(0)] * 40)
        store.close()
        store.tidy()
        assert len(bodies(store.path)) == 43


class TestNothingIsEdited:
    @pytest.mark.parametrize(
        ("statement", "words"),
        [
            ("UPDATE entry SET body = '{}' WHERE seq = 2", "never changed"),
            ("UPDATE OR REPLACE entry SET seq = 1 WHERE seq = 2", "never changed"),
            ("DELETE FROM entry WHERE seq = 2", "never removed"),
            ("DELETE FROM entry", "never removed"),
            (f"INSERT OR REPLACE {FIRST_AS_SECOND}", "never removed"),
            (f"REPLACE {FIRST_AS_SECOND}", "never removed"),
        ],
    )
    def test_on_our_own_connection(self, tmp_path: Path, statement: str, words: str) -> None:
        with CaseStore.open(made(tmp_path)) as store:
            before = list(store)
            assert store._file is not None
            with pytest.raises(sqlite3.IntegrityError, match=words):
                store._file._connection.execute(statement)
            assert list(store) == before

    def test_columns_keep_their_types(self, tmp_path: Path) -> None:
        with CaseStore.open(made(tmp_path)) as store:
            assert store._file is not None
            with pytest.raises(sqlite3.IntegrityError, match="cannot store TEXT value in INTEGER"):
                store._file._connection.execute(schema.ADD_ROW, (4, "t", "k", "one", "{}", b""))


class TestOneHolder:
    def test_a_second_opener_is_told_who_holds_the_case(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        with CaseStore.open(path):
            with pytest.raises(CaseBusy, match="already open in this program since") as refused:
                CaseStore.open(path)
            assert refused.value.holder is not None
            note = json.loads(owner.note_path(path).read_text(encoding="utf-8"))
            assert note["process"] == os.getpid()
        assert not owner.note_path(path).exists()
        CaseStore.open(path).close()

    def test_another_process_is_told_as_well(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        script = (
            "import sys; sys.path.insert(0, sys.argv[1])\n"
            "from pathlib import Path\n"
            "from core.log.store import CaseStore\n"
            "CaseStore.open(Path(sys.argv[2]))\n"
        )
        command = [sys.executable, "-c", script, str(PROJECT), str(path)]
        with CaseStore.open(path):
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
        assert f"(process {os.getpid()}) since" in done.stderr
        assert "CaseBusy" in done.stderr

    @pytest.mark.parametrize("note", ["", "{", "[1]", '{"host": "x"}'])
    def test_a_note_cut_short_names_nobody(self, tmp_path: Path, note: str) -> None:
        path = made(tmp_path)
        with CaseStore.open(path):
            owner.note_path(path).write_text(note, encoding="utf-8")
            with pytest.raises(CaseBusy, match="already open in another program"):
                CaseStore.open(path)

    def test_a_note_left_by_a_crash_does_not_keep_anybody_out(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        owner.note_path(path).write_text('{"host": "ward-3", "process": 1}', encoding="utf-8")
        assert "Pressor on ward-3 (process 1) since" in str(owner.holder_of(path))
        with CaseStore.open(path):
            note = json.loads(owner.note_path(path).read_text(encoding="utf-8"))
            assert note["process"] == os.getpid()

    def test_a_note_that_cannot_be_written_or_removed_is_no_obstacle(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        owner.note_path(path).mkdir()
        with CaseStore.open(path) as store:
            store.append([new(3)])
        assert len(bodies(path)) == 4


def test_the_engine_says_when_it_is_used_after_closing(tmp_path: Path) -> None:
    file = engine.CaseFile(made(tmp_path))
    file.close()
    with pytest.raises(LogUnavailable, match="is not open") as refused:
        file.head()
    assert refused.value.trouble is Trouble.CLOSED
