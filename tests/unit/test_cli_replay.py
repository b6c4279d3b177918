"""`pressor replay` from the command line: options, our own CSV, and one line for what is wrong."""

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from gui.__main__ import main

CHARTS = str(files("resources") / "charts" / "mimic-iii-demo")
HEADER = (
    "time,map_mmhg,systolic_mmhg,diastolic_mmhg,heart_rate_per_min,source,"
    "norepinephrine_mcg_kg_min,vasopressin_units_min,dosing_weight_kg,note\n"
)
ROWS = (
    "2026-03-01T14:00+01:00,61,88,48,104,line,,,82,\n"
    "2026-03-01T14:05+01:00,58,84,45,106,line,0.05,,,\n"
    "2026-03-01T14:11+01:00,63,,,104,cuff,0.07,,,second cuff\n"
    "2026-03-01T14:20+01:00,,104,56,92,line,,0.03,,\n"
    "2026-03-01T14:30+01:00,-5,,,,line,paused,,,to theatre\n"
    "2026-03-01T15:10+01:00,66,,,,line,0.05,,,\n"
)
Line = dict[str, Any]


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    path = tmp_path / "bed-7.csv"
    path.write_text(HEADER + ROWS, "utf-8")
    return path


def status_of(arguments: list[str]) -> int:
    """The exit status, also where the options themselves were wrong."""
    try:
        return main(arguments)
    except SystemExit as leaving:
        return int(leaving.code or 0)


def lines_of(out: str) -> tuple[dict[str, Any], list[Line]]:
    assumed, *readings = [json.loads(line) for line in out.splitlines()]
    return assumed["assumed"], readings


def test_our_own_csv_is_replayed(chart: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", str(chart)]) == 0
    out, err = capsys.readouterr()
    assumed, readings = lines_of(out)
    assert (assumed["stay"], assumed["dosing_weight"]) == ("bed-7", "82 kg")
    assert assumed["dosing_weight_is"] == "charted"
    assert assumed["dose_units"] == {
        "norepinephrine": "mcg/kg/min",
        "vasopressin": "units/min",
    }
    assert [line["at"] for line in readings][:2] == ["2026-03-01T13:00:00Z", "2026-03-01T13:05:00Z"]
    assert [line["map"] for line in readings] == ["61", "58", "63", "72", "-5", "66"]
    assert [line["given"] for line in readings] == [
        {},
        {},
        {"norepinephrine": "0.05"},
        {"norepinephrine": "0.07"},
        {"norepinephrine": "0.07", "vasopressin": "0.03"},
        {"vasopressin": "0.03"},
    ]
    assert readings[1]["advice"] == [
        {
            "agent": "norepinephrine",
            "action": "start",
            "dose": "0.05",
            "dose_unit": "mcg/kg/min",
            "rule": "start",
            "reasons": [
                {"fact": "map", "code": "below", "value": "58 mmHg", "high": "65 mmHg"},
                {"fact": "below_target_for", "code": "at_least", "value": "5min", "low": "5min"},
            ],
        }
    ]
    assert readings[1]["prompts"] == ["fluids-not-attested"]
    assert (readings[4]["gate"], readings[4]["advice"]) == ("artefact", [])
    assert err.startswith("readings 6, on norepinephrine 3; ")
    assert err.count("\n") == 1


def test_json_may_be_asked_for(chart: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["replay", str(chart)])
    plain = capsys.readouterr().out
    assert main(["replay", str(chart), "--json", "--format", "csv"]) == 0
    assert capsys.readouterr().out == plain


@pytest.mark.parametrize(
    ("options", "key", "value"),
    [
        (["--as", "bitartrate-monohydrate"], "as", "bitartrate monohydrate"),
        (["--bag", "16 mg in 250 mL"], "bag", "16 mg in 250 mL"),
        (["--resolution", "1 mL/h"], "resolution", "1 mL/h"),
        (["--target", "80-85 mmHg"], "target", "80-85 mmHg"),
        (["--target", "60 - 65"], "target", "60-65 mmHg"),
        (["--start-dose", "0.1 mcg/kg/min"], "start_dose", "0.1 mcg/kg/min"),
        (["--route", "peripheral"], "route", "peripheral"),
        (["--fluids", "attested"], "fluids", "attested"),
        (["--vasopressin", "on"], "vasopressin", "on"),
        (["--run-gap", "3 h"], "run_gap", "3h"),
    ],
)
def test_each_assumption_has_its_option(
    chart: Path, capsys: pytest.CaptureFixture[str], options: list[str], key: str, value: str
) -> None:
    assert main(["replay", str(chart), *options]) == 0
    assumed, _ = lines_of(capsys.readouterr().out)
    assert assumed[key] == value


def test_the_assumed_weight_counts_where_the_chart_has_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "light.csv"
    path.write_text("time,map_mmhg\n2026-03-01T14:00Z,50\n", "utf-8")
    assert main(["replay", str(path), "--weight", "54 kg"]) == 0
    assumed, _ = lines_of(capsys.readouterr().out)
    assert (assumed["dosing_weight"], assumed["dosing_weight_is"]) == ("54 kg", "assumed")


def test_attested_fluids_are_not_asked_for(chart: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["replay", str(chart), "--fluids", "attested"])
    _, readings = lines_of(capsys.readouterr().out)
    assert readings[1]["prompts"] == []


def test_what_the_reader_set_aside_is_told(chart: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chart.write_text(HEADER + ROWS + ROWS.splitlines(keepends=True)[-1], "utf-8")
    assert main(["replay", str(chart)]) == 0
    assert capsys.readouterr().err.endswith("rows set aside: duplicate 1\n")


def test_one_stay_of_several(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", CHARTS, "--stay", "217724"]) == 0
    assumed, readings = lines_of(capsys.readouterr().out)
    assert assumed["stay"] == "217724"
    assert {line["stay"] for line in readings} == {"217724"}


@pytest.mark.parametrize(
    ("options", "named"),
    [
        (["--as", "salt"], '--as: "salt"'),
        (["--bag", "strong"], "--bag: strong"),
        (["--bag", "8 mg in 0 mL"], "--bag: "),
        (["--bag", "8 mg in 250000 mL"], "--bag: "),
        (["--resolution", "0 mL/h"], "--resolution: 0 mL/h is no pump setting"),
        (["--resolution", "0.1"], "--resolution: "),
        (["--weight", "8 kg"], "--weight: "),
        (["--weight", "heavy"], "--weight: "),
        (["--target", "70-80 mmHg"], '--target: "70-80 mmHg" is no band'),
        (["--start-dose", "0.5 mcg/kg/min"], "--start-dose: 0.5 mcg/kg/min is outside 0.02"),
        (["--start-dose", "5 mcg/min"], "--start-dose: "),
        (["--start-dose", "low"], "--start-dose: "),
        (["--run-gap", "0 min"], "--run-gap: no time at all"),
        (["--run-gap", "1.5 h"], "--run-gap: "),
        (["--route", "oral"], "--route"),
        (["--fluids", "yes"], "--fluids"),
        (["--vasopressin", "maybe"], "--vasopressin"),
        (["--format", "hl7"], "--format"),
        (["--format", "eicu"], "eICU tables are not read"),
        (["--format", "mimic-iii"], "no chart tables here"),
        (["--stay", "4711"], 'no stay "4711"'),
        (["--protocol", "no-such"], "no protocol no-such"),
        (["--colour"], "--colour"),
    ],
)
def test_a_bad_option_is_one_line_and_status_2(
    chart: Path, capsys: pytest.CaptureFixture[str], options: list[str], named: str
) -> None:
    assert status_of(["replay", str(chart), *options]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.startswith("pressor")
    assert named in err


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "bad.csv"),
        (b"time,pressure\n", "map_mmhg"),
        (b"time,map_mmhg\n2026-03-01T14:00,61\n", "line 2"),
        (b"time,map_mmhg\n2026-03-01T14:00Z,sixty\n", "line 2"),
        (b"PK\x03\x04rest", "zip"),
        (b"time,map_mmhg\n\xff\xfe,1\n", "bad.csv"),
        (
            HEADER.encode() + b"2026-03-01T14:00Z,61,,,,line,3.5,,,\n",
            "line 2",
        ),
    ],
)
def test_a_bad_chart_is_one_line_that_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, named: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    assert status_of(["replay", str(path)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert "bad.csv" in err
    assert named in err


def test_a_chart_that_is_not_there_and_a_folder_without_tables(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in (tmp_path / "none.csv", tmp_path):
        assert status_of(["replay", str(path)]) == 2
        err = capsys.readouterr().err
        assert err.count("\n") == 1
        assert str(path) in err


def test_a_protocol_with_findings_is_named_with_the_first(
    chart: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("format = 1\n", "utf-8")
    assert status_of(["replay", str(chart), "--protocol", str(path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("pressor replay: --protocol mine: ")
    assert err.count("\n") == 1


def test_without_a_chart_the_usage_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert status_of(["replay"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "gui", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "1"},
    )


def test_as_a_program_it_ends_with_its_status_and_one_line(chart: Path, tmp_path: Path) -> None:
    done = run("replay", str(chart))
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    assert len(done.stdout.splitlines()) == 7
    failed = run("replay", str(tmp_path / "none.csv"))
    assert (failed.returncode, failed.stdout, failed.stderr.count("\n")) == (2, "", 1)
