"""A scenario file as a whole, table by table, as it is written."""

from typing import Annotated, Literal

from pydantic import Field, PlainValidator, StrictBool

from core.lab.scenario import Preset
from core.lab.written import (
    BagLabel,
    BandEnds,
    MaybeText,
    ParameterValue,
    Slug,
    Span,
    Text,
    Written,
    shaped,
)
from core.lab.written_measure import MeasuredBy
from core.lab.written_then import Then
from core.lab.written_when import When
from core.model.terms import (
    Agent,
    Attested,
    BandReason,
    Condition,
    Outcome,
    Route,
    Sex,
    Shock,
    WeightBasis,
)
from core.quantity.bag import ExpressedAs
from core.quantity.measures import Dose, Kilogram, Millilitre, PumpRate, Years

Version = Annotated[str, PlainValidator(shaped(r"[0-9]+\.[0-9]+\.[0-9]+", '"1.0.0"'))]
Symbol = Annotated[
    str,
    PlainValidator(shaped(r"[A-Za-z][A-Za-z0-9_]{0,15}", 'a symbol, as "EC0"')),
]


class WrittenHead(Written):
    """What the scenario is called, and what it runs under."""

    id: Slug
    title: Text
    version: Version
    protocol: Slug
    staff: Slug
    longest: Span
    debrief: tuple[Text, ...] = ()


class WrittenPrebrief(Written):
    """What is said to the learner before."""

    situation: MaybeText
    roles: MaybeText
    simulated: MaybeText
    not_simulated: MaybeText
    safety: MaybeText
    scope: MaybeText


class WrittenObjective(Written):
    """An objective."""

    id: Slug
    text: Text


class WrittenRunning(Written):
    """An agent that runs at the opening, and for how long it has."""

    agent: Agent
    dose: Dose
    already: Span


class WrittenOpening(Written):
    """The set-up of the case."""

    label: Text
    weight: Kilogram
    basis: WeightBasis
    bag: BagLabel
    expressed_as: ExpressedAs = Field(alias="as")
    route: Route
    resolution: PumpRate
    target: BandEnds
    reason: BandReason | None = None
    start: Dose
    sex: Sex | None = None
    age: Years | None = None
    fluids: Attested = Attested.UNKNOWN
    volume_assessed: Attested = Attested.UNKNOWN
    vasopressin: Attested = Attested.UNKNOWN
    shock: Shock | None = None
    conditions: dict[Condition, Attested] = Field(default_factory=dict)
    running: tuple[WrittenRunning, ...] = ()


class WrittenPatient(Written):
    """Who lies in the bed."""

    preset: Preset
    drawn: StrictBool = False
    settled: StrictBool = True
    source_control: Span | None = None
    changed: dict[Symbol, ParameterValue] = Field(default_factory=dict)


class WrittenBedside(Written):
    """Line, cuff and tubing."""

    arterial_line: StrictBool
    artefacts: StrictBool
    cuff_interval: Span
    own_dead_volume: Millilitre
    shared_dead_volume: Millilitre
    carrier: PumpRate


class WrittenHappening(Written):
    """What happens when."""

    id: Slug
    text: Text
    when: When
    then: tuple[Then, ...] = Field(min_length=1)
    repeat: StrictBool = False


class WrittenStage(Written):
    """A stage."""

    id: Slug
    text: Text
    happening: tuple[WrittenHappening, ...] = ()


class WrittenEnd(Written):
    """An end."""

    id: Slug
    text: Text
    when: When
    outcome: Outcome


class WrittenItem(Written):
    """A line of the checklist."""

    id: Slug
    text: Text
    objective: Slug
    measure: MeasuredBy
    after: Slug | None = None
    by: Span | None = None
    points: Literal[0, 1, 2] = 2
    late_points: Literal[0, 1, 2] | None = None


class WrittenScenario(Written):
    """The whole file."""

    format: Literal[1]
    scenario: WrittenHead
    prebrief: WrittenPrebrief
    objective: tuple[WrittenObjective, ...] = Field(min_length=1)
    opening: WrittenOpening
    patient: WrittenPatient
    bedside: WrittenBedside
    stage: tuple[WrittenStage, ...] = Field(min_length=1)
    always: tuple[WrittenHappening, ...] = ()
    end: tuple[WrittenEnd, ...] = ()
    item: tuple[WrittenItem, ...] = ()
