"""What a simulated nurse has in mind to do, what she sees when she does it, what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.lab.monitor import Monitor
from core.model.commands import Command
from core.model.state import State
from core.model.terms import Agent
from core.quantity.measures import Dose, PumpRate
from core.rules.compile import Protocol


@dataclass(frozen=True, slots=True)
class Look:
    """Take a reading from the monitor. `occasion` is the number of the fact that asked for it."""

    at: datetime
    occasion: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer the advice with this number."""

    at: datetime
    advice: int


@dataclass(frozen=True, slots=True)
class SetPump:
    """Set the pump as advised, after it was said that this comes later."""

    at: datetime
    advice: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Type in what was made earlier; `advice` is the number of the advice it carries out."""

    at: datetime
    command: Command
    advice: int | None = None


@dataclass(frozen=True, slots=True)
class PutAside:
    """Put a prompt aside, and do the check that it asks for."""

    at: datetime
    key: str
    code: str


@dataclass(frozen=True, slots=True)
class StartSecond:
    """Hang vasopressin and start it."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Rehang:
    """Hang the next bag of the same kind."""

    at: datetime
    agent: Agent


Task = Look | Answer | SetPump | Chart | PutAside | StartSecond | Rehang


@dataclass(frozen=True, slots=True)
class Typed:
    """A request to the case. `keys`: the pump is keyed as it reports."""

    command: Command
    keys: bool = True


@dataclass(frozen=True, slots=True)
class Keyed:
    """The pump of an agent is keyed to a rate in mL/h, whatever the case is told."""

    agent: Agent
    rate: PumpRate


Deed = Typed | Keyed


@dataclass(frozen=True, slots=True)
class Seen:
    """What a nurse has before her: the case, its protocol, the monitor, the pumps' displays."""

    now: datetime
    state: State
    protocol: Protocol
    monitor: Monitor
    displays: Mapping[Agent, PumpRate]

    def dose_of(self, agent: Agent) -> Dose | None:
        """The dose charted for an agent; None where it was never charted."""
        given = self.state.given.get(agent)
        return None if given is None else given.dose
