"""Requests about the infusion: what the pump runs, another bag, another dosing weight."""

from datetime import datetime
from decimal import Decimal

from core.frozen import dataclass
from core.model.commands import ChangeWeight, HangBag, ReportPump
from core.model.events import BagHung, PumpReported, Reason, WeightChanged
from core.model.infusions import MAIN, counted, seen_by
from core.model.state import Given, State, dose_of, thousandths
from core.model.terms import Agent, Keep, Use
from core.quantity.bag import Bag
from core.quantity.measures import Dose, DoseUnit, PumpRate, Units
from core.rules.compile import Protocol
from core.rules.draft import Draft
from core.rules.pump import delivered_by, pump_setting, set_dose_of
from core.rules.readings import look_afresh, reconsider


@dataclass(frozen=True, slots=True)
class Restriction:
    """The reasons a restricted agent takes, and what is said without one or for the kidneys."""

    uses: frozenset[Use]
    without: Reason
    for_kidneys: Reason


ENTRY_LIMIT = {DoseUnit.MCG_KG_MIN: Decimal(3), DoseUnit.MCG_MIN: Decimal(200)}
"""No dose above this is taken as given (validation table: beyond every published range)."""
ENTRY_FACTOR = 2
"""Of a further agent no dose above twice its hard limit is taken as given (local choice)."""

RESTRICTED = {
    Agent.PHENYLEPHRINE: Restriction(
        frozenset({Use.ARRHYTHMIA_ON_NOREPINEPHRINE, Use.HIGH_OUTPUT, Use.SALVAGE, Use.CHARTED}),
        Reason("phenylephrine_without_reason"),
        Reason("phenylephrine_for_kidneys"),
    ),
    Agent.DOPAMINE: Restriction(
        frozenset({Use.BRADYCARDIA, Use.LOW_ARRHYTHMIA_RISK, Use.CHARTED}),
        Reason("dopamine_without_reason"),
        Reason("dopamine_for_kidneys"),
    ),
}
"""Agents that want a reason, and the reasons each takes (statements A14, B13 and B19)."""


@dataclass(frozen=True, slots=True)
class Running:
    """A set dose with the rate that gives it and what that rate really delivers."""

    dose: Dose
    rate: PumpRate | None
    delivered: Dose | None


def report(draft: Draft, command: ReportPump, protocol: Protocol) -> None:
    """Take down what the pump runs. Advice never does this."""
    said = command.dose or command.rate
    refused = unexplained(draft.state, command.agent, command.use)
    running = refused or _running(draft.state, protocol.part(command.agent), command)
    if isinstance(running, Reason):
        draft.refuse(command.at, "pump", running, "" if said is None else str(said))
        return
    reported = _reported(command.observed_at, command.agent, running, command.follows, command.use)
    seq = draft.add(reported, command.at)
    if draft.state.given[command.agent].seq != seq:
        reconsider(draft, protocol, command.at)


def _reported(
    at: datetime,
    agent: Agent,
    running: Running,
    follows: int | None = None,
    use: Use | None = None,
) -> PumpReported:
    return PumpReported(
        at=at,
        agent=agent,
        dose=running.dose,
        rate=running.rate,
        delivered=running.delivered,
        follows=follows,
        use=use,
    )


def _running(state: State, part: Protocol | None, command: ReportPump) -> Running | Reason:
    """What the pump runs, or why it cannot be taken down.

    Another agent than norepinephrine may be told by dose alone, before its bag is.
    """
    said = _said(command)
    if said is None:
        return Reason("dose_or_rate")
    if part is None:
        return _told(said)
    seen = seen_by(state, part.agent) if counts(state, part) else None
    if isinstance(said, Dose) and said.unit is not part.unit:
        return Reason("dose_in_other_unit", {"unit": str(part.unit)})
    if seen is None or seen.bag is None:
        return Reason("no_bag") if part.agent is MAIN else _told(said)
    running = _on_the_bag(seen, part, said)
    most = _entry_limit(part)
    beyond = Reason("dose_beyond_entry_limit", {"limit": str(most)})
    return beyond if running.dose > most else running


def _said(command: ReportPump) -> Dose | PumpRate | None:
    """The dose or the rate, where it is one of the two."""
    if command.dose is not None:
        return command.dose if command.rate is None else None
    return command.rate


def _told(said: Dose | PumpRate) -> Running | Reason:
    """A dose without a bag: nothing can be said of its rate."""
    if isinstance(said, PumpRate):
        return Reason("other_agent_by_dose")
    return Running(said, None, None)


def counts(state: State, part: Protocol) -> bool:
    """Whether the case counts this agent: it was opened under a text that knows it."""
    return part.agent is MAIN or part.agent in state.countings


def _on_the_bag(seen: State, part: Protocol, said: Dose | PumpRate) -> Running:
    if isinstance(said, Dose):
        return _at_dose(seen, part, said)
    return Running(_set_dose(seen, part, said), said, delivered_by(seen, part, said))


def _entry_limit(part: Protocol) -> Dose:
    """Above this a dose is a slip rather than a dose: past every published range of its agent."""
    if part.agent is MAIN:
        return Dose(ENTRY_LIMIT[part.unit], part.unit)
    return dose_of(ENTRY_FACTOR * part.numbers.highest, part.unit)


def unexplained(state: State, agent: Agent, use: Use | None) -> Reason | None:
    """Why an agent may not be taken down yet: a restricted one wants its reason the first time."""
    known = RESTRICTED.get(agent)
    if known is None:
        return None
    if use is Use.KIDNEYS:
        return known.for_kidneys
    if use is None and agent in state.uses:
        return None
    return None if use in known.uses else known.without


def _set_dose(state: State, protocol: Protocol, rate: PumpRate) -> Dose:
    """The dose rules see for a rate: the running or the latest advised one whose rate it is.

    Otherwise what the rate delivers, on the grid. Rounding at the pump must not look like a step.
    """
    given = state.given.get(protocol.agent)
    if rate.value == 0:
        return dose_of(0, protocol.unit)
    if given is not None and given.rate == rate:
        return given.dose
    advised = state.advised_doses.get(rate)
    return set_dose_of(state, protocol, rate) if advised is None else advised


def hang_bag(draft: Draft, command: HangBag, protocol: Protocol) -> None:
    """Hang a bag; a running infusion keeps its dose (at a new rate) or its rate, as asked."""
    part = protocol.part(command.agent)
    if part is None or not counts(draft.state, part):
        draft.refuse(command.at, "bag", Reason("bag_of_other_agent"), command.bag.text)
        return
    refused = unexplained(draft.state, command.agent, command.use) or _unfit(part, command.bag)
    if refused is not None:
        draft.refuse(command.at, "bag", refused, command.bag.text)
        return
    hung = BagHung(
        at=command.observed_at,
        agent=command.agent,
        bag=command.bag,
        keep=command.keep,
        use=command.use,
    )
    before = draft.state.given.get(command.agent)
    draft.add(hung, command.at)
    _restate(draft, part, before, command)
    look_afresh(draft, protocol, command.at)


def _unfit(part: Protocol, bag: Bag) -> Reason | None:
    """Units are vasopressin's alone, milligrams every other agent's."""
    in_units = isinstance(bag.amount, Units)
    if in_units is (part.unit is DoseUnit.UNITS_MIN):
        return None
    return Reason("bag_in_other_unit", {"unit": str(part.unit)})


def change_weight(draft: Draft, command: ChangeWeight, protocol: Protocol) -> None:
    """Set another dosing weight; a running infusion keeps its dose or its rate, as asked."""
    before = dict(draft.state.given)
    draft.add(WeightChanged(at=command.at, weight=command.weight, keep=command.keep), command.at)
    for part in protocol.parts:
        if part.unit is DoseUnit.MCG_KG_MIN and part.agent in counted(draft.state):
            _restate(draft, part, before.get(part.agent), command)
    look_afresh(draft, protocol, command.at)


def _restate(
    draft: Draft, part: Protocol, before: Given | None, command: HangBag | ChangeWeight
) -> None:
    """A report newer than the bag stands: it is restated where it was made, not before."""
    seen = seen_by(draft.state, part.agent)
    if before is None or before.dose.value == 0 or seen.bag is None:
        return
    observed_at = command.observed_at if isinstance(command, HangBag) else command.at
    running = (
        _at_rate(seen, part, before.rate)
        if command.keep is Keep.RATE and before.rate is not None
        else _at_dose(seen, part, before.dose)
    )
    draft.add(_reported(max(observed_at, before.at), before.agent, running), command.at)


def _at_dose(state: State, protocol: Protocol, dose: Dose) -> Running:
    setting = pump_setting(state, protocol, thousandths(dose))
    return Running(dose, setting.rate, setting.delivered)


def _at_rate(state: State, protocol: Protocol, rate: PumpRate) -> Running:
    dose = set_dose_of(state, protocol, rate)
    return Running(dose, rate, delivered_by(state, protocol, rate))
