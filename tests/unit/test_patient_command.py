"""`pressor patient` prints what was computed, without a window."""

import json

import pytest

from core.cli.command import main
from core.cli.patient import validation_text
from core.patient import validation, validation_devices
from core.patient.parameters import shipped
from core.patient.validation import Computed, Line, NotAnswered, Outcome, answers, lines, published


def test_every_row_is_computed_or_says_why_not() -> None:
    known = answers()
    for row in published():
        if row.id in known:
            assert row.role in {"input", "tuned", "held out"}
            assert row.low < row.high
        else:
            assert row.why_not or row.id in validation_devices.NOT_ANSWERED
    assert set(known) <= {row.id for row in published()}


def test_recalled_numbers_are_marked_unconfirmed() -> None:
    assert {row.id for row in published() if not row.confirmed} == {"SS-LED", "SS-JHA", "SS-DUB"}


def line(name: str, value: float, monkeypatch: pytest.MonkeyPatch) -> Line:
    row = next(row for row in published() if row.id == name)
    monkeypatch.setattr(validation, "published", lambda: (row,))
    monkeypatch.setattr(validation, "answers", lambda: {name: lambda: value})
    return next(iter(lines()))


@pytest.mark.parametrize(
    ("value", "outcome"),
    [(1.56, Outcome.MET), (2.69, Outcome.MET), (1.559, Outcome.MISSED), (2.691, Outcome.MISSED),
     (float("inf"), Outcome.MISSED), (float("nan"), Outcome.MISSED)],
)  # fmt: skip
def test_a_row_is_met_inside_its_interval_only(
    value: float, outcome: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = line("PD-JOA-SD", value, monkeypatch)
    assert told.outcome is outcome
    assert isinstance(told.answer, Computed)


def test_the_table_prints_misses_reasons_and_counts() -> None:
    rows = {row.id: row for row in published()}
    found = (
        Line(rows["SS-LED"], Computed(27.41, "mmHg"), Outcome.MET),
        Line(rows["TC-MER"], Computed(float("inf"), "h"), Outcome.MISSED),
        Line(rows["NUM-ODE"], Computed(3e-11, "-"), Outcome.MET),
        Line(rows["SS-CI"], NotAnswered("no output"), Outcome.NOT_ANSWERED),
    )
    text = validation_text(found)
    spaced = [" ".join(told.split()) for told in text.splitlines()]
    recalled = "SS-LED 28.5 20.5 to 36.5 27.4 mmHg tuned met mmHg per ln(dose) (unconfirmed)"
    assert recalled in spaced
    missed = "TC-MER 57.5 43.7 to 117.5 never h tuned missed shock duration, clinician arm"
    assert missed in spaced
    assert "<1e-07" in text
    assert "SS-CI: no output" in text
    assert "4 rows: 2 met, 1 missed, 1 not answered. Of those met: 1 input, 1 tuned." in text


def test_the_command_prints_json_with_a_row_per_number(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = {row.id: row for row in published()}
    found = [
        Line(rows["SS-P0"], Computed(50.7, "mmHg"), Outcome.MET),
        Line(rows["SS-CI"], NotAnswered("no output"), Outcome.NOT_ANSWERED),
    ]
    monkeypatch.setattr("core.cli.patient.lines", lambda: iter(found))
    assert main(["patient", "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)["rows"]
    assert (first["model"], first["outcome"], first["role"]) == (50.7, "met", "tuned")
    assert (first["source"], first["confirmed"]) == (rows["SS-P0"].source, True)
    assert (second["outcome"], second["why"]) == ("not answered", "no output")
    assert "model" not in second


def test_the_command_prints_every_parameter_with_grade_and_source(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["patient", "--parameters"]) == 0
    text = capsys.readouterr().out
    assert main(["patient", "--parameters", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["parameters"]
    assert len(told) == len(shipped().table) == len(text.splitlines()) - 1
    for parameter, row in zip(shipped().table.values(), told, strict=True):
        assert (row["symbol"], row["grade"]) == (parameter.symbol, parameter.grade)
        written = next(t for t in text.splitlines() if t.split()[0] == parameter.symbol)
        assert parameter.grade in written
        assert parameter.source in written
