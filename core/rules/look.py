"""What the table sees of a live case: a cohort of one, at one moment."""

from datetime import datetime, timedelta

import numpy as np

from core.model.counting import lane
from core.model.course import UNKNOWN, Lane
from core.model.facts import (
    CONDITION_AXIS,
    ON_OFF_CODE,
    SATURATION,
    SHOCK_CODE,
    Axis,
    Facts,
    gather,
)
from core.model.state import State, seconds, thousandths
from core.model.terms import Agent, Attested
from core.rules.compile import Protocol
from core.rules.numbers import Numbers

CATECHOLAMINES = frozenset(Agent) - {Agent.VASOPRESSIN}


def facts_of(state: State, moment: datetime, agent: Agent = Agent.NOREPINEPHRINE) -> Facts:
    """The facts of the case at a moment for the agent whose part of the case the state shows."""
    at = seconds(moment)
    return gather(state.history.course, state.lines, lane(at), lanes_around(state, at, agent))


def around(state: State, at: int, agent: Agent) -> dict[Axis, int]:
    """What the course of one infusion cannot know; what is not said is unknown."""
    main = state.given.get(Agent.NOREPINEPHRINE)
    age = None if state.setup is None else state.setup.age
    return {
        Axis.VASOPRESSIN: vasopressin_code(state),
        Axis.FLUIDS: fluids_code(state),
        Axis.NOREPINEPHRINE: 0 if main is None else thousandths(main.dose),
        Axis.CATECHOLAMINE_FREE: catecholamine_free(state, at),
        Axis.AGE: UNKNOWN if age is None else int(age.value),
        Axis.SHOCK: UNKNOWN if state.shock is None else SHOCK_CODE[state.shock],
        Axis.SINCE_OTHER_CHANGE: since_other_change(state, at, agent),
        **{
            axis: ON_OFF_CODE[state.conditions.get(condition, Attested.UNKNOWN)]
            for condition, axis in CONDITION_AXIS.items()
        },
    }


def lanes_around(state: State, at: int, agent: Agent, patients: int = 1) -> dict[Axis, Lane]:
    """The same as lanes, for so many patients who differ in nothing of it."""
    return {
        axis: np.full(patients, value, dtype=np.int64)
        for axis, value in around(state, at, agent).items()
    }


def since_other_change(state: State, at: int, agent: Agent) -> int:
    """For how many seconds the dose of no other agent has changed; unknown where none ever ran."""
    others = [seconds(given.since) for other, given in state.given.items() if other is not agent]
    return min(max(at - max(others), 0), SATURATION) if others else UNKNOWN


def catecholamine_free(state: State, at: int) -> int:
    """For how many seconds no catecholamine has run: unknown while one runs.

    Where none was ever reported it counts from the opening of the case, unless one was then said
    to run.
    """
    given = [given for agent, given in state.given.items() if agent in CATECHOLAMINES]
    if state.setup is None or state.opened_at is None or any(item.dose.value > 0 for item in given):
        return UNKNOWN
    if not given and CATECHOLAMINES & set(state.setup.others_running):
        return UNKNOWN
    since = max((seconds(item.since) for item in given), default=seconds(state.opened_at))
    return min(max(at - since, 0), SATURATION)


def vasopressin_code(state: State) -> int:
    """1 on, 0 off, or unknown: as the pump was reported or it was stated, the later of the two."""
    given, stated_at = state.given.get(Agent.VASOPRESSIN), state.vasopressin_at
    if given is not None and (stated_at is None or given.at >= stated_at):
        return int(given.dose.value > 0)
    return ON_OFF_CODE[state.vasopressin]


def fluids_code(state: State) -> int:
    """1 when somebody attested fluids, otherwise 0."""
    return int(state.fluids is Attested.YES)


def chosen_start(state: State, protocol: Protocol) -> Lane:
    """The starting dose, in thousandths: the case's own for norepinephrine, else the declared."""
    if protocol.agent is not Agent.NOREPINEPHRINE:
        return lane(protocol.numbers.start_default)
    return lane(UNKNOWN if state.setup is None else thousandths(state.setup.start_dose))


def stale_after(state: State, protocol: Protocol, now: datetime) -> timedelta:
    """How old the reading may be: shorter while a raise, of whichever agent, is young."""
    histories = (state.history, *(own.history for own in state.others.values()))
    raised_at = max(int(history.course.raise_at[0]) for history in histories)
    limit = stale_limit(protocol.numbers, lane(raised_at), lane(seconds(now)))
    return timedelta(seconds=int(limit[0]))


def stale_limit(numbers: Numbers, raise_at: Lane, now: Lane) -> Lane:
    """How old a reading may be, in seconds: shorter while a raise is young."""
    young = (raise_at != UNKNOWN) & (now - raise_at < numbers.raise_window)
    return np.where(young, numbers.stale_after_raise, numbers.stale_otherwise)


def known(facts: Facts) -> dict[str, int]:
    """The known facts by name, for the log."""
    values = np.asarray(facts[0]).tolist()
    return {axis.name.lower(): values[axis] for axis in Axis if values[axis] != UNKNOWN}


def facts_from(inputs: dict[str, int]) -> Facts:
    """The facts back from the log, to explain an old piece of advice."""
    return np.array([[inputs.get(axis.name.lower(), UNKNOWN) for axis in Axis]], dtype=np.int64)
