"""Where a case stands, as values."""

import dataclasses
from dataclasses import field, fields
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from core.frozen import dataclass
from core.model.case import Band, Counting, DosingWeight, Setup
from core.model.course import Lines
from core.model.events import (
    AdviceWithheld,
    Advised,
    Answered,
    CaseEnded,
    PerfusionChecked,
    Prompted,
    ReadingRecorded,
)
from core.model.history import History
from core.model.series import Series
from core.model.terms import Agent, Attested, Condition, PauseReason, Shock, Use
from core.quantity.bag import Bag
from core.quantity.measures import Dose, DoseUnit, PumpRate

THOUSAND = Decimal(1000)


def seconds(at: datetime) -> int:
    """Whole seconds since the epoch, rounded down."""
    return int(at.timestamp() // 1)


def thousandths(dose: Dose) -> int:
    """A dose on the integer grid of the rules."""
    return int(dose.value * THOUSAND)


def dose_of(count: int, unit: DoseUnit) -> Dose:
    """The dose of so many thousandths of its unit."""
    return Dose(Decimal(count) / THOUSAND, unit)


@dataclass(frozen=True, slots=True)
class Given:
    """What the pump runs of one agent, and since when."""

    seq: int
    agent: Agent
    at: datetime
    since: datetime
    dose: Dose
    rate: PumpRate | None
    delivered: Dose | None


@dataclass(frozen=True, slots=True)
class Hanging:
    """The bag on the pump: since when, and how many mL it had given up to `counted_at`."""

    seq: int
    bag: Bag
    since: datetime
    used_ml: Fraction
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """The latest piece of advice with its number, and what was said to it."""

    seq: int
    advised: Advised
    answered: Answered | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Infusion:
    """One agent's own part of a case: its history, its bag, and the doses advised at each rate."""

    history: History = field(default_factory=History)
    bag: Hanging | None = None
    advised_doses: dict[PumpRate, Dose] = field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class State:
    """Everything `decide` may look at. An unopened case has no set-up.

    `readings` are all of them, artefacts too; `history` counts the usable ones. `advised_doses`
    has for each rate the latest dose advised with it, since the bag or the weight last changed.
    `wait` is how long before `recheck_at` the next reading was asked for.
    `vasopressin_at` is when its state was last said; what the set-up says has no time.

    `history`, `bag` and `advised_doses` are norepinephrine's; every other agent that the protocol
    counts (`countings`) and that ever ran has its own in `others`. `use_said` has by which entry it
    was said why a restricted agent is given.

    Without slots on purpose: `replace` copies its dictionary in one go.
    """

    count: int = 0
    at: datetime | None = None
    setup: Setup | None = None
    opened_at: datetime | None = None
    counting: Counting | None = None
    protocol: str = ""
    protocol_version: str = ""
    protocol_text: str = ""
    initials: str = ""
    band: Band | None = None
    weight: DosingWeight | None = None
    bag: Hanging | None = None
    fluids: Attested = Attested.UNKNOWN
    volume_assessed: Attested = Attested.UNKNOWN
    vasopressin: Attested = Attested.UNKNOWN
    vasopressin_at: datetime | None = None
    given: dict[Agent, Given] = field(default_factory=dict)
    reports: Series[Given] = field(default_factory=Series)
    history: History = field(default_factory=History)
    readings: Series[tuple[int, ReadingRecorded]] = field(default_factory=Series)
    advised_doses: dict[PumpRate, Dose] = field(default_factory=dict)
    paused: PauseReason | None = None
    recheck_at: datetime | None = None
    wait: timedelta = timedelta()
    eligible_from: datetime | None = None
    standing: Standing | None = None
    last_gate: AdviceWithheld | None = None
    calls: tuple[Prompted, ...] = ()
    shown: tuple[tuple[str, datetime], ...] = ()
    seen: tuple[tuple[str, datetime], ...] = ()
    ended: CaseEnded | None = None
    countings: dict[Agent, Counting] = field(default_factory=dict)
    others: dict[Agent, Infusion] = field(default_factory=dict)
    use_said: tuple[tuple[int, Agent, Use], ...] = ()
    shock: Shock | None = None
    conditions: dict[Condition, Attested] = field(default_factory=dict)
    perfusion: PerfusionChecked | None = None

    @property
    def last_reading(self) -> tuple[int, ReadingRecorded] | None:
        """The reading that is newest in time, with its number; an artefact counts."""
        return self.readings.last

    @property
    def uses(self) -> dict[Agent, Use]:
        """Why each restricted agent is given, as it was last said."""
        return {agent: use for _, agent, use in self.use_said}

    @property
    def lines(self) -> Lines:
        """The numbers that the counting needs, from the band and the pinned protocol.

        Raises:
            ValueError: the case is not open.
        """
        return self.lines_of(Agent.NOREPINEPHRINE)

    def lines_of(self, agent: Agent) -> Lines:
        """The same for one agent.

        Raises:
            ValueError: the case is not open, or its protocol does not count this agent.
        """
        counting = self.counting if agent is Agent.NOREPINEPHRINE else self.countings.get(agent)
        if self.band is None or counting is None:
            raise ValueError(f"the case is not open, or {agent} is not counted in it")
        return lines_from(self.band, counting)


@lru_cache(maxsize=64)
def lines_from(band: Band, counting: Counting) -> Lines:
    """The numbers that the counting needs, from a band and the counting of a protocol."""
    return Lines(
        low=int(band.low.value),
        high=int(band.high.value),
        run_gap=int(counting.run_gap.total_seconds()),
        step_window=int(counting.step_window.total_seconds()),
        stop_from=thousandths(counting.stop_from),
        watch=int(counting.watch.total_seconds()),
        high_dose=2**62 if counting.high_dose is None else thousandths(counting.high_dose),
    )


_FIELDS = frozenset(item.name for item in fields(State))


def replace(state: State, **changes: Any) -> State:  # noqa: ANN401 - as dataclasses.replace
    """A copy with some fields changed: `dataclasses.replace` at a twentieth of its cost.

    Every fact of a long stored case passes here, and State has many fields and no checks.
    """
    if not changes.keys() <= _FIELDS:
        raise TypeError(f"State has no field {', '.join(changes.keys() - _FIELDS)}")
    copy = object.__new__(State)
    copy.__dict__.update(state.__dict__, **changes)
    return copy


def withdrawn(state: State) -> State:
    """The state in which the standing advice can no longer be answered."""
    if state.standing is None:
        return state
    return replace(state, standing=dataclasses.replace(state.standing, withdrawn=True))
