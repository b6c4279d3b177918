"""A course on the grid of minutes: the patient's own MAP, and what reaches the vein."""

from bisect import bisect_right
from collections.abc import Sequence

from core.lab.band_time import every
from core.lab.played import Played
from core.lab.truth import Sample
from core.model.terms import Agent
from core.quantity.measures import DoseUnit

MINUTE = 60

Points = tuple[tuple[int, float | None], ...]
"""Seconds since the opening against a figure; None where nothing is known."""


def maps_by_minute(played: Played) -> Points:
    """The true MAP in mmHg, minute by minute."""
    return tuple(
        (second, None if sample is None else sample.map_mmhg)
        for second, sample in _by_minute(played)
    )


def doses_by_minute(played: Played, agent: Agent) -> Points:
    """What reaches the vein of an agent in `dosing_unit`, minute by minute."""
    weight = float(played.opening.setup.weight.weight.value)
    per = weight if dosing_unit(agent) is DoseUnit.MCG_KG_MIN else 1.0
    return tuple(
        (second, None if sample is None else dict(sample.reaching).get(agent, 0.0) / per)
        for second, sample in _by_minute(played)
    )


def dosing_unit(agent: Agent) -> DoseUnit:
    """The unit that what reaches the vein is told in, per kg of the weight at the opening."""
    return DoseUnit.UNITS_MIN if agent is Agent.VASOPRESSIN else DoseUnit.MCG_KG_MIN


def agents_of(played: Played) -> tuple[Agent, ...]:
    """The agents that any pump stood for, in the sequence of their names in the program."""
    samples = played.truth.samples
    stood = {agent for agent, _ in samples[-1].given} if samples else set()
    return tuple(agent for agent in Agent if agent in stood)


def given_by(played: Played, agent: Agent, second: int) -> float:
    """All that had reached the vein of an agent by a second: mcg, of vasopressin units.

    Between two samples it is taken to run on as at the first.
    """
    sample = sample_at(played.truth.samples, second)
    if sample is None:
        return 0.0
    running = dict(sample.reaching).get(agent, 0.0)
    return sample.given_of(agent) + running * (second - sample.second) / MINUTE


def sample_at(samples: Sequence[Sample], second: int) -> Sample | None:
    """The last sample up to a second."""
    place = bisect_right(samples, second, key=lambda sample: sample.second)
    return samples[place - 1] if place else None


def _by_minute(played: Played) -> list[tuple[int, Sample | None]]:
    samples = played.truth.samples
    due = every([(sample.second, sample.map_mmhg) for sample in samples])
    found: list[tuple[int, Sample | None]] = []
    for second in range(0, played.until + 1, MINUTE):
        sample = sample_at(samples, second)
        known = sample is not None and second - sample.second < due
        found.append((second, sample if known else None))
    return found
