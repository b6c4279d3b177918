"""Requests about the infusion: what the pump runs, another bag, another dosing weight."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from core.model.case import DosingWeight
from core.model.commands import ChangeWeight, HangBag, ReportPump
from core.model.events import BagHung, PumpReported, Reason, WeightChanged
from core.model.state import Given, State, dose_of, thousandths
from core.model.terms import Agent, Keep
from core.quantity.bag import Bag
from core.quantity.dosing import delivered_dose, dose_on_grid
from core.quantity.measures import Dose, DoseUnit, PumpRate
from core.rules.advice import pump_setting
from core.rules.compile import Protocol
from core.rules.draft import Draft
from core.rules.readings import look_afresh

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
    if (command.dose is None) is (command.rate is None):
        draft.refuse(command.at, "pump", Reason("dose_or_rate"))
        return
    if draft.state.bag is None:
        draft.refuse(command.at, "pump", Reason("no_bag"))
        return
    running = _running(draft.state, protocol, command)
    if running.dose.value > ENTRY_LIMIT and protocol.unit is DoseUnit.MCG_KG_MIN:
        draft.refuse(command.at, "pump", Reason("dose_beyond_entry_limit"), str(running.dose))
        return
    draft.add(_reported(command.observed_at, command.agent, running, command.follows), command.at)


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


def _running(state: State, protocol: Protocol, command: ReportPump) -> Running:
    if command.dose is not None:
        return _at_dose(state, protocol, command.dose)
    rate = PumpRate(Decimal(0)) if command.rate is None else command.rate
    dose = _set_dose(state, protocol, rate)
    return Running(dose, rate, delivered_by(state, protocol, rate))


def _set_dose(state: State, protocol: Protocol, rate: PumpRate) -> Dose:
    """The dose rules see for a rate: the advised or the running one whose rate it is.

    Otherwise what the rate delivers, on the grid. Rounding at the pump must not look like a step.
    """
    standing, given = state.standing, state.given.get(protocol.file.drug)
    if standing is not None and standing.advised.rate == rate:
        return standing.advised.dose
    if given is not None and given.rate == rate:
        return given.dose
    if rate.value == 0:
        return dose_of(0, protocol.unit)
    bag, weight = _bag_and_weight(state)
    return dose_on_grid(delivered_dose(rate, weight.weight, bag, protocol.unit), protocol.unit)


def delivered_by(state: State, protocol: Protocol, rate: PumpRate) -> Dose:
    """The dose a rate delivers, to four decimals."""
    bag, weight = _bag_and_weight(state)
    exact = delivered_dose(rate, weight.weight, bag, protocol.unit)
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return Dose(decimal.quantize(Decimal("0.0001")), protocol.unit)


def _bag_and_weight(state: State) -> tuple[Bag, DosingWeight]:
    if state.bag is None or state.weight is None:
        raise ValueError("no bag is hung: a rate has no dose")
    return state.bag.bag, state.weight


def hang_bag(draft: Draft, command: HangBag, protocol: Protocol) -> None:
    """Hang a bag; a running infusion keeps its dose (at a new rate) or its rate, as asked."""
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
    observed_at = command.observed_at if isinstance(command, HangBag) else command.at
    if before is not None and before.dose.value > 0:
        running = (
            _at_rate(draft.state, protocol, before.rate)
            if command.keep is Keep.RATE and before.rate is not None
            else _at_dose(draft.state, protocol, before.dose)
        )
        draft.add(_reported(observed_at, before.agent, running, None), command.at)
    look_afresh(draft, protocol, command.at)


def _at_dose(state: State, protocol: Protocol, dose: Dose) -> Running:
    setting = pump_setting(state, protocol, thousandths(dose))
    return Running(dose, setting.rate, setting.delivered)


def _at_rate(state: State, protocol: Protocol, rate: PumpRate) -> Running:
    bag, weight = _bag_and_weight(state)
    exact = delivered_dose(rate, weight.weight, bag, protocol.unit)
    return Running(dose_on_grid(exact, protocol.unit), rate, delivered_by(state, protocol, rate))
