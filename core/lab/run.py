"""A scenario run to its end by simulated staff, without a window and without a learner."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.lab.outcomes import Outcomes, outcomes_of
from core.lab.scenario import Scenario
from core.lab.simulation import Simulation
from core.lab.staff_profile import profile_of
from core.lab.truth import TruthLog
from core.library import Shelved
from core.log.memory import MemoryLog
from core.model.events import Recorded
from core.session import EventLog


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """What happened: the facts of the case, the hidden truth, and the figures."""

    scenario: Scenario
    seed: int
    staff: str
    facts: Sequence[Recorded]
    truth: TruthLog
    outcomes: Outcomes


def run(
    scenario: Scenario,
    seed: int,
    staff: str | None = None,
    *,
    log: EventLog | None = None,
    protocol: Shelved | None = None,
) -> Course:
    """Play a scenario to an end or for its longest time; the same seed, the same course.

    `staff` is a profile's name, None for the scenario's own. The case goes into `log`. `protocol`
    is at hand already, or is read by the scenario's name for it.

    Raises:
        ValueError: there is no such profile, or as `Simulation`.
        OSError: as `Simulation`.
    """
    name = scenario.staff if staff is None else staff
    kept: EventLog = MemoryLog() if log is None else log
    simulation = Simulation(scenario, seed, kept, staff=profile_of(name), protocol=protocol)
    simulation.pass_time(simulation.start + scenario.longest)
    if simulation.ended is None:
        simulation.stop()
    ended = simulation.ended
    facts = tuple(kept)
    return Course(
        scenario=scenario,
        seed=seed,
        staff=name,
        facts=facts,
        truth=simulation.truth,
        outcomes=outcomes_of(facts, simulation.truth.samples, None if ended is None else ended.end),
    )
