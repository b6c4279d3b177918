"""Findings about names: stages, agents, actions, prompts, and what the protocol allows."""

from collections.abc import Iterator

from core.lab.act import ChangeBag, Extravasate, GoTo, KeyingSlip
from core.lab.finding import Finding
from core.lab.measure import (
    AdviceFollowed,
    DoseAtMost,
    DoseHeld,
    DoseNeverAbove,
    DoseReached,
    PromptAnswered,
)
from core.lab.possible import staged, ways
from core.lab.scenario import Running, Scenario
from core.lab.trigger import ActionMissed, DoseAtLeast, DoseBelow, InStage, PromptShown
from core.model.state import thousandths
from core.model.terms import Action
from core.rules.compile import Protocol

REMINDERS = frozenset(
    {
        "reading-overdue",
        "watch-reading-overdue",
        "wean-eligible",
        "stop-eligible",
        "above-band",
        "bag-empty",
        "site-check",
        "line-check",
        "perfusion-check",
        "arterial-line",
        "same-reading",
    }
)
"""The prompts that any protocol has, beside those of its notify rows."""
_OF_AGENT = (
    Running,
    DoseAtLeast,
    DoseBelow,
    ActionMissed,
    ChangeBag,
    Extravasate,
    KeyingSlip,
    AdviceFollowed,
    DoseAtMost,
    DoseReached,
    DoseNeverAbove,
    DoseHeld,
)


def name_findings(scenario: Scenario, protocol: Protocol) -> Iterator[Finding]:
    """Names that mean nothing in this scenario or under this protocol."""
    for place, named in _named(scenario):
        yield from _stage(scenario, place, named)
        yield from _agent(protocol, place, named)
        yield from _prompt(protocol, place, named)
    yield from _opening(scenario, protocol)


def _named(scenario: Scenario) -> Iterator[tuple[str, object]]:
    """Everything that names something, with its place."""
    for running in scenario.opening.running:
        yield "opening.running", running
    for _, happening in staged(scenario):
        place = f"happening[{happening.id}]"
        for part in (*happening.then, *(atom for way in ways(happening.when) for atom in way)):
            yield place, part
    for end in scenario.ends:
        for atom in (atom for way in ways(end.when) for atom in way):
            yield f"end[{end.id}]", atom
    for item in scenario.checklist:
        yield f"item[{item.id}]", item.measure


def _stage(scenario: Scenario, place: str, named: object) -> Iterator[Finding]:
    name = named.stage if isinstance(named, GoTo | InStage) else None
    if name is not None and scenario.stage(name) is None:
        known = ", ".join(stage.id for stage in scenario.stages)
        yield Finding("stage-unknown", place, {"stage": name, "known": known})


def _agent(protocol: Protocol, place: str, named: object) -> Iterator[Finding]:
    if not isinstance(named, _OF_AGENT):
        return
    part = protocol.part(named.agent)
    told = {"agent": named.agent, "protocol": protocol.file.id}
    if part is None:
        yield Finding("agent-unknown", place, told)
        return
    dose = getattr(named, "dose", None)
    if dose is not None and dose.unit is not part.unit:
        yield Finding("dose-unit", place, {**told, "dose": str(dose), "unit": part.unit})
    action = getattr(named, "action", None)
    if action is not None and action not in _advised(part):
        known = ", ".join(sorted(_advised(part)))
        yield Finding("action-never", place, {**told, "action": action, "known": known})


def _advised(part: Protocol) -> frozenset[Action]:
    return frozenset(Action(row.then.action) for row in part.file.rule)


def _prompt(protocol: Protocol, place: str, named: object) -> Iterator[Finding]:
    if not isinstance(named, PromptShown | PromptAnswered):
        return
    rows = {row.id for part in protocol.parts for row in part.file.notify}
    if named.code not in rows | REMINDERS:
        known = ", ".join(sorted(rows | REMINDERS))
        yield Finding("prompt-unknown", place, {"code": named.code, "known": known})


def _opening(scenario: Scenario, protocol: Protocol) -> Iterator[Finding]:
    setup, numbers = scenario.opening.setup, protocol.numbers
    if setup.band not in protocol.bands:
        known = ", ".join(f"{band.low.value} to {band.high}" for band in protocol.bands)
        yield Finding("target-unknown", "opening.target", {"known": known})
    if setup.start_dose.unit is not protocol.unit or not (
        numbers.start_least <= thousandths(setup.start_dose) <= numbers.start_most
    ):
        limits = protocol.file.limits.start
        told = {"dose": str(setup.start_dose), "least": limits.least, "most": limits.most}
        yield Finding("start-range", "opening.start", told)
