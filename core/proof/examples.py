"""A playable course for a broken promise: built from the facts of the cell, then played to see.

A course that does not land in its cell is thrown away; what no course shows is said so.
"""

from collections.abc import Iterator
from dataclasses import replace

from core.model.facts import Axis, Phase
from core.proof.course import Wanted, courses
from core.proof.finding import Breach, Region, Spot
from core.proof.play import Played, play
from core.rules.compile import Protocol
from core.rules.protocol import WorkedGiven


def shown(protocol: Protocol, part: Protocol, breach: Breach) -> WorkedGiven | None:
    """The course of a breach, or one that lands in one of its cells; None where none does."""
    if breach.given is not None or part is not protocol:
        return breach.given
    return next(_landing(protocol, breach.spots), None)


def _landing(protocol: Protocol, spots: tuple[Spot, ...]) -> Iterator[WorkedGiven]:
    for spot in _likely_first(protocol, spots):
        band = protocol.bands[spot.band]
        wanted = Wanted(protocol, band, spot.phase, spot.region)
        for given in courses(wanted):
            played = play(given, protocol)
            if played is not None and lands(played, spot):
                yield given


def _likely_first(protocol: Protocol, spots: tuple[Spot, ...]) -> Iterator[Spot]:
    """The cells with the doses to try; where a call hangs on the dose it ends at, more of them."""
    usual = protocol.numbers.start_default
    for spot in sorted(spots, key=lambda spot: not _may_run(spot, usual)):
        yield spot
        if Axis.ENDS_AT in spot.region and spot.phase is Phase.RUNNING:
            yield from _doses_before(protocol, spot)


def _may_run(spot: Spot, dose: int) -> bool:
    first, last = spot.region.get(Axis.DOSE, (dose, dose))
    return first <= dose <= last


def _doses_before(protocol: Protocol, spot: Spot) -> Iterator[Spot]:
    """The same cell with the doses from which a step may end where the call asks."""
    first, last = spot.region[Axis.ENDS_AT]
    steps = protocol.numbers.steps
    for step in (0, steps["up"], steps["rescue"]):
        for end in (first, last):
            if end > step:
                dose = (end - step, end - step)
                yield replace(spot, region={**spot.region, Axis.DOSE: dose})


def lands(played: Played, spot: Spot) -> bool:
    """Whether the last reading of a played course lies in the cell."""
    facts = played.facts
    phase = facts[Axis.PHASE] == spot.phase
    return phase and all(_inside(facts, axis, spot.region) for axis in spot.region)


def _inside(facts: dict[Axis, int], axis: Axis, region: Region) -> bool:
    first, last = region[axis]
    return first <= facts[axis] <= last
