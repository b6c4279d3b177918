"""One row of our own chart CSV, each cell read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from sys import intern

from core.chart.plain_cells import (
    CellError,
    Told,
    read_dose,
    read_heart_rate,
    read_note,
    read_pressure,
    read_source,
    read_time,
    read_weight,
)
from core.chart.table import Line
from core.model.terms import Agent, Source
from core.quantity.measures import HeartRate, Kilogram, Mmhg

DOSE_COLUMNS = {
    Agent.NOREPINEPHRINE: "norepinephrine_mcg_kg_min",
    Agent.VASOPRESSIN: "vasopressin_units_min",
}
REQUIRED = ("time", "map_mmhg")
COLUMNS = (
    *REQUIRED,
    "systolic_mmhg",
    "diastolic_mmhg",
    "heart_rate_per_min",
    "source",
    *DOSE_COLUMNS.values(),
    "dosing_weight_kg",
    "note",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row as read; None where a cell is empty. `cells` is the row as written."""

    line: int
    cells: tuple[str, ...]
    places: Mapping[str, int]
    at: datetime
    map: Mmhg | None
    systolic: Mmhg | None
    diastolic: Mmhg | None
    heart_rate: HeartRate | None
    source: Source | None
    doses: tuple[tuple[Agent, Told], ...]
    weight: Kilogram | None
    note: str

    @property
    def pressed(self) -> bool:
        """Whether the row holds a pressure."""
        return self.map is not None or self.systolic is not None

    def text(self, column: str) -> str:
        """The cell as written; empty where the file has no such column."""
        return self.cells[self.places[column]] if column in self.places else ""


def read_entry(line: Line, places: Mapping[str, int]) -> Entry:
    """Read the cells of a row; raises `CellError`."""
    # A chart repeats its few values row after row: one object of each is enough.
    cells = tuple(map(intern, line.cells))

    def cell(name: str) -> str:
        return cells[places[name]] if name in places else ""

    entry = Entry(
        line=line.number,
        cells=cells,
        places=places,
        at=read_time(cell("time")),
        map=read_pressure(cell("map_mmhg")),
        systolic=read_pressure(cell("systolic_mmhg")),
        diastolic=read_pressure(cell("diastolic_mmhg")),
        heart_rate=read_heart_rate(cell("heart_rate_per_min")),
        source=read_source(cell("source")),
        doses=tuple(
            (agent, told)
            for agent, name in DOSE_COLUMNS.items()
            if (told := read_dose(cell(name), agent)) is not None
        ),
        weight=read_weight(cell("dosing_weight_kg")),
        note=read_note(cell("note")),
    )
    _refuse_half_rows(entry)
    return entry


def _refuse_half_rows(entry: Entry) -> None:
    if (entry.systolic is None) != (entry.diastolic is None):
        raise CellError("systolic and diastolic come together: fill in both or neither")
    if (
        entry.systolic is not None
        and entry.diastolic is not None
        and entry.systolic < entry.diastolic
    ):
        raise CellError(f"systolic {entry.systolic} is below diastolic {entry.diastolic}")
    if entry.heart_rate is not None and not entry.pressed:
        raise CellError("a heart rate without a pressure in the same row")
    if not (entry.pressed or entry.doses or entry.weight or entry.note):
        raise CellError("nothing but a time: fill in a pressure, a dose, a weight or a note")
