"""What a window or a report shows of a case: frozen, every number already written out.

Instants stay instants (aware UTC): a window writes them with `core.view.wording.Words`, which
knows the zone. A window has a constructor, signals out and `render(view)` in, and computes nothing.
"""

from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from enum import StrEnum

from core.frozen import dataclass
from core.model.case import Band, Setup
from core.model.terms import Action, Agent, Mode, Outcome, PauseReason, Reply, Urgency, Use
from core.quantity.bag import Bag
from core.quantity.measures import Millilitre
from core.view.lanes import Lanes
from core.view.patient import PatientView
from core.view.rows import Rows
from core.view.sums import SumsView


@dataclass(frozen=True, slots=True)
class StripView:
    """The fixed strip on top: who, on what weight, towards what, by which protocol.

    `beside` names the other agents that run.
    """

    label: str
    person: str
    weight: str
    target: str
    bag: str
    route: str
    protocol: str
    mode: Mode
    initials: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class PumpView:
    """What the pump runs: the given lane. Empty texts where nothing was reported."""

    running: bool
    dose: str
    rate: str
    delivered: str
    since: datetime | None
    paused: PauseReason | None
    bag_empty_at: datetime | None


class AdviceStatus(StrEnum):
    """Whether a piece of advice can still be answered; only an open one can."""

    OPEN = "open"
    ANSWERED = "answered"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True)
class PassedRow:
    """A row above the deciding one, and the part of it that did not hold."""

    rule: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class NextStepView:
    """The advice card: what, why, how near to another answer, until when; `name` is the agent's.

    `headline` is the step ("Raise to 0.12 mcg/kg/min"); `dose` and `rate` stand large beside it;
    `delivered` is filled when the pump's rounding gives another dose than asked.
    """

    seq: int
    agent: Agent
    name: str
    action: Action
    changes_dose: bool
    headline: str
    dose: str
    rate: str
    delivered: str
    because: tuple[str, ...]
    rule: str
    title: str
    source: str
    flips: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    advised_at: datetime
    recheck_at: datetime
    expires_at: datetime
    status: AdviceStatus
    reply: Reply | None
    answer: str
    look_above: Callable[[], tuple[PassedRow, ...]] = field(compare=False, repr=False)

    @property
    def passed(self) -> tuple[PassedRow, ...]:
        """The rows above, found when somebody asks: it takes half as long as all the rest."""
        return self.look_above()

    @property
    def reference(self) -> str:
        """The row as the register of evidence names it: "row:up", "row:vasopressin/taper"."""
        main = self.agent is Agent.NOREPINEPHRINE
        return f"row:{self.rule}" if main else f"row:{self.agent}/{self.rule}"


@dataclass(frozen=True, slots=True)
class PromptView:
    """A prompt in the list. `missed` marks one that fell due while the case was closed."""

    key: str
    code: str
    text: str
    urgency: Urgency
    due_at: datetime
    missed: bool


@dataclass(frozen=True, slots=True)
class ReadingView:
    """The latest reading."""

    seq: int
    at: datetime
    text: str
    source: str
    artefact: bool


@dataclass(frozen=True, slots=True)
class EntryGuardView:
    """What entries are compared with, as text with unit.

    `stop_from` is the highest dose of a planned stop; below `critical_map` help is called for on
    every usable reading, confirmed or not.
    """

    current: str | None
    advised: str | None
    largest_step: str
    stop_from: str
    critical_map: str


@dataclass(frozen=True, slots=True)
class DoseGuardView:
    """What a dose of one agent is compared with, as text with unit; None where nothing is known.

    `advised` is the latest advice while it is about this agent; an agent that the protocol does
    not know has neither a step nor a planned stop.
    """

    current: str | None = None
    advised: str | None = None
    largest_step: str | None = None
    stop_from: str | None = None


@dataclass(frozen=True, slots=True)
class OfferedAgent:
    """An agent that does not run and may be added; `uses` are the reasons a restricted one takes.

    Without a `usual` bag the protocol does not know the agent: it is told by its dose alone.
    """

    agent: Agent
    name: str
    unit: str
    start: str
    usual: Bag | None
    uses: tuple[tuple[Use, str], ...]
    guard: DoseGuardView


@dataclass(frozen=True, slots=True)
class InfusionView:
    """One agent. Empty texts where nothing is known.

    `titrated`: the latest advice is about it; every other one that runs is held. `lanes` has its
    doses, in `unit`. `hanging` is the bag that hangs, `usual` the one that the protocol offers;
    the next one is to be prepared by `prepare_by`.
    """

    agent: Agent
    name: str
    unit: str
    running: bool
    dose: str
    rate: str
    delivered: str
    since: datetime | None
    bag: str
    bag_empty_at: datetime | None
    titrated: bool
    held: bool
    use: str
    lanes: Lanes
    hanging: Bag | None
    usual: Bag | None
    guard: DoseGuardView
    prepare_by: datetime | None


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything one case window shows at `now`.

    `setup` is the set-up as it stands now. `silence` says why there is no advice to follow (a
    closed gate, no reading yet, a pause, the end); beside open advice it says that the latest
    reading is an artefact. `recheck_at` is when the next reading is due; a countdown runs to it.
    `notices` stand over the advice for a while.
    """

    now: datetime
    setup: Setup
    strip: StripView
    pump: PumpView
    next_step: NextStepView | None
    silence: str
    prompts: tuple[PromptView, ...]
    reading: ReadingView | None
    recheck_at: datetime | None
    overdue: bool
    guard: EntryGuardView
    lanes: Lanes
    rows: Rows
    run_gap_s: float
    bands: tuple[Band, ...]
    outcome: Outcome | None
    patient: PatientView
    infusions: tuple[InfusionView, ...] = ()
    offered: tuple[OfferedAgent, ...] = ()
    notices: tuple[str, ...] = ()
    dead_volume: Millilitre | None = None
    sums: SumsView = field(default_factory=SumsView)


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """One line of the home list; `map` is the latest reading that counts, never an artefact."""

    label: str
    mode: Mode
    state: str
    map: str
    map_at: datetime | None
    dose: str
    next_due_at: datetime | None
    overdue: bool
    prompts: tuple[PromptView, ...]
    ended: bool
