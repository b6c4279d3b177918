"""How a scenario begins: the opening of its case, and the first reports of what runs already."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from core.lab.scenario import Running, Scenario
from core.library import Shelved
from core.model.commands import Command, HangBag, OpenCase, ReportPump
from core.model.terms import Agent, Mode
from core.rules.compile import Protocol

INITIALS = "SIM"
"""Who enters the opening of a simulated case."""


def opening_of(scenario: Scenario, shelved: Shelved, at: datetime) -> OpenCase:
    """The case of the scenario under the protocol's exact text, always in SIMULATION.

    Raises:
        ValueError: the protocol has findings and cannot advise.
    """
    protocol = shelved.protocol
    if protocol is None:
        raise ValueError(f"protocol {shelved.id} has findings and cannot advise")
    return OpenCase(
        at=at,
        setup=replace(scenario.opening.setup, mode=Mode.SIMULATION),
        counting=protocol.counting,
        countings=protocol.countings,
        protocol=protocol.file.id,
        protocol_version=protocol.file.version,
        protocol_text=shelved.text,
        initials=INITIALS,
    )


def first_reports(scenario: Scenario, protocol: Protocol, at: datetime) -> tuple[Command, ...]:
    """What runs when the case opens, reported as running since it was started."""
    return tuple(
        command
        for running in scenario.opening.running
        for command in _reports(running, protocol, at)
    )


def _reports(running: Running, protocol: Protocol, at: datetime) -> Iterator[Command]:
    since, agent = at - running.already, running.agent
    part = protocol.part(agent)
    if agent is not Agent.NOREPINEPHRINE and part is not None and part.usual_bag is not None:
        yield HangBag(at=at, observed_at=since, agent=agent, bag=part.usual_bag)
    yield ReportPump(at=at, observed_at=since, agent=agent, dose=running.dose)
