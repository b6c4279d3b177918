"""What hands do to a pump: put it up, set a rate, change the bag, block and free the line."""

from dataclasses import replace
from enum import StrEnum

import numpy as np

from core.patient.arrays import FloatArray, IntArray
from core.patient.devices import BoolArray, draw, told, typical
from core.patient.pump import S_PER_H, Pump


class Change(StrEnum):
    """How a bag or syringe is changed: by hand and quickly, or by two linked pumps."""

    QUICK = "quick"
    SMART = "smart"


def put_up(  # noqa: PLR0913  each is a fact about one pump
    seed: int,
    ids: IntArray,
    concentration_mcg_ml: FloatArray | float,
    *,
    own_dead_ml: FloatArray | float = 0.0,
    resolution_ml_h: float | None = None,
    purged: bool = True,
    primed: bool = True,
    at_s: float = 0.0,
) -> Pump:
    """A pump for each patient that stands at 0 mL/h, from the second `at_s` on.

    `own_dead_ml`: the volume between this pump and the place where its line meets others.
    `purged`: a bolus against the cap has taken up the slack, so the first fluid comes early.
    `primed`: the line holds the drug; else it holds plain fluid that has to leave first.

    Raises:
        ValueError: a volume is below 0, a concentration or the resolution not above 0.
    """
    step = typical("pump_resolution_ml_h") if resolution_ml_h is None else resolution_ml_h
    strength, dead = told(concentration_mcg_ml, len(ids)), told(own_dead_ml, len(ids))
    _check_bag(strength)
    if not (step > 0 and bool(np.all(dead >= 0))):
        raise ValueError(f"a pump has steps above 0 mL/h, not {step}, and a line, not {dead}")
    return replace(
        _empty(seed, ids, at_s),
        resolution_ml_h=step,
        own_dead_ml=dead,
        concentration_mcg_ml=strength,
        slack_ml=np.full(len(ids), typical("purged_slack_ml" if purged else "slack_ml")),
        ramp_ml=np.full(len(ids), typical("purged_ramp_ml" if purged else "ramp_ml")),
        plug_ml=np.zeros(len(ids)) if primed else dead,
    )


def _empty(seed: int, ids: IntArray, at_s: float) -> Pump:
    """A pump that does nothing yet, and whose flow is still to rise."""
    none, whole = np.zeros(len(ids)), np.ones(len(ids))
    return Pump(
        seed=seed,
        ids=ids,
        second=at_s,
        resolution_ml_h=1.0,
        own_dead_ml=none,
        set_ml_h=none,
        concentration_mcg_ml=none,
        lost_share=none,
        occluded=np.zeros(len(ids), dtype=np.bool_),
        pause_s=none,
        slack_ml=none,
        ramp_ml=whole,
        ramp_share=whole,
        spring_ml=none,
        spring_s=whole * typical("bolus_s"),
        pent_ml=none,
        plug_ml=none,
        plug_mcg_ml=none,
        changes=np.zeros(len(ids), dtype=np.int64),
        pushed_ml=none,
        left_ml=none,
        given_mcg=none,
    )


def warmed_up(pump: Pump) -> Pump:
    """The same pump as one that has run for long: no slack, no rise of the flow to come."""
    none = np.zeros(len(pump))
    return replace(pump, slack_ml=none, ramp_share=none)


def to_resolution(ml_h: FloatArray, resolution_ml_h: float) -> FloatArray:
    """A rate as the pump takes it, mL/h: to its smallest step, halves up."""
    steps = np.floor(np.round(ml_h / resolution_ml_h, 9) + 0.5)
    return np.round(steps * resolution_ml_h, 9)


def with_rate(pump: Pump, ml_h: FloatArray | float) -> Pump:
    """The pump set to a rate in mL/h; 0 stops it.

    On a stop the volume held under pressure goes on leaving, and is taken up again at the start.

    Raises:
        ValueError: a rate is below 0 or no number.
    """
    asked = told(ml_h, len(pump))
    if not bool(np.all(np.isfinite(asked) & (asked >= 0))):
        raise ValueError(f"a pump runs at 0 mL/h or more, not at {ml_h}")
    rate = to_resolution(asked, pump.resolution_ml_h)
    stops = (pump.set_ml_h > 0) & (rate == 0)
    starts = (pump.set_ml_h == 0) & (rate > 0)
    held = np.where(stops, _stored_ml(pump), 0.0)
    kept = np.where(starts, np.minimum(pump.spring_ml, pump.slack_ml), 0.0)
    return replace(
        pump,
        set_ml_h=rate,
        slack_ml=pump.slack_ml + held - kept,
        spring_ml=pump.spring_ml + held - kept,
        spring_s=np.where(stops, typical("stored_release_s"), pump.spring_s),
    )


def with_bag(
    pump: Pump,
    concentration_mcg_ml: FloatArray | float,
    way: Change,
    who: BoolArray | None = None,
) -> Pump:
    """The pump of those in `who` (None: of all) with another bag; its rate in mL/h stays.

    Nothing moves during the interruption. Then a jolt leaves by itself, or where the net volume is
    negative, the line is refilled first. What the line still holds keeps its concentration until
    it is pumped out; a second change before that mixes what it holds.

    Raises:
        ValueError: a concentration is not above 0.
    """
    strength = told(concentration_mcg_ml, len(pump))
    _check_bag(strength)
    chosen = np.ones(len(pump), dtype=np.bool_) if who is None else who
    net = draw(f"{way}_bolus_ml", pump.seed, pump.ids, pump.changes)
    pause = draw(f"{way}_pause_s", pump.seed, pump.ids, pump.changes)
    return replace(
        pump,
        concentration_mcg_ml=np.where(chosen, strength, pump.concentration_mcg_ml),
        pause_s=np.where(chosen, np.maximum(pause, pump.pause_s), pump.pause_s),
        slack_ml=pump.slack_ml + np.where(chosen, np.maximum(-net, 0.0), 0.0),
        spring_ml=pump.spring_ml + np.where(chosen, np.maximum(net, 0.0), 0.0),
        spring_s=np.where(chosen & (net > 0), typical("bolus_s"), pump.spring_s),
        plug_ml=np.where(chosen, pump.own_dead_ml, pump.plug_ml),
        plug_mcg_ml=np.where(chosen, _mean_in_line(pump), pump.plug_mcg_ml),
        changes=pump.changes + chosen,
    )


def with_loss(pump: Pump, share: FloatArray | float) -> Pump:
    """From now on this share (0 to 1) of the drug goes beside the vein: extravasation.

    Raises:
        ValueError: the share is not between 0 and 1.
    """
    lost = told(share, len(pump))
    if not bool(np.all((lost >= 0) & (lost <= 1))):
        raise ValueError(f"a share of the drug is lost between 0 and 1, not {share}")
    return replace(pump, lost_share=lost)


def blocked(pump: Pump, who: BoolArray | None = None) -> Pump:
    """The lines of those in `who` (None: of all) are closed; the pump goes on pushing."""
    chosen = np.ones(len(pump), dtype=np.bool_) if who is None else who
    return replace(pump, occluded=pump.occluded | chosen)


def freed(pump: Pump) -> Pump:
    """Every blocked line is opened: most of the pent volume leaves at once as a bolus."""
    bolus = np.where(pump.occluded, pump.pent_ml * typical("occlusion_release"), 0.0)
    return replace(
        pump,
        occluded=np.zeros(len(pump), dtype=np.bool_),
        pent_ml=np.where(pump.occluded, 0.0, pump.pent_ml),
        spring_ml=pump.spring_ml + bolus,
        spring_s=np.where(bolus > 0, typical("bolus_s"), pump.spring_s),
    )


def _stored_ml(pump: Pump) -> FloatArray:
    """The volume that a running line holds under pressure, mL, as far as its flow has risen."""
    flow = np.where(pump.slack_ml > 0, 0.0, pump.set_ml_h * (1.0 - pump.ramp_share))
    return flow / S_PER_H * typical("stored_flow_s")


def _mean_in_line(pump: Pump) -> FloatArray:
    """The mean concentration between pump and end of line, mcg/mL."""
    older = np.divide(
        pump.plug_ml, pump.own_dead_ml, out=np.zeros(len(pump)), where=pump.own_dead_ml > 0
    )
    return older * pump.plug_mcg_ml + (1.0 - older) * pump.concentration_mcg_ml


def _check_bag(strength: FloatArray) -> None:
    if not bool(np.all(np.isfinite(strength) & (strength > 0))):
        raise ValueError(f"a bag holds more than 0 mcg/mL, not {strength}")
