"""What every lane says at one instant: the one source of focus line, tooltip and spoken text."""

from collections.abc import Sequence
from math import inf
from typing import Literal

import numpy as np

from core.frozen import dataclass
from core.model.terms import Source
from core.view.lanes import SOURCES, Lanes
from core.view.points import BandPoint, DosePoint, Marker, MarkerPoint, ReadingPoint, State
from core.view.track import Column, Track

_SAME_MINUTE = 30.0
"""How far from the instant a reading may be to count as one of the same minute, seconds."""


@dataclass(frozen=True, slots=True)
class FurtherLane:
    """The doses of another agent than norepinephrine, in `unit`, under its `name`."""

    name: str
    unit: str
    lanes: Lanes


@dataclass(frozen=True, slots=True)
class FurtherDoses:
    """The last doses given, advised and accepted of another agent."""

    name: str
    unit: str
    given: DosePoint | None
    advised: DosePoint | None
    accepted: DosePoint | None


@dataclass(frozen=True, slots=True)
class ReadOut:
    """Everything in force at `t` (epoch seconds UTC), and what happened close to it.

    `reading` is the last usable MAP, `before` the usable one before it; `beside` are readings
    of the same minute that it does not stand for: other sources, artefacts, struck ones, the
    closest of each. The doses are norepinephrine's last ones given, advised and accepted, the
    marks those close to `t`; `further` are the doses of the other agents.
    """

    t: float
    reading: ReadingPoint | None = None
    before: ReadingPoint | None = None
    beside: tuple[ReadingPoint, ...] = ()
    given: DosePoint | None = None
    advised: DosePoint | None = None
    accepted: DosePoint | None = None
    band: BandPoint | None = None
    marks: tuple[MarkerPoint, ...] = ()
    further: tuple[FurtherDoses, ...] = ()


def read_out(
    lanes: Lanes, t: float, tolerance: float = 0.0, further: Sequence[FurtherLane] = ()
) -> ReadOut:
    """The read-out at `t`; `tolerance` in seconds says how far off "close" reaches."""
    reading, before = _last_usable(lanes, t)
    return ReadOut(
        t=t,
        reading=reading,
        before=before,
        beside=_beside(lanes, t, min(tolerance, _SAME_MINUTE), reading),
        given=_dose_in_force(lanes.given, t),
        advised=_dose_in_force(lanes.advised, t),
        accepted=_dose_in_force(lanes.accepted, t),
        band=_band_in_force(lanes.bands, t),
        marks=tuple(_mark_at(lanes.markers, row) for row in _near(lanes.markers, t, tolerance)),
        further=tuple(_doses_of(each, t) for each in further),
    )


def _doses_of(lane: FurtherLane, t: float) -> FurtherDoses:
    tracks = (lane.lanes.given, lane.lanes.advised, lane.lanes.accepted)
    given, advised, accepted = (_dose_in_force(track, t) for track in tracks)
    return FurtherDoses(lane.name, lane.unit, given, advised, accepted)


def reading_at(lanes: Lanes, row: int) -> ReadingPoint:
    """The reading in that row of the readings."""
    track = lanes.readings
    return ReadingPoint(
        t=float(track["t"][row]),
        map_mmhg=float(track["map_mmhg"][row]),
        text=str(track["text"][row]),
        source=SOURCES[track["source"][row]],
        seq=int(track["seq"][row]),
        state=State(track["state"][row]),
        calculated=bool(track["calculated"][row]),
    )


def event_after(lanes: Lanes, t: float) -> float | None:
    """When the next thing after `t` happened, in any lane; None after the last."""
    later = [float(times[row]) for times, row in _places(lanes, t, "right") if row < len(times)]
    return min(later, default=None)


def event_before(lanes: Lanes, t: float) -> float | None:
    """When the last thing before `t` happened, in any lane; None before the first."""
    earlier = [float(times[row - 1]) for times, row in _places(lanes, t, "left") if row]
    return max(earlier, default=None)


def first_event(lanes: Lanes) -> float | None:
    """When the case begins; None without any event."""
    return event_after(lanes, -inf)


def last_event(lanes: Lanes) -> float | None:
    """When the latest event happened; None without any event."""
    return event_before(lanes, inf)


def _places(lanes: Lanes, t: float, side: Literal["left", "right"]) -> list[tuple[Column, int]]:
    tracks = (lanes.readings, lanes.given, lanes.advised, lanes.accepted, lanes.markers)
    return [(track["t"], _place(track, t, side)) for track in tracks]


def _place(track: Track, t: float, side: Literal["left", "right"] = "right") -> int:
    return int(np.searchsorted(track["t"], t, side=side))


def _near(track: Track, t: float, tolerance: float) -> range:
    return range(_place(track, t - tolerance, "left"), _place(track, t + tolerance))


def _last_usable(lanes: Lanes, t: float) -> tuple[ReadingPoint | None, ReadingPoint | None]:
    """The last two usable readings up to `t`, the later one first."""
    states, found = lanes.readings["state"], list[ReadingPoint]()
    row = _place(lanes.readings, t)
    while row and len(found) < 2:  # noqa: PLR2004 - the last and the one before
        row -= 1
        if states[row] == State.USABLE:
            found.append(reading_at(lanes, row))
    latest, before = [*found, None, None][:2]
    return latest, before


def _beside(
    lanes: Lanes, t: float, tolerance: float, reading: ReadingPoint | None
) -> tuple[ReadingPoint, ...]:
    """The reading closest to `t` of each source and state that `reading` does not stand for."""
    told = None if reading is None else (reading.source, reading.state)
    closest: dict[tuple[Source, State], ReadingPoint] = {}
    for row in _near(lanes.readings, t, tolerance):
        point = reading_at(lanes, row)
        kind = (point.source, point.state)
        if kind != told and (kind not in closest or abs(point.t - t) < abs(closest[kind].t - t)):
            closest[kind] = point
    return tuple(closest.values())


def _in_force(track: Track, t: float) -> int | None:
    """The last row up to `t` that is not struck."""
    struck, row = track["struck"], _place(track, t) - 1
    while row >= 0 and struck[row]:
        row -= 1
    return row if row >= 0 else None


def _dose_in_force(track: Track, t: float) -> DosePoint | None:
    row = _in_force(track, t)
    if row is None:
        return None
    times, doses, texts, seqs = (track[name] for name in ("t", "dose", "text", "seq"))
    return DosePoint(float(times[row]), float(doses[row]), str(texts[row]), int(seqs[row]))


def _band_in_force(track: Track, t: float) -> BandPoint | None:
    row = _in_force(track, t)
    if row is None:
        return None
    times, lows, highs = (track[name] for name in ("t", "low", "high"))
    text, seq = str(track["text"][row]), int(track["seq"][row])
    return BandPoint(float(times[row]), float(lows[row]), float(highs[row]), text, seq)


def _mark_at(track: Track, row: int) -> MarkerPoint:
    return MarkerPoint(
        t=float(track["t"][row]),
        kind=Marker(track["kind"][row]),
        seq=int(track["seq"][row]),
        struck=bool(track["struck"][row]),
    )
