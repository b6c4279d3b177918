"""The MIMIC layout: a folder of tables. MIMIC-III throughout; MIMIC-IV's names are understood.

Times are de-identified local times without offset; they are read as UTC.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from core.chart.errors import ChartError, shown
from core.chart.mimic_infusions import INFUSION_ITEMS, InfusionRow, sift_infusions
from core.chart.mimic_readings import VITAL_ITEMS, VitalRow, sift_vitals
from core.chart.rows import Chart
from core.chart.sift import Sieve
from core.chart.table import Limits, open_table

# Cells hold up to 255 characters in the published tables; the number of rows is not ours to limit.
LIMITS = Limits(cell=1024, line=32_768, rows=None)

_STAY = ("icustay_id", "stay_id")
_VITAL_COLUMNS = (_STAY, ("itemid",), ("charttime",), ("valuenum",), ("valueuom",))
_INFUSION_COLUMNS = (
    _STAY,
    ("itemid",),
    ("starttime",),
    ("endtime",),
    ("rate",),
    ("rateuom",),
    ("originalrate",),
    ("patientweight",),
    ("linkorderid",),
    ("statusdescription",),
)
_MOST_NAMED = 10

ASSUMED = {
    "times": "de-identified local times, read as UTC",
    "dose": "the ordered dose (originalrate), half up on the grid of the agent",
}


class MimicTables(NamedTuple):
    """The three tables that are read."""

    stays: Path
    vitals: Path
    infusions: Path


def find_mimic(folder: Path) -> MimicTables | None:
    """The tables of a MIMIC folder (or of its `icu` folder), whatever the case of their names."""
    for place in (folder, folder / "icu"):
        named = {path.name.lower(): path for path in sorted(place.glob("*.[cC][sS][vV]"))}
        stays, vitals = named.get("icustays.csv"), named.get("chartevents.csv")
        infusions = named.get("inputevents_mv.csv") or named.get("inputevents.csv")
        if stays and vitals and infusions:
            return MimicTables(stays, vitals, infusions)
    return None


def read_mimic(tables: MimicTables, stay: str | None) -> list[Chart]:
    """The charts of all stays, or of one, in the order of `icustays`. Raises `ChartError`.

    Rows of stays that `icustays` does not list are passed over.
    """
    listed = [cells[0] for _, cells in _select(tables.stays, (_STAY,))]
    if stay is not None and stay not in listed:
        known = ", ".join(shown(one) for one in listed[:_MOST_NAMED])
        sentence = f'no stay "{shown(stay)}"; the first stays here are {known}'
        raise ChartError(tables.stays, None, "stay_unknown", sentence)
    sieves = {one: Sieve() for one in listed if stay in {None, one}}
    _sift_vitals(tables.vitals, sieves)
    _sift_infusions(tables.infusions, sieves)
    return [sieve.chart(one, ASSUMED) for one, sieve in sieves.items()]


def _sift_vitals(path: Path, sieves: dict[str, Sieve]) -> None:
    rows: dict[str, list[VitalRow]] = defaultdict(list)
    for line, (stay, item, *rest) in _select(path, _VITAL_COLUMNS, ("error",)):
        if stay in sieves:
            if item in VITAL_ITEMS:
                rows[stay].append(VitalRow(line, item, *rest))
            else:
                sieves[stay].leave_out("other_item")
    for stay, charted in rows.items():
        sift_vitals(path.name, charted, sieves[stay])


def _sift_infusions(path: Path, sieves: dict[str, Sieve]) -> None:
    rows: dict[str, list[InfusionRow]] = defaultdict(list)
    for line, (stay, item, *rest) in _select(path, _INFUSION_COLUMNS):
        if stay in sieves:
            if item in INFUSION_ITEMS:
                rows[stay].append(InfusionRow(line, item, *rest))
            else:
                sieves[stay].leave_out("other_agent")
    for stay, charted in rows.items():
        sift_infusions(path.name, charted, sieves[stay])


def _select(
    path: Path, columns: tuple[tuple[str, ...], ...], optional: tuple[str, ...] = ()
) -> Iterator[tuple[int, list[str]]]:
    """The named cells of each row. A column may have two names; an optional one may be absent."""
    with open_table(path, LIMITS) as table:
        names = [name.lower() for name in table.header]
        places = [_column(path, names, one) for one in columns]
        places += [names.index(one) if one in names else None for one in optional]
        for line in table.lines:
            yield line.number, ["" if at is None else line.cells[at] for at in places]


def _column(path: Path, names: list[str], alternatives: tuple[str, ...]) -> int | None:
    for name in alternatives:
        if name in names:
            return names.index(name)
    raise ChartError(path, 1, "column_missing", f'no column "{" or ".join(alternatives)}"')
