"""Files that must be refused whole, or read with a remark, each with the message it must have."""

import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from core.chart import plain_csv
from core.chart.errors import ChartError
from core.chart.rows import Chart, ChartNote
from core.chart.sniff import open_chart

HEAD = "time,map_mmhg,source,note"


def rows(count: int, *, first: int = 0) -> list[str]:
    return [
        f"2026-03-{1 + at // 1440:02}T{at // 60 % 24:02}:{at % 60:02}Z,{60 + at % 20},line,"
        for at in range(first, first + count)
    ]


def text(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines, ""]).encode()


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[bytes], Chart]:
    def write_and_open(content: bytes) -> Chart:
        (tmp_path / "chart.csv").write_bytes(content)
        (chart,) = open_chart(tmp_path / "chart.csv", None, None)
        return chart

    return write_and_open


Opened = Callable[[bytes], Chart]


def test_a_thousand_valid_rows_are_read(opened: Opened) -> None:
    chart = opened(text(*rows(1000)))
    assert (len(chart.rows), chart.counts, chart.quarantined) == (1000, {"used": 1000}, ())


def test_a_formula_in_a_cell_stays_literal(opened: Opened) -> None:
    formula = '=HYPERLINK("x")'
    chart = opened(text('2026-03-01T14:05Z,65,line,"=HYPERLINK(""x"")"'))
    assert [row.text for row in chart.rows if isinstance(row, ChartNote)] == [formula]


def test_exact_duplicate_rows_are_listed_and_skipped(opened: Opened) -> None:
    one, two = rows(2)
    chart = opened(text(one, two, one, one))
    assert len(chart.rows) == 2
    assert [(row.where.line, row.code, row.detail) for row in chart.quarantined] == [
        (4, "duplicate", "the same as line 2"),
        (5, "duplicate", "the same as line 2"),
    ]
    assert chart.counts == {"duplicate": 2, "used": 2}


def test_unsorted_times_are_sorted_and_it_is_said(opened: Opened) -> None:
    first, second, third = rows(3)
    chart = opened(text(third, first, second))
    assert [row.where.line for row in chart.rows] == [3, 4, 2]
    assert chart.assumed["order"] == "rows sorted by time; 1 stood before an earlier one"


def test_a_byte_order_mark_is_no_part_of_the_first_column(opened: Opened) -> None:
    assert len(opened(b"\xef\xbb\xbf" + text(*rows(3))).rows) == 3


def test_windows_line_ends_and_blank_lines_hold_no_row(opened: Opened) -> None:
    content = text(*rows(2)).replace(b"\n", b"\r\n") + b"\r\n"
    assert len(opened(content).rows) == 2


REFUSED = {
    "duplicate column map": (
        text("2026-03-01T14:05Z,65,65", head="time,map_mmhg,map_mmhg"),
        ("column_twice", 1, 'column "map_mmhg" stands twice'),
    ),
    "naive local times": (
        text("2026-03-01T14:05,65,line,"),
        ("time_without_offset", 2, "has no offset from UTC"),
    ),
    "Windows-1252 bytes": (
        text(*rows(1)) + b"2026-03-01T14:05Z,65,line,caf\xe9\n",
        ("not_utf8", 3, "byte 82 is not UTF-8"),
    ),
    "missing column map": (
        text("2026-03-01T14:05Z,line", head="time,source"),
        ("column_missing", 1, 'no column "map_mmhg"; the columns are time, map_mmhg'),
    ),
    "unknown column": (
        text("2026-03-01T14:05Z,65,8", head="time,map_mmhg,MAP"),
        ("column_unknown", 1, 'unknown column "MAP"; the columns are time, map_mmhg'),
    ),
    "semicolon and decimal comma": (
        b"time;map_mmhg\n2026-03-01T14:05Z;65,5\n",
        ("dialect", 1, "semicolons between cells: write commas"),
    ),
    "tabs": (b"time\tmap_mmhg\n", ("dialect", 1, "tabs between cells")),
    "extra cells in row 9": (
        text(*rows(7), "2026-03-01T14:05Z,65,line,,7", *rows(2, first=8)),
        ("cell_count", 9, "5 cells where the header has 4"),
    ),
    "header only": (text(), ("no_rows", None, "a header and no data row")),
    "empty file": (b"", ("no_rows", None, "the file is empty")),
    "NUL bytes": (
        text(*rows(1)) + b"2026-03-01T14:05Z,6\x005,line,\n",
        ("binary", 3, "binary content"),
    ),
    "UTF-16": (
        text(*rows(1)).decode().encode("utf-16"),
        ("binary", 1, "text in UTF-8 is expected"),
    ),
    "row 17 map 6 5": (
        text(*rows(15), "2026-03-01T14:05Z,6 5,line,", *rows(3, first=20)),
        ("cell_not_accepted", 17, '"6 5" is not a whole number of -50 to 400 mmHg'),
    ),
    "one cell of 10 MB": (
        text(*rows(1), "2026-03-01T14:05Z,65,line," + "x" * 10_000_000),
        ("cell_too_long", 3, "at most 256 characters"),
    ),
    "one cell of 257 characters": (
        text(*rows(1), "2026-03-01T14:05Z,65,line," + "x" * 257),
        ("cell_too_long", 3, "at most 256 characters"),
    ),
    "a quoted cell that swallows the rest": (
        text(*rows(1), '2026-03-01T14:05Z,65,line,"note', *rows(2, first=3)),
        ("quoting", 3, "quotation marks do not match"),
    ),
    "a lone carriage return": (
        text(*rows(1), "2026-03-01T14:05Z,65,line,a\rb"),
        ("quoting", 3, "a cell begins and ends on one line"),
    ),
}


@pytest.mark.parametrize(("content", "told"), REFUSED.values(), ids=REFUSED)
def test_a_bad_file_is_refused_whole_and_the_place_named(
    opened: Opened, content: bytes, told: tuple[str, int | None, str]
) -> None:
    with pytest.raises(ChartError) as caught:
        opened(content)
    assert (caught.value.code, caught.value.line) == told[:2]
    assert told[2] in caught.value.sentence
    assert caught.value.file.name == "chart.csv"


def test_an_archive_of_zeros_is_never_unpacked(opened: Opened, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("chart.csv", b"\0" * 40_000_000)
    assert bomb.stat().st_size < 50_000
    with pytest.raises(ChartError, match="a zip archive: unpack it first"):
        opened(bomb.read_bytes())


def test_a_note_of_256_letters_of_four_bytes_is_read(opened: Opened) -> None:
    assert len(opened(text("2026-03-01T14:05Z,65,line," + "\U0001d538" * 256)).rows) == 2


def test_rows_beyond_the_limit_are_refused_while_streaming(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, nightly: bool
) -> None:
    assert plain_csv.LIMITS.rows == 200_000
    limit = 200_000 if nightly else 20_000
    monkeypatch.setattr(plain_csv, "LIMITS", replace(plain_csv.LIMITS, rows=limit))
    # The rows behind the limit are never read: they are not even rows.
    file = tmp_path / "chart.csv"
    with file.open("wb") as out:
        out.write(HEAD.encode() + b"\n")
        out.writelines(b"2026-03-01T14:05Z,65,line,%d\n" % at for at in range(limit + 1))
        out.write(b"\0" * 1_000_000)
    with pytest.raises(ChartError, match=f"line {limit + 2}: more than {limit} rows") as caught:
        open_chart(file, None, None)
    assert caught.value.code == "too_many_rows"


def test_a_line_without_end_costs_no_more_memory_than_a_line(tmp_path: Path) -> None:
    file = tmp_path / "chart.csv"
    file.write_bytes(HEAD.encode() + b"\n" + b"x" * 50_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(ChartError, match="a cell is too long"):
            open_chart(file, None, None)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000
