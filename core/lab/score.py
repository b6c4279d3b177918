"""The checklist of a course: what was done, late, missed, not asked for, or waits for a tick.

Missed is what was not done although its time was up; where the course was over before the time
was, the item is not asked, and counts in no score.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

from core.lab.item_state import Asked, Outcome, State
from core.lab.measure import (
    AdviceFollowed,
    BandReached,
    DoseAtMost,
    DoseHeld,
    DoseNeverAbove,
    DoseReached,
    FactRecorded,
    PromptAnswered,
    ReadingsApart,
    Ticked,
    TimeInBand,
)
from core.lab.played import Played
from core.lab.scenario import Item, Objective
from core.lab.score_answers import advice_followed, prompt_answered
from core.lab.score_moments import band_reached, dose_at_most, dose_reached, fact_recorded
from core.lab.score_spans import dose_held, dose_never_above, readings_apart, time_in_band
from core.model.events import Reason

Ticks = Mapping[str, timedelta | None]
"""When the instructor saw an item done, by its id, since the opening; None: seen not to be."""


@dataclass(frozen=True, slots=True)
class Scored:
    """An item with what became of it. `possible` is 0 where it counts in no score."""

    item: Item
    outcome: Outcome

    @property
    def earned(self) -> int:
        """Its points: all of them in time, fewer when late."""
        match self.outcome.state:
            case State.DONE:
                return self.item.points
            case State.LATE:
                return self.item.late_points
            case _:
                return 0

    @property
    def possible(self) -> int:
        """What it could have earned."""
        settled = self.outcome.state in {State.DONE, State.LATE, State.MISSED}
        return self.item.points if settled else 0


@dataclass(frozen=True, slots=True)
class Score:
    """The points of an objective, None for all together; `open` items wait for a tick."""

    objective: Objective | None
    earned: int
    possible: int
    open: int


def checklist(played: Played, ticks: Ticks) -> tuple[Scored, ...]:
    """Every item of the scenario, as written.

    Raises:
        ValueError: a tick is for no item that the instructor ticks.
    """
    ticked = {item.id for item in played.scenario.checklist if isinstance(item.measure, Ticked)}
    foreign = sorted(ticks.keys() - ticked)
    if foreign:
        raise ValueError(f"{foreign[0]} is no item that an instructor ticks: {sorted(ticked)} are")
    return tuple(Scored(item, _outcome(played, item, ticks)) for item in played.scenario.checklist)


def scores(scored: tuple[Scored, ...], objectives: tuple[Objective, ...]) -> tuple[Score, ...]:
    """The score of each objective, and of all together last."""
    each = [
        _score(objective, [one for one in scored if one.item.objective == objective.id])
        for objective in objectives
    ]
    return (*each, _score(None, list(scored)))


def _score(objective: Objective | None, items: list[Scored]) -> Score:
    return Score(
        objective=objective,
        earned=sum(one.earned for one in items),
        possible=sum(one.possible for one in items),
        open=sum(one.outcome.state is State.OPEN for one in items),
    )


def _outcome(played: Played, item: Item, ticks: Ticks) -> Outcome:
    opens = timedelta(0) if item.after is None else played.first_fired(item.after)
    if opens is None:
        return Outcome(State.NOT_ASKED, Reason("never-happened"))
    return _measured(Asked(played, item, opens), ticks)


def _measured(asked: Asked, ticks: Ticks) -> Outcome:  # noqa: C901, PLR0911 - one arm a measure
    measure = asked.item.measure
    match measure:
        case FactRecorded():
            return fact_recorded(asked, measure)
        case DoseAtMost():
            return dose_at_most(asked, measure)
        case DoseReached():
            return dose_reached(asked, measure)
        case BandReached():
            return band_reached(asked, measure)
        case ReadingsApart():
            return readings_apart(asked, measure)
        case DoseNeverAbove():
            return dose_never_above(asked, measure)
        case DoseHeld():
            return dose_held(asked, measure)
        case TimeInBand():
            return time_in_band(asked, measure)
        case AdviceFollowed():
            return advice_followed(asked, measure)
        case PromptAnswered():
            return prompt_answered(asked, measure)
        case Ticked():
            return _ticked(asked, ticks)
        case _:
            assert_never(measure)


def _ticked(asked: Asked, ticks: Ticks) -> Outcome:
    if asked.item.id not in ticks:
        return Outcome(State.OPEN, Reason("to-tick"))
    at = ticks[asked.item.id]
    if at is None:
        return Outcome(State.MISSED, Reason("seen-undone"))
    return asked.done_at(at)
