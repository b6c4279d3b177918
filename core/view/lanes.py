"""What the timeline plots: lanes of readings, doses, bands and markers in order of time."""

from collections.abc import Sequence
from dataclasses import field, fields
from typing import Any

import numpy as np

from core.frozen import dataclass
from core.model.terms import Source
from core.view.points import BandPoint, DosePoint, MarkerPoint, ReadingPoint, State
from core.view.trace import Trace
from core.view.track import Column, Track

SOURCES = tuple(Source)
"""The sources of MAP; a lane stores a source as its place here."""

_KINDS: dict[str, type[np.generic]] = {
    "text": np.object_,
    "source": np.int8,
    "state": np.int8,
    "kind": np.int8,
    "seq": np.int64,
    "calculated": np.bool_,
    "struck": np.bool_,
}


def _empty(point: type) -> Track:
    names = [each.name for each in fields(point)]
    return Track.empty(**{name: _KINDS.get(name, np.float64) for name in names})


def _no_readings() -> Track:
    return _empty(ReadingPoint)


def _no_doses() -> Track:
    return _empty(DosePoint)


def _no_bands() -> Track:
    return _empty(BandPoint)


def _no_markers() -> Track:
    return _empty(MarkerPoint)


@dataclass(frozen=True, slots=True)
class Lanes:
    """One case as lanes. Times are epoch seconds UTC, MAP mmHg, doses mcg/kg/min.

    Adding at the end costs the same however long the case is. A late entry, which goes to its
    place in time, a changed state and a strike copy the lane. Instances share storage.
    """

    readings: Track = field(default_factory=_no_readings)
    traces: tuple[Trace, ...] = (Trace(), Trace(), Trace())
    given: Track = field(default_factory=_no_doses)
    advised: Track = field(default_factory=_no_doses)
    accepted: Track = field(default_factory=_no_doses)
    bands: Track = field(default_factory=_no_bands)
    markers: Track = field(default_factory=_no_markers)

    def with_reading(self, point: ReadingPoint) -> "Lanes":
        """With one reading more."""
        late = bool(len(self.readings)) and point.t < self.readings["t"][-1]
        readings = _placed(self.readings, point.t, _reading_row(point))
        if late:
            return _retraced(self, readings)
        code = SOURCES.index(point.source)
        traces = (
            *self.traces[:code],
            _drawn_on(self.traces[code], point),
            *self.traces[code + 1 :],
        )
        return _replaced(self, readings=readings, traces=traces)

    def with_readings(self, points: Sequence[ReadingPoint]) -> "Lanes":
        """With many readings in one go, as when a long case is opened; any order."""
        rows = [_reading_row(point) for point in points]
        added = {name: [row[name] for row in rows] for name in self.readings.names}
        columns = {
            name: np.concatenate([self.readings[name], _column(name, added[name])])
            for name in self.readings.names
        }
        order = np.argsort(columns["t"], kind="stable")
        return _retraced(self, Track.of(**{name: c[order] for name, c in columns.items()}))

    def with_given(self, point: DosePoint) -> "Lanes":
        """With a dose that the pump is reported to run from then on; NaN is a pause."""
        return _replaced(self, given=_placed(self.given, point.t, _row(point)))

    def with_advised(self, point: DosePoint) -> "Lanes":
        """With a dose that was advised."""
        return _replaced(self, advised=_placed(self.advised, point.t, _row(point)))

    def with_accepted(self, point: DosePoint) -> "Lanes":
        """With a dose that a person accepted."""
        return _replaced(self, accepted=_placed(self.accepted, point.t, _row(point)))

    def with_band(self, point: BandPoint) -> "Lanes":
        """With a target band that holds from then on."""
        return _replaced(self, bands=_placed(self.bands, point.t, _row(point)))

    def with_marker(self, point: MarkerPoint) -> "Lanes":
        """With a mark of something that happened."""
        return _replaced(self, markers=_placed(self.markers, point.t, _row(point)))

    def with_state(self, seq: int, state: State) -> "Lanes":
        """With the reading of that number usable, an artefact or struck."""
        found = self.readings["seq"] == seq
        if not found.any():
            return self
        return _retraced(self, self.readings.replaced("state", found, state))

    def struck(self, seq: int) -> "Lanes":
        """With everything that the fact of that number put on the timeline struck through.

        A fact that put nothing there changes nothing.
        """
        return _replaced(
            self.with_state(seq, State.STRUCK),
            given=_struck(self.given, seq),
            advised=_struck(self.advised, seq),
            accepted=_struck(self.accepted, seq),
            bands=_struck(self.bands, seq),
            markers=_struck(self.markers, seq),
        )


_NAMES = tuple(item.name for item in fields(Lanes))


def _replaced(lanes: Lanes, **changes: Any) -> Lanes:  # noqa: ANN401 - as dataclasses.replace
    """`dataclasses.replace` at a quarter of its cost: every fact of a long case passes here."""
    return Lanes(*[changes.get(name, getattr(lanes, name)) for name in _NAMES])


def _row(point: DosePoint | BandPoint | MarkerPoint) -> dict[str, object]:
    """The columns of a point; not `astuple`, which copies deeply and costs most of an append."""
    return {name: getattr(point, name) for name in type(point).__slots__}


def _reading_row(point: ReadingPoint) -> dict[str, object]:
    return {
        "t": point.t,
        "map_mmhg": point.map_mmhg,
        "text": point.text,
        "source": SOURCES.index(point.source),
        "seq": point.seq,
        "state": point.state,
        "calculated": point.calculated,
    }


def _column(name: str, values: Sequence[object]) -> Column:
    column = np.empty(len(values), _KINDS.get(name, np.float64))
    column[:] = values
    return column


def _placed(track: Track, t: float, row: dict[str, object]) -> Track:
    """The track with the row after all rows that are no later."""
    times = track["t"]
    if not len(times) or t >= times[-1]:
        return track.append(**row)
    return track.insert(int(np.searchsorted(times, t, side="right")), **row)


def _drawn_on(trace: Trace, point: ReadingPoint) -> Trace:
    if point.state is State.STRUCK:
        return trace
    if point.state is State.ARTEFACT:
        return trace.with_artefact()
    return trace.with_point(point.t, point.map_mmhg, calculated=point.calculated)


def _retraced(lanes: Lanes, readings: Track) -> Lanes:
    state, source = readings["state"], readings["source"]
    traces = []
    for code in range(len(SOURCES)):
        own = (source == code) & (state != State.STRUCK)
        artefact = state[own] == State.ARTEFACT
        t, value, calculated = (readings[name][own] for name in ("t", "map_mmhg", "calculated"))
        traces.append(Trace.of(t, value, calculated, artefact))
    return _replaced(lanes, readings=readings, traces=tuple(traces))


def _struck(track: Track, seq: int) -> Track:
    found = track["seq"] == seq
    return track.replaced("struck", found, value=True) if found.any() else track
