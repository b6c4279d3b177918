"""The script of a scenario as it is played: what has happened, what happens now, what is coming.

Pure and frozen: a script can be kept as a bookmark and gone back to. Happenings that wait for
time alone fire at their time, whatever the steps in which time is let pass.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from core.lab.act import Act, GoTo
from core.lab.scenario import End, Happening, Scenario
from core.lab.trigger import AtTime, Trigger
from core.lab.watch import OPENING, Look, Place, Seen, expected, instants, runs
from core.model.terms import Outcome

LONGEST = "longest"
"""The end that every scenario has; no happening or end may be called so."""


class ScriptError(ValueError):
    """Something asked of a script that it cannot do."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How the scenario ended; without an `end` it ran to its longest."""

    at: timedelta
    end: str | None
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Script:
    """Where a scenario stands. Times since the opening of the case.

    `fired` tells when each happening fired; `resting` have fired and still hold; `early` were
    brought forward and will be passed over at their own time; `held` tells since when each
    lasting condition has been true.
    """

    stage: str
    entered: timedelta = OPENING
    at: timedelta = OPENING
    fired: Mapping[str, tuple[timedelta, ...]] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    early: frozenset[str] = frozenset()
    resting: frozenset[str] = frozenset()
    held: Mapping[Place, timedelta] = field(default_factory=dict)
    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class Fired:
    """One act that is to be done now, and the happening it belongs to."""

    at: timedelta
    happening: str
    act: Act


@dataclass(frozen=True, slots=True)
class Coming:
    """A happening or an end that may come: when it is due if all else stays, and what it waits for.

    `due` None: something else must change first. `stage` None: it can come in any stage.
    """

    id: str
    text: str
    stage: str | None
    due: timedelta | None
    when: Trigger
    is_end: bool


def begun(scenario: Scenario) -> Script:
    """The script at the opening of the case."""
    return Script(scenario.stages[0].id)


def stepped(scenario: Scenario, script: Script, seen: Seen) -> tuple[Script, tuple[Fired, ...]]:
    """The script at `seen.now`, and all that happens until then, oldest first.

    Raises:
        ScriptError: time runs backwards, or a happening goes to a stage that is not there.
    """
    if seen.now < script.at:
        raise ScriptError(f"the script is at {script.at} already, not at {seen.now}")
    acts: list[Fired] = []
    while script.ended is None:
        script = _noticed(scenario, script, seen)
        at, watched = _next(scenario, script, seen)
        if watched is None:
            return replace(script, at=seen.now), tuple(acts)
        script, more = _happened(scenario, script, watched, at)
        acts += more
    return script, tuple(acts)


def next_time(scenario: Scenario, script: Script) -> timedelta | None:
    """The next moment at which time alone may make something happen; None once it has ended.

    Whoever lets time pass stops there, so that nothing is seen too late.
    """
    if script.ended is not None:
        return None
    stage = (script.stage, script.entered)
    times = {
        time
        for watched in _waiting(scenario, script)
        for time in instants(watched.when, (watched.id,), stage, script.held)
    }
    return min((time for time in times if time > script.at), default=scenario.longest)


def coming(scenario: Scenario, script: Script, seen: Seen) -> tuple[Coming, ...]:
    """What may come in the present stage: what has a due time first, soonest first, then the rest.

    Ends stand among them.
    """
    look = _look(script, seen)
    staged = {} if script.ended else {item.id: script.stage for item in _staged(scenario, script)}
    found = [
        Coming(
            id=watched.id,
            text=watched.text,
            stage=staged.get(watched.id),
            due=_due(watched, look, script),
            when=watched.when,
            is_end=isinstance(watched, End),
        )
        for watched in _waiting(scenario, script)
        if watched.id not in script.resting | script.early | {LONGEST}
    ]
    return tuple(sorted(found, key=lambda item: (item.due is None, item.due or OPENING)))


def fired_early(
    scenario: Scenario, script: Script, happening: str, now: timedelta
) -> tuple[Script, tuple[Fired, ...]]:
    """The script after a happening of the present stage was brought forward.

    It does not come at its own time then.

    Raises:
        ScriptError: it cannot come in the present stage, or is over, or the scenario is.
    """
    watched = next((item for item in _waiting(scenario, script) if item.id == happening), None)
    if not isinstance(watched, Happening):
        raise ScriptError(f"{happening} cannot be brought forward in the stage {script.stage}")
    before = replace(script, early=script.early | {happening})
    return _happened(scenario, before, watched, max(now, script.at))


def skipped(scenario: Scenario, script: Script, happening: str) -> Script:
    """The script in which this happening never fires.

    Raises:
        ScriptError: there is no happening of this name.
    """
    if happening not in {item.id for item in scenario.happenings}:
        raise ScriptError(f"no happening is called {happening}")
    return replace(script, skipped=script.skipped | {happening})


def stopped(script: Script, now: timedelta) -> Script:
    """The script after the instructor ended the scenario; an end that came stays."""
    ended = Ended(max(now, script.at), None, Outcome.SIMULATION_ENDED)
    return script if script.ended else replace(script, at=ended.at, ended=ended)


def _staged(scenario: Scenario, script: Script) -> tuple[Happening, ...]:
    stage = scenario.stage(script.stage)
    if stage is None:
        raise ScriptError(f"no stage is called {script.stage}")
    return stage.happenings


def _waiting(scenario: Scenario, script: Script) -> Iterator[Happening | End]:
    """What can still come in the present stage: happenings before ends, as written."""
    if script.ended is None:
        for item in (*scenario.always, *_staged(scenario, script)):
            over = item.id in script.fired and not item.repeat
            if not over and item.id not in script.skipped:
                yield item
        yield from scenario.ends
        yield End(LONGEST, "", AtTime(scenario.longest), Outcome.SIMULATION_ENDED)


def _look(script: Script, seen: Seen) -> Look:
    return Look(seen, script.stage, script.entered, script.held)


def _noticed(scenario: Scenario, script: Script, seen: Seen) -> Script:
    """The script after looking: which conditions have held since when, and which have let go."""
    look, waiting = _look(script, seen), tuple(_waiting(scenario, script))
    held = {at: since for item in waiting for at, since in runs(item.when, (item.id,), look)}
    script = replace(script, held=held)
    look = _look(script, seen)
    holding = {item.id for item in waiting if _is_due(expected(item.when, (item.id,), look), seen)}
    passed = script.early & holding - script.resting
    resting = (script.resting | passed) & holding
    return replace(script, resting=resting, early=script.early - passed)


def _is_due(due: timedelta | None, seen: Seen) -> bool:
    return due is not None and due <= seen.now


def _next(
    scenario: Scenario, script: Script, seen: Seen
) -> tuple[timedelta, Happening | End | None]:
    """What fires first until `seen.now`, and when; of two at one moment the one written first."""
    look = _look(script, seen)
    first: tuple[timedelta, Happening | End | None] = (seen.now, None)
    for item in _waiting(scenario, script):
        due = _due(item, look, script)
        ready = due is not None and item.id not in script.resting
        if due is not None and ready and (due < first[0] or (due, first[1]) == (first[0], None)):
            first = (due, item)
    return first


def _due(item: Happening | End, look: Look, script: Script) -> timedelta | None:
    """When it fires: in its stage, once at one moment, and never before the script's own time."""
    due = expected(item.when, (item.id,), look)
    if due is None:
        return None
    due = max(due, script.entered)
    return None if due in script.fired.get(item.id, ())[-1:] else max(due, script.at)


def _happened(
    scenario: Scenario, script: Script, item: Happening | End, at: timedelta
) -> tuple[Script, tuple[Fired, ...]]:
    if isinstance(item, End):
        name = None if item.id == LONGEST else item.id
        return replace(script, at=at, ended=Ended(at, name, item.outcome)), ()
    fired = {**script.fired, item.id: (*script.fired.get(item.id, ()), at)}
    script = replace(script, at=at, fired=fired, resting=script.resting | {item.id})
    for act in item.then:
        if isinstance(act, GoTo):
            script = _gone_to(scenario, script, act.stage)
    return script, tuple(Fired(at, item.id, act) for act in item.then)


def _gone_to(scenario: Scenario, script: Script, name: str) -> Script:
    """The script at the start of another stage: what is counted there begins afresh."""
    script = replace(script, stage=name, entered=script.at)
    fresh = {item.id for item in _staged(scenario, script)}
    held = {place: since for place, since in script.held.items() if place[0] not in fresh}
    return replace(script, held=held, resting=script.resting - fresh)
