"""Pressures, heart rate and weights from MIMIC `chartevents`, joined at their charted minute."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, get_args

from core.chart.agents import LEAST_WEIGHT, MOST_WEIGHT
from core.chart.mimic_cells import charted_number, charted_time
from core.chart.rows import ChartReading, ChartWeight, Origin, Quarantined, WeighedAs
from core.chart.sift import Sieve
from core.model.terms import Source
from core.quantity.measures import HeartRate, Kilogram, Mmhg

Part = Literal["map", "systolic", "diastolic"]
PARTS: tuple[Part, ...] = get_args(Part)
Place = tuple[Source, Part] | Literal["heart_rate"]
Minute = dict[Place, "Charted"]

_PRESSURES: dict[str, tuple[Source, Part]] = {
    "220052": (Source.ARTERIAL_LINE, "map"),
    "220050": (Source.ARTERIAL_LINE, "systolic"),
    "220051": (Source.ARTERIAL_LINE, "diastolic"),
    "225312": (Source.SECOND_LINE, "map"),
    "225309": (Source.SECOND_LINE, "systolic"),
    "225310": (Source.SECOND_LINE, "diastolic"),
    "220181": (Source.CUFF, "map"),
    "220179": (Source.CUFF, "systolic"),
    "220180": (Source.CUFF, "diastolic"),
}
_HEART_RATE = "220045"
_WEIGHTS: dict[str, WeighedAs] = {"226512": "admission", "224639": "daily"}
_POUNDS = "226531"
_UNITS = (
    dict.fromkeys(_PRESSURES, "mmHg")
    | dict.fromkeys(_WEIGHTS, "kg")
    | {_HEART_RATE: "bpm", _POUNDS: "lb"}
)
VITAL_ITEMS = frozenset(_UNITS)
# A charted value of five digits is no measurement; below that the rules judge it.
_BEYOND_MEASURING = Decimal(10_000)


@dataclass(frozen=True, slots=True)
class VitalRow:
    """One row of `chartevents` as text."""

    line: int
    item: str
    time: str
    value: str
    unit: str
    error: str


@dataclass(frozen=True, slots=True)
class Charted:
    """A charted number with its time, and whether the chart marks it as an error."""

    at: datetime
    value: Decimal
    error: bool
    where: Origin


def sift_vitals(file: str, rows: Iterable[VitalRow], sieve: Sieve) -> None:
    """Put readings and weights into the sieve; every row is used, left out or quarantined."""
    minutes: dict[datetime, Minute] = defaultdict(dict)
    for row in rows:
        charted = _charted(file, row)
        if isinstance(charted, Quarantined):
            sieve.quarantine(charted)
        elif row.item in _WEIGHTS:
            weight = Kilogram(charted.value)
            sieve.use(ChartWeight(charted.at, weight, _WEIGHTS[row.item], charted.where))
        else:
            _place(minutes[charted.at], row, charted, sieve)
    for minute in minutes.values():
        _read_minute(minute, sieve)


def _charted(file: str, row: VitalRow) -> Charted | Quarantined:
    where = Origin(file, row.line, row.value, row.unit)
    at, value = charted_time(row.time), charted_number(row.value)
    if at is None:
        return Quarantined(where, "time_not_readable", row.time)
    if row.item == _POUNDS:
        return Quarantined(where, "weight_in_pounds", f"{row.value} lb")
    if row.unit != _UNITS[row.item]:
        return Quarantined(where, "unit_not_known", f'"{row.unit}" for {_UNITS[row.item]}')
    if value is None:
        return Quarantined(where, "value_not_a_number", row.value)
    if not _measurable(row.item, value):
        return Quarantined(where, "value_implausible", f"{row.value} {row.unit}")
    return Charted(at, value, row.error == "1", where)


def _measurable(item: str, value: Decimal) -> bool:
    if item in _WEIGHTS:
        return LEAST_WEIGHT <= value <= MOST_WEIGHT
    return abs(value) < _BEYOND_MEASURING


def _place(minute: Minute, row: VitalRow, charted: Charted, sieve: Sieve) -> None:
    key: Place = _PRESSURES.get(row.item, "heart_rate")
    first = minute.setdefault(key, charted)
    if first is not charted:
        # Neither is known to be the better one: the first stays, the other is shown as left out.
        code = "duplicate" if first.value == charted.value else "second_value"
        sieve.quarantine(Quarantined(charted.where, code, f"as line {first.where.line}"))


def _read_minute(minute: Minute, sieve: Sieve) -> None:
    beat = minute.get("heart_rate")
    if beat is not None and beat.error:
        sieve.quarantine(Quarantined(beat.where, "charted_error", "heart rate marked as error"))
        beat = None
    readings = [read for source in Source if (read := _reading(minute, source, beat, sieve))]
    if beat is not None:
        if readings:
            sieve.use()
        else:
            sieve.leave_out("heart_rate_alone")


def _reading(
    minute: Minute, source: Source, beat: Charted | None, sieve: Sieve
) -> ChartReading | None:
    mean, high, low = (minute.get((source, part)) for part in PARTS)
    charted = [one for one in (mean, high, low) if one is not None]
    if mean is None and (high is None or low is None):
        sieve.leave_out("pressure_incomplete", len(charted))
        return None
    reading = ChartReading(
        at=charted[0].at,
        source=source,
        map=_pressure(mean),
        systolic=_pressure(high),
        diastolic=_pressure(low),
        heart_rate=None if beat is None else HeartRate(_whole(beat.value)),
        artefact=any(one.error for one in charted),
        where=charted[0].where,
    )
    sieve.use(reading, table_rows=len(charted))
    return reading


def _pressure(charted: Charted | None) -> Mmhg | None:
    return None if charted is None else Mmhg(_whole(charted.value))


def _whole(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1), rounding=ROUND_HALF_UP)
