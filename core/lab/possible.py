"""Whether and when a trigger can come at all: bounds that hold whatever the learner does."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import combinations, product
from typing import assert_never

from core.lab.act import GoTo
from core.lab.scenario import Happening, Scenario
from core.lab.trigger import (
    ActionMissed,
    AllOf,
    AnyOf,
    Atom,
    AtTime,
    Done,
    DoseAtLeast,
    DoseBelow,
    InStage,
    MapAbove,
    MapBelow,
    NotDone,
    PromptShown,
    Trigger,
)
from core.lab.watch import OPENING


def ways(trigger: Trigger) -> tuple[tuple[Atom, ...], ...]:
    """Every way in which the trigger can hold, each a set of conditions that hold at once."""
    match trigger:
        case AllOf(parts):
            mixed = product(*(ways(part) for part in parts))
            return tuple(tuple(atom for way in chosen for atom in way) for chosen in mixed)
        case AnyOf(parts):
            return tuple(way for part in parts for way in ways(part))
        case _:
            return ((trigger,),)


def is_contradiction(trigger: Trigger, stage: str | None) -> bool:
    """Whether no way to hold is free of a contradiction; `stage` is the trigger's own, if any."""
    return all(contradicts(way, stage) for way in ways(trigger))


def contradicts(way: Iterable[Atom], stage: str | None) -> bool:
    """Whether conditions can never hold at once."""
    atoms = tuple(way)
    stages = {atom.stage or stage for atom in atoms if isinstance(atom, InStage)}
    if stage is not None:
        stages.add(stage)
    exclude = any(_exclude(one, other) for one, other in combinations(atoms, 2))
    return exclude or len(stages - {None}) > 1


def _exclude(one: Atom, other: Atom) -> bool:
    return _excludes(one, other) or _excludes(other, one)


def _excludes(one: Atom, other: Atom) -> bool:
    match one, other:
        case MapBelow(), MapAbove():
            return one.which is other.which and one.mmhg <= other.mmhg
        case DoseBelow(), DoseAtLeast():
            same = one.agent is other.agent and one.dose.unit is other.dose.unit
            return same and one.dose <= other.dose
        case Done(), NotDone():
            return one.fact is other.fact and one.since is other.since
        case ActionMissed(), ActionMissed():
            return one.agent is other.agent and one.action is not other.action
        case _:
            return False


def soonest(
    trigger: Trigger, stage: str | None, entered: Mapping[str, timedelta]
) -> timedelta | None:
    """The earliest time at which the trigger can hold; None if it never can.

    `stage` is its own stage, None where it is watched in any; `entered` tells when each stage
    that can be reached is entered at the earliest.
    """
    times = (
        _soonest_way(way, stage, entered) for way in ways(trigger) if not contradicts(way, stage)
    )
    return min((time for time in times if time is not None), default=None)


def _soonest_way(
    way: Iterable[Atom], stage: str | None, entered: Mapping[str, timedelta]
) -> timedelta | None:
    begun = OPENING if stage is None else entered.get(stage)
    times = [begun, *(_soonest_atom(atom, begun, entered) for atom in way)]
    known = [time for time in times if time is not None]
    return max(known) if len(known) == len(times) else None


def _soonest_atom(
    atom: Atom, begun: timedelta | None, entered: Mapping[str, timedelta]
) -> timedelta | None:
    if begun is None:
        return None
    match atom:
        case AtTime(at):
            return at
        case InStage(after, name):
            since = begun if name is None else entered.get(name)
            return None if since is None else since + after
        case MapBelow() | MapAbove() | DoseAtLeast() | DoseBelow():
            return begun + atom.lasting
        case ActionMissed():
            return atom.within
        case Done() | NotDone() | PromptShown():
            return begun
        case _:
            assert_never(atom)


def staged(scenario: Scenario) -> Iterator[tuple[str | None, Happening]]:
    """Every happening with its own stage, None for those of any stage."""
    for happening in scenario.always:
        yield None, happening
    for stage in scenario.stages:
        for happening in stage.happenings:
            yield stage.id, happening


def entries(scenario: Scenario) -> dict[str, timedelta]:
    """When each stage that can be reached within the longest run is entered at the earliest."""
    entered = {scenario.stages[0].id: OPENING}
    for _ in scenario.stages:
        for stage, happening in staged(scenario):
            at = soonest(happening.when, stage, entered)
            if at is not None and at <= scenario.longest:
                for name in _goes_to(happening):
                    entered[name] = min(at, entered.get(name, at))
    return entered


def _goes_to(happening: Happening) -> Iterator[str]:
    return (act.stage for act in happening.then if isinstance(act, GoTo))
