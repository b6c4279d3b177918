"""What came of a simulated course, in figures. Time in the band is the patient's own MAP."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from core.lab.truth import Sample
from core.model.case import Band
from core.model.events import (
    Answered,
    CaseOpened,
    Prompted,
    PumpReported,
    ReadingRecorded,
    Recorded,
    TargetChanged,
)
from core.model.terms import Agent, Quality, Urgency
from core.quantity.measures import Dose

SETTLED_S = 300
"""MAP counts as having reached the band once its mean over five minutes is in it (local)."""
MOST_IN_SPAN = 30
"""More samples than this never fall into five minutes."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The figures of one course.

    Minutes are of the patient's own MAP; `minutes_to_target` is when the first five minutes began
    whose mean was in the band, None where there were none. `given` is what reached the vein of
    each agent, in mcg (vasopressin in units). `changes` are those of the set dose as charted.
    `prompts` are by code; those that call now are left out of `most_prompts_an_hour`, the most in
    any sixty minutes. `ended_by` is the scenario's end, None for its longest run.
    """

    minutes: float
    minutes_to_target: float | None
    minutes_below: float
    minutes_in: float
    minutes_above: float
    given: tuple[tuple[Agent, float], ...]
    readings: int
    artefacts: int
    changes: int
    answers: tuple[tuple[str, int], ...]
    prompts: tuple[tuple[str, int], ...]
    most_prompts_an_hour: int
    ended_by: str | None


def outcomes_of(
    facts: Sequence[Recorded], samples: Sequence[Sample], ended_by: str | None
) -> Outcomes:
    """The figures of a course from its case and its hidden truth.

    Raises:
        ValueError: there are no facts of a case, or no samples.
    """
    opened = next((fact for fact in facts if isinstance(fact.event, CaseOpened)), None)
    if opened is None or not samples:
        raise ValueError("a course has an opened case and samples of its truth")
    bands = _bands(facts, opened.recorded_at)
    below, inside, above = _minutes_by_band(samples, bands)
    readings = [fact.event for fact in facts if isinstance(fact.event, ReadingRecorded)]
    prompts = [fact.event for fact in facts if isinstance(fact.event, Prompted)]
    answers = Counter(str(f.event.reply) for f in facts if isinstance(f.event, Answered))
    return Outcomes(
        minutes=samples[-1].second / 60,
        minutes_to_target=minutes_to_target(samples, bands),
        minutes_below=below,
        minutes_in=inside,
        minutes_above=above,
        given=samples[-1].given,
        readings=len(readings),
        artefacts=sum(reading.quality is Quality.ARTEFACT for reading in readings),
        changes=_changes(facts, opened.recorded_at),
        answers=tuple(sorted(answers.items())),
        prompts=tuple(sorted(Counter(prompt.code for prompt in prompts).items())),
        most_prompts_an_hour=most_an_hour(prompts),
        ended_by=ended_by,
    )


Bands = tuple[tuple[int, float, float], ...]
"""From which second on the band has had which ends, mmHg; oldest first."""


def _bands(facts: Iterable[Recorded], opened_at: datetime) -> Bands:
    found: list[tuple[int, float, float]] = []
    for fact in facts:
        band: Band | None = None
        if isinstance(fact.event, CaseOpened):
            band = fact.event.setup.band
        elif isinstance(fact.event, TargetChanged):
            band = fact.event.band
        if band is not None:
            second = int((fact.recorded_at - opened_at).total_seconds())
            found.append((second, float(band.low.value), float(band.high.value)))
    return tuple(found)


def _ends(bands: Bands, second: int) -> tuple[float, float]:
    _, low, high = [band for band in bands if band[0] <= second][-1]
    return low, high


def _minutes_by_band(samples: Sequence[Sample], bands: Bands) -> tuple[float, float, float]:
    """Each sample stands for the time until the next."""
    below = inside = above = 0.0
    for sample, after in pairwise(samples):
        low, high = _ends(bands, sample.second)
        minutes = (after.second - sample.second) / 60
        if sample.map_mmhg < low:
            below += minutes
        elif sample.map_mmhg > high:
            above += minutes
        else:
            inside += minutes
    return below, inside, above


def minutes_to_target(samples: Sequence[Sample], bands: Bands) -> float | None:
    """When the first five minutes began whose mean MAP was in the band; None: there were none."""
    for place, first in enumerate(samples):
        span = [item for item in samples[place : place + MOST_IN_SPAN] if _near(first, item)]
        if samples[-1].second - first.second < SETTLED_S:
            return None
        low, high = _ends(bands, first.second)
        if low <= sum(item.map_mmhg for item in span) / len(span) <= high:
            return first.second / 60
    return None


def _near(first: Sample, item: Sample) -> bool:
    return item.second - first.second < SETTLED_S


def _changes(facts: Iterable[Recorded], opened_at: datetime) -> int:
    """How often the set dose of an agent was charted as another one, after the opening."""
    doses: dict[Agent, Dose] = {}
    changes = 0
    for fact in facts:
        event = fact.event
        if isinstance(event, PumpReported):
            known = doses.get(event.agent)
            changes += fact.recorded_at > opened_at and known != event.dose
            doses[event.agent] = event.dose
    return changes


def most_an_hour(prompts: Sequence[Prompted]) -> int:
    """The most prompts in any sixty minutes, those that call now left out."""
    times = [prompt.at for prompt in prompts if prompt.urgency is not Urgency.NOW]
    hours = (sum(timedelta(0) <= end - at < HOUR for at in times) for end in times)
    return max(hours, default=0)
