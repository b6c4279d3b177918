"""The hidden log of a simulation: what was true at the bedside, and who meddled with it.

It is kept apart from the case: nothing in it is ever written into the case's log. Seconds count
from the opening of the case.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.lab.act import Act, Role, Vital
from core.model.terms import Agent
from core.quantity.measures import PumpRate


@dataclass(frozen=True, slots=True)
class Sample:
    """The patient at one second, and what the monitor showed then.

    MAP in mmHg, heart rate in beats per minute. `reaching` is what reaches the vein of each agent
    at this moment (mcg/min, vasopressin units/min), `given` all of it since the opening (mcg,
    vasopressin units), `set_ml_h` what each pump is keyed to. `vasoplegia` is the state of the
    illness (0 healthy, 1 profound), `drive` what it tends to.
    """

    second: int
    map_mmhg: float
    heart_rate_bpm: float
    shown_map: int | None
    reaching: tuple[tuple[Agent, float], ...]
    given: tuple[tuple[Agent, float], ...]
    set_ml_h: tuple[tuple[Agent, float], ...]
    vasoplegia: float
    drive: float

    def given_of(self, agent: Agent) -> float:
        """All of the agent that has reached the vein, mcg or units; 0 where none ran."""
        return dict(self.given).get(agent, 0.0)


@dataclass(frozen=True, slots=True)
class Happened:
    """An act was done: by a happening of the script, or by the instructor (no happening)."""

    second: int
    act: Act
    happening: str | None = None
    early: bool = False


@dataclass(frozen=True, slots=True)
class PumpKeyed:
    """A pump was keyed. `charted` is the rate the case believes; another one is a slip."""

    second: int
    agent: Agent
    rate: PumpRate
    charted: PumpRate | None


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody said something to the learner."""

    second: int
    who: Role
    text: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A note: of the instructor, or one that the script holds for the instructor."""

    second: int
    text: str
    by_script: bool = False


@dataclass(frozen=True, slots=True)
class Overridden:
    """The instructor made the monitor show a value, or let it go again (None)."""

    second: int
    vital: Vital
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class PassedOver:
    """The instructor took a happening out of the script."""

    second: int
    happening: str


@dataclass(frozen=True, slots=True)
class StageEntered:
    """Another stage of the scenario began."""

    second: int
    stage: str


@dataclass(frozen=True, slots=True)
class WentBack:
    """The instructor went back to here from a later second; what came after is undone."""

    second: int
    came_from: int


Entry = Happened | PumpKeyed | Told | Noted | Overridden | PassedOver | StageEntered | WentBack
"""What was done; samples are kept beside it."""


class TruthLog:
    """The entries and the samples of one simulation, in their sequence."""

    def __init__(self, entries: Sequence[Entry] = (), samples: Sequence[Sample] = ()) -> None:
        self._entries = list(entries)
        self._samples = list(samples)

    def add(self, entry: Entry) -> None:
        """Keep what was done."""
        self._entries.append(entry)

    def sample(self, sample: Sample) -> None:
        """Keep what was so; of one second the first counts."""
        if not self._samples or self._samples[-1].second < sample.second:
            self._samples.append(sample)

    def __iter__(self) -> Iterator[Entry]:
        """The entries as they are when the walk begins."""
        return iter(self._entries[:])

    @property
    def samples(self) -> Sequence[Sample]:
        """The samples, oldest first."""
        return tuple(self._samples)

    @property
    def counts(self) -> tuple[int, int]:
        """How many entries and samples there are: a place to go back to."""
        return len(self._entries), len(self._samples)

    def up_to(self, counts: tuple[int, int]) -> "TruthLog":
        """The log as it was when it held so many."""
        entries, samples = counts
        return TruthLog(self._entries[:entries], self._samples[:samples])
