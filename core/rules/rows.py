"""The rows of a protocol file: what each asks, and what it answers."""

from dataclasses import field, fields
from typing import Annotated, Literal

from core.checked import Checked
from core.frozen import dataclass
from core.model.facts import Axis
from core.model.terms import Shock, Urgency

Text = Annotated[str, Checked(min_length=1, max_length=240, strict=True)]
Slug = Annotated[str, Checked(pattern=r"^[a-z][a-z0-9-]{1,39}$", strict=True)]
SourceName = Annotated[str, Checked(pattern=r"^[a-z][a-z0-9-]{1,39}$", strict=True)]
PhaseName = Literal["off", "running", "watch", "paused"]
IntervalName = Literal["up", "rescue", "undo", "above_band", "wean", "high_line", "start", "none"]


YesNo = Literal["yes", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One condition on one axis; below and above leave their bound out."""

    below: Text | None = None
    at_least: Text | None = None
    above: Text | None = None
    at_most: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
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
    target: Span | None = None
    high_dose_for: Span | None = None
    norepinephrine: Span | None = None
    catecholamine_free: Span | None = None
    age: Span | None = None
    since_other_change: Span | None = None
    vasopressin: Literal["on", "off"] | None = None
    fluids: Literal["attested", "not attested"] | None = None
    shock: Annotated[tuple[Shock, ...], Checked(min_length=1)] | None = None
    chronic_hypertension: YesNo | None = None
    low_ejection_fraction: YesNo | None = None
    arrhythmia: YesNo | None = None
    interacting_drug: YesNo | None = None
    adrenal_insufficiency: YesNo | None = None
    perfusion_concern: YesNo | None = None

    def spans(self) -> dict[Axis, Span]:
        """The conditions that are intervals, by axis."""
        found = {item.name: getattr(self, item.name) for item in fields(self)}
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptWhen(When):
    """What a notify row asks: the same, and the answer that the table gave."""

    advice: Annotated[tuple[ActionName, ...], Checked(min_length=1)] | None = None
    ends_at: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Then:
    recheck: Text
    interval: IntervalName = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(_Then):
    """Change nothing."""

    action: Literal["hold", "look_again", "escalate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Start(_Then):
    """Begin at the case's chosen starting dose, or begin again at the last dose."""

    action: Literal["start", "restart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise(_Then):
    """Add a step."""

    action: Literal["raise"]
    by: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(_Then):
    """Take the last lowering back, at most by `at_most`."""

    action: Literal["undo"]
    at_most: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Lower(_Then):
    """Take a step off, go to a dose, or halve (and then by at least `by`)."""

    action: Literal["lower", "wean"]
    by: Text | None = None
    to: Text | None = None
    halve: Literal[True] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(_Then):
    """Stop the infusion."""

    action: Literal["stop"]


Then = Annotated[Hold | Start | Raise | Undo | Lower | Stop, Checked(discriminator="action")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the titration table. The first that matches decides."""

    id: Slug
    phase: PhaseName
    title: Text
    when: When = field(default_factory=When)
    then: Then
    source: SourceName


@dataclass(frozen=True, slots=True, kw_only=True)
class NotifyRow:
    """One row of the notify table. Every one that matches is shown.

    `per` says how often: with each reading, or once for each failed wean, change or case.
    """

    id: Slug
    phases: Annotated[tuple[PhaseName, ...], Checked(min_length=1)]
    when: PromptWhen
    urgency: Urgency
    per: Literal["reading", "failed wean", "change", "case"] = "reading"
    source: SourceName
