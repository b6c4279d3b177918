"""`pressor trial --sweep` and `--grid`: what is printed, and what is refused in one line."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from core.cli.command import main
from core.library import file_from, read_protocol
from core.rules.protocol import Policy
from core.trial.protocol_text import text_of_tree, tree_of
from core.trial.robustness import Axis

SMALL = ["--patients", "12", "--hours", "2"]
Said = Callable[[list[str]], tuple[int, str, str]]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs the command: its status, and what it printed and complained of."""

    def run(arguments: list[str]) -> tuple[int, str, str]:
        status = main(arguments)
        out, err = capsys.readouterr()
        return status, out, err

    return run


@pytest.fixture
def trial(tmp_path: Path) -> list[str]:
    """The command on the default protocol with norepinephrine alone, which is proved sooner."""
    file = file_from(read_protocol("early-wean").text)
    slim = replace(file, agent=(), policy=Policy(), case=())
    path = tmp_path / "slim.toml"
    path.write_text(text_of_tree(tree_of(slim)), "utf-8")
    return ["trial", "--protocol", str(path), *SMALL, "--workers", "1"]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    axes = (Axis("response_factor", (0.1, 1.0), 1.0), Axis("line_lag_s", (0, 300), 0))
    monkeypatch.setattr("core.cli.trial_grid.AXES", axes)


def lines(out: str) -> list[str]:
    return [" ".join(line.split()) for line in out.splitlines()]


def test_a_sweep_prints_its_curves_what_was_not_run_and_what_changed(
    said: Said, trial: list[str]
) -> None:
    status, out, err = said([*trial, "--sweep", "limits.stable_for_wean=30,60,120"])
    assert (status, err) == (0, "")
    told = lines(out)
    assert told[0].startswith("early-wean: limits.stable_for_wean at several values")
    assert "60 min 120 min" in told
    assert "not a forecast" in out
    assert any(line.startswith("30 min: Row stop of norepinephrine lowers") for line in told)
    assert "120 min: as it is" in told
    assert any("row wean: when.at_target_for.at_least 120 min -> 60 min" in line for line in told)
    assert "Minus 60 min, by pairs of the same patients:" in told


def test_a_sweep_as_json_says_every_value_and_curve(said: Said, trial: list[str]) -> None:
    asked = [*trial, "--sweep", "limits.steps.up=0.02,0.04,2", "--json"]
    status, out, _ = said(asked)
    told = json.loads(out)
    assert status == 0
    assert [(each["value"], each["run"]) for each in told["values"]] == [
        ("0.02 mcg/kg/min", True),
        ("0.04 mcg/kg/min", True),
        ("2 mcg/kg/min", False),
    ]
    assert told["values"][2]["why_not"]
    first, second = told["curves"]["given"]
    assert float(second["at"]) > float(first["at"])
    assert first["minus_first"]["at"] == "0"
    assert float(second["minus_first"]["at"]) > 0
    assert "not a forecast" in told["rests_on"]
    assert told["plan"]["seed"] == 1


@pytest.mark.usefixtures("few")
def test_a_grid_prints_a_table_per_measure_and_whom_to_open(said: Said, trial: list[str]) -> None:
    status, out, err = said([*trial, "--grid"])
    assert (status, err) == (0, "")
    told = lines(out)
    assert told[0].startswith("early-wean: how far it bends, 12 virtual patients")
    for measure in ("time in band, %", "time below 65 mmHg, %", "inaccuracy (MDAPE), %"):
        assert f"{measure}: response x down, line lag, s across" in told
    assert told.count("0 300") == 4
    assert "typical patient, id: response x down, line lag, s across" in told
    assert "not a forecast" in out
    assert said([*trial, "--grid"]) == (status, out, err)


@pytest.mark.usefixtures("few")
def test_processes_change_nothing_in_a_grid(said: Said, trial: list[str]) -> None:
    status, out, _ = said([*trial, "--grid", "--json"])
    told = json.loads(out)
    assert (status, len(told["cells"])) == (0, 4)
    assert said([*trial[:-1], "2", "--grid", "--json"])[1] == out
    cell = told["cells"][0]
    assert (cell["response_factor"], cell["line_lag_s"], cell["seed"]) == (0.1, 0, 1)
    assert 0 <= cell["patient"] < 12
    assert set(told["units"]) == {"in_band", "below_65", "mdape_percent"}


def strict(text: str) -> dict[str, Any]:
    """JSON as its standard has it: no NaN and no infinity."""

    def refused(word: str) -> None:
        raise AssertionError(word)

    told: dict[str, Any] = json.loads(text, parse_constant=refused)
    return told


@pytest.mark.usefixtures("few")
def test_a_grid_is_kept_and_runs_again_from_its_file(
    said: Said, trial: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "grid.json"
    status, out, _ = said([*trial, "--grid", "--json", "--out", str(file)])
    assert status == 0
    told = strict(file.read_text("utf-8"))
    assert told["protocol"].pop("text")
    assert told == strict(out)
    same = (0, "Run again: every figure is the same.\n", "")
    assert said(["trial", "--again", str(file), "--workers", "1"]) == same


def test_a_sweep_is_kept_and_runs_again_from_its_file(
    said: Said, trial: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = SimpleNamespace(findings=())  # a proof takes seconds, and is no matter here
    monkeypatch.setattr("core.trial.sweep.prove", lambda *_, **__: found)
    file = tmp_path / "sweep.json"
    asked = [*trial, "--sweep", "limits.steps.up=0.02,0.04"]
    assert said([*asked, "--out", str(file)])[0] == 0
    assert strict(file.read_text("utf-8"))["kind"] == "pressor trial sweep"
    again = ["trial", "--again", str(file), "--workers", "1"]
    assert said(again) == (0, "Run again: every figure is the same.\n", "")
    file.write_text(file.read_text("utf-8").replace("limits.steps.up", "limits.hard"), "utf-8")
    status, _, err = said(again)
    assert (status, err.count("\n")) == (2, 1)
    assert '"limits.hard" cannot be swept' in err


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (["--sweep", "limits.hard=1,2"], '"limits.hard" cannot be swept; give one of'),
        (["--sweep", "limits.steps.up=5"], "give 2 to 12 values"),
        (["--sweep", "limits.steps.up=2,3"], "no value gives a protocol that is proved"),
        (["--sweep", "band=60-70,65-75", "--versus", "usual-care"], "--sweep: it takes one"),
        (["--grid", "--versus", "usual-care"], "--grid: it takes one protocol"),
        (["--grid", "--sweep", "band=60-70,65-75"], "--sweep and --grid: each stands alone"),
        (["--grid", "--out", "grid.txt"], "name a file as trial.json"),
    ],
)
def test_bad_usage_is_told_in_one_line(
    said: Said, trial: list[str], more: list[str], sentence: str
) -> None:
    status, out, err = said([*trial, *more])
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert sentence in err


def test_usual_care_has_no_field_to_sweep(said: Said) -> None:
    asked = ["trial", "--protocol", "usual-care", "--sweep", "band=60-70,65-75", "--workers", "1"]
    status, _, err = said(asked)
    assert status == 2
    assert "leave --versus and usual care out" in err
