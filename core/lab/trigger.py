"""What a happening of a scenario waits for: a closed union.

A trigger is watched while its stage is the current one (those of `always` and of the ends: all
the time). Times are since the opening of the case. `lasting` is how long the condition must have
held without a break, counted from the start of the stage at the earliest; zero fires at once.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from core.model.terms import Action, Agent
from core.quantity.measures import Dose, Mmhg

AT_ONCE = timedelta(0)


class Pressure(StrEnum):
    """Which MAP a trigger looks at: the patient's own, or what the monitor shows."""

    TRUE = "true"
    SHOWN = "shown"


class Since(StrEnum):
    """From when on a fact counts: the opening of the case, or the start of the stage."""

    OPENING = "opening"
    STAGE = "stage"


class Fact(StrEnum):
    """What a person can have done in the case, as the case's own facts tell.

    `reading_doubted`: a reading struck through or marked as an artefact. `pump_corrected`: a pump
    report struck through, or the pump reported at what it really ran while a keying slip was on.
    `cuff_reading`: a usable reading by cuff. `dose_changed`: a report that changed the set dose.
    """

    READING_RECORDED = "reading_recorded"
    CUFF_READING = "cuff_reading"
    READING_DOUBTED = "reading_doubted"
    DOSE_CHANGED = "dose_changed"
    PUMP_CORRECTED = "pump_corrected"
    BAG_HUNG = "bag_hung"
    FLUIDS_ATTESTED = "fluids_attested"
    VOLUME_ASSESSED = "volume_assessed"
    PERFUSION_CHECKED = "perfusion_checked"
    SHOCK_STATED = "shock_stated"
    CONDITION_STATED = "condition_stated"
    VASOPRESSIN_STATED = "vasopressin_stated"
    TITRATION_PAUSED = "titration_paused"
    TITRATION_RESUMED = "titration_resumed"
    TARGET_CHANGED = "target_changed"
    NOTE_ADDED = "note_added"
    CASE_ENDED = "case_ended"


@dataclass(frozen=True, slots=True)
class AtTime:
    """At this time since the opening; a stage entered later has it at its start."""

    at: timedelta


@dataclass(frozen=True, slots=True)
class InStage:
    """So long after a stage began; without a name the stage of the happening itself."""

    after: timedelta
    stage: str | None = None


@dataclass(frozen=True, slots=True)
class MapBelow:
    """MAP below so many mmHg."""

    mmhg: Mmhg
    which: Pressure
    lasting: timedelta = AT_ONCE


@dataclass(frozen=True, slots=True)
class MapAbove:
    """MAP above so many mmHg."""

    mmhg: Mmhg
    which: Pressure
    lasting: timedelta = AT_ONCE


@dataclass(frozen=True, slots=True)
class DoseAtLeast:
    """The agent's dose, as charted, at this dose or more."""

    agent: Agent
    dose: Dose
    lasting: timedelta = AT_ONCE


@dataclass(frozen=True, slots=True)
class DoseBelow:
    """The agent's dose, as charted, below this dose; an agent that never ran is below."""

    agent: Agent
    dose: Dose
    lasting: timedelta = AT_ONCE


@dataclass(frozen=True, slots=True)
class ActionMissed:
    """Advice of this action has stood for so long and was not followed."""

    agent: Agent
    action: Action
    within: timedelta


@dataclass(frozen=True, slots=True)
class Done:
    """The fact has been recorded."""

    fact: Fact
    since: Since = Since.OPENING


@dataclass(frozen=True, slots=True)
class NotDone:
    """The fact has not been recorded; meant for `all_of`, with a time."""

    fact: Fact
    since: Since = Since.OPENING


@dataclass(frozen=True, slots=True)
class PromptShown:
    """A prompt of this code has been shown, "wean-eligible"."""

    code: str


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds at once."""

    parts: tuple["Trigger", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One part holds at least."""

    parts: tuple["Trigger", ...]


Level = MapBelow | MapAbove | DoseAtLeast | DoseBelow
"""A figure on one side of a line, for a time where one is asked for."""
Atom = AtTime | InStage | Level | ActionMissed | Done | NotDone | PromptShown
"""What has no parts."""
Trigger = Atom | AllOf | AnyOf
