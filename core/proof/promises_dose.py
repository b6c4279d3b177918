"""Promises about what a row makes of a dose: its direction, its size, its limits."""

import numpy as np

from core.model.course import Lane
from core.model.facts import ACTION_CODE, Axis
from core.model.terms import Action
from core.proof.cells import Mask, Whole
from core.proof.scene import Scene

KEEPING = (Action.HOLD, Action.LOOK_AGAIN, Action.ESCALATE)
RAISING = (Action.RAISE, Action.UNDO, Action.START, Action.RESTART)
LOWERING = (Action.LOWER, Action.WEAN)


def _by_row(scene: Scene, *actions: Action) -> Mask:
    """Which rows take one of the actions, shaped to stand beside effects; nobody takes none."""
    flags = np.isin(scene.grid.table.actions, [ACTION_CODE[action] for action in actions])
    column: Mask = np.zeros((len(flags) + 1, 1, 1), dtype=np.bool_)
    column[:-1, 0, 0] = flags
    return column


def as_said(scene: Scene) -> Mask:
    """A row does what its action says: hold keeps, raise raises, lower lowers, stop ends at 0."""
    return scene.where_effect(scene.grid.effects.once(("said",), lambda: _unlike_action(scene)))


def _unlike_action(scene: Scene) -> Mask:
    effects = scene.grid.effects
    least, most = effects.least_change, effects.most_change
    broken: Mask = _by_row(scene, *KEEPING) & ((least != 0) | (most != 0))
    broken |= _by_row(scene, *RAISING) & (least <= 0)
    broken |= _by_row(scene, *LOWERING) & (most >= 0)
    broken |= _by_row(scene, Action.STOP) & (effects.most_end != 0)
    return broken


def no_raise(scene: Scene) -> Mask:
    """Nothing raises at or above target low."""
    if scene.low:
        return scene.nowhere()
    rises: Mask = scene.grid.effects.most_change > 0
    return scene.where_effect(_by_row(scene, *RAISING) & rises)


def no_lowering(scene: Scene) -> Mask:
    """Nothing lowers or stops below target low."""
    if not scene.low:
        return scene.nowhere()
    lowers = _by_row(scene, *LOWERING, Action.STOP) & (scene.grid.effects.least_change < 0)
    return scene.where_effect(lowers)


def hard_limit(scene: Scene) -> Mask:
    """No raise ends past the hard limit."""
    past = scene.grid.effects.most_end > scene.numbers.hard
    return scene.where_effect(_by_row(scene, *RAISING) & past)


def floor(scene: Scene) -> Mask:
    """No lowering but the stop ends below the floor."""
    below = scene.grid.effects.least_end < scene.numbers.floor
    return scene.where_effect(_by_row(scene, *LOWERING) & below)


def size(scene: Scene) -> Mask:
    """No step is larger than its declared size."""
    return _sized(scene, larger=True)


def full_step(scene: Scene) -> Mask:
    """No step is smaller than its declared size where that fits; escalate only where none fits.

    An agent that is never raised escalates at any dose.
    """
    found = _sized(scene, larger=False)
    if scene.running and scene.low and scene.raised and scene.can(Action.ESCALATE):
        room = scene.numbers.hard - scene.numbers.steps["up"]
        found = found | (scene.does(Action.ESCALATE) & (scene.ends(Axis.DOSE).first <= room))
    return found


def _sized(scene: Scene, *, larger: bool) -> Mask:
    if not scene.running:
        return scene.nowhere()
    key = ("size", larger, scene.far, scene.high)
    return scene.where_effect(scene.grid.effects.once(key, lambda: _off_size(scene, larger=larger)))


def _off_size(scene: Scene, *, larger: bool) -> Mask:
    """Which effects are larger, or smaller, than declared at some corner of their cell."""
    effects = scene.grid.effects
    broken = np.zeros(effects.ends[0].shape, dtype=np.bool_)
    for at, (end, dose) in enumerate(effects.corners()):
        change, step = end - dose, effects.step[at][np.newaxis, np.newaxis, :]
        for action, declared in _declared(scene, dose, step, larger=larger).items():
            signed = -change if action in LOWERING else change
            off = (signed > declared) if larger else (signed < declared)
            counts = (end >= scene.numbers.floor) if action in LOWERING else True
            broken |= _by_row(scene, action) & off & counts
    return broken


def _declared(scene: Scene, dose: Lane, step: Whole, *, larger: bool) -> dict[Action, Whole]:
    """The size a step may and shall have, by action; where only less fits that is what it shall."""
    n, steps = scene.numbers, scene.numbers.steps
    up, undo = np.full_like(dose, steps["up"]), np.minimum(step, steps["undo"])
    if scene.far:
        up = np.where(larger | (dose <= n.hard - steps["rescue"]), steps["rescue"], up)
    if not larger:
        fits = dose <= n.hard - steps["undo"]
        undo = np.where(fits, undo, np.minimum(step, steps["up"]))
    down, wean = steps["down"], steps["wean"]
    to_floor = np.maximum(dose - n.floor, 0)
    halved = dose - scene.grid.table.half_of(dose)
    half = np.maximum(down, halved) if scene.high else np.full_like(dose, down)
    if not larger:
        half = np.minimum(half, to_floor)
    near = dose < steps["low_dose"]
    return {
        Action.RAISE: up,
        Action.UNDO: undo,
        Action.LOWER: np.where(near, to_floor, half),
        Action.WEAN: np.where(near, to_floor, wean),
    }
