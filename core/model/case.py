"""What a case is set up with: weight, bag, route, target band, and what the person vouches for."""

from dataclasses import field
from datetime import timedelta

from core.frozen import dataclass
from core.model.terms import (
    Agent,
    Attested,
    BandReason,
    Condition,
    Mode,
    Route,
    Sex,
    Shock,
    WeightBasis,
)
from core.quantity.bag import Bag
from core.quantity.measures import Dose, Kilogram, Mmhg, PumpRate, Years


@dataclass(frozen=True, slots=True)
class DosingWeight:
    """The weight in kg that dose arithmetic uses, with its basis."""

    weight: Kilogram
    basis: WeightBasis


@dataclass(frozen=True, slots=True)
class Band:
    """The MAP range aimed at, in whole mmHg, both ends included."""

    low: Mmhg
    high: Mmhg
    reason: BandReason | None = None


@dataclass(frozen=True, slots=True)
class Counting:
    """How running facts are counted, pinned from the protocol when the case opens.

    `run_gap`: a longer pause between usable readings breaks a run. `step_window`: how long after
    a lowering a low MAP still counts against it. `stop_from`: a stop from at most this dose, at
    or above target, is a planned one and is watched. `watch`: how long it is watched.
    `high_dose`: from this dose on the dose counts as high; None counts none.
    """

    run_gap: timedelta
    step_window: timedelta
    stop_from: Dose
    watch: timedelta
    high_dose: Dose | None = None


@dataclass(frozen=True, slots=True)
class Setup:
    """Everything a case is opened with. Without a bag there is no advice until one is hung."""

    label: str
    mode: Mode
    weight: DosingWeight
    bag: Bag | None
    route: Route
    resolution: PumpRate
    band: Band
    start_dose: Dose
    sex: Sex | None = None
    age: Years | None = None
    fluids: Attested = Attested.UNKNOWN
    volume_assessed: Attested = Attested.UNKNOWN
    vasopressin: Attested = Attested.UNKNOWN
    others_running: tuple[Agent, ...] = ()
    shock: Shock | None = None
    conditions: dict[Condition, Attested] = field(default_factory=dict)
