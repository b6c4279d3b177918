"""A simulation told again from its case and its hidden part, as it was played.

The course is played once more: time passes, the script and a simulated nurse do what they did, and
what else stands in the case was entered by the learner and is taken from there. The instructor's
interventions come at their second. Every fact that comes of it must be the one in the case, and
the patient the same at each intervention; so a course that would come out otherwise, as under
another version of the virtual patient, is refused and never passed off as the one that was played.
"""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from core.lab.hidden_part import HiddenPart
from core.lab.intervention import GoneBack, Intervention, Over
from core.lab.play import SECOND, whole
from core.lab.played import Played, played_by
from core.lab.read import scenario_from
from core.lab.simulation import Simulation
from core.lab.staff_profile import profile_of
from core.lab.trail import MINUTE, Trail, shelved
from core.lab.truth import WentBack
from core.log.sequence import demand_sequence
from core.model.events import (
    AdviceWithheld,
    Advised,
    CaseOpened,
    Prompted,
    PumpReported,
    Recorded,
)

SAME_MMHG = Decimal("0.01")
"""The true MAP at an intervention may differ by this; 0.001 is what is kept of it."""


class ToldOtherwiseError(ValueError):
    """The course does not come to what the case says; the text says where."""


@dataclass(frozen=True, slots=True, eq=False)
class Retold:
    """A course as it was played, and its marks.

    Not `over`: it was interrupted, or left by going back; it is told up to the last thing known.
    """

    played: Played
    trail: Trail
    over: bool


class _ToldLog:
    """A log that knows what must come. Facts behind the last one that is known are let in."""

    def __init__(self, facts: Sequence[Recorded]) -> None:
        self._told = facts
        self._kept: list[Recorded] = []

    def append(self, events: Sequence[Recorded]) -> None:
        demand_sequence(len(self._kept), events)
        for fact in events:
            self._kept.append(self._known(fact))

    def tidy(self) -> None:
        """Nothing waits."""

    def __iter__(self) -> Iterator[Recorded]:
        return iter(tuple(self._kept))

    def _known(self, fact: Recorded) -> Recorded:
        if fact.seq > len(self._told):
            return fact
        told = self._told[fact.seq - 1]
        if _unlabelled(fact) != _unlabelled(told):
            raise ToldOtherwiseError(f"entry {fact.seq} of the case comes out otherwise")
        return told


def _unlabelled(fact: Recorded) -> Recorded:
    """A later file of a simulation has a label of its own."""
    event = fact.event
    if not isinstance(event, CaseOpened):
        return fact
    return replace(fact, event=replace(event, setup=replace(event.setup, label="")))


def retold(facts: Sequence[Recorded], part: HiddenPart) -> Retold:
    """The course of a case, in one go.

    Raises:
        ToldOtherwiseError: it comes out otherwise than the case says.
        ValueError: there are no facts, or the scenario cannot be played.
        OSError: as `Simulation`.
    """
    telling = retelling(facts, part)
    while True:
        try:
            next(telling)
        except StopIteration as told:
            made: Retold = told.value
            return made


def retelling(facts: Sequence[Recorded], part: HiddenPart) -> Generator[float, None, Retold]:
    """The same in many short steps; each yields which share of the course has been played."""
    if not facts or not isinstance(facts[0].event, CaseOpened):
        raise ValueError("the case holds no opening")
    teller = _Teller(facts, facts[0].event, part)
    for intervention in part.interventions:
        yield from teller.until(intervention.facts)
        yield from teller.passed(teller.opened_at + intervention.second * SECOND)
        teller.intervene(intervention)
    yield from teller.until(len(facts))
    return teller.retold()


class _Teller:
    """Plays a course again."""

    def __init__(self, facts: Sequence[Recorded], opening: CaseOpened, part: HiddenPart) -> None:
        begun = part.begun
        self.facts, self.opened_at, self._staff = facts, opening.at, begun.staff
        self._simulation = Simulation(
            scenario_from(begun.scenario, begun.named),
            begun.seed,
            _ToldLog(facts),
            staff=None if begun.staff is None else profile_of(begun.staff),
            start=opening.at,
            protocol=shelved(opening),
        )
        self._trail, self._over = Trail(), False
        self._trail.mark(self._simulation)
        kept = (intervention.second for intervention in part.interventions)
        self._last = max(1, (facts[-1].recorded_at - opening.at) // SECOND, *kept)

    def until(self, count: int) -> Iterator[float]:
        """Play on until the case holds so many facts."""
        simulation = self._simulation
        while simulation.state.count < min(count, len(self.facts)):
            at = simulation.state.count
            yield from self.passed(whole(self.facts[at].recorded_at))
            if simulation.state.count == at:
                simulation.take(self._request(at, count))
                self._trail.mark(simulation)

    def passed(self, until: datetime) -> Iterator[float]:
        """Let time pass, a minute at a time, and mark each."""
        simulation = self._simulation
        while simulation.now < until and simulation.ended is None:
            simulation.pass_time(min(until, simulation.now + MINUTE * SECOND))
            self._trail.mark(simulation)
            yield min(1.0, (simulation.now - simulation.start) / (self._last * SECOND))

    def intervene(self, wanted: Intervention) -> None:
        """What the instructor did, if everything is as it was then."""
        simulation = self._simulation
        mmhg = Decimal(simulation.true_now().map_mmhg)
        same = simulation.state.count == wanted.facts
        if not same or abs(mmhg - wanted.true_map.value) > SAME_MMHG:
            raise ToldOtherwiseError(f"the patient is another one after {wanted.second} s")
        match wanted.done:
            case GoneBack(came_from):
                simulation.truth.add(WentBack(wanted.second, came_from))
            case Over():
                self._over = True
            case _:
                simulation.intervene(wanted.done)
        self._trail.mark(simulation)

    def retold(self) -> Retold:
        """What was played."""
        played = played_by(self._simulation, self.facts, self._staff)
        return Retold(played, self._trail, self._over)

    def _request(self, first: int, count: int) -> tuple[Recorded, ...]:
        """The facts of one request from the first on: what was entered, and what came of it."""
        taken = [self.facts[first]]
        for fact in self.facts[first + 1 : count]:
            if fact.recorded_at != taken[0].recorded_at or not _follows(fact):
                break
            taken.append(fact)
        return tuple(taken)


def _follows(fact: Recorded) -> bool:
    event = fact.event
    if isinstance(event, PumpReported):
        return event.follows is not None
    return isinstance(event, Advised | AdviceWithheld | Prompted)
