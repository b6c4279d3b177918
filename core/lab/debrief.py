"""The debrief of a course as values: what each opportunity came to, the checklist, the figures.

It is made from the facts of the case and the hidden truth alone, so that a learner's course and
one of simulated staff are looked at alike. Times are since the opening of the case.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from core.lab.band_time import BandTime, bands_of, charted_stretches, timed, true_stretches
from core.lab.minutes import agents_of, given_by
from core.lab.played import SECOND, Played, played_of
from core.lab.prompts_shown import Shown, prompts_of
from core.lab.run import Course
from core.lab.score import Score, Scored, Ticks, checklist, scores
from core.lab.slips import Slip, slips_of
from core.lab.truth import Noted
from core.library import protocol_from
from core.model.events import Advised, Answered, ReadingRecorded
from core.model.terms import Agent
from core.verdict.judge import judge
from core.verdict.opportunities import Opened, opportunities
from core.verdict.opportunity import Judged
from core.verdict.telling import Told, told
from core.verdict.totals import Summary, summary


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """What was said to a piece of advice, and when. A reason stands beside it."""

    at: timedelta
    advised: Advised
    said: Answered


@dataclass(frozen=True, slots=True)
class Weighed:
    """An opportunity with its verdict, the code and arguments of its sentence, and its answers."""

    opened: Opened
    judged: Judged
    sentence: Told
    since: timedelta
    reading: ReadingRecorded
    answers: tuple[AnswerGiven, ...]


@dataclass(frozen=True, slots=True)
class Remark:
    """A note that the instructor made."""

    at: timedelta
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Debrief:
    """All that is looked back on.

    `true_time` is by the patient's own MAP, `charted_time` as the usable readings tell it; each
    adds up to the span. `given` is what reached the vein: mcg, of vasopressin units. `remarks` are
    the instructor's, `questions` those of the scenario. The last of `scores` is of all items.
    """

    played: Played
    weighed: tuple[Weighed, ...]
    totals: Summary
    checklist: tuple[Scored, ...]
    scores: tuple[Score, ...]
    true_time: BandTime
    charted_time: BandTime
    given: tuple[tuple[Agent, float], ...]
    answers: tuple[AnswerGiven, ...]
    slips: tuple[Slip, ...]
    prompts: tuple[Shown, ...]
    remarks: tuple[Remark, ...]
    questions: tuple[str, ...] = field(default=())


def debrief_of(course: Course | Played, ticks: Ticks | None = None) -> Debrief:
    """The debrief of a course, over or not; `ticks` are what the instructor saw.

    Raises:
        ValueError: a tick is for no item that the instructor ticks, or there is no case.
    """
    played = course if isinstance(course, Played) else played_of(course)
    marks: Ticks = {} if ticks is None else ticks
    scored, bands = checklist(played, marks), bands_of(played)
    weighed = _weighed(played)
    return Debrief(
        played=played,
        weighed=weighed,
        totals=summary((item.opened, item.judged) for item in weighed),
        checklist=scored,
        scores=scores(scored, played.scenario.objectives),
        true_time=timed(true_stretches(played), bands),
        charted_time=timed(charted_stretches(played), bands),
        given=tuple((agent, given_by(played, agent, played.until)) for agent in agents_of(played)),
        answers=tuple(_answers(played).values()),
        slips=slips_of(played),
        prompts=prompts_of(played),
        remarks=_remarks(played),
        questions=played.scenario.debrief,
    )


def _weighed(played: Played) -> tuple[Weighed, ...]:
    protocol = protocol_from(played.opening.protocol_text)
    until = played.instant(played.span)
    answers, readings = _answers(played), _readings(played)
    return tuple(
        _one(played, opened, answers, readings)
        for opened in opportunities(played.facts, protocol, until=until)
    )


def _one(
    played: Played,
    opened: Opened,
    answers: Mapping[int, AnswerGiven],
    readings: Mapping[int, ReadingRecorded],
) -> Weighed:
    judged = judge(opened.opportunity)
    said = () if opened.held else (opened.said, *opened.repeats)
    return Weighed(
        opened=opened,
        judged=judged,
        sentence=told(opened.opportunity, judged),
        since=played.since(opened.moment),
        reading=readings[opened.reading],
        answers=tuple(answer for answer in answers.values() if answer.said.advice in said),
    )


def _answers(played: Played) -> dict[int, AnswerGiven]:
    """Every answer, by its own number."""
    advised = {fact.seq: fact.event for fact in played.facts if isinstance(fact.event, Advised)}
    return {
        fact.seq: AnswerGiven(
            played.since(fact.recorded_at), advised[fact.event.advice], fact.event
        )
        for fact in played.facts
        if isinstance(fact.event, Answered) and fact.event.advice in advised
    }


def _readings(played: Played) -> dict[int, ReadingRecorded]:
    return {
        fact.seq: fact.event for fact in played.facts if isinstance(fact.event, ReadingRecorded)
    }


def _remarks(played: Played) -> tuple[Remark, ...]:
    return tuple(
        Remark(entry.second * SECOND, entry.text)
        for entry in played.truth
        if isinstance(entry, Noted) and not entry.by_script
    )
