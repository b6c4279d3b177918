"""Requests to a case. `at` is when the request is made, `observed_at` when the thing was true.

Both are aware UTC. Values have passed their entry verdicts; `decide` still checks what only the
state can tell.
"""

from dataclasses import field
from datetime import datetime

from core.frozen import dataclass
from core.model.case import Band, Counting, DosingWeight, Setup
from core.model.events import Reason
from core.model.terms import (
    Agent,
    Attested,
    Condition,
    Keep,
    Outcome,
    OverrideReason,
    PauseReason,
    PerfusionSign,
    Reply,
    Shock,
    Source,
    StrikeReason,
    Use,
)
from core.quantity.bag import Bag
from core.quantity.measures import Dose, HeartRate, Mmhg, PumpRate


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """Begin a case. The protocol text is pinned."""

    at: datetime
    setup: Setup
    counting: Counting
    protocol: str
    protocol_version: str
    protocol_text: str
    initials: str
    countings: dict[Agent, Counting] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StartShift:
    """Say who enters from now on."""

    at: datetime
    initials: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReading:
    """Add a MAP, or a systolic and diastolic from which it is calculated (then `map` is None).

    `artefact` marks a reading the person knows to be one.
    """

    at: datetime
    observed_at: datetime
    source: Source
    map: Mmhg | None = None
    systolic: Mmhg | None = None
    diastolic: Mmhg | None = None
    heart_rate: HeartRate | None = None
    artefact: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StrikeEntry:
    """Strike a reading or pump report through."""

    at: datetime
    refers_to: int
    reason: StrikeReason


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPump:
    """Say what the pump runs, by dose or by rate (one of them). Dose 0 is a stop.

    A restricted agent wants its `use` the first time.
    """

    at: datetime
    observed_at: datetime
    agent: Agent
    dose: Dose | None = None
    rate: PumpRate | None = None
    follows: int | None = None
    use: Use | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseTitration:
    """Rest titration (arrest, theatre, line change)."""

    at: datetime
    observed_at: datetime
    reason: PauseReason


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeTitration:
    """Go on after a pause."""

    at: datetime
    observed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class HangBag:
    """Hang a new bag; on a running infusion say what stays, dose or rate.

    A restricted agent wants its `use` the first time.
    """

    at: datetime
    observed_at: datetime
    agent: Agent
    bag: Bag
    keep: Keep = Keep.DOSE
    use: Use | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeWeight:
    """Set another dosing weight; on a running infusion say what stays, dose or rate."""

    at: datetime
    weight: DosingWeight
    keep: Keep


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTarget:
    """Choose another target band among those the protocol allows, with its reason."""

    at: datetime
    band: Band


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestFluids:
    """Vouch for fluids and volume status."""

    at: datetime
    fluids: Attested
    volume_assessed: Attested


@dataclass(frozen=True, slots=True, kw_only=True)
class StateVasopressin:
    """State vasopressin on or off."""

    at: datetime
    running: Attested


@dataclass(frozen=True, slots=True, kw_only=True)
class StateShock:
    """State the type of shock; None takes back what was stated."""

    at: datetime
    shock: Shock | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCondition:
    """State a condition of the patient: yes, no or unknown."""

    at: datetime
    condition: Condition
    answer: Attested


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPerfusion:
    """Take down a look at perfusion: which signs were looked at, which are a concern."""

    at: datetime
    looked_at: tuple[PerfusionSign, ...]
    concerns: tuple[PerfusionSign, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAdvice:
    """Accept, modify (with the dose), delay (until when) or decline a piece of advice.

    All but accept carry a reason. `pump_set` says in one go that the pump runs the advised dose.
    """

    at: datetime
    advice: int
    reply: Reply
    reason: OverrideReason | None = None
    dose: Dose | None = None
    until: datetime | None = None
    pump_set: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeePrompt:
    """Put a prompt aside."""

    at: datetime
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote:
    """Add a short note."""

    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseEntry:
    """Keep a refused entry as a fact."""

    at: datetime
    field: str
    text: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCase:
    """End the case with its outcome."""

    at: datetime
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeClockStep:
    """Tell the case that the machine's clock jumped by so many seconds."""

    at: datetime
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Let time pass until `at`: the only way it does."""

    at: datetime


Command = (
    OpenCase
    | StartShift
    | RecordReading
    | StrikeEntry
    | ReportPump
    | PauseTitration
    | ResumeTitration
    | HangBag
    | ChangeWeight
    | ChangeTarget
    | AttestFluids
    | StateVasopressin
    | StateShock
    | StateCondition
    | CheckPerfusion
    | AnswerAdvice
    | SeePrompt
    | AddNote
    | RefuseEntry
    | EndCase
    | NoticeClockStep
    | Tick
)
