"""What is wrong with a scenario that can be read: each finding has a code, a place, a sentence.

A finding does not say that the scenario cannot be played, but that something in it can never
happen, is measured by nothing, or names what is not there.
"""

from collections.abc import Iterator
from datetime import timedelta

from core.lab.finding import Finding
from core.lab.lint_bedside import bedside_findings
from core.lab.lint_names import name_findings
from core.lab.possible import entries, is_contradiction, soonest, staged
from core.lab.scenario import End, Happening, Item, Scenario
from core.lab.trigger import AllOf, AnyOf, AtTime, Done, PromptShown, Trigger
from core.lab.watch import OPENING
from core.library import read_protocol
from core.quantity.measures import duration_text
from core.rules.compile import Protocol


def findings(scenario: Scenario) -> tuple[Finding, ...]:
    """Every finding, with the protocol that the scenario names; one that is not shipped is one.

    A protocol of one's own is judged by `findings_under`.
    """
    try:
        protocol = read_protocol(scenario.protocol).protocol
    except FileNotFoundError:
        protocol = None
    if protocol is None:
        unknown = Finding("protocol-unknown", "scenario.protocol", {"protocol": scenario.protocol})
        return (unknown, *_of_itself(scenario))
    return findings_under(scenario, protocol)


def findings_under(scenario: Scenario, protocol: Protocol) -> tuple[Finding, ...]:
    """Every finding of the scenario played under this protocol."""
    return (*_of_itself(scenario), *name_findings(scenario, protocol))


def _of_itself(scenario: Scenario) -> Iterator[Finding]:
    yield from _prebrief(scenario)
    yield from _stages(scenario)
    yield from _triggers(scenario)
    yield from _objectives(scenario)
    yield from _items(scenario)
    yield from bedside_findings(scenario)


def _prebrief(scenario: Scenario) -> Iterator[Finding]:
    prebrief = scenario.prebrief
    for name in ("situation", "roles", "simulated", "not_simulated", "safety", "scope"):
        if not getattr(prebrief, name):
            yield Finding("prebrief-empty", f"prebrief.{name}")


def _stages(scenario: Scenario) -> Iterator[Finding]:
    entered = entries(scenario)
    for stage in scenario.stages:
        if stage.id not in entered:
            yield Finding("stage-unreached", f"stage[{stage.id}]", {"stage": stage.id})


def _triggers(scenario: Scenario) -> Iterator[Finding]:
    entered = entries(scenario)
    for stage, happening in staged(scenario):
        if stage is None or stage in entered:
            place = place_of(stage, happening)
            yield from _can_come(scenario, happening, stage, entered, place)
            if happening.repeat and _is_once_for_all(happening.when):
                yield Finding("repeat-once", place)
    for end in scenario.ends:
        yield from _can_come(scenario, end, None, entered, f"end[{end.id}]")


def place_of(stage: str | None, happening: Happening) -> str:
    """Where a happening stands in the file."""
    if stage is None:
        return f"always[{happening.id}]"
    return f"stage[{stage}].happening[{happening.id}]"


def _can_come(
    scenario: Scenario,
    watched: Happening | End,
    stage: str | None,
    entered: dict[str, timedelta],
    place: str,
) -> Iterator[Finding]:
    at = soonest(watched.when, stage, entered)
    if is_contradiction(watched.when, stage):
        yield Finding("contradiction", place)
    elif at is None:
        yield Finding("never", place)
    elif at > scenario.longest:
        yield Finding("too-late", place, _times(at, scenario))


def _times(at: timedelta, scenario: Scenario) -> dict[str, str]:
    return {"at": duration_text(at), "longest": duration_text(scenario.longest)}


def _is_once_for_all(trigger: Trigger) -> bool:
    """Whether the trigger, once it holds, holds for good: it can never newly hold."""
    if isinstance(trigger, AllOf | AnyOf):
        return all(_is_once_for_all(part) for part in trigger.parts)
    return isinstance(trigger, AtTime | Done | PromptShown)


def _objectives(scenario: Scenario) -> Iterator[Finding]:
    measured = {item.objective for item in scenario.checklist}
    for objective in scenario.objectives:
        if objective.id not in measured:
            yield Finding("objective-unmeasured", f"objective[{objective.id}]")


def _items(scenario: Scenario) -> Iterator[Finding]:
    objectives = {objective.id for objective in scenario.objectives}
    entered = entries(scenario)
    opened = {
        happening.id: soonest(happening.when, stage, entered)
        for stage, happening in staged(scenario)
    }
    for item in scenario.checklist:
        place = f"item[{item.id}]"
        if item.objective not in objectives:
            yield Finding("objective-unknown", place, {"objective": item.objective})
        if item.after is not None and item.after not in opened:
            yield Finding("happening-unknown", place, {"happening": item.after})
        yield from _in_time(
            scenario, item, OPENING if item.after is None else opened.get(item.after)
        )


def _in_time(scenario: Scenario, item: Item, opened: timedelta | None) -> Iterator[Finding]:
    """An item that opens never is told of at its happening; here only: too late."""
    if opened is None or item.by is None:
        return
    if opened <= scenario.longest < opened + item.by:
        yield Finding("item-late", f"item[{item.id}]", _times(opened + item.by, scenario))
