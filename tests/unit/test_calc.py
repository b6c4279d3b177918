"""`pressor calc`: answers, refusals and bad usage as scripts rely on them."""

import csv
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.cli.command import main

DATA = Path(__file__).parents[1] / "data" / "dose_vectors.csv"
KEYS = [
    "rate_ml_h",
    "exact_rate_ml_h",
    "dose",
    "dose_unit",
    "delivered_dose",
    "concentration_mcg_ml",
    "warnings",
]
BAG = ["--bag", "8 mg in 250 mL", "--as", "base"]
CASE = ["--weight", "80 kg", *BAG]
DOSE = ["--dose", "0.1 mcg/kg/min"]
GOOD = "80,8,250,32,0.1,mcg/kg/min,15"


class Called:
    """What a call of the command printed, and its exit status."""

    def __init__(self, words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
        try:
            self.status: int | str | None = main(["calc", *words])
        except SystemExit as left:
            self.status = left.code
        self.out, self.err = capsys.readouterr()

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON object printed."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The JSON lines printed."""
        return [json.loads(line) for line in self.out.splitlines()]

    def codes(self) -> list[str]:
        """The codes of the warnings."""
        return [warning["code"] for warning in self.json["warnings"]]


def table(folder: Path, *rows: str, head: str | None = None) -> str:
    columns = "weight_kg,drug_mg,volume_ml,concentration_mcg_ml,dose_value,dose_unit,rate_ml_h"
    path = folder / "table.csv"
    path.write_text("\n".join([head or columns, *rows]) + "\n", encoding="utf-8")
    return str(path)


def test_a_dose_has_its_rate(capsys: pytest.CaptureFixture[str]) -> None:
    called = Called([*CASE, *DOSE, "--json"], capsys)
    assert called.status == 0
    assert list(called.json) == KEYS
    assert called.json == {
        "rate_ml_h": "15",
        "exact_rate_ml_h": "15",
        "dose": "0.1",
        "dose_unit": "mcg/kg/min",
        "delivered_dose": "0.1",
        "concentration_mcg_ml": "32",
        "warnings": [],
    }


def test_a_rate_has_its_dose(capsys: pytest.CaptureFixture[str]) -> None:
    called = Called([*CASE, "--rate", "15 mL/h", "--json"], capsys)
    assert called.status == 0
    assert (called.json["dose"], called.json["dose_unit"]) == ("0.1", "mcg/kg/min")
    flat = Called([*BAG, "--rate", "15 mL/h", "--json"], capsys)
    assert (flat.json["dose"], flat.json["dose_unit"]) == ("8", "mcg/min")


def test_a_flat_dose_needs_no_weight(capsys: pytest.CaptureFixture[str]) -> None:
    called = Called([*BAG, "--dose", "8 mcg/min", "--json"], capsys)
    assert (called.status, called.json["rate_ml_h"]) == (0, "15")
    assert called.codes() == []
    assert Called([*CASE, "--dose", "8 mcg/min", "--json"], capsys).codes() == ["weight_unused"]


def test_the_answer_reads_like_a_label(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--weight", "70 kg", "--bag", "8 mg/250 mL", "--as", "base", *DOSE]
    called = Called(words, capsys)
    assert called.out.splitlines() == [
        "RATE 13.1 mL/h   (exact 13.125 mL/h)",
        "DOSE 0.1 mcg/kg/min   (delivered 0.09981 mcg/kg/min)",
        "BAG 8 mg in 250 mL base, 32 mcg/mL of base",
        "SUM 0.1 x 70 x 60 / 32 = 13.1 mL/h",
    ]
    inverse = Called([*words[:-2], "--rate", "13.1 mL/h"], capsys)
    assert "SUM 13.1 x 32 / 60 / 70 = 0.1 mcg/kg/min" in inverse.out


@pytest.mark.parametrize(
    ("basis", "concentration", "rate"),
    [
        ("base", "32", "15"),
        ("tartrate", "16", "30"),
        ("bitartrate anhydrous", "16.931217", "28.4"),
        ("bitartrate-monohydrate", "16.048144", "29.9"),
    ],
)
def test_base_and_salts_differ(
    basis: str, concentration: str, rate: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--weight", "80 kg", "--bag", "8 mg in 250 mL", "--as", basis, *DOSE, "--json"]
    called = Called(words, capsys)
    assert called.status == 0
    assert called.json["concentration_mcg_ml"] == concentration
    assert called.json["rate_ml_h"] == rate
    assert ("bag_salt" in called.codes()) is (basis != "base")


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["--weight", "38 kg", *BAG, *DOSE], ["below_usual"]),
        ([*CASE, "--dose", "0.6 mcg/kg/min"], ["above_usual"]),
        ([*CASE, "--dose", "0.003 mcg/kg/min"], ["below_usual", "rounding"]),
        ([*CASE, "--dose", "0.002 mcg/kg/min"], ["below_usual", "rate_low"]),
        ([*CASE, "--dose", "1.5 mcg/kg/min"], ["above_usual", "rate_high"]),
        (["--weight", "80 kg", "--bag", "7 mg in 250 mL", "--as", "base", *DOSE], ["bag_unlisted"]),
        ([*CASE, "--rate", "200 mL/h"], ["rate_high", "above_usual"]),
    ],
)
def test_warnings_stand_beside_the_answer(
    words: list[str], codes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    called = Called([*words, "--json"], capsys)
    assert called.status == 0
    assert called.codes() == codes
    assert Called(words, capsys).out.count("warning: ") == len(codes)


@pytest.mark.parametrize(
    ("words", "code", "option"),
    [
        (["--weight", "400 kg", *BAG, *DOSE], "above_hard", "--weight"),
        (["--weight", "70,5 kg", *BAG, *DOSE], "decimal_comma", "--weight"),
        (["--weight", "154 lb", *BAG, *DOSE], "unit_converted", "--weight"),
        ([*CASE, "--dose", "5 mcg/kg/min"], "above_hard", "--dose"),
        ([*CASE, "--dose", "0 mcg/kg/min"], "zero_is_stop", "--dose"),
        ([*CASE, "--dose", "3 mL/h"], "wrong_unit", "--dose"),
        ([*CASE, "--rate", "7.55 mL/h"], "too_fine", "--rate"),
        ([*CASE, "--rate", "998 mL/h"], "above_hard", "--rate"),
        ([*CASE, "--dose", "0.001 mcg/kg/min", "--resolution", "1 mL/h"], "rate_zero", "--dose"),
        (
            [
                "--weight",
                "350 kg",
                "--bag",
                "1 mg in 250 mL",
                "--as",
                "base",
                *DOSE[:1],
                "0.2 mcg/kg/min",
            ],
            "above_hard",
            "--dose",
        ),
        (["--weight", "80 kg", "--bag", "1 mg/mL", "--as", "base", *DOSE], "bag_vial", "--bag"),
    ],
)
def test_a_refused_value_is_the_answer_no(
    words: list[str], code: str, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    called = Called([*words, "--json"], capsys)
    assert (called.status, called.err) == (1, "")
    assert (called.json["refused"], called.json["option"]) == (code, option)
    spoken = Called(words, capsys)
    assert spoken.status == 1
    assert spoken.out == f"{option}: {called.json['message']}\n"


def test_a_suggestion_is_offered_and_not_taken(capsys: pytest.CaptureFixture[str]) -> None:
    called = Called(["--weight", "70,5 kg", *BAG, *DOSE, "--json"], capsys)
    assert called.json["suggestion"] == "70.5"
    assert "rate_ml_h" not in called.json


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["--weight", "80 kg", "--bag", "8 mg in 250 mL", *DOSE], "--as"),
        (["--weight", "80 kg", "--bag", "8 mg in 250 mL", "--as", "salt", *DOSE], "--as"),
        (["--weight", "80 kg", "--as", "base", *DOSE], "--bag"),
        ([*BAG, *DOSE], "--weight"),
        (CASE, "--dose"),
        ([*CASE, *DOSE, "--rate", "15 mL/h"], "--rate"),
        ([*CASE, "--dose"], "--dose"),
        ([*CASE, "--dose", "0.1"], "--dose"),
        (["--weight", "80", *BAG, *DOSE], "--weight"),
        (["--weight", "banana", *BAG, *DOSE], "--weight"),
        (["--weight", "80 kg", "--bag", "double", "--as", "base", *DOSE], "--bag"),
        ([*CASE, "--rate", "15"], "--rate"),
        ([*CASE, *DOSE, "--resolution", "0.1"], "--resolution"),
        ([*CASE, *DOSE, "--resolution", "0 mL/h"], "--resolution"),
        (["--table", "no such file.csv"], "no such file.csv"),
    ],
)
def test_bad_usage_is_one_line_that_names_it(
    words: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    called = Called([*words, "--json"], capsys)
    assert (called.status, called.out) == (2, "")
    assert called.err.startswith("pressor calc: ")
    assert called.err.count("\n") == 1
    assert named in called.err


def test_what_was_typed_over_two_lines_is_answered_in_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    called = Called(["--weight", "80 kg", "--bag", "8 mg %\n5", "--as", "base", *DOSE], capsys)
    assert called.status == 1
    assert called.out.count("\n") == 1


def test_published_tables_agree(capsys: pytest.CaptureFixture[str]) -> None:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for words in ([], ["--as", "base"]):
        called = Called(["--table", str(DATA), *words, "--json"], capsys)
        assert called.status == 0
        assert len(called.lines) == len(rows)
        for row, line in zip(rows, called.lines, strict=True):
            assert list(line) == ["line", *KEYS]
            assert Decimal(line["dose"]) == Decimal(row["dose_value"])
            assert abs(Decimal(line["exact_rate_ml_h"]) - Decimal(row["rate_ml_h"])) <= Decimal(
                "0.5"
            )
            assert "printed_differs" not in [w["code"] for w in line["warnings"]]


def test_a_table_is_printed_as_csv_too(capsys: pytest.CaptureFixture[str]) -> None:
    called = Called(["--table", str(DATA), "--as", "base"], capsys)
    rows = list(csv.DictReader(called.out.splitlines()))
    assert list(rows[0]) == ["line", *KEYS]
    assert len(rows) == 40
    assert rows[0]["rate_ml_h"] == "1.9"


@pytest.mark.parametrize(
    ("row", "rate", "dose"),
    [
        ("80,8,250,32,0.1,mcg/kg/min,", "15", "0.1"),
        ("80,8,250,,0.1,mcg/kg/min,", "15", "0.1"),
        ("80,,,32,0.1,mcg/kg/min,", "15", "0.1"),
        (",8,250,32,8,mcg/min,15", "15", "8"),
        (",8,250,32,,mcg/min,15", "15", "8"),
        (",4,50,80,0.5,mg/h,", "6.3", "0.5"),
        (",4,50,80,,mg/h,6", "6", "0.48"),
        (",4,50,80,0.01,mg/min,", "7.5", "0.01"),
    ],
)
def test_each_row_is_a_calculation(
    row: str, rate: str, dose: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    called = Called(["--table", table(tmp_path, row), "--as", "base", "--json"], capsys)
    assert called.status == 0
    (line,) = called.lines
    assert (line["rate_ml_h"], line["dose"], line["line"]) == (rate, dose, 2)


@pytest.mark.parametrize(
    ("row", "status", "codes"),
    [
        ("80,8,250,32,0.1,mcg/kg/min,15", 0, []),
        ("75,8,250,32,0.03,mcg/kg/min,2.2", 1, ["printed_differs"]),
        ("70,8,250,32,0.1,mcg/kg/min,13.2", 0, []),
        (",8,250,32,10,mcg/min,1.8", 1, ["printed_differs"]),
        ("80,8,250,16,0.1,mcg/kg/min,15", 1, ["strength_differs"]),
        ("80,8,250,32,5,mcg/kg/min,", 0, ["out_of_limits"]),
        ("400,8,250,32,0.01,mcg/kg/min,", 0, ["out_of_limits"]),
        (",8,250,32,0.01,mcg/min,", 1, ["out_of_limits", "rate_zero"]),
    ],
)
def test_a_row_that_contradicts_itself_is_a_finding(
    row: str,
    status: int,
    codes: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    called = Called(["--table", table(tmp_path, row), "--as", "base", "--json"], capsys)
    assert called.status == status
    assert [w["code"] for w in called.lines[0]["warnings"]] == codes


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("80,8,250,32,0.1,mcg/kg/h,", "dose_unit"),
        ("80,8,250,32,,mcg/kg/min,", "dose_value"),
        (",8,250,32,0.1,mcg/kg/min,", "weight_kg"),
        ("8O,8,250,32,0.1,mcg/kg/min,", "weight_kg"),
        ("80,8,250,32,0,mcg/kg/min,", "dose_value"),
        ("80,8,,32,0.1,mcg/kg/min,", "volume_ml"),
        ("80,,250,32,0.1,mcg/kg/min,", "drug_mg"),
        ("80,,,,0.1,mcg/kg/min,", "drug_mg"),
        ("80,8,250,,0.1,mcg/kg/min,", "--as"),
        ("80,8,250,32,0.1", "cells"),
        ("80,8,250,32,0.1,mcg/kg/min,,9", "cells"),
        ('80,8,250,32,"0.1\nx",mcg/kg/min,', "dose_value"),
        ('80,8,250,32,"0.1,mcg/kg/min,', "line 2"),
    ],
)
def test_an_unreadable_row_is_named_and_nothing_printed(
    row: str, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    called = Called(["--table", table(tmp_path, row, GOOD), "--json"], capsys)
    assert (called.status, called.out) == (2, "")
    assert called.err.count("\n") == 1
    assert "line" in called.err
    assert named in called.err


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"", "weight_kg"),
        (b"weight_kg,drug_mg\n80,8\n", "volume_ml"),
        (b"weight_kg,drug_mg,volume_ml,dose_value,dose_unit\n", "no row"),
        (b"weight_kg\n\xe4\n", "UTF-8 at byte 10"),
        (None, "no such file"),
    ],
)
def test_a_file_that_is_no_table_is_named(
    content: bytes | None, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "given.csv"
    if content is not None:
        path.write_bytes(content)
    called = Called(["--table", str(path), "--as", "base"], capsys)
    assert (called.status, called.out) == (2, "")
    assert str(path) in called.err
    assert named in called.err


def test_a_byte_order_mark_is_no_part_of_the_head(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(table(tmp_path, GOOD))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert Called(["--table", str(path), "--as", "base"], capsys).status == 0


def test_a_table_that_is_too_long_or_twice_headed_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    head = "weight_kg,drug_mg,volume_ml,dose_value,dose_unit,weight_kg"
    twice = Called(["--table", table(tmp_path, "1,2,3,4,5,6", head=head)], capsys)
    assert (twice.status, "twice" in twice.err) == (2, True)
    monkeypatch.setattr("core.cli.calc_table._LARGEST", 10)
    long = Called(["--table", table(tmp_path, "1,2,3,4,5,6")], capsys)
    assert (long.status, "too long" in long.err) == (2, True)
