"""The command line as a whole: which function, where --data stands, and how it ends."""

import io
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from core.cli.command import FUNCTIONS, main

CHARTS = str(files("resources") / "charts" / "mimic-iii-demo")


def status_of(arguments: list[str]) -> int:
    """The exit status, also where the options themselves were wrong."""
    try:
        return main(arguments)
    except SystemExit as leaving:
        return int(leaving.code or 0)


@pytest.mark.parametrize("arguments", [["no-such"], [], ["--data"], ["calc\nx"], ["--colour"]])
def test_bad_usage_is_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("pressor: ")


def test_help_names_every_function(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in (*FUNCTIONS, "shots", "bench"))
    assert "never drives a pump" in " ".join(out.split())


@pytest.mark.parametrize("name", FUNCTIONS)
def test_each_function_has_its_help(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of([name, "--help"]) == 0
    assert f"pressor {name}" in capsys.readouterr().out


def test_data_may_stand_before_and_behind_the_function(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("before", "behind"):
        folder = tmp_path / name / "protocols"
        folder.mkdir(parents=True)
        (folder / f"{name}.toml").write_text("", "utf-8")
    before, behind = str(tmp_path / "before"), str(tmp_path / "behind")
    assert main(["--data", before, "protocols"]) == 1
    assert "before  [findings]" in capsys.readouterr().out
    assert main(["protocols", "--data", behind]) == 1
    assert "behind  [findings]" in capsys.readouterr().out
    assert main(["--data", before, "protocols", "--data", behind]) == 1
    assert "behind  [findings]" in capsys.readouterr().out
    assert main(["protocols"]) == 0


def test_the_words_of_the_program_are_taken_where_none_are_given(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["pressor", "protocols"])
    assert main() == 0
    assert "norepinephrine-adult" in capsys.readouterr().out


def test_a_stream_that_is_no_file_is_written_to_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    assert main(["protocols"]) == 0
    assert "norepinephrine-adult" in out.getvalue()


def test_a_reader_that_leaves_early_is_no_fault() -> None:
    """As under `head`: the pipe is closed while lines are still coming."""
    replay = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "gui", "replay", CHARTS, "--stay", "217724"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    with replay:
        assert replay.stdout is not None
        assert replay.stderr is not None
        replay.stdout.readline()
        replay.stdout.close()
        said = replay.stderr.read()
    assert replay.returncode == 0
    assert said == b""


def test_a_reader_that_left_before_the_last_line_was_flushed_is_no_fault() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [sys.executable, "-m", "gui", "protocols"],
        stdout=writer,
        stderr=subprocess.PIPE,
        check=False,
        env={**os.environ, "PYTHONUNBUFFERED": ""},
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("arguments", [["calc"], ["verify", "none.case"], ["no-such"]])
def test_as_a_program_each_fault_is_one_line_and_status_2(
    arguments: list[str], tmp_path: Path
) -> None:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "gui", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("pressor")
