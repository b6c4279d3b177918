"""The rows of our own chart CSV in time order, told as readings, doses, stops and pauses."""

from datetime import datetime

from core.chart.agents import CHARTING
from core.chart.plain_cells import CellError, Told
from core.chart.plain_entry import DOSE_COLUMNS, Entry
from core.chart.rows import (
    ChartDose,
    ChartNote,
    ChartReading,
    ChartRow,
    ChartStop,
    ChartWeight,
    Origin,
)
from core.model.terms import Agent, Source
from core.quantity.measures import Dose, Kilogram


class Course:
    """What runs and on which weight, from row to row. Entries come in time order."""

    def __init__(self, file: str) -> None:
        """Begin with nothing running and no weight known."""
        self._file = file
        self._weight: Kilogram | None = None
        self._told: dict[Agent, tuple[datetime, Told]] = {}

    def follow(self, entry: Entry) -> list[ChartRow]:
        """The neutral rows of an entry; raises `CellError` where it contradicts an earlier row."""
        rows: list[ChartRow] = []
        if entry.pressed:
            rows.append(self._reading(entry))
        if entry.weight is not None and entry.weight != self._weight:
            self._weight = entry.weight
            where = self._origin(entry, "dosing_weight_kg", "kg")
            rows.append(ChartWeight(entry.at, entry.weight, "dosing", where))
        for agent, told in entry.doses:
            rows.extend(self._infusion(entry, agent, told))
        if entry.note:
            rows.append(ChartNote(entry.at, entry.note, self._origin(entry, "note", "")))
        return rows

    def _reading(self, entry: Entry) -> ChartReading:
        first = "map_mmhg" if entry.map is not None else "systolic_mmhg"
        return ChartReading(
            at=entry.at,
            source=entry.source or Source.ARTERIAL_LINE,
            map=entry.map,
            systolic=entry.systolic,
            diastolic=entry.diastolic,
            heart_rate=entry.heart_rate,
            artefact=False,
            where=self._origin(entry, first, "mmHg"),
        )

    def _infusion(self, entry: Entry, agent: Agent, told: Told) -> list[ChartDose | ChartStop]:
        since, before = self._told.get(agent, (None, None))
        if since == entry.at and before != told:
            raise CellError(f"{agent}: another dose stands at the same instant in an earlier row")
        self._told[agent] = (entry.at, told)
        where = self._origin(entry, DOSE_COLUMNS[agent], CHARTING[agent].unit)
        if isinstance(told, Dose) and told.value > 0:
            return [ChartDose(entry.at, agent, told, None, self._weight, where)]
        runs = before == "paused" or (isinstance(before, Dose) and before.value > 0)
        if told == "paused" and not runs:
            raise CellError(f"{agent}: paused, but no earlier row has it running")
        if before == told or not runs:
            return []
        return [ChartStop(entry.at, agent, "paused" if told == "paused" else "stopped", where)]

    def _origin(self, entry: Entry, column: str, unit: str) -> Origin:
        return Origin(self._file, entry.line, entry.text(column), unit)
