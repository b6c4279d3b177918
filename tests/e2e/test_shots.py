"""`pressor shots DIR`: pictures without a display, whatever the environment says, nothing left."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontDatabase, QImageReader
from pytestqt.qtbot import QtBot

from gui.shots.album import NAMES
from gui.shots.command import main
from gui.shots.picture import SIZES

WANTED = [f"{name}-{size.width()}x{size.height()}.png" for name in NAMES for size in SIZES]
MISLEADING = {"QT_QPA_PLATFORM": "xcb", "QT_SCALE_FACTOR": "2"}


def run_shots(folder: Path, rooms: Path) -> "subprocess.CompletedProcess[str]":
    """The command in a process of its own, with a folder for temporary files of its own."""
    kept = {name: value for name, value in os.environ.items() if "DISPLAY" not in name}
    rooms.mkdir()
    return subprocess.run(  # noqa: S603 - the program itself
        [sys.executable, "-m", "gui", "shots", str(folder)],
        env={**kept, **MISLEADING, "TMPDIR": str(rooms)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.nightly  # by day test_texts_fit draws the same pictures on the same stage
def test_the_pictures_are_drawn_without_a_display(tmp_path: Path, home: Path) -> None:
    folder, rooms = tmp_path / "pictures", tmp_path / "rooms"
    ran = run_shots(folder, rooms)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.splitlines() == [str(folder / name) for name in WANTED]
    sizes = [QImageReader(str(folder / name)).size() for name in WANTED]
    assert sizes == [*SIZES] * len(NAMES)
    assert list(rooms.iterdir()) == []
    assert list(home.iterdir()) == []


@pytest.mark.nightly
def test_the_pictures_are_the_same_each_time(tmp_path: Path) -> None:
    for turn in ("one", "two"):
        assert run_shots(tmp_path / turn, tmp_path / f"rooms-{turn}").returncode == 0
    for name in WANTED:
        drawn = [(tmp_path / turn / name).read_bytes() for turn in ("one", "two")]
        assert drawn[0] == drawn[1], name


def test_letters_without_a_font_are_refused(
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert qtbot is not None
    monkeypatch.setattr(QFontDatabase, "families", staticmethod(list))
    assert main(["shots", str(tmp_path / "pictures")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "no font" in said.err
    assert said.err.count("\n") == 1
    assert not (tmp_path / "pictures").exists()


def test_a_place_that_is_no_folder_is_refused(
    tmp_path: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    assert qtbot is not None
    (tmp_path / "taken").write_text("", "utf-8")
    assert main(["shots", str(tmp_path / "taken")]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert str(tmp_path / "taken") in said.err
    assert said.err.count("\n") == 1


@pytest.mark.parametrize("arguments", [["shots"], ["shots", "one", "two"]])
def test_a_wrong_call_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
