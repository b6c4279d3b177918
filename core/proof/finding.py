"""What the proof finds: a broken promise, where, and what shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.model.facts import Axis, Phase
from core.rules.protocol import WorkedGiven

Region = dict[Axis, tuple[int, int]]
"""First and last value of each fact that matters; twice UNKNOWN for an unknown one."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a promise is broken: a band by its number, a phase, and the facts of one cell."""

    band: int
    phase: Phase
    region: Region
    row: str | None = None


@dataclass(frozen=True, slots=True)
class Breach:
    """A broken promise before a course is built for it; `spots` are cells to try, if any."""

    row: str | None = None
    args: Mapping[str, str] = field(default_factory=dict)
    spots: tuple[Spot, ...] = ()
    given: WorkedGiven | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A promise that the protocol breaks.

    `id` names the promise and `row` the row of the file that breaks it, if one does. `args` fill
    the sentence. `counterexample` is a course that lands in the broken cell when it is played;
    None where nothing is played or no course could be built.
    """

    id: str
    row: str | None
    args: Mapping[str, str]
    counterexample: WorkedGiven | None = None
