"""`pressor export`: a case out, held by somebody else or not, and one line for what is wrong."""

import csv
import errno
import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.chart.demo import ARTEFACT, SCENES, begin_demo
from core.cli import command
from core.log.verify import verify
from gui.__main__ import main

NOW = datetime(2027, 3, 2, 14, 32, tzinfo=UTC)
HOLDER = """
import sys
from pathlib import Path
from core.log.journal import CaseJournal
journal = CaseJournal.open(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
journal.close()
"""


@pytest.fixture(scope="module")
def whole_case(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("export") / "demo.case"
    begin_demo(path, NOW, ARTEFACT).close()
    return path.read_bytes()


@pytest.fixture
def case(whole_case: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "20270302T143200Z-abcdef.case"
    path.write_bytes(whole_case)
    return path


def status_of(arguments: list[str]) -> int:
    """The exit status, also where the options themselves were wrong."""
    try:
        return main(arguments)
    except SystemExit as leaving:
        return int(leaving.code or 0)


def test_json_out(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(case), "--to", "json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    whole = json.loads(out)
    assert whole["label"] == "DEMO-283181"
    assert len(whole["entries"]) == 73
    assert str(case.parent) not in out
    assert case.stem not in out


def test_csv_out_in_local_time(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(case), "--to", "csv", "--zone", "Europe/Berlin"]) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[0][0].startswith("Education, simulation")
    assert rows[-1][1] == "02-Mar-2027 15:32"
    assert len(rows) == 3 + 73


def test_html_out(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", str(case), "--to", "html", "--zone", "Europe/Berlin"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.startswith("<!DOCTYPE html>")
    assert "<title>Titration record: DEMO-283181</title>" in out
    assert "02-Mar-2027 15:32" in out
    assert str(case.parent) not in out


def test_a_shipped_case_is_exported_by_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "demo-weaning", "--to", "json"]) == 0
    first = capsys.readouterr().out
    assert json.loads(first)["label"] == "DEMO-213315"
    main(["export", "demo-weaning", "--to", "json"])
    assert capsys.readouterr().out == first


def test_a_shipped_case_is_verified_by_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "demo-artefact"]) == 0
    assert capsys.readouterr().out.startswith("intact: 73 entries")


@pytest.mark.parametrize("function", [["export", "--to", "csv"], ["verify"]])
def test_an_id_that_is_none_is_one_line_that_names_those_that_are(
    function: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of([*function, "demo-none"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "no case demo-none" in err
    assert all(f"demo-{name}" in err for name in SCENES)


def test_a_file_goes_before_a_shipped_case_of_the_same_name(
    case: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(case.parent)
    case.rename(case.parent / "demo-weaning")
    assert main(["export", "demo-weaning", "--to", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["label"] == "DEMO-283181"


def test_a_pdf_is_for_the_painter_alone(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "record.pdf"
    asked = ["export", str(case), "--to", "pdf", "--out", str(out)]
    assert command.main(asked) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "needs Qt" in err
    assert command.main(asked, paint=lambda paper: paper.title.encode()) == 0
    assert out.read_bytes() == b"Titration record: DEMO-283181"
    assert command.main(asked, paint=lambda _paper: b"other") == 2
    assert "is there already" in capsys.readouterr().err
    assert out.read_bytes() == b"Titration record: DEMO-283181"


def test_notes_are_left_out_on_request(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["export", str(case), "--to", "csv"])
    with_notes = capsys.readouterr().out
    assert main(["export", str(case), "--to", "csv", "--without-notes"]) == 0
    without = capsys.readouterr().out
    assert "MIMIC-III" in with_notes
    assert "MIMIC-III" not in without


def test_exporting_twice_gives_the_same_text_and_leaves_the_case_alone(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = case.read_bytes()
    main(["export", str(case), "--to", "json"])
    first = capsys.readouterr().out
    main(["export", str(case), "--to", "json"])
    assert capsys.readouterr().out == first
    assert case.read_bytes() == before
    assert [path.name for path in case.parent.iterdir() if path.suffix != ""] == [case.name]


def test_to_a_file_that_is_new(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.json"
    assert main(["export", str(case), "--to", "json", "--out", str(out)]) == 0
    assert json.loads(out.read_text("utf-8"))["format"] == 1
    assert capsys.readouterr() == ("", "")


def test_never_over_a_file_that_is_there(
    case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "mine.json"
    out.write_text("precious", "utf-8")
    assert status_of(["export", str(case), "--to", "json", "--out", str(out)]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "mine.json is there already" in err
    assert out.read_text("utf-8") == "precious"


class FullDisk(io.StringIO):
    def write(self, _text: str) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_half_an_export_is_not_left_behind(
    case: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "out.json"
    opened = Path.open

    def on_full_disk(path: Path, mode: str = "r", **options: Any) -> Any:  # noqa: ANN401 - as open
        if path != out:
            return opened(path, mode, **options)
        path.touch()
        return FullDisk()

    monkeypatch.setattr(Path, "open", on_full_disk)
    assert status_of(["export", str(case), "--to", "json", "--out", str(out)]) == 2
    err = capsys.readouterr().err
    assert err == "pressor export: [Errno 28] No space left on device\n"
    assert not out.exists()


def test_a_case_that_another_program_has_open_can_be_looked_at(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    holder = subprocess.Popen(  # noqa: S603 - our own script
        [sys.executable, "-c", HOLDER, str(case)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert main(["export", str(case), "--to", "json"]) == 0
        assert len(json.loads(capsys.readouterr().out)["entries"]) == 73
        holder.communicate("done\n")
    assert holder.returncode == 0
    assert verify(case).intact


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "not a sound case file"),
        (b"just some text, and a little more of it", "no SQLite file"),
        (b"SQLite format 3\x00" + b"\x00" * 200, "bad.case"),
    ],
)
def test_a_foreign_file_is_one_line_that_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, named: str
) -> None:
    path = tmp_path / "bad.case"
    path.write_bytes(content)
    assert status_of(["export", str(path), "--to", "json"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "bad.case" in err
    assert named in err


def test_a_damaged_case_is_one_line_that_names_it(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content = bytearray(case.read_bytes())
    place = content.index(b'"map":"2 mmHg"')
    content[place + 7 : place + 8] = b"6"
    case.write_bytes(bytes(content))
    assert status_of(["export", str(case), "--to", "csv"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert case.name in err


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--to", "docx"], "--to"),
        ([], "--to"),
        (["--to", "csv", "--zone", "Mars/Olympus"], '--zone: no time zone "Mars/Olympus"'),
        (["--to", "csv", "--zone", "../etc/passwd"], "--zone: no time zone"),
    ],
)
def test_a_bad_option_is_one_line(
    case: Path, capsys: pytest.CaptureFixture[str], options: list[str], named: str
) -> None:
    assert status_of(["export", str(case), *options]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert named in err


def test_a_pdf_without_a_file_to_go_to_is_one_line(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # The core's own command: the program says first where there is no Qt to paint with.
    assert command.main(["export", str(case), "--to", "pdf"]) == 2
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "--out is missing: a pdf goes to a file" in err


def test_a_case_that_is_not_there_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path / "none.case", tmp_path):
        assert status_of(["export", str(path), "--to", "json"]) == 2
        err = capsys.readouterr().err
        assert err.count("\n") == 1
        assert str(path) in err


def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "gui", *arguments],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )


def test_as_a_program_it_writes_utf_8_and_ends_with_its_status(case: Path, tmp_path: Path) -> None:
    done = run("export", str(case), "--to", "json")
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["label"] == "DEMO-283181"
    failed = run("export", str(tmp_path / "none.case"), "--to", "json")
    assert (failed.returncode, failed.stdout, failed.stderr.count(b"\n")) == (2, b"", 1)
