"""`pressor simulate`: what it refuses, what it writes, and the linter behind it."""

import json
from pathlib import Path

import pytest

from core.cli.command import main
from core.lab.lint import findings
from core.lab.shelf import read_scenario, shipped_scenarios
from core.library import protocol_from
from core.log.journal import CaseJournal
from core.log.verify import verify
from core.model.terms import Mode
from core.session import Session

TENFOLD = "tenfold-slip"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nowhere", "--seed", "1"), "no scenario nowhere"),
        ((TENFOLD,), "--seed is missing"),
        ((TENFOLD, "--seed", "x"), "argument --seed"),
        ((TENFOLD, "--seed", "1", "--staff", "lazy"), '--staff: no profile "lazy"'),
    ],
)
def test_bad_usage_is_one_line_that_names_what(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = main(["simulate", *arguments])
    except SystemExit as left:
        status = int(str(left.code))
    out, err = capsys.readouterr()
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("pressor simulate: ")
    assert said in err


def test_a_file_that_is_no_scenario_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "ours.toml"
    path.write_text("format = 1\n", "utf-8")
    assert main(["simulate", str(path), "--seed", "1"]) == 2
    assert capsys.readouterr().err.startswith("pressor simulate: ours.toml: ")


def test_the_case_that_is_written_is_intact_and_the_learners(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "played.case"
    assert main(["simulate", TENFOLD, "--seed", "3", "--out", str(path)]) == 0
    first = capsys.readouterr().out
    assert str(path) not in first
    assert verify(path).intact
    with CaseJournal.open_read_only(path) as journal:
        state = Session(journal, protocol_from).state
    assert state.setup is not None
    assert state.setup.mode is Mode.SIMULATION
    assert state.ended is not None
    assert main(["simulate", TENFOLD, "--seed", "3"]) == 0
    assert capsys.readouterr().out == first


def test_a_file_that_is_there_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "taken.case"
    path.write_text("mine", "utf-8")
    assert main(["simulate", TENFOLD, "--seed", "3", "--out", str(path)]) == 2
    assert "--out" in capsys.readouterr().err
    assert path.read_text("utf-8") == "mine"


def test_the_linter_finds_nothing_in_a_shipped_scenario(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["simulate", TENFOLD, "--lint"]) == 0
    assert capsys.readouterr().out == "tenfold-slip: 0 findings\n"
    assert [name for name in shipped_scenarios() if findings(read_scenario(name))] == []


def faulty(tmp_path: Path) -> str:
    """A scenario whose staff nobody knows."""
    from importlib.resources import files  # noqa: PLC0415 - for this file alone

    text = files("resources").joinpath("scenarios", f"{TENFOLD}.toml").read_text("utf-8")
    path = tmp_path / "odd.toml"
    assert 'staff = "' in text
    before, _, after = text.partition('staff = "')
    path.write_text(f'{before}staff = "nobody{after[after.index(chr(34)) :]}', "utf-8")
    return str(path)


def test_findings_are_said_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = faulty(tmp_path)
    assert main(["simulate", place, "--lint"]) == 1
    assert "1 finding\n  scenario.staff: No staff profile" in capsys.readouterr().out
    assert main(["simulate", place, "--lint", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["ok"], found["findings"][0]["id"]) == (False, "staff-unknown")
    assert main(["simulate", place, "--seed", "1"]) == 2
