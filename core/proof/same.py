"""Whether two protocols of one agent give the same advice in every cell: action and dose."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from core.model.facts import Axis, Phase
from core.proof.partition import Grid, asked_cuts, grid_of, slabs_of
from core.proof.scene import Scene
from core.proof.subject import deciding_at
from core.rules.compile import Protocol


def same_advice(one: Protocol, other: Protocol) -> bool:
    """Whether both advise alike, in action and dose, wherever something can happen.

    Judged on the joint partition of both, with the declared limits of the first: those of the
    other, and its calls, are not compared.
    """
    return next(differences(one, other), None) is None


def differences(one: Protocol, other: Protocol) -> Iterator[tuple[int, Phase, str | None]]:
    """Where they differ: the band by its number, the phase, and the deciding row of the first."""
    other = replace(other, numbers=one.numbers)
    for band in range(len(one.bands)):
        for phase in Phase:
            cuts = [asked_cuts(part.tables[band], phase) for part in (one, other)]
            more = {axis: set[int]().union(*(c.get(axis, set()) for c in cuts)) for axis in Axis}
            more = {axis: found for axis, found in more.items() if any(axis in c for c in cuts)}
            grids = [grid_of(part, band, phase, more) for part in (one, other)]
            for row in _unlike(*grids):
                yield band, phase, row


def _unlike(one: Grid, other: Grid) -> Iterator[str | None]:
    for slab, beside in zip(slabs_of(one), slabs_of(other), strict=True):
        scene, there = Scene(slab), Scene(beside)
        differ = scene.codes() != there.codes()
        for here, yonder in zip(one.effects.ends, other.effects.ends, strict=True):
            differ = differ | (scene.of_effect(here) != there.of_effect(yonder))
        found = scene.possible(differ)
        if found.any():
            index = tuple(np.argwhere(found)[0].tolist())
            yield deciding_at(one, scene.region(found, index))
