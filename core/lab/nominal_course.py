"""One nominal course: a drawn patient, a plain bedside, everything done as advised."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from core.lab.outcomes import SETTLED_S, most_an_hour
from core.lab.scenario import (
    BedsideSpec,
    Opening,
    PatientSpec,
    Prebrief,
    Preset,
    Scenario,
    Stage,
)
from core.lab.simulation import Simulation
from core.lab.staff_profile import profile_of
from core.lab.truth import Sample
from core.library import Shelved
from core.log.memory import MemoryLog
from core.model.case import Band, DosingWeight, Setup
from core.model.events import Prompted, PumpReported, ReadingRecorded, Recorded
from core.model.state import dose_of, thousandths
from core.model.terms import Attested, Mode, Quality, Route, WeightBasis
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Kilogram, Milligram, Millilitre, PumpRate
from core.rules.compile import Protocol

STAFF = "follows"
LONGEST = timedelta(hours=3)
NEED_WITHIN_S = 4500
"""Who is read below target by then is judged (local choice; an hourly look and some)."""
REACH_WITHIN_S = 5400
"""So long after that reading MAP has to have come into the band (local choice)."""
IN_BAND_S = 1800
"""MAP has come into the band once its mean over half an hour is in it: no passing swing (local)."""
LOOK_EVERY = 60
"""Seconds between two samples; coarser than in a lesson, as nobody looks on."""


@dataclass(frozen=True, slots=True)
class Patient:
    """One course: seconds from need to band (None: not in time), and the most prompts in an hour.

    `needed`: a reading below target was charted in time to be judged. `unseen_s`: how long MAP
    had been below target by then, or was and was never read so. `refractory`: the dose went
    beyond the soft limit.
    """

    needed: bool
    unseen_s: int
    refractory: bool
    reached_s: int | None
    prompts: int


def plain_scenario(preset: Preset, protocol: Protocol) -> Scenario:
    """Nothing but a patient, a line without artefacts, and the protocol's first choices."""
    return Scenario(
        id=f"nominal-{preset}",
        title="",
        version="",
        protocol=protocol.file.id,
        staff=STAFF,
        longest=LONGEST,
        objectives=(),
        prebrief=Prebrief("", "", "", "", "", ""),
        opening=Opening(_setup(protocol)),
        patient=PatientSpec(preset, drawn=True),
        bedside=BedsideSpec(
            arterial_line=True,
            artefacts=False,
            cuff_interval=timedelta(minutes=15),
            own_dead_volume=Millilitre(Decimal("0.3")),
            shared_dead_volume=Millilitre(Decimal(1)),
            carrier=PumpRate(Decimal(10)),
        ),
        stages=(Stage("nominal", ""),),
        always=(),
        ends=(),
        checklist=(),
    )


def _setup(protocol: Protocol) -> Setup:
    return Setup(
        label="SIM-NOMINAL",
        mode=Mode.SIMULATION,
        weight=DosingWeight(Kilogram(Decimal(80)), WeightBasis.ACTUAL),
        bag=Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE),
        route=Route.CENTRAL,
        resolution=PumpRate(Decimal("0.1")),
        band=protocol.bands[0],
        start_dose=dose_of(protocol.numbers.start_default, protocol.unit),
        fluids=Attested.YES,
        vasopressin=Attested.NO,
    )


def course_of(scenario: Scenario, seed: int, shelved: Shelved) -> Patient:
    log = MemoryLog()
    simulation = Simulation(
        scenario,
        seed,
        log,
        staff=profile_of(STAFF),
        protocol=shelved,
        look_every=LOOK_EVERY,
    )
    simulation.pass_time(simulation.start + scenario.longest)
    facts, samples = tuple(log), simulation.truth.samples
    band, protocol = scenario.opening.setup.band, simulation.session.protocol
    read_s = _first_read_below(facts, band)
    below_s = _first_below(samples, band)
    return Patient(
        needed=read_s is not None and read_s <= NEED_WITHIN_S,
        unseen_s=_unseen(below_s, samples[-1].second if read_s is None else read_s),
        refractory=_beyond_soft(facts, protocol),
        reached_s=_reached(samples, band, read_s),
        prompts=most_an_hour([f.event for f in facts if isinstance(f.event, Prompted)]),
    )


def _first_read_below(facts: Sequence[Recorded], band: Band) -> int | None:
    """The second at which the first usable reading below the band was typed in."""
    for fact in facts:
        event = fact.event
        usable = isinstance(event, ReadingRecorded) and event.quality is Quality.USABLE
        if usable and isinstance(event, ReadingRecorded) and event.map < band.low:
            return int((fact.recorded_at - facts[0].recorded_at).total_seconds())
    return None


def _unseen(below_s: int | None, until_s: int) -> int:
    return 0 if below_s is None else max(until_s - below_s, 0)


def _means(samples: Sequence[Sample], seconds: int) -> Iterator[tuple[int, float]]:
    """The second at which each span of that length began, and the mean MAP over it."""
    for place, first in enumerate(samples):
        if samples[-1].second - first.second < seconds:
            return
        span = samples[place : place + seconds // LOOK_EVERY]
        yield first.second, sum(item.map_mmhg for item in span) / len(span)


def _first_below(samples: Sequence[Sample], band: Band) -> int | None:
    low = float(band.low.value)
    return next((second for second, mean in _means(samples, SETTLED_S) if mean < low), None)


def _reached(samples: Sequence[Sample], band: Band, needed_s: int | None) -> int | None:
    """The seconds from need to the first half hour in the band; None: none began in time."""
    if needed_s is None:
        return None
    low, high = float(band.low.value), float(band.high.value)
    means = _means(samples, IN_BAND_S)
    later = ((second, mean) for second, mean in means if second > needed_s)
    reached = next((second for second, mean in later if low <= mean <= high), None)
    within = reached is not None and reached - needed_s <= REACH_WITHIN_S
    return reached - needed_s if reached is not None and within else None


def _beyond_soft(facts: Sequence[Recorded], protocol: Protocol) -> bool:
    return any(
        isinstance(fact.event, PumpReported)
        and fact.event.agent is protocol.agent
        and thousandths(fact.event.dose) > protocol.numbers.soft
        for fact in facts
    )
