"""The infusions side by side: what each pump runs, from which bag, and which one is titrated."""

from datetime import timedelta

from core.model.infusions import MAIN, counted, infusion_of
from core.model.state import Given, State, dose_of
from core.model.terms import Agent, Use
from core.quantity.bag import Bag
from core.quantity.equivalents import unit_of
from core.rules.compile import Protocol
from core.rules.infusion import RESTRICTED
from core.rules.prompts import bag_empty_at
from core.view.case_view import DoseGuardView, InfusionView, OfferedAgent
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
    running = _runs(state, agent)
    titrated = _titrated(state) is agent
    part = protocol.part(agent)
    unit = given.dose.unit if part is None and given is not None else (part or protocol).unit
    use = state.uses.get(agent)
    empty = bag_empty_at(state, agent) if agent in counted(state) else None
    lead = timedelta(seconds=protocol.reminders.bag_lead)
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
        bag_empty_at=empty,
        titrated=titrated,
        held=running and not titrated,
        use="" if use is None else words.say(f"use.{use}"),
        lanes=story.lanes_of(agent),
        hanging=bag,
        usual=None if part is None else part.usual_bag,
        guard=dose_guard(state, part, agent),
        prepare_by=None if empty is None else empty - lead,
    )


def _titrated(state: State) -> Agent:
    """Whom the latest advice is about; norepinephrine before there is any."""
    return MAIN if state.standing is None else state.standing.advised.agent


def _runs(state: State, agent: Agent) -> bool:
    given = state.given.get(agent)
    return given is not None and given.dose.value > 0


def delivered_text(given: Given | None) -> str:
    """The dose the pump really delivers, where rounding makes it another."""
    if given is None or given.delivered is None or given.delivered.value == given.dose.value:
        return ""
    return str(given.delivered)


def _bag_of(state: State, agent: Agent) -> Bag | None:
    hanging = infusion_of(state, agent).bag if agent in counted(state) else None
    return None if hanging is None else hanging.bag


def dose_guard(state: State, part: Protocol | None, agent: Agent) -> DoseGuardView:
    """What a dose of this agent is compared with; `part` is its own protocol, if it has one."""
    given, standing = state.given.get(agent), state.standing
    about = standing is not None and standing.advised.agent is agent
    return DoseGuardView(
        current=None if given is None else str(given.dose),
        advised=str(standing.advised.dose) if about and standing is not None else None,
        largest_step=None if part is None else str(dose_of(largest_step(part), part.unit)),
        stop_from=None if part is None else str(dose_of(part.numbers.stop_from, part.unit)),
    )


def largest_step(part: Protocol) -> int:
    """The largest step upwards of an agent's protocol, in thousandths of its unit."""
    return max(part.numbers.steps[name] for name in ("up", "rescue", "undo"))


def offered_agents(state: State, protocol: Protocol, words: Words) -> tuple[OfferedAgent, ...]:
    """The agents besides norepinephrine that do not run and may be added."""
    return tuple(
        _offered(state, protocol, words, agent)
        for agent in Agent
        if agent is not MAIN and not _runs(state, agent)
    )


def _offered(state: State, protocol: Protocol, words: Words, agent: Agent) -> OfferedAgent:
    part = protocol.part(agent) if agent in state.countings else None
    unit = unit_of(agent) if part is None else part.unit
    return OfferedAgent(
        agent=agent,
        name=words.say(f"agent.{agent}"),
        unit=str(unit),
        start="" if part is None else part.file.limits.start.default,
        usual=None if part is None else _bag_of(state, agent) or part.usual_bag,
        uses=_uses(words, agent),
        guard=dose_guard(state, part, agent),
    )


def _uses(words: Words, agent: Agent) -> tuple[tuple[Use, str], ...]:
    """The reasons to choose from; the kidneys are among them, so that they can be refused."""
    known = RESTRICTED.get(agent)
    if known is None:
        return ()
    offered = [use for use in Use if use in known.uses and use is not Use.CHARTED]
    return tuple((use, words.say(f"use.{use}")) for use in (*offered, Use.KIDNEYS))
