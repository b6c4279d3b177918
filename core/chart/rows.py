"""The neutral rows of a chart, whatever format it came in. Each remembers where it stood."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, assert_never

from core.model.terms import Agent, Source
from core.quantity.measures import Dose, HeartRate, Kilogram, Mmhg

StopKind = Literal["stopped", "paused"]
WeighedAs = Literal["dosing", "admission", "daily"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a value stood: file, line (the header is line 1), and text and unit as charted."""

    file: str
    line: int
    text: str
    unit: str


@dataclass(frozen=True, slots=True)
class ChartReading:
    """Pressures charted at one instant from one source; heart rate where charted at that instant.

    `map` is None where only systolic and diastolic were charted: nothing is calculated here.
    `artefact` means the chart itself marks an error; implausible values are not judged here.
    """

    at: datetime
    source: Source
    map: Mmhg | None
    systolic: Mmhg | None
    diastolic: Mmhg | None
    heart_rate: HeartRate | None
    artefact: bool
    where: Origin


@dataclass(frozen=True, slots=True)
class ChartDose:
    """From this instant the pump runs this dose; the same dose again is a report, not a change.

    `dose` is the ordered one on the grid of its agent (norepinephrine 0.001 mcg/kg/min), half up.
    `delivered` is the mean dose worked back from the volume given, in the same unit, ungridded;
    None where the chart has none. `dosing_weight` is the weight the dose was charted on.
    """

    at: datetime
    agent: Agent
    dose: Dose
    delivered: Decimal | None
    dosing_weight: Kilogram | None
    where: Origin


@dataclass(frozen=True, slots=True)
class ChartStop:
    """From this instant the infusion of this agent no longer runs: for good, or as a pause."""

    at: datetime
    agent: Agent
    kind: StopKind
    where: Origin


@dataclass(frozen=True, slots=True)
class ChartWeight:
    """A weight charted at this instant. Only a dosing weight changes a dose."""

    at: datetime
    weight: Kilogram
    weighed_as: WeighedAs
    where: Origin


@dataclass(frozen=True, slots=True)
class ChartNote:
    """Free text charted at this instant; literal, never interpreted."""

    at: datetime
    text: str
    where: Origin


ChartRow = ChartReading | ChartDose | ChartStop | ChartWeight | ChartNote


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A row that is not used, with the reason as a code and what was seen."""

    where: Origin
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One stay: rows in time order, what was left out and why.

    At one instant readings come first (line, second line, cuff), because a reading at the instant
    of a change belongs to the old dose. `counts` says for every table row of the stay what became
    of it ("used" or the reason it was not), so its sum is the number of rows read. `assumed` tells
    in a few words what the reader had to take for granted.
    """

    stay: str
    rows: tuple[ChartRow, ...]
    quarantined: tuple[Quarantined, ...]
    counts: Mapping[str, int]
    assumed: Mapping[str, str]


def in_time_order(rows: Iterable[ChartRow]) -> tuple[ChartRow, ...]:
    """The rows by instant; at one instant readings, weights, stops, doses, notes."""
    return tuple(sorted(rows, key=_place))


_SOURCES = tuple(Source)
_AGENTS = tuple(Agent)


def _place(row: ChartRow) -> tuple[datetime, int, int, int]:
    match row:
        case ChartReading(at=at, source=source):
            return at, 0, _SOURCES.index(source), row.where.line
        case ChartWeight(at=at):
            return at, 1, 0, row.where.line
        case ChartStop(at=at, agent=agent):
            return at, 2, _AGENTS.index(agent), row.where.line
        case ChartDose(at=at, agent=agent):
            return at, 3, _AGENTS.index(agent), row.where.line
        case ChartNote(at=at):
            return at, 4, 0, row.where.line
        case _:
            assert_never(row)
