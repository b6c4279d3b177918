"""One strict way to read a comma-separated table, line by line, with memory bounded by one line."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NoReturn

from core.chart.errors import ChartError, shown

_ARCHIVES = {
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"7z\xbc\xaf": "7z",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_OUTER_BLANKS = " \t\xa0"


@dataclass(frozen=True, slots=True)
class Limits:
    """The most a table may hold: characters in a cell, bytes in a line, data rows (None: any)."""

    cell: int
    line: int
    rows: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One data row: its line number (the header is line 1) and its cells, outer blanks removed."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """An open table: the names of its columns as written, and its data rows, to be read once."""

    header: tuple[str, ...]
    lines: Iterator[Line]


@contextmanager
def open_table(path: Path, limits: Limits) -> Iterator[Table]:
    """Open a UTF-8 table with commas; rows stream in file order, blank lines hold no row.

    Raises `ChartError` for whatever is no such table: on opening for the header, on the way
    through `lines` for a row; `OSError` where the file cannot be read.
    """
    with _opened(path) as handle:
        rows = _rows(path, handle, limits)
        header = _header(path, rows)
        yield Table(header, _lines(path, rows, len(header), limits))


def _opened(path: Path) -> BinaryIO:
    if not path.is_file():
        raise ChartError(path, None, "unreadable", "no such file")
    return path.open("rb")


def _lines(
    path: Path, rows: Iterator[tuple[int, list[str]]], width: int, limits: Limits
) -> Iterator[Line]:
    count = 0
    for number, cells in rows:
        count += 1
        if limits.rows is not None and count > limits.rows:
            raise ChartError(path, number, "too_many_rows", f"more than {limits.rows} rows")
        if len(cells) != width:
            raise ChartError(
                path, number, "cell_count", f"{len(cells)} cells where the header has {width}"
            )
        yield Line(number, tuple(cell.strip(_OUTER_BLANKS) for cell in cells))
    if count == 0:
        raise ChartError(path, None, "no_rows", "a header and no data row")


def _header(path: Path, rows: Iterator[tuple[int, list[str]]]) -> tuple[str, ...]:
    first = next(rows, None)
    if first is None:
        raise ChartError(path, None, "no_rows", "the file is empty: a header and rows are expected")
    line, cells = first
    names = tuple(cell.strip(_OUTER_BLANKS) for cell in cells)
    if len(names) == 1:
        _refuse_dialect(path, line, names[0])
    for name in names:
        if names.count(name) > 1:
            raise ChartError(path, line, "column_twice", f'column "{shown(name)}" stands twice')
    return names


def _refuse_dialect(path: Path, line: int, name: str) -> None:
    for separator, word in _OTHER_SEPARATORS.items():
        if separator in name:
            sentence = f"{word} between cells: write commas between cells, points in decimals"
            raise ChartError(path, line, "dialect", sentence)


def _rows(path: Path, handle: BinaryIO, limits: Limits) -> Iterator[tuple[int, list[str]]]:
    for number, text in _texts(path, handle, limits):
        try:
            # Line by line, so that no quoted cell can swallow the rows below it.
            cells = next(csv.reader((text,), strict=True), [])
        except csv.Error:
            sentence = "quotation marks do not match: a cell begins and ends on one line"
            raise ChartError(path, number, "quoting", sentence) from None
        # A line no longer than a cell may be holds no cell that is longer.
        if len(text) > limits.cell and max(map(len, cells)) > limits.cell:
            _refuse_long(path, number, limits)
        if cells:
            yield number, cells


def _texts(path: Path, handle: BinaryIO, limits: Limits) -> Iterator[tuple[int, str]]:
    number = offset = 0
    while raw := handle.readline(limits.line + 1):
        number += 1
        if number == 1:
            _refuse_archive(path, raw)
        if b"\x00" in raw:
            raise ChartError(path, number, "binary", "binary content: text in UTF-8 is expected")
        if len(raw) > limits.line:
            _refuse_long(path, number, limits)
        yield number, _decoded(path, number, offset, raw).rstrip("\r\n")
        offset += len(raw)


def _refuse_archive(path: Path, raw: bytes) -> None:
    for mark, name in _ARCHIVES.items():
        if raw.startswith(mark):
            raise ChartError(path, None, "archive", f"a {name} archive: unpack it first")


def _decoded(path: Path, number: int, offset: int, raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        sentence = f"byte {offset + fault.start} is not UTF-8: save the file as UTF-8"
        raise ChartError(path, number, "not_utf8", sentence) from None
    return text.removeprefix("\ufeff") if number == 1 else text


def _refuse_long(path: Path, number: int, limits: Limits) -> NoReturn:
    sentence = f"a cell is too long: at most {limits.cell} characters"
    raise ChartError(path, number, "cell_too_long", sentence)
