"""What is not opened as a case, and what a viewer may do."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.log import engine, schema
from core.log.errors import (
    CaseBusy,
    CaseDamaged,
    CaseExists,
    Damage,
    LogUnavailable,
    NewerFormat,
    Trouble,
)
from core.log.row import NewRow
from core.log.store import CaseStore

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def new(number: int) -> NewRow:
    return NewRow(NOON, "note_added", 1, b'{"n":%d}' % number)


def made(folder: Path, rows: int = 3) -> Path:
    path = folder / "ICU-12.case"
    with CaseStore.create(path) as store:
        store.append([new(number) for number in range(rows)])
    return path


def meddle(path: Path, *statements: str) -> None:
    """What somebody does to a case with another tool."""
    with closing(sqlite3.connect(path, isolation_level=None)) as tool:
        for statement in statements:
            tool.execute(statement)


def bodies(path: Path) -> list[bytes]:
    with CaseStore.open(path) as store:
        return [row.body for row in store]


class TestWhatIsRefused:
    def refused(self, path: Path) -> CaseDamaged:
        with pytest.raises(CaseDamaged) as refused:
            CaseStore.open(path)
        return refused.value

    def test_what_is_not_there(self, tmp_path: Path) -> None:
        for path, words in (
            (tmp_path / "none.case", "there is no case file"),
            (tmp_path / "no" / "none.case", "there is no folder"),
            (tmp_path, "there is no case file"),
        ):
            with pytest.raises(LogUnavailable, match=words) as refused:
                CaseStore.open(path)
            assert refused.value.trouble is Trouble.MISSING

    @pytest.mark.parametrize("content", [b"label,weight\nICU-12,80\n" * 200, b"x"])
    def test_a_file_that_is_no_database(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "note.case"
        path.write_bytes(content)
        assert self.refused(path).damage is Damage.FOREIGN_FILE
        assert path.read_bytes() == content

    def test_an_empty_file(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.case"
        path.touch()
        assert self.refused(path).damage is Damage.FOREIGN_FILE
        assert path.stat().st_size == 0

    def test_the_database_of_another_program(self, tmp_path: Path) -> None:
        path = tmp_path / "other.case"
        meddle(path, "CREATE TABLE entry (seq INTEGER PRIMARY KEY)")
        before = path.read_bytes()
        found = self.refused(path)
        assert found.damage is Damage.FOREIGN_FILE
        assert found.detail == "its application mark is 0x0"
        assert path.read_bytes() == before

    @pytest.mark.parametrize("mark", [0, 999, -5])
    def test_a_format_mark_that_never_was(self, tmp_path: Path, mark: int) -> None:
        path = made(tmp_path)
        meddle(path, f"PRAGMA user_version = {mark}")
        assert self.refused(path).detail == f"its format mark is {mark}"

    def test_a_newer_major_with_a_sentence_naming_it(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        meddle(path, "PRAGMA user_version = 2003")
        words = r"newer Pressor: it has case format 2\.3, this one reads case format 1\.x"
        with pytest.raises(NewerFormat, match=words) as refused:
            CaseStore.open(path)
        assert refused.value.damage is Damage.NEWER_FORMAT

    def test_not_a_newer_minor(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        meddle(path, "PRAGMA user_version = 1001")
        assert len(bodies(path)) == 3

    @pytest.mark.parametrize(
        "statement",
        [
            "CREATE TRIGGER t AFTER INSERT ON entry BEGIN SELECT 1; END",
            "CREATE TABLE other (a)",
            "CREATE VIEW v AS SELECT 1",
            "CREATE INDEX i ON entry (kind)",
            "DROP TRIGGER entry_stays",
            "ALTER TABLE entry ADD COLUMN more TEXT",
        ],
    )
    def test_another_schema(self, tmp_path: Path, statement: str) -> None:
        path = made(tmp_path)
        meddle(path, statement)
        assert self.refused(path).damage is Damage.FOREIGN_SCHEMA

    def test_a_case_without_an_entry(self, tmp_path: Path) -> None:
        path = tmp_path / "empty.case"
        with closing(engine.CaseFile(path, new=True)) as file:
            file.start()
        assert self.refused(path).damage is Damage.EMPTY

    def test_a_case_with_damaged_pages(self, tmp_path: Path) -> None:
        path = made(tmp_path, rows=200)
        content = bytearray(path.read_bytes())
        content[-4096:] = bytes(4096)
        path.write_bytes(content)
        assert self.refused(path).damage is Damage.CORRUPT

    def test_a_case_with_a_damaged_name_in_its_schema(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        content = path.read_bytes().replace(b"entry_stays", b"entry_st\x8cys")
        path.write_bytes(content.replace(b"CREATE TRIGGER", b"CREATE TRIXXER"))
        assert self.refused(path).detail == "a name in its schema is damaged"

    def test_a_case_that_was_meddled_with_when_it_is_read(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        meddle(
            path,
            "DROP TRIGGER entry_stays_unchanged",
            "UPDATE entry SET body = '{\"n\":8}' WHERE seq = 2",
            schema.NO_CHANGE,
        )
        with CaseStore.open(path) as store, pytest.raises(CaseDamaged) as refused:
            list(store)
        assert refused.value.damage is Damage.CHAIN_BROKEN

    def test_a_name_that_is_taken(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        before = path.read_bytes()
        with pytest.raises(CaseExists, match=r"already a case ICU-12\.case; choose another label"):
            CaseStore.create(path)
        assert path.read_bytes() == before


class TestLookingOnly:
    def test_a_viewer_sees_the_case_and_adds_nothing(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        before = path.read_bytes()
        with CaseStore.open_read_only(path) as viewer:
            assert viewer.read_only
            assert [row.seq for row in viewer] == [1, 2, 3]
            with pytest.raises(LogUnavailable, match="open for reading only") as refused:
                viewer.append([new(9)])
            assert refused.value.trouble is Trouble.READ_ONLY
            CaseStore.open(path).close()
        assert path.read_bytes() == before

    def test_a_damaged_case_is_no_sight(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        meddle(path, "CREATE TABLE other (a)")
        with pytest.raises(CaseDamaged, match="tables, triggers or views"):
            CaseStore.open_read_only(path)

    def test_what_this_process_holds_is_not_opened_by_other_means(self, tmp_path: Path) -> None:
        """Closing a second handle would make the system drop the lock of the first."""
        path = made(tmp_path)
        with CaseStore.open(path):
            with pytest.raises(CaseBusy, match="this program"):
                CaseStore.open_read_only(path)
            with (
                closing(sqlite3.connect(path, timeout=0)) as second,
                pytest.raises(sqlite3.OperationalError, match="locked"),
            ):
                second.execute("SELECT 1 FROM entry")
