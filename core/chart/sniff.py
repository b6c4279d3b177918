"""Open a chart of whatever format it is: a folder of tables or a file."""

from pathlib import Path

from core.chart.errors import ChartError, shown
from core.chart.mimic import find_mimic, read_mimic
from core.chart.plain_csv import read_plain
from core.chart.rows import Chart

MIMIC = "mimic-iii"
PLAIN = "csv"
EICU = "eicu"
FORMATS = (MIMIC, EICU, PLAIN)
_EICU_TABLES = {"infusiondrug.csv", "vitalaperiodic.csv", "vitalperiodic.csv"}
_MIMIC_TABLES = {"chartevents.csv", "inputevents_mv.csv", "inputevents.csv", "icustays.csv"}


def open_chart(path: Path, format_name: str | None, stay: str | None) -> list[Chart]:
    """The charts in a file or folder, or the one of `stay`. Raises `ChartError`.

    Without a format name a folder is looked through for its tables, a file is read as our CSV.
    """
    try:
        return _open(path, format_name, stay)
    except OSError as fault:
        sentence = f"cannot be read: {fault.strerror}"
        raise ChartError(path, None, "unreadable", sentence) from fault


def _open(path: Path, format_name: str | None, stay: str | None) -> list[Chart]:
    if format_name is not None and format_name not in FORMATS:
        sentence = f'unknown format "{shown(format_name)}": write {MIMIC} or {PLAIN}'
        raise ChartError(path, None, "format_unknown", sentence)
    if format_name == EICU or (format_name is None and _is_eicu(path)):
        sentence = f"eICU tables are not read by this version: give a {MIMIC} folder or a {PLAIN}"
        raise ChartError(path, None, "format_not_read", sentence)
    if format_name == MIMIC or (format_name is None and path.is_dir()):
        return _open_mimic(path, stay)
    return [_open_plain(path, stay)]


def _open_mimic(path: Path, stay: str | None) -> list[Chart]:
    tables = find_mimic(path)
    if tables is None:
        sentence = "no chart tables here: icustays, chartevents and inputevents_mv as .csv"
        raise ChartError(path, None, "format_unknown", sentence)
    return read_mimic(tables, stay)


def _open_plain(path: Path, stay: str | None) -> Chart:
    if path.name.lower() in _MIMIC_TABLES:
        sentence = f"one table of {MIMIC}: give the folder that holds its tables"
        raise ChartError(path, None, "format_unknown", sentence)
    chart = read_plain(path)
    if stay not in {None, chart.stay}:
        sentence = f'no stay "{shown(stay or "")}": a {PLAIN} is one stay, here {shown(chart.stay)}'
        raise ChartError(path, None, "stay_unknown", sentence)
    return chart


def _is_eicu(path: Path) -> bool:
    names = {one.name.lower() for one in path.glob("*")} if path.is_dir() else {path.name.lower()}
    return bool(names & _EICU_TABLES)
