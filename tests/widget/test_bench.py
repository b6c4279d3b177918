"""The bench measures what it says; its figures are not judged here, only their arithmetic."""

import json

import pytest
from pytestqt.qtbot import QtBot

from gui.bench import command
from gui.bench.durable import durable_row
from gui.bench.keys import key_rows
from gui.bench.lab import lab_rows
from gui.bench.long_case import facts
from gui.bench.measure import FRAME_MS, Row, of_frame, paired, percentile
from gui.bench.patients import patient_row
from gui.bench.reopen import reopen_row


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
