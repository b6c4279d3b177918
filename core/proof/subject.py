"""What is proved: one agent's protocol with all its scenes, painted once for every promise."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

import numpy as np

from core.model.course import UNKNOWN
from core.model.facts import Axis, Phase
from core.proof.cells import Mask
from core.proof.finding import Breach, Region, Spot
from core.proof.partition import Grid, grid_of, slabs_of
from core.proof.scene import Scene
from core.proof.telling import band_text, facts_text
from core.rules.compile import Protocol

TRIES = 12
"""So many broken cells are kept, of which one may show in a course."""
More = Mapping[Phase, Mapping[Axis, set[int]]]
"""Further cuts, by phase and fact."""


@dataclass(frozen=True)
class Painted:
    """The scenes of one band and phase, lowest MAP first."""

    band: int
    grid: Grid
    scenes: tuple[Scene, ...] = field(repr=False)


@dataclass(frozen=True)
class Subject:
    """One agent's protocol, and its scenes by band and phase."""

    part: Protocol
    painted: tuple[Painted, ...] = field(repr=False)

    @property
    def first(self) -> bool:
        """Whether this is the agent that every case has, whose rows make the calls of the case."""
        return self.painted[0].scenes[0].first

    @property
    def cells(self) -> int:
        """How many cells were painted."""
        return sum(scene.slab.owner.size for each in self.painted for scene in each.scenes)

    @cached_property
    def unlike(self) -> tuple[tuple[Painted, Scene], ...]:
        """The scenes without those that another band or MAP shows just so."""
        found: dict[tuple[object, ...], tuple[Painted, Scene]] = {}
        for each in self.painted:
            for scene in each.scenes:
                found.setdefault(scene.key, (each, scene))
        return tuple(found.values())

    def of_phase(self, *phases: Phase) -> tuple[Painted, ...]:
        """What was painted of some phases."""
        return tuple(each for each in self.painted if each.grid.phase in phases)


def subject_of(part: Protocol, more: More) -> Subject:
    """The painted protocol of one agent.

    Raises:
        TooManyCellsError: a phase asks about too many facts at once.
    """
    return Subject(part, tuple(_painted(part, more)))


def _painted(part: Protocol, more: More) -> Iterator[Painted]:
    alike: dict[Phase, Grid] = {}
    for band in range(len(part.bands)):
        for phase in Phase:
            grid = grid_of(part, band, phase, more.get(phase, {}), alike.get(phase))
            alike[phase] = grid
            merged = phase is Phase.RUNNING
            slabs = slabs_of(grid, merged=merged)
            yield Painted(band, grid, tuple(Scene(slab) for slab in slabs))


def breaches_in(painted: Painted, scene: Scene, mask: Mask) -> Iterator[Breach]:
    """The possible cells of a mask as breaches, one for each row that decides in some."""
    broken = scene.possible(mask)
    if not broken.any():
        return
    found = np.argwhere(broken)
    owned = np.broadcast_to(scene.slab.owner, broken.shape)[tuple(found.T)].tolist()
    order = sorted(range(len(owned)), key=owned.__getitem__)
    for _, places in groupby(order, key=owned.__getitem__):
        spots = [_spot(painted, scene, broken, found[at].tolist()) for at in _some(list(places))]
        yield Breach(spots[0].row, told(painted, spots[0].region), tuple(spots))


def _some(places: list[int]) -> list[int]:
    """The first half in order, the rest spread over what is left."""
    half = TRIES // 2
    rest = places[half:]
    step = max(1, len(rest) // half)
    return places[:half] + rest[::step][:half]


def _spot(painted: Painted, scene: Scene, mask: Mask, index: list[int]) -> Spot:
    region = scene.region(mask, tuple(index))
    return Spot(painted.band, painted.grid.phase, region, deciding_at(painted.grid, region))


def deciding_at(grid: Grid, region: Region) -> str | None:
    """The row that decides at the first point of a cell, all else unknown; None where none does."""
    facts = np.full((1, len(Axis)), UNKNOWN, dtype=np.int64)
    facts[0, Axis.PHASE] = grid.phase
    for axis, (first, _) in region.items():
        facts[0, axis] = first
    row = int(grid.table.first(facts)[0])
    hit = (facts[0] >= grid.table.low[row]) & (facts[0] < grid.table.high[row])
    return grid.table.rows[row].id if hit.all() else None


def told(painted: Painted, region: Region) -> dict[str, str]:
    """Agent, band, phase and the facts of a cell as the arguments of a sentence."""
    return {
        "agent": painted.grid.part.agent,
        "band": band_text(painted.grid.part, painted.band),
        "phase": painted.grid.phase.name.lower(),
        "facts": facts_text(painted.grid.part, region),
    }
