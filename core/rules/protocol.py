"""The shape of a protocol file. Pydantic refuses bare numbers, unknown keys and unknown words."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from core.model.facts import Axis
from core.model.terms import Agent, BandReason, Urgency

Text = Annotated[str, StringConstraints(min_length=1, max_length=240, strict=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$", strict=True)]
SourceName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{1,39}$", strict=True)]
PhaseName = Literal["off", "running", "watch", "paused"]
IntervalName = Literal["up", "rescue", "undo", "above_band", "wean", "high_line", "start", "none"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class Span(_Strict):
    """One condition on one axis; below and above leave their bound out."""

    below: Text | None = None
    at_least: Text | None = None
    above: Text | None = None
    at_most: Text | None = None


class When(_Strict):
    """What a row asks. All parts must hold; an unknown fact holds none."""

    map: Span | None = None
    diastolic: Span | None = None
    shock_index: Span | None = None
    dose: Span | None = None
    since_change: Span | None = None
    below_target_for: Span | None = None
    at_target_for: Span | None = None
    above_target_for: Span | None = None
    readings_since_raise: Span | None = None
    since_step: Span | None = None
    low_readings_since_step: Span | None = None
    step_size: Span | None = None
    since_failed_wean: Span | None = None
    failed_weans: Span | None = None
    map_fall: Span | None = None
    map_fall_share: Span | None = None
    heart_rate_rise_share: Span | None = None
    since_stop: Span | None = None
    vasopressin: Literal["on", "off"] | None = None
    fluids: Literal["attested", "not attested"] | None = None

    def spans(self) -> dict[Axis, Span]:
        """The conditions that are intervals, by axis."""
        found = {name: getattr(self, name) for name in type(self).model_fields}
        return {Axis[name.upper()]: span for name, span in found.items() if isinstance(span, Span)}


ActionName = Literal[
    "hold",
    "look_again",
    "lower",
    "wean",
    "stop",
    "start",
    "restart",
    "raise",
    "undo",
    "escalate",
]


class PromptWhen(When):
    """What a notify row asks: the same, and the answer that the table gave."""

    advice: tuple[ActionName, ...] | None = Field(default=None, min_length=1)
    ends_at: Span | None = None


class _Then(_Strict):
    recheck: Text
    interval: IntervalName = "none"


class Hold(_Then):
    """Change nothing."""

    action: Literal["hold", "look_again", "escalate"]


class Start(_Then):
    """Begin at the case's chosen starting dose, or begin again at the last dose."""

    action: Literal["start", "restart"]


class Raise(_Then):
    """Add a step."""

    action: Literal["raise"]
    by: Text


class Undo(_Then):
    """Take the last lowering back, at most by `at_most`."""

    action: Literal["undo"]
    at_most: Text


class Lower(_Then):
    """Take a step off, go to a dose, or halve (and then by at least `by`)."""

    action: Literal["lower", "wean"]
    by: Text | None = None
    to: Text | None = None
    halve: Literal[True] | None = None


class Stop(_Then):
    """Stop the infusion."""

    action: Literal["stop"]


Then = Annotated[Hold | Start | Raise | Undo | Lower | Stop, Field(discriminator="action")]


class Row(_Strict):
    """One row of the titration table. The first that matches decides."""

    id: Slug
    phase: PhaseName
    title: Text
    when: When = When()
    then: Then
    source: SourceName


class NotifyRow(_Strict):
    """One row of the notify table. Every one that matches is shown."""

    id: Slug
    phases: tuple[PhaseName, ...] = Field(min_length=1)
    when: PromptWhen
    urgency: Urgency
    per: Literal["reading", "failed wean"] = "reading"
    source: SourceName


class Target(_Strict):
    """A band that a case may choose; all but the first want a reason."""

    low: Text
    high: Text
    reason: BandReason | None = None
    source: SourceName


class StartRange(_Strict):
    """The starting range and the dose offered first."""

    least: Text
    most: Text
    default: Text


class Steps(_Strict):
    """The declared size of each step; the high line takes the share "half"."""

    up: Text
    rescue: Text
    undo: Text
    down: Text
    wean: Text
    low_dose: Text
    high_line: Literal["half"]


class Intervals(_Strict):
    """The least time after the last change, by class of step."""

    up: Text
    rescue: Text
    undo: Text
    above_band: Text
    wean: Text
    high_line: Text
    start: Text


class LinesSection(_Strict):
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


class Limits(_Strict):
    """The author's intent, declared apart from the rows and checked against them."""

    floor: Text
    soft: Text
    hard: Text
    second_agent: Text
    second_agent_notice: Text
    stop_from: Text
    stable_for_wean: Text
    readings_for_wean: Text
    start: StartRange
    steps: Steps
    intervals: Intervals
    lines: LinesSection
    source: SourceName


class ReadingSection(_Strict):
    """When a reading may be dosed on."""

    plausible_from: Text
    plausible_to: Text
    stale_after_raise: Text
    raise_window: Text
    stale_otherwise: Text
    run_gap: Text
    source: SourceName


class WeanSection(_Strict):
    """How lowerings, failed weans and the watch after a stop are counted."""

    step_window: Text
    lockout: Text
    watch: Text
    source: SourceName


class PromptSection(_Strict):
    """When reminders fall due; every one a time."""

    overdue_after: Text
    overdue_again: tuple[Text, ...]
    wean_again: Text
    above_band_after: Text
    above_band_again: Text
    bag_lead: Text
    site_check: Text
    line_check: Text
    after_pause: Text
    source: SourceName


class Dosing(_Strict):
    """The one dosing unit of the protocol."""

    unit: Literal["mcg/kg/min", "mcg/min"]


class WorkedGiven(_Strict):
    """What happens in a worked case: the set-up where it differs, then the course line by line.

    `band` as "80 to 85 mmHg", `start` the chosen starting dose; what a line of the course may
    say is told in `core.rules.worked`.
    """

    band: Text | None = None
    start: Text | None = None
    fluids: Literal["attested", "not attested"] = "attested"
    vasopressin: Literal["on", "off", "unknown"] = "off"
    course: tuple[Text, ...] = Field(min_length=1)


class WorkedExpect(_Strict):
    """What the last reading of a worked case earns: row, action, dose, and every call made."""

    rule: Slug
    action: ActionName
    dose: Text
    notify: tuple[Slug, ...] = ()


class WorkedCase(_Strict):
    """A worked case beside the rules: what happens, and the answer expected."""

    name: Text
    given: WorkedGiven
    expect: WorkedExpect


class ProtocolFile(_Strict):
    """A whole protocol file."""

    format: Literal[1]
    id: Slug
    version: Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$", strict=True)]
    title: Text
    drug: Agent
    dosing: Dosing
    sources: dict[SourceName, Text]
    target: tuple[Target, ...] = Field(min_length=1)
    limits: Limits
    reading: ReadingSection
    wean: WeanSection
    prompts: PromptSection
    notify: tuple[NotifyRow, ...]
    rule: tuple[Row, ...] = Field(min_length=1)
    case: tuple[WorkedCase, ...] = ()
