"""A new case appears whole under its name, or not at all."""

import errno
import os
import shutil
import sqlite3
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from core.log.errors import CaseExists, LogUnavailable, Trouble
from core.log.publish import cases_in, publish, rewrite, sweep
from core.log.row import NewRow
from core.log.store import CaseStore
from core.log.verify import verify

FIRST = NewRow(datetime(2026, 3, 4, 12, 0, tzinfo=UTC), "note_added", 1, b'{"n":1}')


def fail(*_args: object, **_keywords: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


def refuse_link(*_args: object) -> None:
    raise PermissionError(errno.EPERM, "no links here")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


def test_what_gets_the_name_is_whole_without_any_file_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    link = os.link

    def watch(source: Path, target: Path) -> None:
        seen.append(names(tmp_path))
        shutil.copyfile(source, tmp_path / "copy")
        link(source, target)

    monkeypatch.setattr(os, "link", watch)
    with CaseStore.create(tmp_path / "ICU-12.case") as store:
        store.append([FIRST])
        (before,) = seen
        assert len(before) == 1
        assert before[0].startswith(".ICU-12.case.")
        assert before[0].endswith(".new")
        verdict = verify(tmp_path / "copy")
        assert (verdict.intact, verdict.rows) == (True, 1)
    assert names(tmp_path) == ["ICU-12.case", "copy"]


def test_contents_are_synchronised_before_the_name_and_the_folder_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    link, fsync = os.link, os.fsync

    def note_link(source: Path, target: Path) -> None:
        steps.append("name")
        link(source, target)

    def note_sync(handle: int) -> None:
        steps.append("folder" if os.fstat(handle).st_mode & 0o040000 else "file")
        fsync(handle)

    monkeypatch.setattr(os, "link", note_link)
    monkeypatch.setattr(os, "fsync", note_sync)
    with CaseStore.create(tmp_path / "ICU-12.case") as store:
        store.append([FIRST])
    assert steps == ["file", "name", "folder"]


@pytest.mark.parametrize("step", ["fsync", "link and rename"])
def test_a_fault_on_the_way_leaves_nothing_and_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "ICU-12.case"
    store = CaseStore.create(path)
    with monkeypatch.context() as patch:
        if step == "fsync":
            patch.setattr(os, "fsync", fail)
        else:
            patch.setattr(os, "link", fail)
            patch.setattr(Path, "rename", fail)
        with pytest.raises(LogUnavailable, match="cannot be created: Input/output") as refused:
            store.append([FIRST])
        assert refused.value.trouble is Trouble.IO_ERROR
        assert names(tmp_path) == []
    with store:
        assert [row.seq for row in store.append([FIRST])] == [1]
    assert names(tmp_path) == ["ICU-12.case"]


def test_a_name_that_could_not_be_made_durable_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fsync = os.fsync

    def fail_on_folder(handle: int) -> None:
        if os.fstat(handle).st_mode & 0o040000:
            fail()
        fsync(handle)

    monkeypatch.setattr(os, "fsync", fail_on_folder)
    with pytest.raises(LogUnavailable, match="cannot be created"):
        CaseStore.create(tmp_path / "ICU-12.case").append([FIRST])
    assert names(tmp_path) == []


@pytest.mark.parametrize("links", [True, False], ids=["with links", "without links"])
def test_a_name_taken_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    path = tmp_path / "ICU-12.case"

    def write(temporary: Path) -> None:
        temporary.write_text("mine", encoding="utf-8")
        path.write_text("theirs", encoding="utf-8")

    if not links:
        monkeypatch.setattr(os, "link", refuse_link)
    with pytest.raises(CaseExists):
        publish(path, write)
    assert names(tmp_path) == ["ICU-12.case"]
    assert path.read_text(encoding="utf-8") == "theirs"


def test_a_disk_without_links_gets_the_case_by_renaming(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", refuse_link)
    with CaseStore.create(tmp_path / "ICU-12.case") as store:
        store.append([FIRST])
    assert names(tmp_path) == ["ICU-12.case"]


def test_where_folders_cannot_be_synchronised_they_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "O_DIRECTORY")
    with CaseStore.create(tmp_path / "ICU-12.case") as store:
        store.append([FIRST])
    assert names(tmp_path) == ["ICU-12.case"]


def test_a_broken_link_is_a_taken_name(tmp_path: Path) -> None:
    path = tmp_path / "ICU-12.case"
    path.symlink_to(tmp_path / "nowhere")
    with pytest.raises(CaseExists):
        CaseStore.create(path)


def test_a_case_that_cannot_be_written_as_a_whole_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stuck(sqlite3.Connection):
        """Its merge leaves frames behind, as if somebody still read them."""

        def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:  # noqa: ANN401 - as SQLite's own
            stuck = statement == "PRAGMA wal_checkpoint(TRUNCATE)"
            return super().execute("SELECT 1, 4, 0" if stuck else statement, *values)

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", partial(connect, factory=Stuck))
    with pytest.raises(LogUnavailable, match="could not be written as a whole"):
        CaseStore.create(tmp_path / "ICU-12.case").append([FIRST])
    assert names(tmp_path) == []


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    store = CaseStore.create(tmp_path / "no" / "ICU-12.case")
    with pytest.raises(LogUnavailable, match="there is no folder") as refused:
        store.append([FIRST])
    assert refused.value.trouble is Trouble.MISSING


@pytest.mark.parametrize("label", ["a [b] *?", "50% #1", "Bett 3 ä", ".hidden"])
def test_a_label_may_hold_any_character_of_a_file_name(tmp_path: Path, label: str) -> None:
    path = tmp_path / f"{label}.case"
    with CaseStore.create(path) as store:
        store.append([FIRST])
    with CaseStore.open(path) as store:
        assert len(list(store)) == 1
    assert names(tmp_path) == [path.name]


def leave_behind(write: Callable[[Path], object], folder: Path) -> None:
    for name in (".ICU-9.case.0f.new", ".ICU-9.case.0f.new-wal", ".ICU-9.case.0f.new-journal"):
        write(folder / name)


def test_leftovers_of_a_crash_are_no_cases_and_are_swept(tmp_path: Path) -> None:
    with CaseStore.create(tmp_path / "ICU-12.case") as store:
        store.append([FIRST])
        leave_behind(Path.touch, tmp_path)
        (tmp_path / "notes.txt").touch()
        assert cases_in(tmp_path) == (tmp_path / "ICU-12.case",)
        assert len(sweep(tmp_path)) == 3
        assert store.append([FIRST])[0].seq == 2
    assert names(tmp_path) == ["ICU-12.case", "notes.txt"]
    assert sweep(tmp_path) == ()
    assert cases_in(tmp_path / "nowhere") == ()


def test_a_small_file_is_written_anew_in_one_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "ICU-12.case.debrief"
    synced: list[str] = []
    sync = os.fsync

    def watch(handle: int) -> None:
        synced.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        sync(handle)

    monkeypatch.setattr(os, "fsync", watch)
    for content in (b"one", b"two"):
        rewrite(place, content)
        assert place.read_bytes() == content
    assert synced == ["file", "folder"] * 2
    assert names(tmp_path) == ["ICU-12.case.debrief"]


def test_what_a_crash_leaves_of_it_is_swept_and_a_fault_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "ICU-12.case.debrief"
    rewrite(place, b"old")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", fail)
        with pytest.raises(OSError, match="Input/output"):
            rewrite(place, b"new")
    assert (names(tmp_path), place.read_bytes()) == (["ICU-12.case.debrief"], b"old")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", fail)
        patched.setattr(Path, "unlink", lambda *_args, **_named: None)  # the program is gone
        with pytest.raises(OSError, match="Input/output"):
            rewrite(place, b"new")
    assert len(names(tmp_path)) == 2
    assert len(sweep(tmp_path)) == 1
    assert names(tmp_path) == ["ICU-12.case.debrief"]
