"""The world in which a scenario begins, before its case is opened."""

from datetime import datetime

from core.lab.bedside_made import at_bedside
from core.lab.chronicle import Chronicle
from core.lab.scenario import Scenario
from core.lab.script import begun
from core.lab.staff import Staff
from core.lab.staff_profile import Profile
from core.lab.world import World
from core.model.terms import Agent
from core.rules.compile import Protocol


def first_world(
    scenario: Scenario, seed: int, protocol: Protocol, staff: Profile | None, opens_at: datetime
) -> World:
    """Bedside, script and nurse at the opening; the bag that hangs is the one of the set-up.

    Raises:
        PatientError: the patient cannot be made as the scenario asks.
    """
    bag = scenario.opening.setup.bag
    return World(
        at_bedside(scenario, seed, protocol),
        begun(scenario),
        Chronicle(opens_at),
        None if staff is None else Staff(staff, seed),
        charted_bags={} if bag is None else {Agent.NOREPINEPHRINE: bag},
    )
