"""The closed word lists of a case: each is stored by its value and shown through a text."""

from enum import StrEnum


class Agent(StrEnum):
    """A vasopressor, by generic name."""

    NOREPINEPHRINE = "norepinephrine"
    VASOPRESSIN = "vasopressin"
    EPINEPHRINE = "epinephrine"
    PHENYLEPHRINE = "phenylephrine"
    DOPAMINE = "dopamine"


class Source(StrEnum):
    """Where a pressure was read. The order is the precedence within one minute."""

    ARTERIAL_LINE = "arterial_line"
    SECOND_LINE = "second_line"
    CUFF = "cuff"


class Quality(StrEnum):
    """Whether a reading may be titrated on."""

    USABLE = "usable"
    ARTEFACT = "artefact"


class Mode(StrEnum):
    """What a case is for; fixed for its life."""

    SIMULATION = "simulation"
    WORKSTATION = "workstation"


class Sex(StrEnum):
    """Sex as told; optional."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class WeightBasis(StrEnum):
    """Which weight the dosing weight is."""

    ACTUAL = "actual"
    IDEAL = "ideal"
    ADJUSTED = "adjusted"


class Route(StrEnum):
    """Where the infusion enters."""

    CENTRAL = "central"
    PERIPHERAL = "peripheral"


class BandReason(StrEnum):
    """Why a target band other than the first was chosen."""

    AGE_65 = "age_65_or_over"
    CHRONIC_HYPERTENSION = "chronic_hypertension"
    SPINAL_PERFUSION = "spinal_perfusion"
    CEREBRAL_PERFUSION = "cerebral_perfusion"
    PRESCRIBER = "prescriber"


class Condition(StrEnum):
    """What is known of the patient that a rule may ask about; each yes, no or unknown."""

    CHRONIC_HYPERTENSION = "chronic_hypertension"
    LOW_EJECTION_FRACTION = "low_ejection_fraction"
    ARRHYTHMIA = "arrhythmia"
    INTERACTING_DRUG = "interacting_drug"
    ADRENAL_INSUFFICIENCY = "adrenal_insufficiency"
    PERFUSION_CONCERN = "perfusion_concern"


class Shock(StrEnum):
    """The type of shock as judged at the bedside."""

    SEPTIC = "septic"
    VASODILATORY = "vasodilatory"
    CARDIOGENIC = "cardiogenic"
    HYPOVOLAEMIC = "hypovolaemic"
    OBSTRUCTIVE = "obstructive"


class Use(StrEnum):
    """Why a restricted agent is used. The kidneys are never a reason; a chart tells none."""

    ARRHYTHMIA_ON_NOREPINEPHRINE = "arrhythmia_on_norepinephrine"
    HIGH_OUTPUT = "high_output"
    SALVAGE = "salvage"
    BRADYCARDIA = "bradycardia"
    LOW_ARRHYTHMIA_RISK = "low_arrhythmia_risk"
    KIDNEYS = "kidneys"
    CHARTED = "charted"


class PerfusionSign(StrEnum):
    """What is looked at to judge perfusion beside the pressure."""

    MENTAL_STATUS = "mental_status"
    CAPILLARY_REFILL = "capillary_refill"
    LACTATE = "lactate"
    URINE_OUTPUT = "urine_output"


class Attested(StrEnum):
    """What the person who opened the case vouches for. Unknown never holds or fires a row."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Action(StrEnum):
    """What a piece of advice suggests. In code order: no change, downward, upward, a call."""

    HOLD = "hold"
    LOOK_AGAIN = "look_again"
    LOWER = "lower"
    WEAN = "wean"
    STOP = "stop"
    START = "start"
    RESTART = "restart"
    RAISE = "raise"
    UNDO = "undo"
    ESCALATE = "escalate"


class Gate(StrEnum):
    """Why there is no advice on a reading."""

    ARTEFACT = "artefact"
    STALE = "stale"
    LATE_ENTRY = "late_entry"
    OTHER_SOURCE_DECIDES = "other_source_decides"
    SETUP_INCOMPLETE = "setup_incomplete"
    CASE_ENDED = "case_ended"
    PUMP_TOO_COARSE = "pump_too_coarse"
    LIMIT_BREACH = "limit_breach"


class Reply(StrEnum):
    """The four answers to a piece of advice."""

    ACCEPT = "accept"
    MODIFY = "modify"
    DELAY = "delay"
    DECLINE = "decline"


class OverrideReason(StrEnum):
    """Why advice was modified, delayed or declined."""

    READING_DOUBTED = "reading_doubted"
    PATIENT_IMPROVING = "patient_improving"
    PATIENT_WORSENING = "patient_worsening"
    FLUIDS_FIRST = "fluids_first"
    PROCEDURE = "procedure"
    PRESCRIBER_DECIDED = "prescriber_decided"
    STEP_TOO_LARGE = "step_too_large"
    STEP_TOO_SMALL = "step_too_small"
    SIDE_EFFECT = "side_effect"
    GOALS_OF_CARE = "goals_of_care"
    OTHER = "other"


class PauseReason(StrEnum):
    """Why titration rests."""

    ARREST = "arrest"
    THEATRE = "theatre"
    LINE_CHANGE = "line_change"
    OTHER = "other"


class StrikeReason(StrEnum):
    """Why an entry was struck through."""

    TYPING_SLIP = "typing_slip"
    WRONG_PATIENT = "wrong_patient"
    WRONG_TIME = "wrong_time"
    ARTEFACT = "artefact"
    OTHER = "other"


class Outcome(StrEnum):
    """How a case ended."""

    WEANED = "weaned"
    TRANSFERRED = "transferred"
    DIED = "died"
    SIMULATION_ENDED = "simulation_ended"
    OTHER = "other"


class Urgency(StrEnum):
    """How a prompt is ranked: call now, answer soon, or know."""

    NOW = "now"
    SOON = "soon"
    NOTICE = "notice"


class Keep(StrEnum):
    """What stays when weight or concentration changes on a running infusion."""

    DOSE = "dose"
    RATE = "rate"
