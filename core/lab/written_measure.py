"""The `measure` of a scenario file: a table that says exactly one thing, and what it measures.

- `readings_apart = { at_most = "15 min" }`, with `during`;
- `followed = { action = "raise", within = "5 min" }`, with `agent`;
- `prompt = { code = "wean-eligible", within = "10 min" }`; `fact = "fluids_attested"`;
- `dose = { at_most = "0.02 mcg/kg/min" }`, or `reached`, or `never_above` with `during`, or
  `held = "10 min"`, each with `agent`;
- `band_reached = "5 min"`; `time_in_band = { at_least = "70 %" }`, with `during`;
- `ticked = true`: the instructor ticks it.
"""

from typing import Annotated, Literal

from pydantic import Tag

from core.lab.measure import (
    AdviceFollowed,
    BandReached,
    DoseAtMost,
    DoseHeld,
    DoseNeverAbove,
    DoseReached,
    FactRecorded,
    Measure,
    PromptAnswered,
    ReadingsApart,
    Ticked,
    TimeInBand,
)
from core.lab.trigger import Fact
from core.lab.written import Share, Slug, Span, Written, sole
from core.model.terms import Action, Agent
from core.quantity.measures import Dose


class WrittenApart(Written):
    """The longest gap between readings."""

    at_most: Span
    during: Span | None = None


class WrittenFollowed(Written):
    """Advice of an action, and within what time it is followed."""

    action: Action
    within: Span
    agent: Agent = Agent.NOREPINEPHRINE


class WrittenAnswered(Written):
    """A prompt, and within what time it is answered."""

    code: Slug
    within: Span


class WrittenInBand(Written):
    """A share of the time."""

    at_least: Share
    during: Span | None = None


class AtMostDose(Written):
    """A dose to come down to."""

    at_most: Dose
    agent: Agent = Agent.NOREPINEPHRINE

    def measure(self) -> Measure:
        """What it measures."""
        return DoseAtMost(self.agent, self.at_most)


class ReachedDose(Written):
    """A dose to come up to."""

    reached: Dose
    agent: Agent = Agent.NOREPINEPHRINE

    def measure(self) -> Measure:
        """What it measures."""
        return DoseReached(self.agent, self.reached)


class NeverAboveDose(Written):
    """A dose never to pass."""

    never_above: Dose
    during: Span | None = None
    agent: Agent = Agent.NOREPINEPHRINE

    def measure(self) -> Measure:
        """What it measures."""
        return DoseNeverAbove(self.agent, self.never_above, self.during)


class HeldDose(Written):
    """A dose to leave alone."""

    held: Span
    agent: Agent = Agent.NOREPINEPHRINE

    def measure(self) -> Measure:
        """What it measures."""
        return DoseHeld(self.agent, self.held)


DoseMeasure = Annotated[
    Annotated[AtMostDose, Tag("<at_most>")]
    | Annotated[ReachedDose, Tag("<reached>")]
    | Annotated[NeverAboveDose, Tag("<never_above>")]
    | Annotated[HeldDose, Tag("<held>")],
    sole("at_most", "reached", "never_above", "held"),
]


class ByReadings(Written):
    """How far apart readings are."""

    readings_apart: WrittenApart

    def measure(self) -> Measure:
        """What it measures."""
        return ReadingsApart(self.readings_apart.at_most, self.readings_apart.during)


class ByFollowed(Written):
    """Whether advice is followed."""

    followed: WrittenFollowed

    def measure(self) -> Measure:
        """What it measures."""
        return AdviceFollowed(self.followed.agent, self.followed.action, self.followed.within)


class ByPrompt(Written):
    """Whether a prompt is answered."""

    prompt: WrittenAnswered

    def measure(self) -> Measure:
        """What it measures."""
        return PromptAnswered(self.prompt.code, self.prompt.within)


class ByFact(Written):
    """Whether something is recorded."""

    fact: Fact

    def measure(self) -> Measure:
        """What it measures."""
        return FactRecorded(self.fact)


class ByDose(Written):
    """Where the dose is."""

    dose: DoseMeasure

    def measure(self) -> Measure:
        """What it measures."""
        return self.dose.measure()


class ByBandReached(Written):
    """Whether MAP comes into the band."""

    band_reached: Span

    def measure(self) -> Measure:
        """What it measures."""
        return BandReached(self.band_reached)


class ByTimeInBand(Written):
    """How much of the time MAP is in the band."""

    time_in_band: WrittenInBand

    def measure(self) -> Measure:
        """What it measures."""
        return TimeInBand(self.time_in_band.at_least, self.time_in_band.during)


class ByInstructor(Written):
    """What only a person can see."""

    ticked: Literal[True]

    def measure(self) -> Measure:
        """What it measures."""
        return Ticked()


MeasuredBy = Annotated[
    Annotated[ByReadings, Tag("<readings_apart>")]
    | Annotated[ByFollowed, Tag("<followed>")]
    | Annotated[ByPrompt, Tag("<prompt>")]
    | Annotated[ByFact, Tag("<fact>")]
    | Annotated[ByDose, Tag("<dose>")]
    | Annotated[ByBandReached, Tag("<band_reached>")]
    | Annotated[ByTimeInBand, Tag("<time_in_band>")]
    | Annotated[ByInstructor, Tag("<ticked>")],
    sole(
        "readings_apart",
        "followed",
        "prompt",
        "fact",
        "dose",
        "band_reached",
        "time_in_band",
        "ticked",
    ),
]
