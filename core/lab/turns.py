"""A course as turns: a reading, what was true then, what the program said, what was answered.

What happened between two readings (prompts, happenings of the script, slips at the pump) stands
with the later one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.lab.run import Course
from core.lab.truth import Happened, PumpKeyed, Sample
from core.model.events import (
    AdviceWithheld,
    Advised,
    Answered,
    Prompted,
    PumpReported,
    ReadingRecorded,
    Recorded,
)
from core.model.terms import Agent, Gate
from core.quantity.measures import Dose


@dataclass(frozen=True, slots=True)
class Turn:
    """One reading and what came of it; `at` is when it was typed in.

    `true_map` in mmHg is the patient's own, at most half a minute before. `given` are the doses
    charted just before. `set_to` is what the pump was reported to run before the next reading.
    `prompts` are codes, `happenings` those of the script (an act of the instructor: the word
    "instructor"), `slips` agents whose pump was keyed otherwise than charted.
    """

    at: datetime
    reading: ReadingRecorded
    true_map: float
    given: tuple[tuple[Agent, Dose], ...]
    prompts: tuple[str, ...] = ()
    happenings: tuple[str, ...] = ()
    slips: tuple[Agent, ...] = ()
    advised: Advised | None = None
    gate: Gate | None = None
    answers: tuple[Answered, ...] = ()
    set_to: tuple[tuple[Agent, Dose], ...] = ()


@dataclass(slots=True)
class _Between:
    """What has been gathered since the last reading."""

    prompts: list[str] = field(default_factory=list)
    given: dict[Agent, Dose] = field(default_factory=dict)


def turns(course: Course) -> Iterator[Turn]:
    """The turns of a course, in the sequence in which readings were typed in."""
    opened_at = course.facts[0].recorded_at
    between, turn = _Between(), None
    entries, done = tuple(course.truth), 0
    for fact in course.facts:
        if isinstance(fact.event, ReadingRecorded):
            if turn is not None:
                yield turn
            second = int((fact.recorded_at - opened_at).total_seconds())
            come = sum(entry.second <= second for entry in entries)
            turn = replace(
                _begun(fact, fact.event, _true_map(course.truth.samples, second), between),
                happenings=_happenings(entries[done:come]),
                slips=_slips(entries[done:come]),
            )
            done = come
            between.prompts.clear()
        else:
            turn = _after(turn, fact, between)
    if turn is not None:
        yield turn


def _begun(fact: Recorded, reading: ReadingRecorded, true_map: float, between: _Between) -> Turn:
    return Turn(
        at=fact.recorded_at,
        reading=reading,
        true_map=true_map,
        given=tuple(between.given.items()),
        prompts=tuple(between.prompts),
    )


def _after(turn: Turn | None, fact: Recorded, between: _Between) -> Turn | None:
    """The turn with one more fact that belongs to it."""
    event = fact.event
    match event:
        case Prompted():
            between.prompts.append(event.code)
        case PumpReported():
            between.given[event.agent] = event.dose
            told = (event.agent, event.dose)
            return None if turn is None else replace(turn, set_to=(*turn.set_to, told))
        case Advised() if turn is not None:
            return replace(turn, advised=event, gate=None)
        case AdviceWithheld() if turn is not None:
            return replace(turn, gate=event.gate)
        case Answered() if turn is not None:
            return replace(turn, answers=(*turn.answers, event))
        case _:
            pass
    return turn


def _true_map(samples: Sequence[Sample], second: int) -> float:
    """The MAP of the last sample up to a second."""
    known = [sample.map_mmhg for sample in samples if sample.second <= second]
    return known[-1]


def _happenings(entries: Sequence[object]) -> tuple[str, ...]:
    found = [entry for entry in entries if isinstance(entry, Happened)]
    return tuple(dict.fromkeys(entry.happening or "instructor" for entry in found))


def _slips(entries: Sequence[object]) -> tuple[Agent, ...]:
    """The agents whose pump was keyed to another rate than charted."""
    found = [entry for entry in entries if isinstance(entry, PumpKeyed)]
    return tuple(
        dict.fromkeys(
            entry.agent
            for entry in found
            if entry.charted is not None and entry.charted != entry.rate
        )
    )
