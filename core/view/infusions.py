"""The infusions side by side: what each pump runs, from which bag, and which one is titrated."""

from core.model.infusions import counted, infusion_of
from core.model.state import Given, State
from core.model.terms import Agent
from core.quantity.bag import Bag
from core.rules.compile import Protocol
from core.rules.prompts import bag_empty_at
from core.view.case_view import InfusionView
from core.view.story import Story
from core.view.wording import Words


def infusion_views(
    state: State, protocol: Protocol, story: Story, words: Words
) -> tuple[InfusionView, ...]:
    """Every agent that the case counts or was told of, norepinephrine first."""
    told = [agent for agent in state.given if agent not in counted(state)]
    return tuple(
        _infusion(state, protocol, story, words, agent) for agent in (*counted(state), *told)
    )


def _infusion(
    state: State, protocol: Protocol, story: Story, words: Words, agent: Agent
) -> InfusionView:
    given, bag = state.given.get(agent), _bag_of(state, agent)
    running = given is not None and given.dose.value > 0
    titrated = state.standing is not None and state.standing.advised.agent is agent
    part = protocol.part(agent)
    unit = given.dose.unit if part is None and given is not None else (part or protocol).unit
    use = state.uses.get(agent)
    return InfusionView(
        agent=agent,
        name=words.say(f"agent.{agent}"),
        unit=str(unit),
        running=running,
        dose="" if given is None else str(given.dose),
        rate="" if given is None or given.rate is None else str(given.rate),
        delivered=delivered_text(given),
        since=None if given is None else given.since,
        bag="" if bag is None else f"{bag.text} ({bag.concentration_text})",
        bag_empty_at=bag_empty_at(state, agent) if agent in counted(state) else None,
        titrated=titrated,
        held=running and not titrated,
        use="" if use is None else words.say(f"use.{use}"),
        lanes=story.lanes_of(agent),
    )


def delivered_text(given: Given | None) -> str:
    """The dose the pump really delivers, where rounding makes it another."""
    if given is None or given.delivered is None or given.delivered.value == given.dose.value:
        return ""
    return str(given.delivered)


def _bag_of(state: State, agent: Agent) -> Bag | None:
    hanging = infusion_of(state, agent).bag if agent in counted(state) else None
    return None if hanging is None else hanging.bag
