"""What hands do at the bedside: key a pump, hang a bag, give fluid, meddle with the line."""

from dataclasses import replace
from decimal import Decimal
from typing import assert_never

import numpy as np

from core.lab.act import (
    Artefact,
    AtBedside,
    ChangeBag,
    Extravasate,
    GiveFluid,
    Hydrocortisone,
    LineArtefact,
    LineHeight,
    LineOn,
    OverrideVital,
    SecondHit,
    Sedation,
    Vital,
)
from core.lab.bedside import Bedside, Pouring
from core.model.terms import Agent
from core.patient.artefacts import Artefact as LineFault
from core.patient.artefacts import Scripted
from core.patient.arterial_line import at_height, switched, with_artefact
from core.patient.body import Row, second_hit
from core.patient.pump import Pump
from core.patient.pump_hands import Change, put_up, with_bag, with_loss, with_rate
from core.quantity.bag import Bag
from core.quantity.measures import Percent, PumpRate

MOST_DRIVE = 1.2
"""The inflammatory drive is never more than this (range of S0)."""
_FAULT = {
    Artefact.FLUSH: LineFault.FLUSH,
    Artefact.BLOOD_DRAW: LineFault.BLOOD_DRAW,
    Artefact.ZEROING: LineFault.ZEROING,
    Artefact.DISCONNECTION: LineFault.DISCONNECTION,
    Artefact.DAMPING: LineFault.DAMPING,
}


def done_to(bedside: Bedside, act: AtBedside) -> Bedside:  # noqa: C901, PLR0911 - one arm an act
    """The bedside after an act of the script or the instructor."""
    match act:
        case SecondHit(drive):
            now = float(bedside.body.row(Row.DRIVE)[0])
            risen = np.array([min(now + float(drive), MOST_DRIVE)])
            return replace(bedside, body=second_hit(bedside.body, risen))
        case GiveFluid():
            return _poured(bedside, act)
        case Hydrocortisone(on):
            return replace(bedside, hydrocortisone=on)
        case Sedation(depth):
            return replace(bedside, sedation=float(depth))
        case LineArtefact(kind, lasting):
            asked = Scripted(_FAULT[kind], bedside.second, lasting.total_seconds())
            return replace(bedside, line=with_artefact(bedside.line, asked))
        case LineHeight(below_cm):
            return replace(bedside, line=at_height(bedside.line, float(below_cm)))
        case LineOn(on):
            return replace(bedside, line=switched(bedside.line, on))
        case ChangeBag(agent, bag):
            return hung(bedside, agent, bag)
        case Extravasate(agent, lost):
            return _losing(bedside, agent, lost)
        case OverrideVital(vital, value):
            return overridden(bedside, vital, value)
        case _:
            assert_never(act)


def keyed(bedside: Bedside, agent: Agent, rate: PumpRate, usual: Bag | None) -> Bedside:
    """The agent's pump set to a rate; one is put up where none stands, with `usual` if need be.

    Without any bag there is nothing to pump, and nothing changes.
    """
    pump, bag = bedside.pumps.get(agent), bedside.bags.get(agent) or usual
    if bag is None:
        return bedside
    if pump is None:
        bedside = replace(bedside, bags={**bedside.bags, agent: bag})
        pump = _put_up(bedside, agent, bag)
    return _with_pump(bedside, agent, with_rate(pump, float(rate.value)))


def hung(bedside: Bedside, agent: Agent, bag: Bag) -> Bedside:
    """Another bag on the agent's pump, if there is one: its rate stays, a quick change by hand."""
    later = replace(bedside, bags={**bedside.bags, agent: bag})
    pump = bedside.pumps.get(agent)
    if pump is None:
        return later
    return _with_pump(later, agent, with_bag(pump, float(bag.concentration), Change.QUICK))


def overridden(bedside: Bedside, vital: Vital, value: Decimal | None) -> Bedside:
    """The monitor shows a value whatever the patient has; None lets it go."""
    kept = {name: told for name, told in bedside.overrides.items() if name is not vital}
    return replace(bedside, overrides=kept if value is None else {**kept, vital: value})


def display(bedside: Bedside, agent: Agent) -> PumpRate | None:
    """The rate that the agent's pump shows; None where no pump stands."""
    return displays(bedside).get(agent)


def displays(bedside: Bedside) -> dict[Agent, PumpRate]:
    """The rate that each pump shows, mL/h."""
    return {
        agent: PumpRate(Decimal(repr(float(pump.set_ml_h[0]))))
        for agent, pump in bedside.pumps.items()
    }


def _with_pump(bedside: Bedside, agent: Agent, pump: Pump) -> Bedside:
    return replace(bedside, pumps={**bedside.pumps, agent: pump})


def _put_up(bedside: Bedside, agent: Agent, bag: Bag) -> Pump:
    cohort = bedside.cohort
    pump = put_up(
        cohort.seed,
        cohort.ids,
        float(bag.concentration),
        own_dead_ml=bedside.own_dead_ml,
        resolution_ml_h=bedside.resolution_ml_h,
    )
    losing = with_loss(pump, bedside.lost.get(agent, 0.0))
    return replace(losing, second=float(bedside.second))


def _losing(bedside: Bedside, agent: Agent, lost: Percent) -> Bedside:
    share = float(lost.value) / 100
    bedside = replace(bedside, lost={**bedside.lost, agent: share})
    pump = bedside.pumps.get(agent)
    return bedside if pump is None else _with_pump(bedside, agent, with_loss(pump, share))


def _poured(bedside: Bedside, act: GiveFluid) -> Bedside:
    """Fluid over a time, or lost over it; at once where there is none."""
    volume = float(act.volume.value) * (-1 if act.lost else 1)
    seconds = round(act.over.total_seconds())
    if seconds <= 0:
        now = bedside.body.row(Row.FLUID_ML) + volume
        return replace(bedside, body=bedside.body.with_row(Row.FLUID_ML, now))
    pouring = Pouring(bedside.second + seconds, volume * 60 / seconds)
    return replace(bedside, pouring=(*bedside.pouring, pouring))
