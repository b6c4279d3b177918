"""Our own chart CSV, described in `resources/help/chart-csv.md`. One bad row: nothing is read."""

from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise
from operator import attrgetter
from pathlib import Path

from core.chart.errors import ChartError, shown
from core.chart.plain_cells import CellError, NaiveTimeError
from core.chart.plain_course import Course
from core.chart.plain_entry import COLUMNS, REQUIRED, Entry, read_entry
from core.chart.rows import Chart, Origin, Quarantined
from core.chart.sift import Sieve
from core.chart.table import Limits, Line, open_table

# Ten full cells and their commas in four-byte letters fit in a line.
LIMITS = Limits(cell=256, line=16_384, rows=200_000)


def read_plain(path: Path) -> Chart:
    """The chart of one file, its stay named after the file. Raises `ChartError`.

    Exact duplicates of a row are quarantined; rows out of time order are sorted, and it is said.
    """
    with open_table(path, LIMITS) as table:
        places = _places(path, table.header)
        entries = [_entry(path, places, line) for line in table.lines]
    sieve = Sieve()
    course = Course(path.name)
    for entry in _distinct(path, sorted(entries, key=attrgetter("at")), sieve):
        try:
            rows = course.follow(entry)
        except CellError as fault:
            raise ChartError(path, entry.line, "cell_not_accepted", str(fault)) from None
        if rows:
            sieve.use(*rows)
        else:
            sieve.leave_out("nothing_new")
    return sieve.chart(path.stem, _assumed(entries))


def _places(path: Path, header: tuple[str, ...]) -> Mapping[str, int]:
    accepted = ", ".join(COLUMNS)
    for name in REQUIRED:
        if name not in header:
            sentence = f'no column "{name}"; the columns are {accepted}'
            raise ChartError(path, 1, "column_missing", sentence)
    for name in header:
        if name not in COLUMNS:
            sentence = f'unknown column "{shown(name)}"; the columns are {accepted}'
            raise ChartError(path, 1, "column_unknown", sentence)
    return {name: place for place, name in enumerate(header)}


def _entry(path: Path, places: Mapping[str, int], line: Line) -> Entry:
    try:
        return read_entry(line, places)
    except NaiveTimeError as fault:
        raise ChartError(path, line.number, "time_without_offset", str(fault)) from None
    except CellError as fault:
        raise ChartError(path, line.number, "cell_not_accepted", str(fault)) from None


def _distinct(path: Path, entries: list[Entry], sieve: Sieve) -> Iterator[Entry]:
    for _, together in groupby(entries, key=attrgetter("at")):
        seen: dict[tuple[str, ...], int] = {}
        for entry in together:
            if entry.cells in seen:
                where = Origin(path.name, entry.line, ",".join(entry.cells), "")
                detail = f"the same as line {seen[entry.cells]}"
                sieve.quarantine(Quarantined(where, "duplicate", detail))
            else:
                seen[entry.cells] = entry.line
                yield entry


def _assumed(entries: list[Entry]) -> Mapping[str, str]:
    assumed = {}
    if any(entry.pressed and entry.source is None for entry in entries):
        assumed["source"] = "arterial line where no source is written"
    late = sum(after.at < before.at for before, after in pairwise(entries))
    if late:
        assumed["order"] = f"rows sorted by time; {late} stood before an earlier one"
    return assumed
