"""The world at the bedside: one patient, what runs into her, and what the devices make of it.

Frozen: time and hands make another one. It knows nothing of the case. Inputs change on whole
seconds; between changes a long step is as exact as many short ones.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

import numpy as np

from core.lab.act import Vital
from core.model.terms import Agent
from core.patient.arterial_line import ArterialLine
from core.patient.body import Body
from core.patient.cohort import Cohort
from core.patient.cuff import Cuff, CuffReading, measured, next_s
from core.patient.inputs import Inputs
from core.patient.motion import Motion, motion, moved
from core.patient.noise import wobble
from core.patient.pump import Pump, mean_mcg_min, ran
from core.patient.response import Vitals, vitals
from core.patient.tubing import Tubing, transit_s
from core.quantity.bag import Bag

STRIDES = (30, 10, 1)
"""Seconds of a step: the longest that fits while nothing changes by itself, else the shortest."""
STEADY = 1e-7
"""A flow this near to its set rate (share) is steady: what it lacks moves MAP by nothing."""


@dataclass(frozen=True, slots=True)
class Pouring:
    """Fluid that runs in (or, below zero, is lost) up to a second, in mL/min."""

    until: int
    ml_min: float


@dataclass(frozen=True, slots=True, eq=False)
class Bedside:
    """The patient (a cohort of one) at `second` since the opening, and all that is attached.

    `bags` hang in truth, whatever the case was told. `overrides` are what the monitor is made to
    show. `line_on`: there is an arterial line.
    """

    second: int
    cohort: Cohort
    body: Body
    tubing: Tubing
    line: ArterialLine
    cuff: Cuff
    cuff_reading: CuffReading
    resolution_ml_h: float
    own_dead_ml: float
    pumps: Mapping[Agent, Pump] = field(default_factory=dict)
    bags: Mapping[Agent, Bag] = field(default_factory=dict)
    pouring: tuple[Pouring, ...] = ()
    hydrocortisone: bool = False
    sedation: float = 0.0
    lost: Mapping[Agent, float] = field(default_factory=dict)
    overrides: Mapping[Vital, Decimal] = field(default_factory=dict)


def passed(bedside: Bedside, seconds: int) -> Bedside:
    """The same bedside so many whole seconds later, nobody touching it.

    However a span is cut into parts, the end is the same up to rounding.

    Raises:
        ValueError: time passes backwards.
    """
    if seconds < 0:
        raise ValueError(f"time passes forwards, not by {seconds} s")
    end = bedside.second + seconds
    while bedside.second < end:
        bedside = _stepped(bedside, _stride(bedside, end))
    return bedside


def _stride(bedside: Bedside, end: int) -> int:
    """A long step where it is as good as many short ones and meets no change on its way."""
    if not all(_steady(pump) for pump in bedside.pumps.values()):
        return STRIDES[-1]
    changes = [end, next_cuff(bedside), *(fluid.until for fluid in bedside.pouring)]
    room = min(changes) - bedside.second
    return next(stride for stride in STRIDES if stride <= room)


def _steady(pump: Pump) -> bool:
    """Whether the pump gives the same from now on until a hand touches it."""
    if pump.pause_s[0] > 0 or pump.spring_ml[0] > STEADY:
        return False
    if pump.set_ml_h[0] == 0:
        return True
    early = pump.slack_ml[0] > 0 or pump.ramp_share[0] > STEADY
    return not early and not pump.plug_ml[0] > 0


def _stepped(bedside: Bedside, seconds: int) -> Bedside:
    pumps = {agent: ran(pump, seconds) for agent, pump in bedside.pumps.items()}
    given = inputs(bedside, pumps)
    cohort, how = _moving(bedside.cohort, _transit(bedside), seconds)
    second = bedside.second + seconds
    later = replace(
        bedside,
        second=second,
        body=moved(cohort, bedside.body, given, how),
        pumps=pumps,
        pouring=tuple(fluid for fluid in bedside.pouring if fluid.until > second),
    )
    if next_cuff(bedside) > second:
        return later
    reading = measured(later.cuff, second, true_vitals(later), later.cuff_reading)
    return replace(later, cuff_reading=reading)


def next_cuff(bedside: Bedside) -> int:
    """The second of the cuff's next measurement."""
    return _next_cuff(bedside.cuff, bedside.second)


@lru_cache(maxsize=8)
def _next_cuff(cuff: Cuff, second: int) -> int:
    return round(float(next_s(cuff, second)[0]))


def inputs(bedside: Bedside, after: Mapping[Agent, Pump]) -> Inputs:
    """What entered the patient, on the mean, while the pumps went from now to `after`."""
    mean = {
        agent: mean_mcg_min(pump, after[agent])
        for agent, pump in bedside.pumps.items()
        if agent in after
    }
    none = np.zeros(1)
    return Inputs(
        norepinephrine_mcg_min=mean.get(Agent.NOREPINEPHRINE, none),
        epinephrine_mcg_min=mean.get(Agent.EPINEPHRINE, none),
        vasopressin_units_min=mean.get(Agent.VASOPRESSIN, none),
        fluid_ml_min=np.array([sum(fluid.ml_min for fluid in bedside.pouring)], dtype=np.float64),
        hydrocortisone=np.array([1.0 if bedside.hydrocortisone else 0.0]),
        sedation=np.array([bedside.sedation]),
    )


@lru_cache(maxsize=8)
def true_vitals(bedside: Bedside) -> Vitals:
    """The pressures and the heart rate that the patient has, her own restlessness included."""
    noise = wobble(bedside.cohort, bedside.second)
    return vitals(bedside.cohort, bedside.body, inputs(bedside, {}), noise)


def _transit(bedside: Bedside) -> float:
    """How long drugs take through the line they share, at the flow of all pumps together (s)."""
    flow = sum(float(pump.set_ml_h[0]) for pump in bedside.pumps.values())
    return _transit_at(bedside.tubing, flow)


@lru_cache(maxsize=64)
def _transit_at(tubing: Tubing, flow_ml_h: float) -> float:
    return float(transit_s(tubing, flow_ml_h)[0])


@lru_cache(maxsize=256)
def _moving(cohort: Cohort, transit: float, seconds: int) -> tuple[Cohort, Motion]:
    """The patient with that transit time, and her motion over a step."""
    carried = cohort.changed(transit_s=transit)
    return carried, motion(carried, seconds)
