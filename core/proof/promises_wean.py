"""Promises about lowering, weaning and stopping: when they may happen, and when they must."""

from core.model.facts import Axis, Phase
from core.model.terms import Action
from core.proof.cells import Mask
from core.proof.promises_dose import LOWERING
from core.proof.scene import Scene
from core.rules.monitor import LEAST_INTERVAL

LOWERS = (*LOWERING, Action.STOP)


def _stable(scene: Scene) -> Mask:
    """Where MAP has been at target for as long, and in as many readings, as weaning asks for."""
    n = scene.numbers
    return scene.reached(Axis.AT_TARGET_FOR, n.stable_for_wean) & scene.reached(
        Axis.READINGS_SINCE_RAISE, n.readings_for_wean
    )


def _above_long(scene: Scene) -> Mask:
    return scene.reached(Axis.ABOVE_TARGET_FOR, scene.numbers.intervals["above_band"])


def _locked(scene: Scene) -> Mask:
    return scene.under(Axis.SINCE_FAILED_WEAN, scene.numbers.lockout)


def _held(scene: Scene) -> Mask:
    """Where something outside this infusion holds planned steps."""
    n = scene.numbers
    found = scene.reached(Axis.PERFUSION_CONCERN, 1)
    if not scene.high:
        found = found | scene.under(Axis.SINCE_OTHER_CHANGE, n.intervals["other_agent"])
    for free in n.bounds.get(Axis.CATECHOLAMINE_FREE, ()):
        found = found | ~scene.reached(Axis.CATECHOLAMINE_FREE, free)
    return found


def _lowers_from_above(scene: Scene) -> bool:
    """Whether the agent is lowered for a run above the band: the first always, another may."""
    rows = scene.grid.part.file.rule
    return scene.first or any(row.then.interval == "above_band" for row in rows)


def too_soon(scene: Scene) -> Mask:
    """Each change comes at least the interval of its class after the last, and never under 2 min.

    A lowering below target is refused as such by another promise.
    """
    times = scene.numbers.intervals
    if scene.grid.phase is Phase.WATCH:
        young = scene.under(Axis.SINCE_STOP, max(times["start"], LEAST_INTERVAL))
        return scene.does(Action.RESTART) & young
    if not scene.running:
        return scene.nowhere()
    if scene.low:
        classes = {Action.RAISE: times["rescue" if scene.far else "up"], Action.UNDO: times["undo"]}
    else:
        lower = times["high_line" if scene.high else "above_band"]
        classes = {Action.LOWER: lower, Action.WEAN: times["wean"], Action.STOP: times["wean"]}
    broken = scene.nowhere()
    for action, interval in classes.items():
        if scene.can(action):
            young = scene.under(Axis.SINCE_CHANGE, max(interval, LEAST_INTERVAL))
            broken = broken | (scene.does(action) & young)
    return broken


def stop(scene: Scene) -> Mask:
    """A stop needs stability and a dose it may be made from."""
    if scene.low or not scene.running or not scene.can(Action.STOP):
        return scene.nowhere()
    high = scene.ends(Axis.DOSE).last > scene.numbers.stop_from
    return scene.does(Action.STOP) & (high | ~_stable(scene))


def earned(scene: Scene) -> Mask:
    """A wean needs stability, a lowering under the high line a run above the band.

    Where the stop may be made only it lowers, but for the high line.
    """
    if scene.low or not scene.running or not scene.can(*LOWERING):
        return scene.nowhere()
    near = scene.ends(Axis.DOSE).first <= scene.numbers.stop_from
    weaned = scene.does(Action.WEAN) & (near | ~_stable(scene))
    if scene.high:
        return weaned
    return weaned | (scene.does(Action.LOWER) & (near | ~_above_long(scene)))


def due(scene: Scene) -> Mask:
    """What is due is advised: the high line, the stop, the wean, the step down from above.

    A planned step waits for a lockout, a perfusion concern, another agent's change, and, where
    the file declares so, for the catecholamines to be off.
    """
    if scene.low or not scene.running:
        return scene.nowhere()
    n, dose = scene.numbers, scene.ends(Axis.DOSE)
    lowers, free = scene.does(*LOWERS), ~_locked(scene) & ~_held(scene)
    weans = free & _stable(scene) & scene.reached(Axis.SINCE_CHANGE, n.intervals["wean"])
    stops = weans & (dose.last <= n.stop_from)
    broken = (weans & ~lowers) | (stops & ~scene.does(Action.STOP))
    if scene.above and _lowers_from_above(scene):
        long = _above_long(scene) & scene.reached(Axis.SINCE_CHANGE, n.intervals["above_band"])
        broken = broken | (free & long & (dose.first > n.stop_from) & ~lowers)
    if scene.high:
        open_ = scene.reached(Axis.SINCE_CHANGE, n.intervals["high_line"])
        room = (dose.first >= n.stop_from) & (dose.first > n.floor)
        broken = broken | (open_ & room & ~lowers)
    return broken


def lockout(scene: Scene) -> Mask:
    """After a failed wean nothing lowers while the lockout lasts, but for the high line."""
    if scene.low or not scene.running or not scene.can(*LOWERS):
        return scene.nowhere()
    planned = (Action.STOP,) if scene.high else LOWERS
    return scene.does(*planned) & _locked(scene)


def held(scene: Scene) -> Mask:
    """Under the high line nothing is lowered that something outside this infusion holds."""
    if scene.low or scene.high or not scene.running or not scene.can(*LOWERS):
        return scene.nowhere()
    return scene.does(*LOWERS) & _held(scene)
