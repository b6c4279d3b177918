"""`pressor import` and `pressor approve`: what comes in, what is approved, what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.lab.nominal import Figures, Nominal
from core.library import read_protocol
from core.proof.prove import Proof
from gui.__main__ import main

TEXT = read_protocol("early-wean").text.partition("# " + "-" * 64 + " further agents")[0]
"""Norepinephrine's part without the worked cases: a proof of it takes a quarter of the time."""
OURS = TEXT.replace('id = "early-wean"', 'id = "ours"')
UNSAFE = OURS.replace('hard = "1 mcg/kg/min"', 'hard = "0.4 mcg/kg/min"')
"""It loads no longer: its own limits contradict each other."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.toml"
    path.write_text(OURS, "utf-8")
    return path


@pytest.fixture
def gap(tmp_path: Path) -> Path:
    """A protocol that loads and breaks a promise: it never steps up early enough."""
    path = tmp_path / "gap.toml"
    path.write_text(OURS.replace('up = "5 min"', 'up = "45 min"', 1), "utf-8")
    return path


def asked(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(list(words))
    out, err = capsys.readouterr()
    return status, out, err


def listed(capsys: pytest.CaptureFixture[str], name: str) -> dict[str, Any]:
    _, out, _ = asked(capsys, "protocols", "--json")
    rows: list[dict[str, Any]] = json.loads(out)["protocols"]
    return next(row for row in rows if row["id"] == name)


def test_a_sound_file_comes_in_and_is_approved(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("core.cli.approve.PATIENTS", 1)  # of each preset; else there are four
    status, out, err = asked(capsys, "import", str(file), "--json")
    brought = json.loads(out)
    assert (status, err) == (0, "")
    assert (brought["imported"], brought["ok"], brought["findings"]) == (True, True, [])
    row = listed(capsys, "ours")
    assert (row["state"], row["proved"], row["approval"]) == ("simulation only", True, None)
    status, out, err = asked(capsys, "approve", "ours", "--initials", "jm", "--json")
    approved = json.loads(out)
    assert (status, err, approved["approved"]) == (0, "", True)
    assert (brought["simulated"], len(brought["pending"])) == (None, 2)
    assert (approved["simulated"]["held"], approved["pending"]) == (brought["pending"], [])
    assert approved["sha256"] == row["sha256"]
    row = listed(capsys, "ours")
    assert row["state"] == "approved"
    assert row["approval"] == approved["approval"]
    assert row["approval"]["initials"] == "JM"
    assert row["approval"]["cells"] == brought["cells"]
    _, out, _ = asked(capsys, "protocols")
    assert "[approved by JM, " in out


def test_a_file_that_does_not_load_stays_outside_with_its_findings(
    file: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(UNSAFE, "utf-8")
    status, out, err = asked(capsys, "import", str(file))
    assert (status, err) == (1, "")
    assert out.splitlines()[0].endswith("was not brought in: it cannot be used.")
    assert "0.4" in out
    assert not (home / "pressor" / "protocols").exists()


def test_one_with_findings_comes_in_for_simulation_and_is_not_approved(
    gap: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = asked(capsys, "import", str(gap), "--json")
    brought = json.loads(out)
    assert (status, brought["imported"], brought["ok"]) == (1, True, False)
    row = listed(capsys, "ours")
    assert (row["state"], row["proved"]) == ("findings", False)
    assert row["findings"] == [finding["message"] for finding in brought["findings"]]
    status, out, err = asked(capsys, "approve", "ours", "--initials", "AB")
    assert (status, err) == (1, "")
    assert brought["findings"][0]["message"] in out
    assert not (home / "pressor" / "approvals.jsonl").exists()


def test_a_taken_id_is_refused_in_one_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys, "import", str(file))[0] == 0
    file.write_text(OURS + "\n", "utf-8")
    status, out, err = asked(capsys, "import", str(file))
    assert (status, out) == (1, "")
    assert err == (
        "pressor import: ours is there already with another text; --replace takes its place\n"
    )
    assert asked(capsys, "import", str(file), "--replace")[0] == 0
    file.write_text(TEXT, "utf-8")
    status, out, err = asked(capsys, "import", str(file), "--replace")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "shipped" in err


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["import", "absent.toml"], "absent.toml: no such file"),
        (["import"], "FILE"),
        (["approve", "absent", "--initials", "AB"], "no protocol absent"),
        (["approve", "early-wean"], "--initials"),
        (["approve", "early-wean", "--initials", "4"], '"4" are no initials'),
    ],
)
def test_bad_usage_is_one_line_and_status_two(
    words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = main(words)
    except SystemExit as left:
        status = int(str(left.code))
    out, err = capsys.readouterr()
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert why in err


def test_one_that_breaks_a_promise_on_simulated_patients_is_never_approved(
    file: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the runs of `check` find is what refuses an approval."""
    row = Figures("severe", 4, 4, 4, 1, 90.0, 90.0, 30.0, 2, 0, 0, 0)
    broken = Nominal(1, 4, 3, (row,))
    assert (broken.held, broken.broken) == (("prompts-per-hour",), ("nominal-band",))
    monkeypatch.setattr("core.cli.check_simulated.nominal", lambda *_args: broken)
    monkeypatch.setattr("core.cli.check.prove", lambda *_args, **_named: Proof(7, (), ("total",)))
    status, out, err = asked(capsys, "import", str(file))
    assert (status, err) == (0, "")
    assert "Still to be shown with the virtual patient:" in out
    assert "pressor check ours shows it, and pressor approve ours" in out
    status, out, err = asked(capsys, "approve", "ours", "--initials", "AB")
    assert (status, err) == (1, "")
    assert "nominal-band: In simulation fewer than nine in ten" in out
    assert not (home / "pressor" / "approvals.jsonl").exists()


def test_an_example_is_never_approved(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(capsys, "import", str(file))[0] == 0
    monkeypatch.setattr("core.cases.bookcase.Volume.example", True)
    status, out, err = asked(capsys, "approve", "ours", "--initials", "AB")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert "examples are never approved" in err


def test_approvals_that_cannot_be_read_are_said_so(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "pressor" / "approvals.jsonl").mkdir(parents=True)
    for words in (["protocols"], ["approve", "early-wean", "--initials", "AB"]):
        status, out, err = asked(capsys, *words)
        assert (status, out, err.count("\n")) == (2, "", 1)
        assert "approvals.jsonl" in err
