"""`pressor trial`: arms by name, the same bytes each time, and what is refused in one line."""

import json
import sys
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from core.cli.command import main
from core.cli.trial_contrasts import contrasts_text
from core.cli.trial_progress import bar_line
from core.library import read_protocol
from core.texts import load_words
from core.trial.contrasts import Cell, Line, grid, published
from core.trial.result_json import result_from

SMALL = ["--patients", "12", "--hours", "2", "--workers", "1"]
TWO = ["trial", "--protocol", "norepinephrine-adult", "--versus", "usual-care", *SMALL]
Said = Callable[[list[str]], tuple[int, str, str]]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs the command: its status, and what it printed and complained of."""

    def run(arguments: list[str]) -> tuple[int, str, str]:
        status = main(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return run


def test_two_arms_are_printed_side_by_side_and_alike_each_time(said: Said) -> None:
    status, out, err = said(TWO)
    assert (status, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    head = "norepinephrine-adult / usual-care: 12 virtual patients (default), 2 h, seed 1"
    assert lines[0] == head
    assert "norepinephrine-adult usual-care minus usual-care" in lines
    assert "present 12 12" in lines
    assert "not a forecast" in out
    assert said(TWO) == (status, out, err)
    assert said([*TWO, "--seed", "2"])[1] != out


def test_processes_change_nothing(said: Said) -> None:
    alone = said([*TWO, "--json"])
    assert alone[0] == 0
    assert said([*TWO, "--json", "--workers", "2"]) == alone


def test_json_is_one_object_without_a_path_or_a_time(said: Said, tmp_path: Path) -> None:
    local = tmp_path / "mine.toml"
    text = read_protocol("norepinephrine-adult").text
    local.write_text(text.replace('default = "0.05 mcg', 'default = "0.1 mcg'), "utf-8")
    asked = ["trial", "--protocol", str(local), "--versus", "norepinephrine-adult", *SMALL]
    status, out, _ = said([*asked, "--preset", "severe", "--json"])
    told = json.loads(out)
    assert status == 0
    assert told["plan"]["preset"] == "severe"
    assert [arm["name"] for arm in told["arms"]] == [
        "norepinephrine-adult 1",
        "norepinephrine-adult 2",
    ]
    assert str(tmp_path) not in out
    assert told["differences"][0]["outcomes"]["given"]["value"] is not None


def test_the_file_holds_the_whole_result_and_csv_its_figures(said: Said, tmp_path: Path) -> None:
    file, sheet = tmp_path / "trial.json", tmp_path / "trial.csv"
    status, out, _ = said([*TWO, "--out", str(file), "--json"])
    assert status == 0
    found = result_from(file.read_text("utf-8"))
    assert list(found.records) == ["norepinephrine-adult", "usual-care"]
    whole = json.loads(file.read_text("utf-8"))
    assert whole["arms"][0]["outcomes"] == json.loads(out)["arms"][0]["outcomes"]
    assert said([*TWO, "--out", str(sheet)])[0] == 0
    assert sheet.read_text("utf-8").startswith("arm,versus,outcome")
    status, out, err = said([*TWO, "--out", str(sheet)])
    assert (status, out) == (2, "")
    assert "is there already" in err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["trial"], "--protocol is missing"),
        (["trial", "--protocol", "nowhere"], "no protocol nowhere: give a path or one of"),
        ([*TWO, "--patients", "0"], "patients: 0 is not accepted"),
        ([*TWO, "--hours", "9999"], "hours: 9999 is not accepted"),
        ([*TWO, "--seed", "-1"], "seed: -1 is not accepted"),
        ([*TWO, "--workers", "0"], "--workers: 0 is not accepted"),
        ([*TWO, "--versus", "usual-care"], "two arms have the very same text"),
        ([*TWO, "--out", "trial.txt"], "name a file as trial.json, trial.csv, trial.html or"),
        ([*TWO, "--out", "trial.pdf"], "--out to a pdf needs Qt"),
        (["trial", "--contrasts", "--workers", "-1"], "--workers: -1 is not accepted"),
    ],
)
def test_bad_usage_is_told_in_one_line(said: Said, arguments: list[str], sentence: str) -> None:
    status, out, err = said(arguments)
    assert (status, out) == (2, "")
    assert err.startswith("pressor trial: ")
    assert sentence in err
    assert err.count("\n") == 1


def test_a_file_that_is_no_protocol_is_refused_before_anything_runs(
    said: Said, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text('id = "broken"\n', "utf-8")
    status, out, err = said([*TWO, "--versus", str(broken)])
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "broken.toml" in err


def test_progress_is_told_on_one_line_and_only_to_who_looks(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    status, _, err = said(TWO)
    assert status == 0
    assert "[...............] 0 % of the trial" in err.replace("." * 30, "." * 15)
    assert "##] 50 %" not in err
    assert "] 50 % of the trial, about " in err
    assert err.endswith("\x1b[K")
    assert "\n" not in err
    assert said([*TWO, "--hours", "0"])[2].count("\n") == 1


def test_a_bar_is_as_long_as_the_work_is_done_and_never_breaks_its_line() -> None:
    assert bar_line(0.5, "half", 80) == f"[{'#' * 15}{'.' * 15}] half"
    assert bar_line(0.5, "half", 18) == "[#####.....] half"
    assert bar_line(0.5, "half of the whole", 18) == "half of the whole"
    assert all(len(bar_line(0.3, "x" * 40, columns)) < columns for columns in range(10, 90))


def test_stopped_by_hand_it_writes_nothing(
    said: Said, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("core.cli.trial_work.run_plan", stopped)
    file = tmp_path / "trial.json"
    status, out, err = said([*TWO, "--out", str(file)])
    assert (status, out) == (1, "")
    assert "stopped" in err
    assert not file.exists()


def test_contrasts_are_printed_with_what_is_met_and_missed(
    said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    manual, held = published()["manual"], published()["start-025-held"]
    told = (
        Line(manual, 45.0, 24.0, 60.0, 400),
        Line(held, 63.6, float("nan"), float("nan"), 300),
    )
    levels = (Cell(0.1, tuple(Line(each, 4.0, 1.0, 6.0, 250) for each in grid().measures)),)
    monkeypatch.setattr("core.cli.trial_contrasts.lines", lambda _: iter(told))
    monkeypatch.setattr("core.cli.trial_contrasts.cells", lambda _: iter(levels))
    status, out, _ = said(["trial", "--contrasts"])
    spaced = [" ".join(line.split()) for line in out.splitlines()]
    assert status == 0
    assert f"manual 42 22 to 65 45 24 to 60 % met {manual.quantity}" in spaced
    assert f"start-025-held 53.9 48.9 to 58.9 63.6 mmHg missed {held.quantity}" in spaced
    assert "0.1 4 4 4* 4*" in spaced
    assert "1 met, 1 missed; of the grid 2 met, 2 missed." in spaced
    assert contrasts_text(told, levels, load_words(UTC)) + "\n" == out
    as_object = json.loads(said(["trial", "--contrasts", "--json"])[1])
    assert [row["met"] for row in as_object["contrasts"]] == [True, False]
    assert as_object["grid"][0]["measures"]["wobble_percent"]["met"] is False
