"""What the table sees of a live case: a cohort of one, at one moment."""

from datetime import datetime, timedelta

import numpy as np

from core.model.counting import lane
from core.model.course import UNKNOWN, Lane
from core.model.facts import ON_OFF_CODE, Axis, Facts, gather
from core.model.state import State, seconds, thousandths
from core.model.terms import Agent, Attested
from core.rules.compile import Protocol


def facts_of(state: State, moment: datetime) -> Facts:
    """The facts of the case at a moment."""
    return gather(
        state.history.course,
        state.lines,
        lane(seconds(moment)),
        vasopressin=lane(vasopressin_code(state)),
        fluids=lane(fluids_code(state)),
    )


def vasopressin_code(state: State) -> int:
    """1 on, 0 off, or unknown: as the pump was reported or it was stated, the later of the two."""
    given, stated_at = state.given.get(Agent.VASOPRESSIN), state.vasopressin_at
    if given is not None and (stated_at is None or given.at >= stated_at):
        return int(given.dose.value > 0)
    return ON_OFF_CODE[state.vasopressin]


def fluids_code(state: State) -> int:
    """1 when somebody attested fluids, otherwise 0."""
    return int(state.fluids is Attested.YES)


def chosen_start(state: State) -> Lane:
    """The case's starting dose, in thousandths."""
    return lane(UNKNOWN if state.setup is None else thousandths(state.setup.start_dose))


def stale_after(state: State, protocol: Protocol, now: datetime) -> timedelta:
    """How old the reading may be: shorter while a raise is young."""
    numbers, raised_at = protocol.numbers, int(state.history.course.raise_at[0])
    young = raised_at != UNKNOWN and seconds(now) - raised_at < numbers.raise_window
    return timedelta(seconds=numbers.stale_after_raise if young else numbers.stale_otherwise)


def known(facts: Facts) -> dict[str, int]:
    """The known facts by name, for the log."""
    values = np.asarray(facts[0]).tolist()
    return {axis.name.lower(): values[axis] for axis in Axis if values[axis] != UNKNOWN}


def facts_from(inputs: dict[str, int]) -> Facts:
    """The facts back from the log, to explain an old piece of advice."""
    return np.array([[inputs.get(axis.name.lower(), UNKNOWN) for axis in Axis]], dtype=np.int64)
