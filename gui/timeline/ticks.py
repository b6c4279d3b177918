"""Where the axes carry a line and what stands there: local 24-hour time, round numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache
from math import ceil, gcd

from gui.timeline import words

_DAY = 86_400
_QUARTER = 900
_MINUTE = 60
TIME_STEPS = tuple(_MINUTE * m for m in (1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 720, 1440))
"""Distances between time ticks, seconds of local time."""


@dataclass(frozen=True, slots=True)
class TimeTick:
    """A line of the time axis: instant, its local clock, and the date where a day begins."""

    t: float
    clock: str
    date: str | None


def clock_text(t: float, zone: tzinfo) -> str:
    """The local time of an instant as HH:mm."""
    local = datetime.fromtimestamp(t, zone)
    return f"{local.hour:02d}:{local.minute:02d}"


def date_text(t: float, zone: tzinfo) -> str:
    """The local date of an instant as DD-Mon-YYYY, whatever the locale."""
    local = datetime.fromtimestamp(t, zone)
    return f"{local.day:02d}-{words.MONTHS[local.month - 1]}-{local.year:04d}"


def time_step(length: float, room: int) -> int:
    """The smallest step, seconds, that puts at most `room` ticks on `length` seconds."""
    wanted = length / max(room, 1)
    return next((step for step in TIME_STEPS if step >= wanted), _DAY)


def time_ticks(start: float, end: float, step: int, zone: tzinfo) -> Iterator[TimeTick]:
    """The ticks of round local time from start to end; a changed clock keeps them round."""
    for day in range(int(start // _DAY), int(end // _DAY) + 1):
        for tick in _ticks_of_day(day, step, zone):
            if start <= tick.t <= end:
                yield tick


@lru_cache(maxsize=64)
def _ticks_of_day(day: int, step: int, zone: tzinfo) -> tuple[TimeTick, ...]:
    """The ticks in one UTC day. Zones are whole quarters of an hour off UTC since 1972."""
    ticks = []
    for t in range(day * _DAY, (day + 1) * _DAY, gcd(step, _QUARTER)):
        local = datetime.fromtimestamp(t, zone)
        if (local.hour * 60 + local.minute) * 60 % step == 0:
            new_day = local.date() != datetime.fromtimestamp(t - 1, zone).date()
            date = date_text(t, zone) if new_day else None
            ticks.append(TimeTick(float(t), clock_text(t, zone), date))
    return tuple(ticks)


MAP_LEAST, MAP_MOST, MAP_STEP = 40, 110, 10
"""The MAP axis at rest and its smallest step, mmHg."""
MAP_CAP = 130
"""Where the MAP axis stops growing, mmHg; one wild reading would flatten all others."""
DOSE_STEPS = tuple(digit * 10**power for power in range(6) for digit in (1, 2, 5))
"""Distances between dose ticks in thousandths of mcg/kg/min."""
DOSE_LEAST = 100
"""Norepinephrine's axis at rest, thousandths of mcg/kg/min."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A value axis from low to high with ticks and what is written at each."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@lru_cache(maxsize=64)
def map_scale(least: float, most: float, room: int) -> Scale:
    """The MAP axis, mmHg: 40 to 110, wider in whole tens where the case needs it."""
    low = min(MAP_LEAST, int(least // MAP_STEP) * MAP_STEP)
    high = max(MAP_MOST, ceil(most / MAP_STEP) * MAP_STEP)
    step = next(
        (step for step in (MAP_STEP, 20, 50, 100) if (high - low) / step <= max(room, 1)), 100
    )
    ticks = range(-(-low // step) * step, high + 1, step)
    return Scale(low, high, tuple((float(tick), str(tick)) for tick in ticks))


@lru_cache(maxsize=64)
def dose_scale(most: float, room: int, least: int = DOSE_LEAST) -> Scale:
    """A dose axis: from 0 to a round number above the highest dose, at least to `least`.

    The ticks are whole thousandths, so that what is written is exactly where it stands.
    """
    highest = max(least, ceil(most * 1000 * 1.1))
    step = next(step for step in DOSE_STEPS if highest / step <= max(room, 1))
    top = ceil(highest / step) * step
    ticks = tuple((tick / 1000, thousandths_text(tick)) for tick in range(0, top + 1, step))
    return Scale(0.0, top / 1000, ticks)


def thousandths_text(thousandths: int) -> str:
    """A whole number of thousandths as a decimal without trailing zeros: 120 is 0.12."""
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
