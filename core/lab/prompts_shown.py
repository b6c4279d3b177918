"""The prompts of a course: when each was shown, when it was seen, and when its cause was gone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest

from core.lab.played import Played
from core.library import protocol_from
from core.model.events import CaseEnded, Prompted, PromptSeen, Recorded
from core.model.evolve import evolve
from core.model.state import State
from core.rules.compile import Protocol
from core.rules.prompts import due


@dataclass(frozen=True, slots=True)
class Shown:
    """A prompt that was shown at `at`.

    `seen`: it, or a later one of the same cause, was put aside. `gone`: what was done did away
    with its cause. None: that never happened. Times since the opening.
    """

    at: timedelta
    prompt: Prompted
    seen: timedelta | None = None
    gone: timedelta | None = None

    @property
    def answered(self) -> timedelta | None:
        """When it was put aside or its cause gone, whichever came first."""
        return min((at for at in (self.seen, self.gone) if at is not None), default=None)


def prompts_of(played: Played) -> tuple[Shown, ...]:
    """Every prompt of a course, oldest first."""
    moments = _moments(played)
    return tuple(
        _shown(fact, fact.event, moments, played)
        for fact in played.facts
        if isinstance(fact.event, Prompted)
    )


@dataclass(frozen=True, slots=True)
class _Moment:
    """After a fact: its time, the prompt it put aside, and the codes of all that still holds.

    A reading takes its calls back before it makes them again: only the last fact of an instant
    tells what holds.
    """

    seq: int
    at: timedelta
    put_aside: Recorded | None
    holding: frozenset[str] | None


def _moments(played: Played) -> tuple[_Moment, ...]:
    protocol, state = protocol_from(played.opening.protocol_text), State()
    shown: dict[str, Recorded] = {}
    found: list[_Moment] = []
    for fact, following in zip_longest(played.facts, played.facts[1:]):
        state = evolve(state, fact)
        event = fact.event
        if isinstance(event, Prompted):
            shown[event.key] = fact
        if isinstance(event, CaseEnded):
            break  # nothing is prompted any more, which is no answer
        aside = shown.get(event.key) if isinstance(event, PromptSeen) else None
        is_last = following is None or following.recorded_at != fact.recorded_at
        held = _holding(state, protocol, fact) if is_last else None
        found.append(_Moment(fact.seq, played.since(fact.recorded_at), aside, held))
    return tuple(found)


def _holding(state: State, protocol: Protocol, fact: Recorded) -> frozenset[str]:
    fallen = (item.code for item in due(state, protocol, fact.recorded_at))
    return frozenset((*fallen, *(call.code for call in state.calls)))


def _shown(fact: Recorded, prompt: Prompted, moments: Iterable[_Moment], played: Played) -> Shown:
    after = [moment for moment in moments if moment.seq > fact.seq]
    gone = next((item.at for item in after if _is_gone(prompt, item)), None)
    seen = next((item.at for item in after if _is_put_aside(fact, prompt, item)), None)
    if seen is not None and gone is not None and seen > gone:
        seen = None  # that was another occasion of the same prompt
    return Shown(played.since(fact.recorded_at), prompt, seen, gone)


def _is_gone(prompt: Prompted, moment: _Moment) -> bool:
    return moment.holding is not None and prompt.code not in moment.holding


def _is_put_aside(fact: Recorded, prompt: Prompted, moment: _Moment) -> bool:
    """Whether this prompt was put aside then, or a later one of the same cause."""
    aside = moment.put_aside
    if aside is None or aside.seq < fact.seq:
        return False
    return isinstance(aside.event, Prompted) and aside.event.code == prompt.code
