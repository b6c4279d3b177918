"""Time in, below and above the target band, and time of which nothing is known.

A pressure stands from its moment until the next one, but only for so long: a sample of the truth
until the next is due, a charted reading until the protocol's longest gap between readings. A
pressure on either end of the band is in it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain, pairwise

from core.lab.play import LOOK_EVERY
from core.lab.played import Played
from core.model.case import Band
from core.model.events import CaseOpened, TargetChanged


class Where(Enum):
    """Where a pressure is against the target band."""

    BELOW = "below"
    IN = "in"
    ABOVE = "above"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Banded:
    """From this second on the target band had these ends, mmHg."""

    second: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `begins` to `ends` (seconds) MAP was this, mmHg; None: it is not known."""

    begins: int
    ends: int
    mmhg: float | None

    @property
    def lasts(self) -> int:
        """In seconds."""
        return self.ends - self.begins


@dataclass(frozen=True, slots=True)
class BandTime:
    """Seconds below, in and above the band, and unknown ones; together they are the span."""

    below: int
    inside: int
    above: int
    unknown: int

    @property
    def span(self) -> int:
        """All of it, in seconds."""
        return self.known + self.unknown

    @property
    def known(self) -> int:
        """Seconds of which the pressure is known."""
        return self.below + self.inside + self.above


def bands_of(played: Played) -> tuple[Banded, ...]:
    """The target band through the course, oldest first; the first counts from the opening."""
    found: dict[int, Banded] = {}
    for fact in played.facts:
        event = fact.event
        if isinstance(event, CaseOpened):
            found[0] = _banded(0, event.setup.band)
        elif isinstance(event, TargetChanged):
            second = max(0, played.second(fact.recorded_at))
            found[second] = _banded(second, event.band)
    return tuple(found[second] for second in sorted(found))


def true_stretches(played: Played, begins: int = 0, ends: int | None = None) -> tuple[Stretch, ...]:
    """The patient's own MAP over a part of the course, whole: unknown stretches are in it."""
    samples = [(sample.second, sample.map_mmhg) for sample in played.truth.samples]
    longest = every(samples)
    return _stretches(samples, longest, begins, played.until if ends is None else ends)


def charted_stretches(
    played: Played, begins: int = 0, ends: int | None = None
) -> tuple[Stretch, ...]:
    """MAP as the usable readings tell it; each stands for the protocol's longest gap at most."""
    readings = [(played.second(item.at), float(item.map.value)) for item in played.readings]
    longest = int(played.opening.counting.run_gap.total_seconds())
    return _stretches(readings, longest, begins, played.until if ends is None else ends)


def every(samples: Sequence[tuple[int, float]]) -> int:
    """Seconds from a sample to when the next is due: the shortest step between any two."""
    steps = (after - before for (before, _), (after, _) in pairwise(samples))
    return min(steps, default=LOOK_EVERY)


def timed(stretches: Iterable[Stretch], bands: Sequence[Banded]) -> BandTime:
    """The time of stretches by the band of each moment."""
    sums = dict.fromkeys(Where, 0)
    for where, stretch in placed(stretches, bands):
        sums[where] += stretch.lasts
    return BandTime(sums[Where.BELOW], sums[Where.IN], sums[Where.ABOVE], sums[Where.UNKNOWN])


def placed(
    stretches: Iterable[Stretch], bands: Sequence[Banded]
) -> Iterator[tuple[Where, Stretch]]:
    """Each stretch with where it is; one over which the band changed is cut there."""
    for stretch in stretches:
        inner = (band.second for band in bands if stretch.begins < band.second < stretch.ends)
        edges = chain((stretch.begins,), inner, (stretch.ends,))
        for begins, ends in pairwise(edges):
            yield _where(stretch.mmhg, begins, bands), Stretch(begins, ends, stretch.mmhg)


def first_lasting(
    stretches: Iterable[Stretch], bands: Sequence[Banded], seconds: int
) -> int | None:
    """The second at which MAP had been in the band for so long without a break."""
    begun: int | None = None
    for where, stretch in placed(stretches, bands):
        if where is not Where.IN:
            begun = None
            continue
        begun = stretch.begins if begun is None else begun
        if stretch.ends - begun >= seconds:
            return begun + seconds
    return None


def _banded(second: int, band: Band) -> Banded:
    return Banded(second, float(band.low.value), float(band.high.value))


def _where(mmhg: float | None, second: int, bands: Sequence[Banded]) -> Where:
    if mmhg is None:
        return Where.UNKNOWN
    band = [item for item in bands if item.second <= second][-1]
    if mmhg < band.low:
        return Where.BELOW
    return Where.ABOVE if mmhg > band.high else Where.IN


def _stretches(
    points: Sequence[tuple[int, float]], longest: int, begins: int, ends: int
) -> tuple[Stretch, ...]:
    """What `points` (second, mmHg; oldest first) tell of a part of time, without a hole in it."""
    found: list[Stretch] = []
    at = begins
    followed = [*(second for second, _ in points), ends][1:]
    for (second, mmhg), following in zip(points, followed, strict=True):
        first, last = max(second, at), min(second + longest, following, ends)
        if first >= last:
            continue
        if first > at:
            found.append(Stretch(at, first, None))
        found.append(Stretch(first, last, mmhg))
        at = last
    if at < ends:
        found.append(Stretch(at, ends, None))
    return tuple(found)
