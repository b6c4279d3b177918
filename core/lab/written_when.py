"""The `when` of a scenario file: a table that says exactly one thing, and the trigger it means.

- `at = "10 min"`; `in_stage = "5 min"`, with `stage` of another stage than its own;
- `true_map` or `shown_map = { below = "55 mmHg", for = "2 min" }`, or `above`;
- `dose = { at_least = "0.25 mcg/kg/min" }`, or `below`, with `for` and `agent`;
- `missed = { action = "raise", within = "10 min" }`, with `agent`;
- `done` or `not_done` = a fact, with `since = "stage"` where only this stage counts;
- `prompt = "wean-eligible"`; `all` or `any` = a list of two to five such tables.
"""

from typing import Annotated

from pydantic import Field, Tag

from core.lab.trigger import (
    AT_ONCE,
    ActionMissed,
    AllOf,
    AnyOf,
    AtTime,
    Done,
    DoseAtLeast,
    DoseBelow,
    Fact,
    InStage,
    MapAbove,
    MapBelow,
    NotDone,
    Pressure,
    PromptShown,
    Since,
    Trigger,
)
from core.lab.written import Slug, Span, Written, sole
from core.model.terms import Action, Agent
from core.quantity.measures import Dose, Mmhg

_MOST_PARTS = 5


class BelowLine(Written):
    """A line of MAP to be under."""

    below: Mmhg
    lasting: Span = Field(default=AT_ONCE, alias="for")

    def on(self, which: Pressure) -> Trigger:
        """The trigger on that MAP."""
        return MapBelow(self.below, which, self.lasting)


class AboveLine(Written):
    """A line of MAP to be over."""

    above: Mmhg
    lasting: Span = Field(default=AT_ONCE, alias="for")

    def on(self, which: Pressure) -> Trigger:
        """The trigger on that MAP."""
        return MapAbove(self.above, which, self.lasting)


MapLine = Annotated[
    Annotated[BelowLine, Tag("<below>")] | Annotated[AboveLine, Tag("<above>")],
    sole("below", "above"),
]


class AtLeastDose(Written):
    """A dose to be reached."""

    at_least: Dose
    agent: Agent = Agent.NOREPINEPHRINE
    lasting: Span = Field(default=AT_ONCE, alias="for")

    def trigger(self) -> Trigger:
        """What it means."""
        return DoseAtLeast(self.agent, self.at_least, self.lasting)


class BelowDose(Written):
    """A dose to be under."""

    below: Dose
    agent: Agent = Agent.NOREPINEPHRINE
    lasting: Span = Field(default=AT_ONCE, alias="for")

    def trigger(self) -> Trigger:
        """What it means."""
        return DoseBelow(self.agent, self.below, self.lasting)


DoseLine = Annotated[
    Annotated[AtLeastDose, Tag("<at_least>")] | Annotated[BelowDose, Tag("<below>")],
    sole("at_least", "below"),
]


class Missed(Written):
    """Advice that was not followed in time."""

    action: Action
    within: Span
    agent: Agent = Agent.NOREPINEPHRINE


class WhenAt(Written):
    """A time."""

    at: Span

    def trigger(self) -> Trigger:
        """What it means."""
        return AtTime(self.at)


class WhenInStage(Written):
    """A time after a stage began."""

    in_stage: Span
    stage: Slug | None = None

    def trigger(self) -> Trigger:
        """What it means."""
        return InStage(self.in_stage, self.stage)


class WhenTrueMap(Written):
    """The patient's own MAP."""

    true_map: MapLine

    def trigger(self) -> Trigger:
        """What it means."""
        return self.true_map.on(Pressure.TRUE)


class WhenShownMap(Written):
    """The MAP on the monitor."""

    shown_map: MapLine

    def trigger(self) -> Trigger:
        """What it means."""
        return self.shown_map.on(Pressure.SHOWN)


class WhenDose(Written):
    """The charted dose."""

    dose: DoseLine

    def trigger(self) -> Trigger:
        """What it means."""
        return self.dose.trigger()


class WhenMissed(Written):
    """Advice that was not followed."""

    missed: Missed

    def trigger(self) -> Trigger:
        """What it means."""
        return ActionMissed(self.missed.agent, self.missed.action, self.missed.within)


class WhenDone(Written):
    """A fact that is there."""

    done: Fact
    since: Since = Since.OPENING

    def trigger(self) -> Trigger:
        """What it means."""
        return Done(self.done, self.since)


class WhenNotDone(Written):
    """A fact that is not there."""

    not_done: Fact
    since: Since = Since.OPENING

    def trigger(self) -> Trigger:
        """What it means."""
        return NotDone(self.not_done, self.since)


class WhenPrompt(Written):
    """A prompt that was shown."""

    prompt: Slug

    def trigger(self) -> Trigger:
        """What it means."""
        return PromptShown(self.prompt)


class WhenAll(Written):
    """All of several."""

    all: tuple["When", ...] = Field(min_length=2, max_length=_MOST_PARTS)

    def trigger(self) -> Trigger:
        """What it means."""
        return AllOf(tuple(part.trigger() for part in self.all))


class WhenAny(Written):
    """One of several."""

    any: tuple["When", ...] = Field(min_length=2, max_length=_MOST_PARTS)

    def trigger(self) -> Trigger:
        """What it means."""
        return AnyOf(tuple(part.trigger() for part in self.any))


When = Annotated[
    Annotated[WhenAt, Tag("<at>")]
    | Annotated[WhenInStage, Tag("<in_stage>")]
    | Annotated[WhenTrueMap, Tag("<true_map>")]
    | Annotated[WhenShownMap, Tag("<shown_map>")]
    | Annotated[WhenDose, Tag("<dose>")]
    | Annotated[WhenMissed, Tag("<missed>")]
    | Annotated[WhenDone, Tag("<done>")]
    | Annotated[WhenNotDone, Tag("<not_done>")]
    | Annotated[WhenPrompt, Tag("<prompt>")]
    | Annotated[WhenAll, Tag("<all>")]
    | Annotated[WhenAny, Tag("<any>")],
    sole(
        "at",
        "in_stage",
        "true_map",
        "shown_map",
        "dose",
        "missed",
        "done",
        "not_done",
        "prompt",
        "all",
        "any",
    ),
]
