"""Promises about what follows: the next reading, the watch after a stop, the end of weaning."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from core.model.course import COUNT_CAP, UNKNOWN, Lane
from core.model.facts import SATURATION, Axis, Facts, Phase
from core.model.terms import Action
from core.proof.finding import Breach, Spot
from core.proof.scene import Scene
from core.proof.subject import Painted, Subject, told
from core.proof.telling import dose_text, minutes_text

MOST_STEPS = 60
LASTING = (Axis.DOSE, Axis.VASOPRESSIN, Axis.FLUIDS, Axis.SHOCK, Axis.AGE)
"""What may stay as it is for as long as nobody acts; everything else moves with time and MAP."""


LENGTHENING = (Axis.SINCE_CHANGE, Axis.AT_TARGET_FOR, Axis.ABOVE_TARGET_FOR)
"""What grows while a patient is steady."""


def answers(subject: Subject) -> Iterator[Breach]:
    """From every state an advice or a call is reachable.

    Each row asks for the next reading in time for the runs to grow, so that its absence calls;
    and whatever lasts, at some MAP and some time the table advises more than to hold.
    """
    table = subject.part.tables[0]
    for row in table.rows:
        if not 0 < row.recheck <= subject.part.numbers.run_gap:
            yield Breach(row.id, {"facts": minutes_text(row.recheck)})
    begun = (Phase.OFF, Phase.WATCH) if subject.first else ()
    for painted in subject.of_phase(Phase.RUNNING, *begun):
        yield from _stuck(painted)


def _stuck(painted: Painted) -> Iterator[Breach]:
    helped = np.zeros(1, dtype=np.bool_)
    for scene in painted.scenes:
        acts = scene.possible(~scene.does(Action.HOLD) & (scene.slab.owner >= 0))
        moving = tuple(at for at, axis in enumerate(painted.grid.axes) if axis not in LASTING)
        helped = helped | acts.any(axis=moving, keepdims=True)
    if not helped.all():
        index = tuple(int(at) for at in np.argwhere(~helped)[0])
        region = painted.scenes[0].region(~helped, index)
        for moving_fact in (Axis.MAP, Axis.SINCE_CHANGE):
            region.pop(moving_fact, None)
        yield Breach(None, told(painted, region))


def watch_readings(subject: Subject) -> Iterator[Breach]:
    """In the watch each declared reading has its turn: no wait reaches past the next one.

    The watch is the first agent's: beside another one the running agents ask for readings.
    """
    due = (0, *subject.part.numbers.watch_readings)
    for painted in subject.of_phase(Phase.WATCH) if subject.first else ():
        for scene in painted.scenes:
            yield from _late(painted, scene, due)


def _late(painted: Painted, scene: Scene, due: tuple[int, ...]) -> Iterator[Breach]:
    ends = scene.ends(Axis.SINCE_STOP)
    waits = np.append(np.array([row.recheck for row in painted.grid.table.rows]), 0)
    for before, after in pairwise(due):
        within = (ends.first >= before) & (ends.last < after)
        late = scene.possible(within & (waits[scene.slab.owner] > after - before))
        for row in np.unique(np.broadcast_to(scene.slab.owner, late.shape)[late]).tolist():
            index = tuple(int(at) for at in np.argwhere(late & (scene.slab.owner == row))[0])
            region, name = scene.region(late, index), painted.grid.table.rows[row].id
            spot = Spot(painted.band, painted.grid.phase, region, name)
            yield Breach(name, {**told(painted, region), "after": minutes_text(after)}, (spot,))


def wean_ends(subject: Subject) -> Iterator[Breach]:
    """From every dose up to the hard limit, steady in band or above, weaning ends in 60 steps."""
    for painted, scene in subject.unlike:
        oldest = len(painted.grid.cells[Axis.SINCE_CHANGE]) - 1 if scene.running else 0
        if scene.running and not scene.low and scene.slab.fixed[Axis.SINCE_CHANGE] == oldest:
            yield from _endless(painted, scene)


def _endless(painted: Painted, scene: Scene) -> Iterator[Breach]:
    numbers = scene.numbers
    doses = np.arange(1, numbers.highest + 1, dtype=np.int64)
    lower = np.concatenate([[0], _lowered(painted, scene, doses)])
    left = np.arange(numbers.highest + 1)
    for _ in range(MOST_STEPS):
        left = lower[np.clip(left, 0, numbers.highest)]
    stuck = np.flatnonzero(left[1:]) + 1
    if len(stuck):
        steady = _steady(scene, stuck[:1])[0]
        region = {
            axis: (int(steady[axis]), SATURATION if axis in LENGTHENING else int(steady[axis]))
            for axis in (Axis.DOSE, *LENGTHENING)
            if steady[axis] != UNKNOWN
        }
        region[Axis.READINGS_SINCE_RAISE] = numbers.readings_for_wean, COUNT_CAP
        region[Axis.MAP] = scene.slab.first, scene.slab.last
        spot = Spot(painted.band, painted.grid.phase, region)
        args = {**told(painted, region), "dose": dose_text(painted.grid.part, int(stuck[0]))}
        yield Breach(None, args, (spot,))


def _lowered(painted: Painted, scene: Scene, doses: Lane) -> Lane:
    """Where each dose goes when everything that lowering waits for is there."""
    table, facts = painted.grid.table, _steady(scene, doses)
    rows = table.first(facts)
    return table.new_dose(rows, facts, chosen=doses, last=doses)


def _steady(scene: Scene, doses: Lane) -> Facts:
    numbers, times = scene.numbers, scene.numbers.intervals
    long = max(numbers.stable_for_wean, *times.values())
    known = {
        Axis.PHASE: Phase.RUNNING,
        Axis.MAP: scene.slab.first,
        Axis.AT_TARGET_FOR: long,
        Axis.ABOVE_TARGET_FOR: long if scene.above else UNKNOWN,
        Axis.READINGS_SINCE_RAISE: numbers.readings_for_wean,
        Axis.SINCE_CHANGE: long,
        Axis.FAILED_WEANS: 0,
        Axis.FLUIDS: 1,
        Axis.CATECHOLAMINE_FREE: UNKNOWN if scene.first else SATURATION,
        Axis.TARGET: scene.grid.lines["target.low"],
    }
    facts = np.full((len(doses), len(Axis)), UNKNOWN, dtype=np.int64)
    for axis, value in known.items():
        facts[:, axis] = value
    facts[:, Axis.DOSE] = doses
    return facts
