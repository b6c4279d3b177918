"""Everything of a running simulation that goes back with a bookmark, and how facts reach it.

Only a report of what a pump runs changes an infusion; advice never does. A keying slip stands
between the report and the pump until somebody finds it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal

from core.lab.bedside import Bedside
from core.lab.bedside_hands import display, hung, keyed
from core.lab.chronicle import Chronicle
from core.lab.script import Script
from core.lab.staff import Staff
from core.lab.trigger import Fact
from core.lab.truth import PumpKeyed
from core.model.events import BagHung, EntryStruck, PumpReported, Recorded
from core.model.state import State
from core.model.terms import Agent
from core.quantity.bag import Bag
from core.quantity.dosing import exact_rate
from core.quantity.measures import PumpRate
from core.quantity.text import rounded
from core.rules.compile import Protocol

STRAIGHT = Decimal(1)


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """The bedside, the script, what the case has told it, the nurse, and what is put in between.

    `slips` has for each agent by how much its pump is off what was reported; `charted_bags` are
    the bags that the case was told of; `advice_hidden` is the instructor's choice.
    """

    bedside: Bedside
    script: Script
    chronicle: Chronicle
    staff: Staff | None
    slips: Mapping[Agent, Decimal] = field(default_factory=dict)
    charted_bags: Mapping[Agent, Bag] = field(default_factory=dict)
    advice_hidden: bool = False

    def slip(self, agent: Agent) -> Decimal:
        """By how much the agent's pump is off; 1: not at all."""
        return self.slips.get(agent, STRAIGHT)

    def with_slip(self, agent: Agent, times: Decimal) -> "World":
        """The world in which the agent's pump is off by so much."""
        return replace(self, slips={**self.slips, agent: times})

    def as_opened(self) -> "World":
        """The world once the case is open: what was told by then was done by nobody."""
        return replace(self, chronicle=replace(self.chronicle, facts={}))


@dataclass(frozen=True, slots=True)
class Situation:
    """What is needed of the case to read its facts at the bedside."""

    state: State
    protocol: Protocol


def after_facts(
    world: World, facts: Iterable[Recorded], now: Situation, *, keys: bool
) -> tuple[World, tuple[PumpKeyed, ...]]:
    """The world after new facts of the case, and the pumps that were keyed by them.

    With `keys` the pump is keyed as a report of what runs now says.
    """
    done: list[PumpKeyed] = []
    for fact in facts:
        world, keyings = _after(world, fact, now, keys=keys)
        done += keyings
    return world, tuple(done)


def _after(
    world: World, fact: Recorded, now: Situation, *, keys: bool
) -> tuple[World, tuple[PumpKeyed, ...]]:
    event = fact.event
    struck_pump = isinstance(event, EntryStruck) and event.refers_to in world.chronicle.reports
    world = replace(world, chronicle=world.chronicle.told((fact,)))
    if isinstance(event, BagHung):
        return _bag_hung(world, event), ()
    if struck_pump:  # somebody has looked at the pumps
        return replace(world, slips={}), ()
    if isinstance(event, PumpReported):
        world = _found(world, event, fact, now)
        current = now.state.given.get(event.agent)
        if keys and current is not None and current.seq == fact.seq:
            return key_charted(world, event.agent, now)
    return world, ()


def _bag_hung(world: World, event: BagHung) -> World:
    """A bag that hung before the case was told of it is only charted now."""
    known = world.charted_bags.get(event.agent)
    charted = {**world.charted_bags, event.agent: event.bag}
    already = world.bedside.bags.get(event.agent) == event.bag and known != event.bag
    bedside = world.bedside if already else hung(world.bedside, event.agent, event.bag)
    return replace(world, bedside=bedside, charted_bags=charted)


def _found(world: World, event: PumpReported, fact: Recorded, now: Situation) -> World:
    """A report of what the pump really runs while a slip is on puts the slip right."""
    rate = charted_rate(event.agent, now)
    shown = display(world.bedside, event.agent)
    if world.slip(event.agent) == STRAIGHT or shown is None or rate != shown:
        return world
    chronicle = world.chronicle.having(Fact.PUMP_CORRECTED, fact.recorded_at)
    return replace(world.with_slip(event.agent, STRAIGHT), chronicle=chronicle)


def key_charted(world: World, agent: Agent, now: Situation) -> tuple[World, tuple[PumpKeyed, ...]]:
    """The agent's pump keyed to what the case says it runs, as far as no slip is in between."""
    rate = charted_rate(agent, now)
    if rate is None:
        return world, ()
    return key_pump(world, agent, off_by(rate, world.slip(agent)), now)


def key_pump(
    world: World, agent: Agent, rate: PumpRate, now: Situation
) -> tuple[World, tuple[PumpKeyed, ...]]:
    """The agent's pump keyed to a rate; nothing where it shows that already."""
    if display(world.bedside, agent) == rate:
        return world, ()
    part = now.protocol.part(agent)
    bedside = keyed(world.bedside, agent, rate, None if part is None else part.usual_bag)
    entry = PumpKeyed(bedside.second, agent, rate, charted_rate(agent, now))
    return replace(world, bedside=bedside), (entry,)


def off_by(rate: PumpRate, times: Decimal) -> PumpRate:
    """A rate times a slip, to the pump's 0.1 mL/h."""
    if times == STRAIGHT:
        return rate
    return PumpRate((rate.value * times).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))


def charted_rate(agent: Agent, now: Situation) -> PumpRate | None:
    """The rate at which the case says the agent runs; by its dose and usual bag if need be."""
    given = now.state.given.get(agent)
    if given is None:
        return None
    if given.rate is not None:
        return given.rate
    part, weight = now.protocol.part(agent), now.state.weight
    if part is None or part.usual_bag is None or weight is None:
        return None
    return PumpRate(rounded(exact_rate(given.dose, weight.weight, part.usual_bag), 1))
