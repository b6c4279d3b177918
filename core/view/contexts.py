"""What an entry of a case is judged against, drawn from what its window shows.

`CaseView.setup` is the set-up as it stands now: the present weight, bag and band.
"""

from datetime import datetime, tzinfo
from decimal import Decimal

import numpy as np

from core.entry.bag import BagContext
from core.entry.codes import Doubt
from core.entry.guard import DoseContext
from core.entry.moment import TimeContext
from core.entry.plausible import Pair, ReadingContext
from core.entry.pressure import MapEntry, PairEntry
from core.entry.rate import Delivery, RateContext
from core.entry.running import RunningInfusion
from core.entry.weight import WeightContext
from core.model.case import Band
from core.model.infusions import MAIN
from core.model.terms import Agent, Reply, Source
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.dosing import exact_rate, pump_rate, sum_text
from core.quantity.equivalents import unit_of
from core.quantity.measures import Dose, DoseUnit, Mmhg, PumpRate
from core.view.case_view import (
    AdviceStatus,
    CaseView,
    DoseGuardView,
    InfusionView,
    NextStepView,
)
from core.view.lanes import SOURCES
from core.view.points import State
from core.view.track import Column

_EQUALS_COUNTED = 64
"""How far back equal readings are counted; far more than any site asks for."""


def allowed_bands(view: CaseView) -> tuple[Band, ...]:
    """The target bands that the case's protocol allows, its default first."""
    return view.bands


def infusion_in(view: CaseView, agent: Agent = MAIN) -> InfusionView | None:
    """What the view shows of one agent; None for one that never ran here."""
    return next((each for each in view.infusions if each.agent is agent), None)


def titrated_agent(view: CaseView) -> Agent:
    """The agent that the latest advice is about; norepinephrine before there is any."""
    return next((each.agent for each in view.infusions if each.titrated), MAIN)


def guard_of(view: CaseView, agent: Agent = MAIN) -> DoseGuardView:
    """What a dose of one agent is compared with."""
    offered = (each for each in view.offered if each.agent is agent)
    known = infusion_in(view, agent) or next(offered, None)
    return DoseGuardView() if known is None else known.guard


def dosing_unit(view: CaseView, agent: Agent = MAIN) -> DoseUnit:
    """The dosing unit of an agent; the one of the case's protocol for norepinephrine."""
    if agent is MAIN:
        return Dose.parse(view.guard.largest_step).unit
    known = infusion_in(view, agent)
    return unit_of(agent) if known is None else DoseUnit(known.unit)


def current_dose(view: CaseView, agent: Agent = MAIN) -> Dose | None:
    """The dose the pump is reported to run; None where nothing was reported."""
    return _dose(guard_of(view, agent).current)


def advised_dose(view: CaseView, agent: Agent = MAIN) -> Dose | None:
    """The dose of the latest advice, if it is about this agent."""
    return _dose(guard_of(view, agent).advised)


def _dose(text: str | None) -> Dose | None:
    return None if text is None else Dose.parse(text)


def running_infusion(view: CaseView, agent: Agent = MAIN) -> RunningInfusion | None:
    """What runs, where dose, rate and bag are known; None while nothing runs."""
    dose, known, setup = current_dose(view, agent), infusion_in(view, agent), view.setup
    if dose is None or dose.value == 0 or known is None or not known.rate:
        return None
    if known.hanging is None:
        return None
    rate = PumpRate.parse(known.rate)
    return RunningInfusion(dose, rate, setup.weight.weight, known.hanging, setup.resolution)


def dose_context(view: CaseView, agent: Agent = MAIN, *, stopping: bool = False) -> DoseContext:
    """What a reported or chosen dose of an agent is judged against."""
    guard = guard_of(view, agent)
    return DoseContext(
        current=_dose(guard.current),
        advised=_dose(guard.advised),
        step=_dose(guard.largest_step),
        weight=view.setup.weight.weight,
        stopping=stopping,
        stop_from=_dose(guard.stop_from),
        agent=agent,
    )


def rate_context(view: CaseView, agent: Agent = MAIN) -> RateContext:
    """What a reported pump rate of an agent is judged against."""
    setup, running = view.setup, running_infusion(view, agent)
    known, delivery = infusion_in(view, agent), None
    if known is not None and known.hanging is not None:
        unit, context = dosing_unit(view, agent), dose_context(view, agent)
        delivery = Delivery(known.hanging, setup.weight.weight, unit, context)
    step = step_about(view, agent)
    return RateContext(
        resolution=setup.resolution,
        computed=None if running is None else exact_rate(running.dose, running.weight, running.bag),
        advised=PumpRate.parse(step.rate) if step is not None and step.rate else None,
        delivery=delivery,
    )


def step_about(view: CaseView, agent: Agent) -> NextStepView | None:
    """The latest advice, if it is about this agent."""
    step = view.next_step
    return step if step is not None and step.agent is agent else None


def weight_context(view: CaseView) -> WeightContext:
    """What another dosing weight is judged against."""
    return WeightContext(view.setup.weight.weight, running_infusion(view))


def bag_context(
    view: CaseView, expressed_as: ExpressedAs | None, agent: Agent = MAIN
) -> BagContext:
    """What another bag of an agent is judged against; only norepinephrine's states a salt."""
    running = running_infusion(view, agent)
    if agent is MAIN:
        return BagContext(expressed_as, running)
    offered = (each for each in view.offered if each.agent is agent)
    known = infusion_in(view, agent) or next(offered, None)
    return BagContext(
        ExpressedAs.BASE,
        running,
        agent=agent,
        in_units=dosing_unit(view, agent) is DoseUnit.UNITS_MIN,
        usual=None if known is None else known.usual,
    )


def delivery_text(view: CaseView, bag: Bag, dose: Dose) -> tuple[str, str]:
    """The rate that gives a dose from a bag, with the sum behind it: ("9 mL/h", "0.03 x ...").

    Raises:
        UnitError: the bag is of another drug than the dose.
    """
    setup = view.setup
    rate = pump_rate(dose, setup.weight.weight, bag, setup.resolution)
    return str(rate), sum_text(dose, setup.weight.weight, bag, rate)


def time_context(view: CaseView, source: Source, now: datetime, zone: tzinfo) -> TimeContext:
    """What the time of a reading is judged against."""
    times, _ = _believed(view, source)
    last = datetime.fromtimestamp(float(times[-1]), now.tzinfo) if len(times) else None
    return TimeContext(now=now, zone=zone, last=last)


def report_time_context(now: datetime, zone: tzinfo) -> TimeContext:
    """What the time of anything but a reading is judged against."""
    return TimeContext(now=now, zone=zone)


def reading_context(
    view: CaseView, source: Source, observed_at: datetime, pair: Pair | None
) -> ReadingContext:
    """The usable readings of one source up to a moment, as a new one is judged against them."""
    times, values = _believed(view, source)
    count = int(np.searchsorted(times, observed_at.timestamp(), side="right"))
    if not count:
        return ReadingContext(pair=pair)
    latest = values[count - 1]
    recent = values[max(0, count - _EQUALS_COUNTED) : count]
    differing = np.flatnonzero(recent != latest)
    equal = len(recent) - (int(differing[-1]) + 1 if len(differing) else 0)
    return ReadingContext(
        previous=Mmhg(Decimal(int(latest))),
        since_previous=observed_at - datetime.fromtimestamp(times[count - 1], observed_at.tzinfo),
        equal_before=equal,
        pair=pair,
    )


def _believed(view: CaseView, source: Source) -> tuple[Column, Column]:
    """Times and pressures of the usable readings of one source, oldest first."""
    readings = view.lanes.readings
    own = (readings["source"] == SOURCES.index(source)) & (readings["state"] == State.USABLE)
    return readings["t"][own], readings["map_mmhg"][own]


def counts_unconfirmed(
    entry: MapEntry | PairEntry, doubts: frozenset[Doubt], view: CaseView
) -> bool:
    """Whether a low reading is taken before its question is answered.

    A low pressure calls for help whether or not somebody confirms it, below the critical line
    whatever the doubt; an artefact never counts, and above that line what looks like a slip or a
    disconnected line is asked about first.
    """
    if entry.artefact:
        return False
    if entry.map < Mmhg.parse(view.guard.critical_map):
        return True
    below_target = entry.map < view.setup.band.low
    return Doubt.MAP_LOW in doubts or (below_target and doubts == {Doubt.MAP_JUMP})


def followed_advice(view: CaseView, reported: Dose | PumpRate, agent: Agent = MAIN) -> int | None:
    """The advice that a report carries out: the one that stands and names this dose or rate."""
    step = step_about(view, agent)
    if step is None or not step.changes_dose or not _stands(step):
        return None
    if isinstance(reported, Dose):
        return step.seq if reported == Dose.parse(step.dose) else None
    return step.seq if step.rate and reported == PumpRate.parse(step.rate) else None


def _stands(step: NextStepView) -> bool:
    accepted = step.status is AdviceStatus.ANSWERED and step.reply is Reply.ACCEPT
    return step.status is AdviceStatus.OPEN or accepted
