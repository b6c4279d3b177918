"""When a trigger holds: pure functions of what may be looked at. No trigger sees anything else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import assert_never

from core.lab.trigger import (
    ActionMissed,
    AllOf,
    AnyOf,
    AtTime,
    Done,
    DoseAtLeast,
    DoseBelow,
    Fact,
    InStage,
    Level,
    MapAbove,
    MapBelow,
    NotDone,
    Pressure,
    PromptShown,
    Since,
    Trigger,
)
from core.model.terms import Action, Agent
from core.quantity.measures import Dose

OPENING = timedelta(0)
Place = tuple[str | int, ...]
"""Where a condition stands: the happening's id, then the number of each part on the way down."""
Lasting = Level | ActionMissed


@dataclass(frozen=True, slots=True)
class Advice:
    """The advice that stands for one agent: since when this action, and whether it was followed.

    The same action advised again on a later reading goes on since it was first advised.
    """

    action: Action
    since: timedelta
    followed: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """All that a trigger may look at, at one moment; times since the opening of the case.

    MAP in mmHg: the patient's own, and what the monitor shows (None: it shows none). `doses` are
    the set doses as charted. `prompts` tells when each code was first shown.
    """

    now: timedelta
    true_map: float | None = None
    shown_map: float | None = None
    doses: Mapping[Agent, Dose] = field(default_factory=dict)
    facts: Mapping[Fact, tuple[timedelta, ...]] = field(default_factory=dict)
    advice: Mapping[Agent, Advice] = field(default_factory=dict)
    prompts: Mapping[str, timedelta] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Look:
    """What is seen, with the stage it is seen from and since when each condition has held."""

    seen: Seen
    stage: str
    entered: timedelta
    held: Mapping[Place, timedelta]


def expected(trigger: Trigger, place: Place, look: Look) -> timedelta | None:
    """When the trigger holds if all else stays as it is; in the past: since when it has held.

    None: something else must change first.
    """
    match trigger:
        case AtTime() | InStage():
            return instant(trigger, look.stage, look.entered)
        case MapBelow() | MapAbove() | DoseAtLeast() | DoseBelow() | ActionMissed():
            begun = look.held.get(place)
            return None if begun is None else begun + _span(trigger)
        case Done() | NotDone() | PromptShown():
            return _told(trigger, look)
        case AllOf(parts):
            times = [expected(part, (*place, i), look) for i, part in enumerate(parts)]
            known = [time for time in times if time is not None]
            return max(known, default=None) if len(known) == len(times) else None
        case AnyOf(parts):
            times = [expected(part, (*place, i), look) for i, part in enumerate(parts)]
            return min((time for time in times if time is not None), default=None)
        case _:
            assert_never(trigger)


def instant(trigger: AtTime | InStage, stage: str, entered: timedelta) -> timedelta | None:
    """When a trigger of time alone holds; None while another stage is current."""
    match trigger:
        case AtTime(at):
            return at
        case InStage(after, name):
            return entered + after if name in {None, stage} else None
        case _:
            assert_never(trigger)


def _told(trigger: Done | NotDone | PromptShown, look: Look) -> timedelta | None:
    if isinstance(trigger, PromptShown):
        return look.seen.prompts.get(trigger.code)
    since = OPENING if trigger.since is Since.OPENING else look.entered
    times = (at for at in look.seen.facts.get(trigger.fact, ()) if at >= since)
    first = min(times, default=None)
    if isinstance(trigger, Done):
        return first
    return since if first is None else None


def _span(trigger: Lasting) -> timedelta:
    return trigger.within if isinstance(trigger, ActionMissed) else trigger.lasting


def runs(trigger: Trigger, place: Place, look: Look) -> Iterator[tuple[Place, timedelta]]:
    """Each lasting condition of the trigger that is true now, with since when it has been."""
    for at, part in _parts(trigger, place):
        if isinstance(part, Lasting):
            begun = _begun(part, look.seen)
            if begun is not None:
                yield at, look.held.get(at, begun)


def _begun(part: Lasting, seen: Seen) -> timedelta | None:
    """Since when the condition is known to be true, if it is true now."""
    if isinstance(part, ActionMissed):
        advice = seen.advice.get(part.agent)
        if advice is None or advice.followed or advice.action is not part.action:
            return None
        return advice.since
    return seen.now if _is_true(part, seen) else None


def _is_true(part: Level, seen: Seen) -> bool:
    match part:
        case MapBelow(mmhg, which):
            pressure = _pressure(which, seen)
            return pressure is not None and pressure < float(mmhg.value)
        case MapAbove(mmhg, which):
            pressure = _pressure(which, seen)
            return pressure is not None and pressure > float(mmhg.value)
        case DoseAtLeast(agent, dose):
            return agent in seen.doses and seen.doses[agent] >= dose
        case DoseBelow(agent, dose):
            return agent not in seen.doses or seen.doses[agent] < dose
        case _:
            assert_never(part)


def _pressure(which: Pressure, seen: Seen) -> float | None:
    return seen.true_map if which is Pressure.TRUE else seen.shown_map


def instants(
    trigger: Trigger,
    place: Place,
    stage: tuple[str, timedelta],
    held: Mapping[Place, timedelta],
) -> Iterator[timedelta]:
    """Every moment at which time alone can change what the trigger says, past ones too."""
    for at, part in _parts(trigger, place):
        if isinstance(part, AtTime | InStage):
            due = instant(part, *stage)
            if due is not None:
                yield due
        elif isinstance(part, Lasting) and at in held:
            yield held[at] + _span(part)


def _parts(trigger: Trigger, place: Place) -> Iterator[tuple[Place, Trigger]]:
    """The trigger's conditions that have no parts of their own, each with its place."""
    if isinstance(trigger, AllOf | AnyOf):
        for i, part in enumerate(trigger.parts):
            yield from _parts(part, (*place, i))
    else:
        yield place, trigger
