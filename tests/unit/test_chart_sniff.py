"""Which reader a path gets, and what is said where there is none."""

from pathlib import Path

import pytest

from core.chart.errors import ChartError, shown
from core.chart.sniff import open_chart

ROWS = "time,map_mmhg\n2026-03-01T14:05Z,65\n"


@pytest.mark.parametrize("format_name", [None, "csv"])
@pytest.mark.parametrize("stay", [None, "bed"])
def test_a_file_is_our_csv(tmp_path: Path, format_name: str | None, stay: str | None) -> None:
    (tmp_path / "bed.csv").write_text(ROWS)
    (chart,) = open_chart(tmp_path / "bed.csv", format_name, stay)
    assert chart.stay == "bed"


def test_a_csv_holds_no_other_stay(tmp_path: Path) -> None:
    (tmp_path / "bed.csv").write_text(ROWS)
    with pytest.raises(ChartError, match='no stay "7": a csv is one stay, here bed') as caught:
        open_chart(tmp_path / "bed.csv", None, "7")
    assert caught.value.code == "stay_unknown"


@pytest.mark.parametrize("tables", [[], ["infusiondrug.csv", "vitalaperiodic.csv"]])
def test_eicu_is_known_by_name_or_tables_and_not_read(tmp_path: Path, tables: list[str]) -> None:
    for name in tables:
        (tmp_path / name).write_text("row_id\n")
    with pytest.raises(ChartError, match="eICU tables are not read by this version") as caught:
        open_chart(tmp_path, None if tables else "eicu", None)
    assert caught.value.code == "format_not_read"


def test_a_format_nobody_knows_is_named(tmp_path: Path) -> None:
    with pytest.raises(ChartError, match='unknown format "xlsx": write mimic-iii or csv'):
        open_chart(tmp_path, "xlsx", None)


def test_a_folder_without_tables_says_which_are_missed(tmp_path: Path) -> None:
    with pytest.raises(ChartError, match="no chart tables here: icustays, chartevents"):
        open_chart(tmp_path, None, None)


def test_one_table_alone_asks_for_its_folder(tmp_path: Path) -> None:
    (tmp_path / "chartevents.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ChartError, match="give the folder that holds its tables"):
        open_chart(tmp_path / "chartevents.csv", None, None)


@pytest.mark.parametrize("format_name", [None, "csv"])
def test_a_path_to_nothing_is_unreadable(tmp_path: Path, format_name: str | None) -> None:
    with pytest.raises(ChartError, match="no such file") as caught:
        open_chart(tmp_path / "none.csv", format_name, None)
    assert (caught.value.code, caught.value.line) == ("unreadable", None)


def test_a_folder_is_no_csv(tmp_path: Path) -> None:
    with pytest.raises(ChartError, match="no such file"):
        open_chart(tmp_path, "csv", None)


def test_what_the_system_will_not_read_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "bed.csv").write_text(ROWS)
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ChartError, match="cannot be read: Permission denied"):
        open_chart(tmp_path / "bed.csv", None, None)


def test_foreign_text_in_a_message_is_cut_and_made_visible() -> None:
    assert shown("a\nb\u202ec\0") == "a?b?c?"
    assert shown("x" * 50) == "x" * 40 + "..."
