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
from core.model.terms import Reply, Source
from core.quantity.bag import ExpressedAs
from core.quantity.dosing import exact_rate
from core.quantity.measures import Dose, DoseUnit, Mmhg, PumpRate
from core.view.case_view import AdviceStatus, CaseView, NextStepView
from core.view.lanes import SOURCES
from core.view.points import State
from core.view.track import Column

_EQUALS_COUNTED = 64
"""How far back equal readings are counted; far more than any site asks for."""


def allowed_bands(view: CaseView) -> tuple[Band, ...]:
    """The target bands that the case's protocol allows, its default first."""
    return view.bands


def dosing_unit(view: CaseView) -> DoseUnit:
    """The one dosing unit of the case's protocol."""
    return Dose.parse(view.guard.largest_step).unit


def current_dose(view: CaseView) -> Dose | None:
    """The dose the pump is reported to run; None where nothing was reported."""
    return None if view.guard.current is None else Dose.parse(view.guard.current)


def advised_dose(view: CaseView) -> Dose | None:
    """The dose of the latest advice, if there is one."""
    return None if view.guard.advised is None else Dose.parse(view.guard.advised)


def running_infusion(view: CaseView) -> RunningInfusion | None:
    """What runs, where dose, rate and bag are known; None while nothing runs."""
    dose, setup = current_dose(view), view.setup
    if dose is None or dose.value == 0 or not view.pump.rate or setup.bag is None:
        return None
    rate = PumpRate.parse(view.pump.rate)
    return RunningInfusion(dose, rate, setup.weight.weight, setup.bag, setup.resolution)


def dose_context(view: CaseView, *, stopping: bool = False) -> DoseContext:
    """What a reported or chosen dose is judged against."""
    return DoseContext(
        current=current_dose(view),
        advised=advised_dose(view),
        step=Dose.parse(view.guard.largest_step),
        weight=view.setup.weight.weight,
        stopping=stopping,
        stop_from=Dose.parse(view.guard.stop_from),
    )


def rate_context(view: CaseView) -> RateContext:
    """What a reported pump rate is judged against."""
    setup, step, running = view.setup, view.next_step, running_infusion(view)
    delivery = None
    if setup.bag is not None:
        unit = dosing_unit(view)
        delivery = Delivery(setup.bag, setup.weight.weight, unit, dose_context(view))
    return RateContext(
        resolution=setup.resolution,
        computed=None if running is None else exact_rate(running.dose, running.weight, running.bag),
        advised=PumpRate.parse(step.rate) if step is not None and step.rate else None,
        delivery=delivery,
    )


def weight_context(view: CaseView) -> WeightContext:
    """What another dosing weight is judged against."""
    return WeightContext(view.setup.weight.weight, running_infusion(view))


def bag_context(view: CaseView, expressed_as: ExpressedAs | None) -> BagContext:
    """What another bag is judged against."""
    return BagContext(expressed_as, running_infusion(view))


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


def followed_advice(view: CaseView, reported: Dose | PumpRate) -> int | None:
    """The advice that a report carries out: the one that stands and names this dose or rate."""
    step = view.next_step
    if step is None or not step.changes_dose or not _stands(step):
        return None
    if isinstance(reported, Dose):
        return step.seq if reported == Dose.parse(step.dose) else None
    return step.seq if step.rate and reported == PumpRate.parse(step.rate) else None


def _stands(step: NextStepView) -> bool:
    accepted = step.status is AdviceStatus.ANSWERED and step.reply is Reply.ACCEPT
    return step.status is AdviceStatus.OPEN or accepted
