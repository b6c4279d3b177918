"""The facts of a case. Each is frozen, carries when it was true (`at`, aware UTC), and has a kind.

The log stores them under their kind; a field may be added with a default, anything else needs a
new version and an upgrade step.
"""

from dataclasses import field
from datetime import datetime
from typing import Literal

from core.frozen import dataclass
from core.model.case import Band, Counting, DosingWeight, Setup
from core.model.terms import (
    Action,
    Agent,
    Attested,
    Condition,
    Gate,
    Keep,
    Outcome,
    OverrideReason,
    PauseReason,
    PerfusionSign,
    Quality,
    Reply,
    Shock,
    Source,
    StrikeReason,
    Urgency,
    Use,
)
from core.quantity.bag import Bag
from core.quantity.measures import Dose, HeartRate, Mmhg, PumpRate


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened:
    """A case began, with its set-up and the exact text of the protocol it keeps for life.

    `counting` is norepinephrine's, `countings` those of the further agents of the protocol.
    """

    kind: Literal["case_opened"] = "case_opened"
    at: datetime
    setup: Setup
    counting: Counting
    protocol: str
    protocol_version: str
    protocol_text: str
    countings: dict[Agent, Counting] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftStarted:
    """From here on entries are made by the person with these initials."""

    kind: Literal["shift_started"] = "shift_started"
    at: datetime
    initials: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRecorded:
    """A MAP in whole mmHg. A calculated one keeps its exact value as text ("63.33")."""

    kind: Literal["reading_recorded"] = "reading_recorded"
    at: datetime
    map: Mmhg
    source: Source
    quality: Quality
    systolic: Mmhg | None = None
    diastolic: Mmhg | None = None
    heart_rate: HeartRate | None = None
    calculated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryStruck:
    """An earlier entry (a reading or a pump report) is struck through; it stays in the log."""

    kind: Literal["entry_struck"] = "entry_struck"
    at: datetime
    refers_to: int
    reason: StrikeReason


@dataclass(frozen=True, slots=True, kw_only=True)
class PumpReported:
    """What the pump runs: the given lane.

    `dose` is the set dose that rules see (0 = stopped); `rate` and `delivered` are the pump's
    rate and the dose it really delivers. `follows` is the advice it carries out, if any; `use`
    is why a restricted agent is given.
    """

    kind: Literal["pump_reported"] = "pump_reported"
    at: datetime
    agent: Agent
    dose: Dose
    rate: PumpRate | None = None
    delivered: Dose | None = None
    follows: int | None = None
    use: Use | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TitrationPaused:
    """Titration rests, with its reason. The critical call remains."""

    kind: Literal["titration_paused"] = "titration_paused"
    at: datetime
    reason: PauseReason


@dataclass(frozen=True, slots=True, kw_only=True)
class TitrationResumed:
    """Titration goes on; the next reading is due at `recheck_at`."""

    kind: Literal["titration_resumed"] = "titration_resumed"
    at: datetime
    recheck_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BagHung:
    """A new bag, of the same or another concentration; `use` is why a restricted agent is given."""

    kind: Literal["bag_hung"] = "bag_hung"
    at: datetime
    agent: Agent
    bag: Bag
    keep: Keep
    use: Use | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightChanged:
    """Another dosing weight; on a running infusion dose or rate was kept, as asked."""

    kind: Literal["weight_changed"] = "weight_changed"
    at: datetime
    weight: DosingWeight
    keep: Keep


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChanged:
    """Another target band, with its reason."""

    kind: Literal["target_changed"] = "target_changed"
    at: datetime
    band: Band


@dataclass(frozen=True, slots=True, kw_only=True)
class FluidsAttested:
    """Somebody vouched for fluids or volume status, or took it back."""

    kind: Literal["fluids_attested"] = "fluids_attested"
    at: datetime
    fluids: Attested
    volume_assessed: Attested


@dataclass(frozen=True, slots=True, kw_only=True)
class VasopressinStated:
    """Vasopressin was stated to be on or off."""

    kind: Literal["vasopressin_stated"] = "vasopressin_stated"
    at: datetime
    running: Attested


@dataclass(frozen=True, slots=True, kw_only=True)
class ShockStated:
    """The type of shock as judged now; None where what was stated is taken back."""

    kind: Literal["shock_stated"] = "shock_stated"
    at: datetime
    shock: Shock | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionStated:
    """A condition of the patient was stated: yes, no, or unknown after all."""

    kind: Literal["condition_stated"] = "condition_stated"
    at: datetime
    condition: Condition
    answer: Attested


@dataclass(frozen=True, slots=True, kw_only=True)
class PerfusionChecked:
    """Perfusion was looked at: which signs, and which of them are a concern."""

    kind: Literal["perfusion_checked"] = "perfusion_checked"
    at: datetime
    looked_at: tuple[PerfusionSign, ...]
    concerns: tuple[PerfusionSign, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A code with its arguments; the sentence lives in the texts."""

    code: str
    args: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Flip:
    """How near the input is to another answer: the nearest MAP that would change it."""

    map: Mmhg
    rule: str
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """A piece of advice: the advised lane. Doses are base; `rate` is what the pump would be set to.

    `inputs` are the facts the table saw, by name, on their integer grids (mmHg, thousandths of
    the dosing unit, seconds); an unknown fact is absent. `reading` is the entry it rests on.
    """

    kind: Literal["advised"] = "advised"
    at: datetime
    agent: Agent
    reading: int
    rule: str
    action: Action
    from_dose: Dose
    dose: Dose
    rate: PumpRate | None
    delivered: Dose | None
    recheck_at: datetime
    expires_at: datetime
    inputs: dict[str, int]
    reasons: tuple[Reason, ...] = ()
    flips: tuple[Flip, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceWithheld:
    """A reading earned no advice, because a gate was closed."""

    kind: Literal["advice_withheld"] = "advice_withheld"
    at: datetime
    reading: int
    gate: Gate
    detail: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What the clinician said to a piece of advice: the accepted lane."""

    kind: Literal["answered"] = "answered"
    at: datetime
    advice: int
    reply: Reply
    reason: OverrideReason | None = None
    dose: Dose | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompted:
    """The program showed something unasked. `due_at` is when it fell due, `at` when it was shown.

    `key` names the occurrence, so that each is shown once; `code` names its text.
    """

    kind: Literal["prompted"] = "prompted"
    at: datetime
    key: str
    code: str
    urgency: Urgency
    due_at: datetime
    args: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptSeen:
    """Somebody put a prompt aside; its next occurrence shows again."""

    kind: Literal["prompt_seen"] = "prompt_seen"
    at: datetime
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteAdded:
    """A short note; left out of exports on request."""

    kind: Literal["note_added"] = "note_added"
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRefused:
    """A refused entry is a fact too: the field, the text as typed, and why."""

    kind: Literal["entry_refused"] = "entry_refused"
    at: datetime
    field: str
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockStepped:
    """The machine's clock jumped by this many seconds against its steady clock."""

    kind: Literal["clock_stepped"] = "clock_stepped"
    at: datetime
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEnded:
    """The case is over; nothing more is advised or prompted."""

    kind: Literal["case_ended"] = "case_ended"
    at: datetime
    outcome: Outcome


Event = (
    CaseOpened
    | ShiftStarted
    | ReadingRecorded
    | EntryStruck
    | PumpReported
    | TitrationPaused
    | TitrationResumed
    | BagHung
    | WeightChanged
    | TargetChanged
    | FluidsAttested
    | VasopressinStated
    | ShockStated
    | ConditionStated
    | PerfusionChecked
    | Advised
    | AdviceWithheld
    | Answered
    | Prompted
    | PromptSeen
    | NoteAdded
    | EntryRefused
    | ClockStepped
    | CaseEnded
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """A fact with its place in the log. `recorded_at` is when it was typed in or computed."""

    seq: int
    recorded_at: datetime
    event: Event
