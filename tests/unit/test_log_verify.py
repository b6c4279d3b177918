"""Whether a case is intact, by function and by command."""

import argparse
import json
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.cli import verify as command
from core.log import engine, schema, snapshot
from core.log.errors import CaseBusy, Damage, LogUnavailable, Trouble
from core.log.row import NewRow
from core.log.store import CaseStore
from core.log.verify import Verdict, verify

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
TAMPER = "DROP TRIGGER entry_stays_unchanged", "DROP TRIGGER entry_stays"
HEAL = schema.NO_CHANGE, schema.NO_LOSS


def made(folder: Path, rows: int = 5) -> Path:
    path = folder / "ICU-12.case"
    with CaseStore.create(path) as store:
        store.append([NewRow(NOON, "note_added", 1, b'{"n":%d}' % n) for n in range(rows)])
    return path


def meddle(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as tool:
        for statement in statements:
            tool.execute(statement)


def codes(verdict: Verdict) -> list[tuple[Damage, int | None]]:
    return [(finding.damage, finding.seq) for finding in verdict.findings]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def unclosed(folder: Path) -> Path:
    """A case as a crash leaves it: its latest entries only in the `-wal` file."""
    path, left = made(folder), folder / "left"
    left.mkdir()
    with CaseStore.open(path) as store:
        store.append([NewRow(NOON, "note_added", 1, b'{"n":"late"}')])
        for name in ("ICU-12.case", "ICU-12.case-wal"):
            shutil.copyfile(folder / name, left / name)
    return left / "ICU-12.case"


def test_a_sound_case_is_intact_and_its_head_is_named(tmp_path: Path) -> None:
    path = made(tmp_path)
    with CaseStore.open(path) as store:
        head = list(store)[-1].chain.hex()
    before = files(tmp_path)
    assert verify(path) == Verdict(5, head, ())
    assert files(tmp_path) == before


def test_entries_in_the_wal_file_are_seen_and_nothing_is_changed(tmp_path: Path) -> None:
    path = unclosed(tmp_path)
    before = files(path.parent)
    assert (verify(path).rows, verify(path).intact) == (6, True)
    with CaseStore.open_read_only(path) as viewer:
        assert len(list(viewer)) == 6
    assert files(path.parent) == before
    with CaseStore.open(path) as store:
        assert len(list(store)) == 6


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("UPDATE entry SET body = '{}' WHERE seq = 3", [(Damage.CHAIN_BROKEN, 3)]),
        ("UPDATE entry SET recorded_at = '2026' WHERE seq = 3", [(Damage.CHAIN_BROKEN, 3)]),
        (
            "DELETE FROM entry WHERE seq = 3",
            [(Damage.SEQUENCE_GAP, 4), (Damage.CHAIN_BROKEN, 4)],
        ),
        (
            "DELETE FROM entry WHERE seq = 1",
            [(Damage.SEQUENCE_GAP, 2), (Damage.CHAIN_BROKEN, 2)],
        ),
        (
            "INSERT INTO entry SELECT 6, recorded_at, kind, v, body, chain FROM entry LIMIT 1",
            [(Damage.CHAIN_BROKEN, 6)],
        ),
        ("UPDATE entry SET chain = x'00' WHERE seq = 5", [(Damage.CHAIN_BROKEN, 5)]),
        ("DELETE FROM entry", [(Damage.EMPTY, None)]),
        ("PRAGMA user_version = 2000", [(Damage.NEWER_FORMAT, None)]),
        ("PRAGMA application_id = 7", [(Damage.FOREIGN_FILE, None)]),
        ("CREATE TABLE other (a)", [(Damage.FOREIGN_SCHEMA, None)]),
    ],
)
def test_what_another_tool_changed_is_found(
    tmp_path: Path, change: str, expected: list[tuple[Damage, int | None]]
) -> None:
    path = made(tmp_path)
    meddle(path, *TAMPER, change, *HEAL)
    verdict = verify(path)
    assert codes(verdict) == expected
    assert not verdict.intact


def test_a_file_that_is_no_database_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "note.case"
    path.write_bytes(b"ICU-12\n" * 300)
    assert codes(verify(path)) == [(Damage.FOREIGN_FILE, None)]


def test_damaged_pages_are_found_and_the_rows_before_them_counted(tmp_path: Path) -> None:
    path = made(tmp_path, rows=4000)
    content = bytearray(path.read_bytes())
    content[-4096:] = bytes(4096)
    path.write_bytes(content)
    verdict = verify(path)
    assert {damage for damage, _ in codes(verdict)} == {Damage.CORRUPT}
    assert 1000 <= verdict.rows < 4000


def test_a_case_cut_off_in_the_middle_is_found(tmp_path: Path) -> None:
    path = made(tmp_path, rows=400)
    path.write_bytes(path.read_bytes()[: 3 * 4096 + 100])
    assert Damage.CORRUPT in {damage for damage, _ in codes(verify(path))}


def test_an_engine_fault_on_opening_the_copy_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = made(tmp_path)
    monkeypatch.setattr(engine.CaseFile, "refuse_foreign", lambda _file: None)
    meddle(path, *TAMPER, "DROP TABLE entry")
    assert codes(verify(path)) == [(Damage.CORRUPT, None)]


class TestSnapshot:
    def test_a_case_open_in_this_process_is_left_alone(self, tmp_path: Path) -> None:
        path = made(tmp_path)
        with CaseStore.open(path), pytest.raises(CaseBusy, match="this program"):
            verify(path)

    def test_what_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(LogUnavailable, match="there is no case file") as refused:
            verify(tmp_path / "none.case")
        assert refused.value.trouble is Trouble.MISSING

    @pytest.mark.parametrize("what", ["the case", "the place for copies"])
    def test_what_cannot_be_copied(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
    ) -> None:
        def refuse(_source: Path, _target: Path) -> None:
            raise PermissionError(13, "Permission denied")

        path = made(tmp_path)
        if what == "the case":
            monkeypatch.setattr(shutil, "copyfile", refuse)
        else:
            monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
        with pytest.raises(LogUnavailable, match="cannot be copied to look at"):
            verify(path)

    def test_copying_starts_again_when_the_case_changed_meanwhile(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = made(tmp_path)
        copyfile = shutil.copyfile
        turns: list[Path] = []

        def write_meanwhile(source: Path, target: Path) -> None:
            copyfile(source, target)
            if not turns:
                with CaseStore.open(path) as store:
                    store.append([NewRow(NOON, "note_added", 1, b'{"n":"late"}')])
            turns.append(source)

        monkeypatch.setattr(shutil, "copyfile", write_meanwhile)
        assert verify(path).rows == 6
        assert len(turns) == 2

    def test_a_wal_file_that_is_gone_by_then_is_not_copied(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = unclosed(tmp_path)
        copyfile = shutil.copyfile
        turns: list[Path] = []

        def close_meanwhile(source: Path, target: Path) -> None:
            copyfile(source, target)
            turns.append(source)
            if len(turns) == 2:
                CaseStore.open(path).close()

        monkeypatch.setattr(shutil, "copyfile", close_meanwhile)
        assert (verify(path).intact, verify(path).rows) == (True, 6)
        assert [source.name for source in turns[:3]] == [
            "ICU-12.case",
            "ICU-12.case-wal",
            "ICU-12.case",
        ]

    def test_a_case_that_never_keeps_still_is_busy(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = made(tmp_path)
        counter = iter(range(1000))
        monkeypatch.setattr(snapshot, "_sign", lambda _path: (next(counter), 0, 0))
        with pytest.raises(CaseBusy, match="already open in another program"):
            verify(path)


class TestCommand:
    def run(self, *words: str) -> int:
        parser = argparse.ArgumentParser()
        command.add_parser(parser.add_subparsers())
        args = parser.parse_args(["verify", *words])
        status: int = args.run(args)
        return status

    def test_intact(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = made(tmp_path)
        assert self.run(str(path)) == 0
        assert capsys.readouterr().out == f"intact: 5 entries, head {verify(path).head}\n"
        assert self.run("--json", str(path)) == 0
        assert json.loads(capsys.readouterr().out) == {
            "intact": True,
            "rows": 5,
            "head": verify(path).head,
            "findings": [],
        }

    def test_one_entry_is_not_entries(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert self.run(str(made(tmp_path, rows=1))) == 0
        assert "1 entry," in capsys.readouterr().out

    def test_not_intact(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = made(tmp_path)
        meddle(path, *TAMPER, "UPDATE entry SET v = 2 WHERE seq = 4", *HEAL)
        assert self.run(str(path)) == 1
        message = "entry 4 does not fit the chain of the entries before it"
        expected = f"not intact: 4 entries could be read\n  chain_broken: {message}\n"
        assert capsys.readouterr().out == expected
        assert self.run("--json", str(path)) == 1
        found = json.loads(capsys.readouterr().out)
        assert found["findings"] == [{"code": "chain_broken", "entry": 4, "message": message}]

    def test_unreadable(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        path = tmp_path / "none.case"
        assert self.run(str(path)) == 2
        shown = capsys.readouterr()
        assert (shown.out, shown.err) == ("", f"pressor verify: there is no case file {path}\n")
