"""A scenario as the lab plays it: frozen, read from a file by `core.lab.read`.

Times are since the opening of the case unless something else is said.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from core.lab.act import Act
from core.lab.measure import Measure
from core.lab.trigger import Trigger
from core.model.case import Setup
from core.model.terms import Agent, Outcome
from core.quantity.measures import Dose, Millilitre, PumpRate


class Preset(StrEnum):
    """The patient a scenario starts from, by the name the virtual patient knows."""

    EARLY = "early"
    DEFAULT = "default"
    SEVERE = "severe"
    HEALTHY = "healthy"
    ANAESTHESIA = "anaesthesia"


@dataclass(frozen=True, slots=True)
class Objective:
    """What the learner is to learn; shown before, and scored by items of the checklist."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Prebrief:
    """What is said to the learner before it begins, part by part."""

    situation: str
    roles: str
    simulated: str
    not_simulated: str
    safety: str
    scope: str

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The parts in the order in which they are said."""
        first = (self.situation, self.roles)
        return (*first, self.simulated, self.not_simulated, self.safety, self.scope)


@dataclass(frozen=True, slots=True)
class Running:
    """An agent that runs when the case opens: its dose, and for how long it has run already."""

    agent: Agent
    dose: Dose
    already: timedelta


@dataclass(frozen=True, slots=True)
class Opening:
    """What the case is opened with (always SIMULATION), and what runs then."""

    setup: Setup
    running: tuple[Running, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A parameter of the patient set for this scenario: its symbol, value and unit.

    A parameter without a unit has the unit "-".
    """

    symbol: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class PatientSpec:
    """Who lies in the bed: a preset, typical or drawn by the run's seed, then changed.

    `source_control` is when the illness begins to recede, None as the preset has it. Body weight
    is the dosing weight of the opening unless W is changed. `settled`: drugs that run at the
    opening have reached their steady effect.
    """

    preset: Preset
    drawn: bool = False
    changed: tuple[Changed, ...] = ()
    source_control: timedelta | None = None
    settled: bool = True


@dataclass(frozen=True, slots=True)
class BedsideSpec:
    """What stands between the patient and the chart.

    `artefacts`: those that come by chance; scripted ones come anyway. `own_dead_volume` lies
    between pump and carrier, `shared_dead_volume` is swept by drug and `carrier` together.
    """

    arterial_line: bool
    artefacts: bool
    cuff_interval: timedelta
    own_dead_volume: Millilitre
    shared_dead_volume: Millilitre
    carrier: PumpRate


@dataclass(frozen=True, slots=True)
class Happening:
    """What happens when. It fires once; with `repeat` each time its trigger newly holds."""

    id: str
    text: str
    when: Trigger
    then: tuple[Act, ...]
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of the scenario with its own happenings; the first stage is entered at the opening."""

    id: str
    text: str
    happenings: tuple[Happening, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """How the scenario can end before its longest run; `outcome` closes a case still open."""

    id: str
    text: str
    when: Trigger
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the checklist: done, late or missed.

    `after` names the happening whose first firing opens the item (None: the opening of the
    case); if it never fires the item is not asked. `by` is the time from there within which it
    must be done; done later it is late; None: any time to the end. Done earns `points` (0 to 2),
    late earns `late_points`, missed nothing.
    """

    id: str
    text: str
    objective: str
    measure: Measure
    after: str | None = None
    by: timedelta | None = None
    points: int = 2
    late_points: int = 1


@dataclass(frozen=True, slots=True)
class Scenario:
    """A whole scenario. `always` are happenings that any stage has; `debrief` are questions."""

    id: str
    title: str
    version: str
    protocol: str
    staff: str
    longest: timedelta
    objectives: tuple[Objective, ...]
    prebrief: Prebrief
    opening: Opening
    patient: PatientSpec
    bedside: BedsideSpec
    stages: tuple[Stage, ...]
    always: tuple[Happening, ...]
    ends: tuple[End, ...]
    checklist: tuple[Item, ...]
    debrief: tuple[str, ...] = ()

    def stage(self, name: str) -> Stage | None:
        """The stage of this name, if there is one."""
        return next((stage for stage in self.stages if stage.id == name), None)

    @property
    def happenings(self) -> tuple[Happening, ...]:
        """Every happening, those of any stage first, then stage by stage."""
        staged = (happening for stage in self.stages for happening in stage.happenings)
        return (*self.always, *staged)
