"""What every case of an arm is opened with, from the plan: band, bag, weight, starting dose."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from core.library import protocol_from
from core.model.case import Band
from core.model.course import UNKNOWN, Lines
from core.model.facts import CONDITION_AXIS, Axis
from core.model.state import lines_from, thousandths
from core.model.terms import Agent
from core.patient.arrays import IntArray
from core.patient.cohort import Cohort
from core.quantity.measures import DoseUnit, Kilogram
from core.rules.compile import Protocol, ProtocolError
from core.rules.rungs import Rungs, rungs_of
from core.trial.plan import Arm, Plan, PlanError


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """An arm made ready. `start` in thousandths of the dosing unit."""

    protocol: Protocol
    band: Band
    start: int
    lines: Lines
    pinned: bool

    def constant(self, lines: Lines) -> Mapping[Axis, int]:
        """The facts that are the same for every patient at every moment.

        Fluids are attested, nothing is known of age, conditions or the type of shock, and no
        other agent is counted; vasopressin is off unless the plan lets it begin.
        """
        told = dict.fromkeys(CONDITION_AXIS.values(), UNKNOWN)
        told |= {Axis.AGE: UNKNOWN, Axis.SHOCK: UNKNOWN, Axis.SINCE_OTHER_CHANGE: UNKNOWN}
        told |= {Axis.FLUIDS: 1, Axis.TARGET: lines.low}
        return told | ({Axis.VASOPRESSIN: 0} if self.pinned else {})


def setting(plan: Plan, arm: Arm) -> Setting:
    """An arm of a plan made ready.

    Raises:
        PlanError: the protocol cannot be used, or does not allow what the plan asks of it.
    """
    protocol = _protocol(arm)
    band = _band(plan, arm, protocol)
    lines = lines_from(band, protocol.counting)
    return Setting(protocol, band, _start(plan, arm, protocol), lines, not plan.second_agent)


def _protocol(arm: Arm) -> Protocol:
    try:
        protocol = protocol_from(arm.text)
    except ProtocolError as error:
        raise PlanError(f"arm {arm.name}: {error}") from error
    if protocol.agent is not Agent.NOREPINEPHRINE:
        raise PlanError(f"arm {arm.name}: it titrates {protocol.agent}, not norepinephrine")
    return protocol


def _band(plan: Plan, arm: Arm, protocol: Protocol) -> Band:
    allowed = {(int(band.low.value), int(band.high.value)): band for band in protocol.bands}
    wanted = plan.band or next(iter(allowed))
    if wanted not in allowed:
        ways = ", ".join(f"{low} to {high}" for low, high in allowed)
        low, high = wanted
        raise PlanError(f"arm {arm.name}: band {low} to {high} mmHg is none of its: {ways}")
    return allowed[wanted]


def _start(plan: Plan, arm: Arm, protocol: Protocol) -> int:
    numbers = protocol.numbers
    if plan.start is None:
        return numbers.start_default
    if plan.start.unit is not protocol.unit:
        raise PlanError(f"arm {arm.name}: its starting dose is in {protocol.unit}, {plan.start}")
    start = thousandths(plan.start)
    if not numbers.start_least <= start <= numbers.start_most:
        least, most = numbers.start_least / 1000, numbers.start_most / 1000
        raise PlanError(f"arm {arm.name}: {plan.start} is not {least:g} to {most:g}")
    return start


def dosing_kg(cohort: Cohort) -> IntArray:
    """The dosing weight of each patient: the true one to the nearest whole kg, at least 1."""
    return np.maximum(np.floor(cohort.weight_kg + 0.5), 1.0).astype(np.int64)


def rungs_for(plan: Plan, cohort: Cohort, unit: DoseUnit) -> Rungs:
    """How each patient's pump turns doses into rates."""
    kilograms, place = np.unique(dosing_kg(cohort), return_inverse=True)
    weights = [Kilogram(Decimal(kg)) for kg in kilograms.tolist()]
    return rungs_of(weights, plan.bag, plan.resolution, unit).picked(place)


def mcg_min_per_step(plan: Plan) -> float:
    """What one step of the pump delivers, mcg/min of base."""
    return float(plan.bag.concentration) * float(plan.resolution.value) / 60.0
