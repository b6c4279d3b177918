"""Doses and stops from MIMIC `inputevents`, where each row is a stretch at one rate.

Which column is the dose? `originalrate` is what was ordered for that stretch, also after
"Changed": the steps stand in it as typed, while `rate` is worked back from the volume given
(0.1000370196 beside 0.10000001). One exception: a bag that ran dry ("FinishedRunning") has its
`originalrate` worked back too; the order then stands on the superseded row of the same start.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from core.chart.agents import CHARTING, LEAST_WEIGHT, MOST_WEIGHT
from core.chart.mimic_cells import as_typed, charted_number, charted_time
from core.chart.rows import ChartDose, ChartStop, Origin, Quarantined, StopKind
from core.chart.sift import Sieve
from core.model.terms import Agent
from core.quantity.measures import Dose, Kilogram

_ITEMS = {
    "221906": Agent.NOREPINEPHRINE,
    "222315": Agent.VASOPRESSIN,
    "221289": Agent.EPINEPHRINE,
    "221749": Agent.PHENYLEPHRINE,
    "221662": Agent.DOPAMINE,
}
INFUSION_ITEMS = frozenset(_ITEMS)
# Unit as charted, and how many of it make one of the dosing unit.
_UNITS = dict.fromkeys(Agent, ("mcg/kg/min", 1)) | {Agent.VASOPRESSIN: ("units/hour", 60)}
_SUPERSEDED = "Rewritten"
_RAN_DRY = "FinishedRunning"
_ON_HOLD = "Paused"
# Rows follow each other to the minute; more than one minute between them is a stop.
_SAME_INFUSION = timedelta(minutes=1)
# A rate worked back from the volume differs from the order by a few percent, not by a step.
_SAME_ORDER = Decimal("0.05")


@dataclass(frozen=True, slots=True)
class InfusionRow:
    """One row of `inputevents` as text."""

    line: int
    item: str
    start: str
    end: str
    rate: str
    unit: str
    ordered: str
    weight: str
    infusion: str
    status: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of an infusion at one dose."""

    agent: Agent
    start: datetime
    end: datetime
    dose: Dose
    delivered: Decimal
    weight: Kilogram | None
    infusion: str
    status: str
    where: Origin


Orders = Mapping[tuple[str, str], list[Decimal]]


def sift_infusions(file: str, rows: Iterable[InfusionRow], sieve: Sieve) -> None:
    """Put doses and stops into the sieve; every row is used, left out or quarantined."""
    standing: list[InfusionRow] = []
    orders: dict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for row in rows:
        if row.status != _SUPERSEDED:
            standing.append(row)
            continue
        sieve.leave_out("superseded")
        if (ordered := charted_number(row.ordered)) is not None:
            orders[row.item, row.start].append(ordered)
    by_agent: dict[Agent, list[Segment]] = defaultdict(list)
    for row in standing:
        segment = _segment(file, row, orders)
        if isinstance(segment, Quarantined):
            sieve.quarantine(segment)
        else:
            by_agent[segment.agent].append(segment)
    for segments in by_agent.values():
        _follow(_without_overlaps(segments, sieve), sieve)


def _segment(file: str, row: InfusionRow, orders: Orders) -> Segment | Quarantined:
    where = Origin(file, row.line, f"rate {row.rate}, ordered {row.ordered}", row.unit)
    agent = _ITEMS[row.item]
    unit, per = _UNITS[agent]
    start, end = charted_time(row.start), charted_time(row.end)
    if start is None or end is None or end <= start:
        return Quarantined(where, "time_not_readable", f"{row.start} to {row.end}")
    if row.unit != unit:
        return Quarantined(where, "unit_not_known", f'"{row.unit}" for {unit}')
    rate = charted_number(row.rate)
    if rate is None:
        return Quarantined(where, "value_not_a_number", row.rate)
    weight = charted_number(row.weight)
    if weight is not None and not LEAST_WEIGHT <= weight <= MOST_WEIGHT:
        return Quarantined(where, "weight_implausible", f"{row.weight} kg")
    dose = CHARTING[agent].on_grid(Fraction(_ordered(row, rate, orders)) / per)
    if not 0 < dose.value <= CHARTING[agent].most:
        return Quarantined(where, "dose_implausible", str(dose))
    kilograms = None if weight is None else Kilogram(weight)
    return Segment(agent, start, end, dose, rate / per, kilograms, row.infusion, row.status, where)


def _ordered(row: InfusionRow, rate: Decimal, orders: Orders) -> Decimal:
    """The dose that was ordered for this stretch, in the unit as charted."""
    written = [ordered] if (ordered := charted_number(row.ordered)) is not None else []
    if row.status == _RAN_DRY:
        written = [*orders.get((row.item, row.start), []), *written]
    for one in written:
        # An order far from what ran belongs to another stretch: what ran is then the dose.
        if abs(one - rate) <= _SAME_ORDER * rate:
            return as_typed(one)
    return rate


def _without_overlaps(segments: list[Segment], sieve: Sieve) -> list[Segment]:
    kept: list[Segment] = []
    for segment in sorted(segments, key=lambda one: (one.start, one.end, one.where.line)):
        if kept and segment.start < kept[-1].end - _SAME_INFUSION:
            detail = f"runs while line {kept[-1].where.line} does"
            sieve.quarantine(Quarantined(segment.where, "overlap", detail))
        else:
            kept.append(segment)
    return kept


def _follow(segments: list[Segment], sieve: Sieve) -> None:
    last_seen = {one.infusion: place for place, one in enumerate(segments)}
    for place, segment in enumerate(segments):
        sieve.use(
            ChartDose(
                segment.start,
                segment.agent,
                segment.dose,
                segment.delivered,
                segment.weight,
                segment.where,
            )
        )
        following = segments[place + 1 : place + 2]
        if following and following[0].start <= segment.end + _SAME_INFUSION:
            continue
        goes_on = segment.infusion != "" and last_seen[segment.infusion] > place
        kind: StopKind = "paused" if segment.status == _ON_HOLD and goes_on else "stopped"
        stop = ChartStop(segment.end, segment.agent, kind, segment.where)
        sieve.use(stop, table_rows=0)
