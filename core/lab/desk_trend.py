"""The latest part of the hidden course as curves."""

from collections.abc import Sequence

from core.lab.desk_view import TrendView
from core.lab.simulation import Simulation
from core.lab.truth import Sample
from core.model.terms import Agent

LONGEST = 3600
"""Seconds of the course that the curves show."""


def trend(simulation: Simulation) -> TrendView:
    """True and shown MAP, and the dose that reaches the vein, over the last hour."""
    now = simulation.bedside.second
    weight = simulation.state.weight
    kilograms = 1.0 if weight is None else float(weight.weight.value)
    seen = [*_latest(simulation.truth.samples, now), simulation.true_now()]
    band = simulation.state.band
    return TrendView(
        now=now,
        opened_at=simulation.start.timestamp(),
        true_map=tuple((each.second, each.map_mmhg) for each in seen),
        shown_map=tuple(
            (each.second, each.shown_map) for each in seen if each.shown_map is not None
        ),
        dose=tuple((each.second, _dose(each) / kilograms) for each in seen),
        band=None if band is None else (float(band.low.value), float(band.high.value)),
    )


def _latest(samples: Sequence[Sample], now: int) -> list[Sample]:
    """From the end backwards, so that a long course costs no more than a short one."""
    found = []
    for sample in reversed(samples):
        if sample.second < now - LONGEST:
            break
        if sample.second < now:
            found.append(sample)
    return found[::-1]


def _dose(sample: Sample) -> float:
    return dict(sample.reaching).get(Agent.NOREPINEPHRINE, 0.0)
