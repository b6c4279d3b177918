"""The bench measures what it says; its figures are not judged here, only their arithmetic."""

import json
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from gui.bench import command
from gui.bench.beside import beside_row, busy_plan
from gui.bench.durable import durable_row
from gui.bench.keys import key_rows
from gui.bench.lab import lab_rows
from gui.bench.long_case import facts
from gui.bench.measure import FRAME_MS, Row, of_frame, paired, percentile
from gui.bench.operations import PER_CHANGE, PER_READING, PER_SAMPLE, needed
from gui.bench.patients import patient_row
from gui.bench.peer import Peer, PeerError, measured
from gui.bench.reopen import reopen_row
from gui.bench.trial import trial_rows


def test_a_row_is_the_median_of_ratios_taken_pair_by_pair() -> None:
    row = paired("opening", "bare", 1.6, [(2.0, 1.0), (30.0, 10.0), (8.0, 2.0)])
    assert (row.ratio, row.met) == (3.0, False)


def test_a_percentile_is_one_of_the_values() -> None:
    values = [float(number) for number in range(1, 101)]
    assert (percentile(values, 0.95), percentile(values, 0.99), percentile([7.0], 0.99)) == (
        95,
        99,
        7,
    )
    assert of_frame("frame", [FRAME_MS / 2], 0.95).met is True


def test_a_made_up_long_case_is_numbered_on_and_in_order_of_time() -> None:
    made = facts(500, minutes=60)
    assert [fact.seq for fact in made] == list(range(1, 501))
    times = [fact.recorded_at for fact in made]
    assert times == sorted(times)


def test_each_part_measures_something(qtbot: QtBot) -> None:
    rows = [
        durable_row(3),
        reopen_row(200, 1),
        *key_rows(200, 3),
        *lab_rows(3),
        patient_row(500, 3),
        *trial_rows(Peer("1.0.0", 1e-3), 20, 1),
        beside_row(3, 200, busy_plan(1, 1)),
    ]
    assert all(row.measured_ms > 0 and row.yardstick_ms > 0 for row in rows)
    assert [row.name.split(" ")[0] for row in rows] == [
        "durable",
        "reopen",
        "key",
        "key",
        "lab",
        "lab",
        "virtual",
        "trial",
        "trial",
        "timeline",
    ]
    assert qtbot is not None


@pytest.mark.parametrize(("took", "status"), [(1.0, 0), (9.0, 1)])
def test_it_prints_one_object_and_says_whether_an_aim_was_missed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], took: float, status: int
) -> None:
    monkeypatch.setitem(command.PARTS, "durable", lambda: [Row("entry", took, "raw", 1.0, 1.6)])
    assert command.main(["bench", "--only", "durable", "--json"]) == status
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [(row["name"], row["ratio"], row["met"]) for row in rows] == [
        ("entry", took, took < 1.6)
    ]


def test_the_arithmetic_of_a_trial_is_that_of_its_parts() -> None:
    assert needed(2, 1, 3) == 2 * PER_READING + PER_CHANGE + 3 * PER_SAMPLE


def test_without_a_peer_only_the_arithmetic_is_compared() -> None:
    (row,) = trial_rows(None, 10, 1)
    assert row.met is None
    assert row.yardstick_ms < row.measured_ms


def interpreter(place: Path, line: str) -> str:
    """A stand-in for an interpreter: whatever it is asked to run, it does this."""
    place.write_text(f"#!/bin/sh\n{line}\n", "utf-8")
    place.chmod(0o755)
    return str(place)


def test_a_peer_tells_its_version_and_its_rate(tmp_path: Path) -> None:
    said = '{"version": "1.0.0", "patient_s_per_cpu_s": 5000.0}'
    assert measured(interpreter(tmp_path / "python", f"echo '{said}'")) == Peer("1.0.0", 5000.0)


def test_a_peer_that_fails_says_why(tmp_path: Path) -> None:
    failing = interpreter(tmp_path / "python", "echo 'first' >&2; echo 'no scipy' >&2; exit 1")
    with pytest.raises(PeerError, match=r"failed: no scipy$"):
        measured(failing)


@pytest.mark.parametrize("absent", [False, True])
def test_what_cannot_be_compared_with_is_one_line_and_status_2(
    absent: bool,  # noqa: FBT001
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    python = str(tmp_path / "none") if absent else sys.executable
    assert command.main(["bench", "--only", "trial", "--against", python]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert ("cannot be run" if absent else "has no python_anesthesia_simulator") in said


def test_the_peer_of_the_command_line_reaches_the_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = '{"version": "1.0.0", "patient_s_per_cpu_s": 5000.0}'
    python = interpreter(tmp_path / "python", f"echo '{said}'")
    row = Row("arm", 1e-6, "peer", 1.0, 1e-4)
    monkeypatch.setattr(command, "trial_rows", lambda peer: [row] if peer.rate else [])
    assert command.main(["bench", "--only", "trial", "--against", python]) == 0
    assert "1.0e-06 0.0001  peer" in capsys.readouterr().out
