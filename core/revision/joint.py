"""The joint partition: both tables cut at every number that either of them asks about.

Inside a cell each table has one deciding row, so that what is compared in each cell is compared
everywhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from core.model.facts import Axis, Phase
from core.proof.declared import promised_cuts
from core.proof.partition import Grid, asked_cuts, grid_of, slabs_of
from core.proof.scene import Scene
from core.rules.boxes import band_lines
from core.rules.compile import Protocol
from core.rules.numbers import Numbers


@dataclass(frozen=True, slots=True)
class Pair:
    """The versions of one agent's protocol with a band that both allow, by its number in each."""

    before: Protocol
    now: Protocol
    bands: tuple[int, int]


def bands_in_both(before: Protocol, now: Protocol) -> Iterator[Pair]:
    """A pair for each band that both versions allow."""
    ends = [[(band.low, band.high) for band in part.bands] for part in (before, now)]
    for number, band in enumerate(ends[0]):
        if band in ends[1]:
            yield Pair(before, now, (number, ends[1].index(band)))


def scenes_of(pair: Pair, phase: Phase) -> Iterator[tuple[Scene, Scene]]:
    """Each slab of the joint partition as both tables paint it, lowest MAP first.

    Raises:
        TooManyCellsError: both together ask about too many facts at once.
    """
    numbers = _wider(pair.before.numbers, pair.now.numbers)
    parts = [replace(part, numbers=numbers) for part in (pair.before, pair.now)]
    more = _cuts(parts, pair.bands, phase)
    one, other = (
        grid_of(part, band, phase, more) for part, band in zip(parts, pair.bands, strict=True)
    )
    yield from _beside(one, other)


def _beside(one: Grid, other: Grid) -> Iterator[tuple[Scene, Scene]]:
    slabs = zip(slabs_of(one, merged=False), slabs_of(other, merged=False), strict=True)
    for slab, beside in slabs:
        yield Scene(slab), Scene(beside)


def _wider(one: Numbers, other: Numbers) -> Numbers:
    """Numbers whose facts reach as far as those of both."""
    return replace(
        one,
        hard=max(one.hard, other.hard),
        step_window=max(one.step_window, other.step_window),
    )


def _cuts(parts: list[Protocol], bands: tuple[int, int], phase: Phase) -> Mapping[Axis, set[int]]:
    found: dict[Axis, set[int]] = {}
    for part, band in zip(parts, bands, strict=True):
        lines = band_lines(part.file, part.bands[band])
        asked = asked_cuts(part.tables[band], phase)
        for cuts in (asked, promised_cuts(part.numbers, phase, lines)):
            for axis, values in cuts.items():
                found[axis] = found.get(axis, set()) | values
    return found
