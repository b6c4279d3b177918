"""The shape of a protocol file. Pydantic refuses bare numbers, unknown keys and unknown words."""

from dataclasses import field, fields, replace
from typing import TYPE_CHECKING, Annotated, Literal

from core.checked import Checked
from core.frozen import dataclass
from core.model.terms import Agent, BandReason
from core.rules.rows import ActionName, NotifyRow, Row, Slug, SourceName, Text

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def texts_of(part: "DataclassInstance") -> dict[str, str]:
    """The texts of one part of a file by the names of its keys, in their order."""
    return {item.name: getattr(part, item.name) for item in fields(part)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A band that a case may choose; all but the first want a reason."""

    low: Text
    high: Text
    reason: BandReason | None = None
    source: SourceName


@dataclass(frozen=True, slots=True, kw_only=True)
class StartRange:
    """The starting range and the dose offered first."""

    least: Text
    most: Text
    default: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """The declared size of each step; the high line takes the share "half"."""

    up: Text
    rescue: Text
    undo: Text
    down: Text
    wean: Text
    low_dose: Text
    high_line: Literal["half"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """The least time after the last change, by class of step.

    `other_agent`: no lowering so soon after another agent's change; that of a wean where unsaid.
    """

    up: Text
    rescue: Text
    undo: Text
    above_band: Text
    wean: Text
    high_line: Text
    start: Text
    other_agent: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesSection:
    """Absolute lines, and those that hang on the band."""

    start_at_once: Text
    diastolic: Text
    shock_index: Text
    rescue: Text
    rescue_below_target: Text
    critical: Text
    high_above_target: Text
    map_fall: Text
    map_fall_share: Text
    heart_rate_rise_share: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentLimits:
    """The author's intent for one agent, declared apart from the rows and checked against them.

    Without `second_agent` no further agent is called for. In an example the hard limit, the start,
    a step or an interval may be "none": then there is none, and no advice that would need it.
    """

    floor: Text
    soft: Text
    hard: Text
    second_agent: Text | None = None
    second_agent_notice: Text | None = None
    stop_from: Text
    stable_for_wean: Text
    readings_for_wean: Text
    start: StartRange
    steps: Steps
    intervals: Intervals
    source: SourceName


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits(AgentLimits):
    """The same for norepinephrine, with the lines of MAP that hold for every agent."""

    lines: LinesSection


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingSection:
    """When a reading may be dosed on."""

    plausible_from: Text
    plausible_to: Text
    stale_after_raise: Text
    raise_window: Text
    stale_otherwise: Text
    run_gap: Text
    low_for_start: Text
    source: SourceName


@dataclass(frozen=True, slots=True, kw_only=True)
class WeanSection:
    """How lowerings, failed weans and the watch after a stop are counted.

    `settle` is how long a dose at target is left alone; `watch_readings` are due after a stop.
    """

    step_window: Text
    settle: Text
    lows_for_undo: Text
    lockout: Text
    watch: Text
    watch_readings: Annotated[tuple[Text, ...], Checked(min_length=1)]
    source: SourceName


@dataclass(frozen=True, slots=True, kw_only=True)
class PumpPairs:
    """A bag that is listed, and the weights at which the pump can make every step with it."""

    bag: Text
    least_weight: Text
    most_weight: Text
    resolution: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptSection:
    """When reminders fall due; every one a time.

    A reading is overdue `overdue_after` past its time, and where it was waited for longer not
    before `overdue_share` of that wait is over as well: nobody is on the minute after an hour.
    """

    overdue_after: Text
    overdue_again: tuple[Text, ...]
    wean_again: Text
    above_band_after: Text
    above_band_again: Text
    bag_lead: Text
    site_check: Text
    line_check: Text
    perfusion_check: Text
    arterial_line: Text
    after_pause: Text
    overdue_share: Text = "0 %"
    source: SourceName


@dataclass(frozen=True, slots=True, kw_only=True)
class Dosing:
    """The one dosing unit of the protocol."""

    unit: Literal["mcg/kg/min", "mcg/min", "units/min"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedGiven:
    """What happens in a worked case: the set-up where it differs, then the course line by line.

    `band` as "80 to 85 mmHg", `start` the chosen starting dose; what a line of the course may
    say is told in `core.rules.worked`.
    """

    band: Text | None = None
    start: Text | None = None
    age: Text | None = None
    fluids: Literal["attested", "not attested"] = "attested"
    vasopressin: Literal["on", "off", "unknown"] = "off"
    course: Annotated[tuple[Text, ...], Checked(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedExpect:
    """What the last reading of a worked case earns: row, action, dose, and every call made.

    `agent` is the one that is titrated; norepinephrine where it is not said.
    """

    rule: Slug
    action: ActionName
    dose: Text
    agent: Agent = Agent.NOREPINEPHRINE
    notify: tuple[Slug, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedCase:
    """A worked case beside the rules: what happens, and the answer expected."""

    name: Text
    given: WorkedGiven
    expect: WorkedExpect


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherAgent:
    """A further agent: dosing unit, limits and rows of its own; bands and readings are shared.

    `bag` is the usual one, "20 units in 100 mL", offered where one is hung.
    """

    drug: Agent
    dosing: Dosing
    bag: Text
    limits: AgentLimits
    notify: tuple[NotifyRow, ...] = ()
    rule: Annotated[tuple[Row, ...], Checked(min_length=1)]
    pump: tuple[PumpPairs, ...] = ()
    bounds: dict[Text, tuple[Text, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Which agent is titrated: the first that runs, upwards when MAP is low, else downwards.

    An agent named in neither list is held as it is.
    """

    up: tuple[Agent, ...] = (Agent.NOREPINEPHRINE,)
    down: tuple[Agent, ...] = (Agent.NOREPINEPHRINE,)
    source: SourceName = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolFile:
    """A whole protocol file.

    An `example` is there to be looked at and may lack what it is shaped on lacks. `filled` are the
    places of the numbers that do not come from the source of their section: "limits.steps.wean".
    """

    format: Literal[1]
    id: Slug
    version: Annotated[str, Checked(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$", strict=True)]
    title: Text
    example: bool = False
    filled: tuple[Text, ...] = ()
    drug: Agent
    dosing: Dosing
    sources: dict[SourceName, Text]
    target: Annotated[tuple[Target, ...], Checked(min_length=1)]
    limits: Limits
    reading: ReadingSection
    wean: WeanSection
    prompts: PromptSection
    notify: tuple[NotifyRow, ...]
    rule: Annotated[tuple[Row, ...], Checked(min_length=1)]
    case: tuple[WorkedCase, ...] = ()
    policy: Policy = field(default_factory=Policy)
    agent: tuple[FurtherAgent, ...] = ()
    pump: tuple[PumpPairs, ...] = ()
    bounds: dict[Text, tuple[Text, ...]] = field(default_factory=dict)

    def of(self, further: FurtherAgent) -> "ProtocolFile":
        """The protocol as one further agent reads it: a file of its own, with the shared parts."""
        own = {item.name: getattr(further.limits, item.name) for item in fields(AgentLimits)}
        return replace(
            self,
            drug=further.drug,
            dosing=further.dosing,
            limits=Limits(**own, lines=self.limits.lines),
            notify=further.notify,
            rule=further.rule,
            pump=further.pump,
            bounds=further.bounds,
            case=(),
            agent=(),
        )
