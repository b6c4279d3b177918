"""Promises about order: the worse the pressure, the stronger the answer."""

from collections.abc import Iterator

from core.model.facts import Axis
from core.proof.cells import Mask
from core.proof.finding import Breach
from core.proof.scene import Scene
from core.proof.subject import Subject, breaches_in


def lower_map(subject: Subject) -> Iterator[Breach]:
    """A lower MAP never earns a smaller change, all else equal and on the same side of the band."""
    judged = set()
    for painted in subject.painted:
        below: dict[tuple[object, ...], Scene] = {}
        for scene in painted.scenes:
            side = (scene.low, scene.above, *scene.slab.fixed.items())
            lower = below.get(side)
            below[side] = scene
            if lower is not None and (lower.key, scene.key) not in judged:
                judged.add((lower.key, scene.key))
                yield from breaches_in(painted, lower, _weaker(lower, scene))


def _weaker(lower: Scene, upper: Scene) -> Mask:
    """Where the lower MAP ends at a lower dose than the upper one, at some corner of the cell."""
    broken = lower.nowhere()
    ends = zip(lower.grid.effects.ends, upper.grid.effects.ends, strict=True)
    for below, above in ends:
        broken = broken | (lower.of_effect(below) < upper.of_effect(above))
    return broken & (lower.slab.owner >= 0) & (upper.slab.owner >= 0)


def higher_dose(scene: Scene) -> Mask:
    """A higher dose never makes the answer to a high MAP weaker, from the low dose up.

    Where a cell of dose is lowered by less than the one below it, by as much as can be set; within
    a cell that never is.
    """
    if not scene.above or not scene.running:
        return scene.nowhere()
    effects, low_dose = scene.grid.effects, scene.numbers.steps["low_dose"]
    most, least = scene.of_effect(effects.most_change), scene.of_effect(effects.least_change)
    before = least.take(range(-1, least.shape[_dose(scene)] - 1), axis=_dose(scene), mode="wrap")
    compared = scene.ends(Axis.DOSE).first > low_dose
    return (most >= before + scene.grid.table.grid) & compared & (scene.slab.owner >= 0)


def _dose(scene: Scene) -> int:
    return scene.grid.axes.index(Axis.DOSE)
