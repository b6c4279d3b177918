"""Requests about the infusion: what the pump runs, another bag, another dosing weight."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.model.commands import ChangeWeight, HangBag, ReportPump
from core.model.events import BagHung, PumpReported, Reason, WeightChanged
from core.model.state import Given, State, dose_of, thousandths
from core.model.terms import Agent, Keep
from core.quantity.measures import Dose, DoseUnit, PumpRate
from core.rules.compile import Protocol
from core.rules.draft import Draft
from core.rules.pump import delivered_by, pump_setting, set_dose_of
from core.rules.readings import look_afresh, reconsider

ENTRY_LIMIT = Decimal(3)
"""No dose above 3 mcg/kg/min is taken as given (validation table: beyond every published range)."""


@dataclass(frozen=True, slots=True)
class Running:
    """A set dose with the rate that gives it and what that rate really delivers."""

    dose: Dose
    rate: PumpRate | None
    delivered: Dose | None


def report(draft: Draft, command: ReportPump, protocol: Protocol) -> None:
    """Take down what the pump runs. Advice never does this."""
    if command.agent is not protocol.file.drug:
        _report_other(draft, command)
        return
    running = _running(draft.state, protocol, command)
    if isinstance(running, Reason):
        said = command.dose or command.rate
        draft.refuse(command.at, "pump", running, "" if said is None else str(said))
        return
    reported = _reported(command.observed_at, command.agent, running, command.follows)
    seq = draft.add(reported, command.at)
    if draft.state.given[command.agent].seq != seq:
        reconsider(draft, protocol, command.at)


def _report_other(draft: Draft, command: ReportPump) -> None:
    if command.dose is None:
        draft.refuse(command.at, "pump", Reason("other_agent_by_dose"))
        return
    event = PumpReported(at=command.observed_at, agent=command.agent, dose=command.dose)
    draft.add(event, command.at)


def _reported(at: datetime, agent: Agent, running: Running, follows: int | None) -> PumpReported:
    return PumpReported(
        at=at,
        agent=agent,
        dose=running.dose,
        rate=running.rate,
        delivered=running.delivered,
        follows=follows,
    )


def _running(state: State, protocol: Protocol, command: ReportPump) -> Running | Reason:
    """What the pump runs, or why it cannot be taken down."""
    if (command.dose is None) is (command.rate is None):
        return Reason("dose_or_rate")
    if state.bag is None:
        return Reason("no_bag")
    if command.rate is not None:
        dose = _set_dose(state, protocol, command.rate)
        running = Running(dose, command.rate, delivered_by(state, protocol, command.rate))
    elif command.dose is not None and command.dose.unit is protocol.unit:
        running = _at_dose(state, protocol, command.dose)
    else:
        return Reason("dose_in_other_unit", {"unit": str(protocol.unit)})
    beyond = protocol.unit is DoseUnit.MCG_KG_MIN and running.dose.value > ENTRY_LIMIT
    return Reason("dose_beyond_entry_limit") if beyond else running


def _set_dose(state: State, protocol: Protocol, rate: PumpRate) -> Dose:
    """The dose rules see for a rate: the running or the latest advised one whose rate it is.

    Otherwise what the rate delivers, on the grid. Rounding at the pump must not look like a step.
    """
    given = state.given.get(protocol.file.drug)
    if rate.value == 0:
        return dose_of(0, protocol.unit)
    if given is not None and given.rate == rate:
        return given.dose
    advised = state.advised_doses.get(rate)
    return set_dose_of(state, protocol, rate) if advised is None else advised


def hang_bag(draft: Draft, command: HangBag, protocol: Protocol) -> None:
    """Hang a bag; a running infusion keeps its dose (at a new rate) or its rate, as asked."""
    if command.agent is not protocol.file.drug:
        draft.refuse(command.at, "bag", Reason("bag_of_other_agent"), command.bag.text)
        return
    hung = BagHung(at=command.observed_at, agent=command.agent, bag=command.bag, keep=command.keep)
    before = draft.state.given.get(command.agent)
    draft.add(hung, command.at)
    _restate(draft, protocol, before, command)


def change_weight(draft: Draft, command: ChangeWeight, protocol: Protocol) -> None:
    """Set another dosing weight; a running infusion keeps its dose or its rate, as asked."""
    before = draft.state.given.get(protocol.file.drug)
    draft.add(WeightChanged(at=command.at, weight=command.weight, keep=command.keep), command.at)
    _restate(draft, protocol, before, command)


def _restate(
    draft: Draft, protocol: Protocol, before: Given | None, command: HangBag | ChangeWeight
) -> None:
    """A report newer than the bag stands: it is restated where it was made, not before."""
    observed_at = command.observed_at if isinstance(command, HangBag) else command.at
    if before is not None and before.dose.value > 0:
        running = (
            _at_rate(draft.state, protocol, before.rate)
            if command.keep is Keep.RATE and before.rate is not None
            else _at_dose(draft.state, protocol, before.dose)
        )
        at = max(observed_at, before.at)
        draft.add(_reported(at, before.agent, running, None), command.at)
    look_afresh(draft, protocol, command.at)


def _at_dose(state: State, protocol: Protocol, dose: Dose) -> Running:
    setting = pump_setting(state, protocol, thousandths(dose))
    return Running(dose, setting.rate, setting.delivered)


def _at_rate(state: State, protocol: Protocol, rate: PumpRate) -> Running:
    dose = set_dose_of(state, protocol, rate)
    return Running(dose, rate, delivered_by(state, protocol, rate))
