"""The pump, array-wise: what leaves the end of its own line, second by second.

Everything is written in closed form over volume or time, so that one step of 300 s and 300 steps
of 1 s pump the same volume, and a new concentration arrives at the same instant. What a person
does to the pump (rate, start, stop, bag) is in `core.patient.pump_hands`.

From the plunger to the end of the line: a changeover may hold it up (`pause_s`); slack is taken
up before any fluid moves (`slack_ml`); a soft line fills while the flow grows (`ramp_share` of the
flow still missing, fading over `ramp_ml`); volume under pressure leaves by itself (`spring_ml`);
the line still holds what was pumped before (`plug_ml` of `plug_mcg_ml`); and a share may be lost
beside the vein (`lost_share`).

A pump of another agent counts its drug in that agent's unit where names here say mcg.
"""

from dataclasses import dataclass, replace

import numpy as np

from core.patient.arrays import FloatArray, IntArray
from core.patient.devices import BoolArray, typical

S_PER_H = 3600.0
S_PER_MIN = 60.0
DUST = 1e-9
"""Below a millionth of a microlitre or a nanosecond, what is left is rounding."""


@dataclass(frozen=True, slots=True, eq=False)
class Pump:
    """A pump of each patient at `second`, and what it has delivered since it was put up."""

    seed: int
    ids: IntArray
    second: float
    resolution_ml_h: float
    own_dead_ml: FloatArray
    set_ml_h: FloatArray
    concentration_mcg_ml: FloatArray
    lost_share: FloatArray
    occluded: BoolArray
    pause_s: FloatArray
    slack_ml: FloatArray
    ramp_ml: FloatArray
    ramp_share: FloatArray
    spring_ml: FloatArray
    spring_s: FloatArray
    pent_ml: FloatArray
    plug_ml: FloatArray
    plug_mcg_ml: FloatArray
    changes: IntArray
    pushed_ml: FloatArray
    left_ml: FloatArray
    given_mcg: FloatArray

    def __len__(self) -> int:
        """How many patients."""
        return len(self.ids)


def ran(pump: Pump, seconds: float) -> Pump:
    """The same pump so many seconds later, nobody touching it; exact whatever the step.

    Raises:
        ValueError: time passes backwards.
    """
    if not seconds >= 0:
        raise ValueError(f"a pump runs forwards, not by {seconds} s")
    open_s = np.maximum(seconds - pump.pause_s, 0.0)
    wanted = pump.set_ml_h * open_s / S_PER_H
    pent = np.where(pump.occluded, np.minimum(pump.pent_ml + wanted, _most_pent_ml()), pump.pent_ml)
    pushed = np.where(pump.occluded, pent - pump.pent_ml, wanted)
    moved = np.where(pump.occluded, 0.0, np.maximum(pushed - pump.slack_ml, 0.0))
    risen = -np.expm1(-moved / pump.ramp_ml)
    eased = -np.expm1(-np.where(pump.occluded, 0.0, open_s) / pump.spring_s)
    left = moved - pump.ramp_ml * pump.ramp_share * risen + pump.spring_ml * eased
    return _displaced(
        replace(
            pump,
            second=pump.second + seconds,
            pause_s=_without_dust(pump.pause_s - seconds),
            slack_ml=np.where(pump.occluded, pump.slack_ml, _without_dust(pump.slack_ml - pushed)),
            ramp_share=pump.ramp_share * (1.0 - risen),
            spring_ml=pump.spring_ml * (1.0 - eased),
            pent_ml=pent,
            pushed_ml=pump.pushed_ml + pushed,
        ),
        left,
    )


def running_mcg_min(pump: Pump, second: float) -> FloatArray:
    """The drug that leaves the line at that second and reaches the vein, mcg/min.

    This is the rate of the instant. Over a coarse step take `mean_mcg_min`, which is exact.

    Raises:
        ValueError: the second is before the pump's.
    """
    then = ran(pump, second - pump.second)
    at_end = np.where(then.plug_ml > 0.0, then.plug_mcg_ml, then.concentration_mcg_ml)
    return flow_ml_h(then) / S_PER_MIN * at_end * (1.0 - then.lost_share)


def flow_ml_h(pump: Pump) -> FloatArray:
    """The volume that leaves the line at the pump's own second, mL/h."""
    plunger = np.where(pump.slack_ml > 0.0, 0.0, pump.set_ml_h * (1.0 - pump.ramp_share))
    spring = pump.spring_ml / pump.spring_s * S_PER_H
    return np.where((pump.pause_s > 0.0) | pump.occluded, 0.0, plunger + spring)


def mean_mcg_min(before: Pump, after: Pump) -> FloatArray:
    """The mean drug given between two moments of one pump, mcg/min: the input of a coarse step.

    Raises:
        ValueError: no time lies between them.
    """
    seconds = after.second - before.second
    if not seconds > 0:
        raise ValueError(f"a mean needs time between two moments of a pump, not {seconds} s")
    return (after.given_mcg - before.given_mcg) * S_PER_MIN / seconds


def stopped_by_occlusion(pump: Pump) -> BoolArray:
    """Where the line is blocked and the pressure has made the pump stop itself."""
    return pump.occluded & (pump.pent_ml >= _most_pent_ml())


def _displaced(pump: Pump, left_ml: FloatArray) -> Pump:
    """The line after so much volume has left its end: the plug first."""
    of_plug = np.minimum(left_ml, pump.plug_ml)
    drug = of_plug * pump.plug_mcg_ml + (left_ml - of_plug) * pump.concentration_mcg_ml
    return replace(
        pump,
        plug_ml=_without_dust(pump.plug_ml - of_plug),
        left_ml=pump.left_ml + left_ml,
        given_mcg=pump.given_mcg + drug * (1.0 - pump.lost_share),
    )


def _without_dust(rest: FloatArray) -> FloatArray:
    """What is left; a rest that only rounding made is nothing."""
    return np.where(rest > DUST, rest, 0.0)


def _most_pent_ml() -> float:
    """The volume held under pressure when the pump stops itself, mL: compliance by pressure.

    A litre per pascal by kilopascal is a million millilitres.
    """
    return typical("compliance_l_pa") * typical("occlusion_kpa") * 1e6
