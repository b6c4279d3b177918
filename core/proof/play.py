"""A course played through the rules as they run: what the table said to the last reading."""

from dataclasses import dataclass

from core.model.events import AdviceWithheld, Advised, Event, Prompted
from core.model.facts import ACTION_CODE, Axis
from core.model.state import State
from core.rules.bounds import BoundError
from core.rules.compile import Protocol
from core.rules.decision import Answer, answer_at
from core.rules.engine import SetupError, drafted
from core.rules.protocol import WorkedGiven
from core.rules.worked import requests_of

PINNED = ""
"""A played case pins no text: nothing reads it back."""


@dataclass(frozen=True, slots=True)
class Played:
    """The facts of the last request, and what the table said at its moment."""

    events: tuple[Event, ...]
    answer: Answer

    @property
    def advised(self) -> Advised | None:
        """The advice given, if any."""
        return next((event for event in self.events if isinstance(event, Advised)), None)

    @property
    def withheld(self) -> AdviceWithheld | None:
        """Why there was none."""
        return next((event for event in self.events if isinstance(event, AdviceWithheld)), None)

    @property
    def called(self) -> frozenset[str]:
        """The codes of everything prompted."""
        return frozenset(event.code for event in self.events if isinstance(event, Prompted))

    @property
    def facts(self) -> dict[Axis, int]:
        """What the table saw, with its answer."""
        found = {axis: int(self.answer.facts[0, axis]) for axis in Axis}
        found[Axis.ACTION] = ACTION_CODE[self.answer.decided.action]
        found[Axis.ENDS_AT] = self.answer.ends_at
        return found


def play(given: WorkedGiven, protocol: Protocol) -> Played | None:
    """What the last reading of a course earns; None where the rules refuse the course itself."""
    state, events = State(), tuple[Event, ...]()
    try:
        requests = requests_of(given, protocol, PINNED)
        for request in requests:
            draft = drafted(state, request, protocol)
            state, events = draft.state, tuple(fact.event for fact in draft.facts)
    except (BoundError, SetupError):
        return None
    return Played(events, answer_at(state, protocol, requests[-1].at))
