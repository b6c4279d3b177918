"""The infusions of a case, one for each agent: norepinephrine's in the state, the others beside it.

`seen_by` gives the case as one agent's pump sees it, so that every rule is written for one
infusion and holds for each.
"""

from collections.abc import Callable

from core.model.course import Lines
from core.model.history import History
from core.model.reports import recounted
from core.model.series import Series
from core.model.state import Given, Infusion, State, replace
from core.model.terms import Agent

MAIN = Agent.NOREPINEPHRINE
"""The agent every case and every protocol is about."""


def counted(state: State) -> tuple[Agent, ...]:
    """The agents whose course is counted: norepinephrine, and each that ever ran or hangs."""
    return (MAIN, *state.others)


def infusion_of(state: State, agent: Agent) -> Infusion:
    """What belongs to one agent. One that never ran has the readings and pauses of the case."""
    if agent is MAIN:
        return Infusion(state.history, state.bag, state.advised_doses)
    own = state.others.get(agent)
    if own is not None:
        return own
    main = state.history
    return Infusion(
        History(readings=main.readings, pauses=main.pauses, lines=state.lines_of(agent))
    )


def with_infusion(state: State, agent: Agent, own: Infusion) -> State:
    """The state with one agent's part put in its place."""
    if agent is MAIN:
        return replace(state, history=own.history, bag=own.bag, advised_doses=own.advised_doses)
    return replace(state, others={**state.others, agent: own})


def seen_by(state: State, agent: Agent) -> State:
    """The case as one agent's pump sees it: history, bag and counting are that agent's.

    Raises:
        ValueError: the protocol of the case does not count this agent.
    """
    if agent is MAIN:
        return state
    own = infusion_of(state, agent)
    return replace(
        state,
        history=own.history,
        bag=own.bag,
        advised_doses=own.advised_doses,
        counting=state.countings[agent],
    )


def each_history(state: State, change: Callable[[History, Lines], History]) -> State:
    """The state with every agent's history changed alike: by a reading, a pause, a strike."""
    state = replace(state, history=change(state.history, state.lines))
    others = {
        agent: Infusion(change(own.history, state.lines_of(agent)), own.bag, own.advised_doses)
        for agent, own in state.others.items()
    }
    return replace(state, others=others) if others else state


def without_advised_doses(state: State) -> State:
    """The state in which no rate stands for an advised dose any longer: the weight changed."""
    others = {agent: Infusion(own.history, own.bag) for agent, own in state.others.items()}
    return replace(state, advised_doses={}, others=others)


def bags_recounted(state: State, agents: set[Agent], reports: Series[Given]) -> State:
    """The state with the bags of some agents counted afresh from every report."""
    for agent in agents & set(counted(state)):
        own = infusion_of(state, agent)
        if own.bag is not None:
            bag = recounted(own.bag, agent, reports)
            state = with_infusion(state, agent, Infusion(own.history, bag, own.advised_doses))
    return state
