"""Promises about MAP below target: something acts, and what acts is the right thing."""

from functools import reduce
from operator import or_

from core.model.facts import Axis, Phase
from core.model.terms import Action
from core.proof.cells import Mask
from core.proof.scene import Scene


def acts(scene: Scene) -> Mask:
    """Below target, with the interval open, something acts; off and in the watch at once.

    A further agent is never begun by its table: while it is off the first agent's acts.
    """
    if not scene.low or not (scene.running or scene.first) or scene.grid.phase is Phase.PAUSED:
        return scene.nowhere()
    if scene.grid.phase is Phase.OFF:
        return ~scene.does(Action.START, Action.LOOK_AGAIN)
    if scene.grid.phase is Phase.WATCH:
        return ~scene.does(Action.RESTART, Action.LOOK_AGAIN)
    looked = (
        scene.does(Action.LOOK_AGAIN)
        & scene.known(Axis.SINCE_STEP)
        & (not scene.far or not scene.raised)
    )
    helped = scene.does(Action.RAISE, Action.UNDO, Action.ESCALATE) | looked
    return _open(scene) & ~helped


def _open(scene: Scene) -> Mask:
    """Where the last change is as old as a step below target asks for."""
    times = scene.numbers.intervals
    if scene.far:
        return scene.reached(Axis.SINCE_CHANGE, times["rescue"])
    stepped = scene.known(Axis.SINCE_STEP)
    undo = stepped & scene.reached(Axis.SINCE_CHANGE, times["undo"])
    return undo | (~stepped & scene.reached(Axis.SINCE_CHANGE, times["up"]))


def starts(scene: Scene) -> Mask:
    """Off: a start exactly where it is due. Watch: a restart as soon as its interval is open."""
    if not scene.low or not scene.first or scene.grid.phase not in {Phase.OFF, Phase.WATCH}:
        return scene.nowhere()
    looks = scene.does(Action.LOOK_AGAIN)
    if scene.grid.phase is Phase.WATCH:
        return looks & scene.reached(Axis.SINCE_STOP, scene.numbers.intervals["start"])
    lines = scene.numbers.lines
    due = reduce(
        or_,
        (
            scene.under(Axis.DIASTOLIC, lines["diastolic"] + 1),
            scene.reached(Axis.SHOCK_INDEX, lines["shock_index"]),
            scene.reached(Axis.BELOW_TARGET_FOR, scene.numbers.low_for_start),
        ),
        scene.nowhere() | scene.at_once,
    )
    return (due & looks) | (~due & scene.does(Action.START))


def after_step(scene: Scene) -> Mask:
    """After a lowering: look again until it is low often and long enough, then take it back."""
    if not scene.running or not scene.low or scene.far:
        return scene.nowhere()
    looks, stepped = scene.does(Action.LOOK_AGAIN), scene.known(Axis.SINCE_STEP)
    often = scene.reached(Axis.LOW_READINGS_SINCE_STEP, scene.numbers.lows_for_undo)
    long = scene.reached(Axis.SINCE_CHANGE, scene.numbers.intervals["undo"])
    due = stepped & often & long
    wrongly = (due & (looks | scene.does(Action.RAISE))) | (stepped & ~due & ~looks)
    return wrongly | (~stepped & looks)


def far_below(scene: Scene) -> Mask:
    """Below the rescue line the rescue always wins: nobody waits for another look or an undo.

    An agent that is never raised is not asked there.
    """
    if not scene.running or not scene.far or not scene.raised:
        return scene.nowhere()
    return scene.does(Action.LOOK_AGAIN, Action.UNDO)


def quiet(scene: Scene) -> Mask:
    """At or above target nobody is asked to look again, and nothing escalates."""
    if scene.low:
        return scene.nowhere()
    return scene.does(Action.LOOK_AGAIN, Action.ESCALATE)
