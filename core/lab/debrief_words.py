"""The debrief in words: every row of its window and its print, each number written."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from core.lab.band_time import BandTime
from core.lab.counterfactual import Other
from core.lab.debrief import AnswerGiven, Debrief
from core.lab.debrief_head import head_of
from core.lab.debrief_overlay import overlay_view
from core.lab.debrief_rows import (
    advised_text,
    answer_text,
    summary_text,
    tally_rows,
    uncounted,
    verdict_row,
)
from core.lab.debrief_text import Teller, amount_text
from core.lab.debrief_view import ChecklistRow, DebriefView, EventRow, Named, ObjectiveRow
from core.lab.played import SECOND
from core.lab.prompts_shown import Shown
from core.lab.score import Score, Scored
from core.lab.slips import Slip
from core.quantity.measures import duration_text
from core.view.wording import Words


def debrief_view(
    debrief: Debrief, words: Words, others: Sequence[Other] = (), program: str = ""
) -> DebriefView:
    """The debrief written out; `others` are laid over the course, all from one moment on.

    `program` is the version of the program, for the head.

    Raises:
        ValueError: the others part at different moments.
    """
    teller = Teller(debrief.played, words)
    totals = debrief.totals
    return DebriefView(
        title=teller.say("debrief.title", title=debrief.played.scenario.title),
        scope=teller.say("debrief.scope"),
        head=head_of(debrief.played, words, program),
        score=_score(debrief.scores[-1], teller),
        summary=summary_text(totals.titrated, teller),
        verdicts=tuple(verdict_row(item, teller) for item in debrief.weighed),
        tallies=tuple(tally_rows(totals.titrated, teller)),
        held_tallies=tuple(tally_rows(totals.held, teller)),
        uncounted=uncounted(totals.titrated, teller),
        checklist=tuple(_item(scored, teller) for scored in debrief.checklist),
        objectives=tuple(_objective(score, teller) for score in debrief.scores),
        outcomes=tuple(_outcomes(debrief, teller)),
        answers=tuple(_answer(answer, teller) for answer in debrief.answers),
        slips=tuple(_slip(slip, teller) for slip in debrief.slips),
        prompts=tuple(_prompt(shown, teller) for shown in debrief.prompts),
        notes=tuple(_row(note.at, note.text, "", teller) for note in debrief.remarks),
        questions=debrief.questions,
        overlay=overlay_view(debrief.played, others, words),
    )


def _score(score: Score, teller: Teller) -> str:
    if score.possible == 0:
        return _open(score, teller) or teller.say("debrief.unscored")
    args = {"earned": str(score.earned), "possible": str(score.possible)}
    if score.open:
        return teller.say("debrief.score-open", **args, open=str(score.open))
    return teller.say("debrief.score", **args)


def _open(score: Score, teller: Teller) -> str:
    return teller.say("debrief.to-tick", open=str(score.open)) if score.open else ""


def _item(scored: Scored, teller: Teller) -> ChecklistRow:
    item, outcome = scored.item, scored.outcome
    args = {"earned": str(scored.earned), "possible": str(scored.possible)}
    state = str(outcome.state)
    return ChecklistRow(
        id=item.id,
        objective=item.objective,
        text=item.text,
        state=state,
        symbol=teller.say(f"debrief.symbol.{state}"),
        word=teller.say(f"debrief.state.{state}"),
        detail=teller.say(f"debrief.item.{outcome.why.code}", **teller.written(outcome.why.args)),
        points=teller.say("debrief.points", **args)
        if scored.possible
        else teller.say("debrief.no-points"),
        second=None if outcome.at is None else outcome.at // SECOND,
    )


def _objective(score: Score, teller: Teller) -> ObjectiveRow:
    objective = score.objective
    return ObjectiveRow(
        id="" if objective is None else objective.id,
        text=teller.say("debrief.all") if objective is None else objective.text,
        score=_score(score, teller),
        open=_open(score, teller),
    )


def _outcomes(debrief: Debrief, teller: Teller) -> Iterator[Named]:
    for name, time in (("true", debrief.true_time), ("charted", debrief.charted_time)):
        yield from _times(name, time, teller)
    for agent, amount in debrief.given:
        named = teller.say("debrief.outcome.given", agent=teller.agent(agent))
        yield Named(named, amount_text(agent, amount))
    yield Named(teller.say("debrief.outcome.readings"), str(len(debrief.played.readings)))
    yield Named(teller.say("debrief.outcome.prompts"), str(len(debrief.prompts)))


def _times(name: str, time: BandTime, teller: Teller) -> Iterator[Named]:
    parts = {"in": time.inside, "below": time.below, "above": time.above}
    for part, seconds in parts.items():
        yield Named(teller.say(f"debrief.outcome.{name}-{part}"), teller.part(seconds, time.span))
    if time.unknown:
        unknown = teller.part(time.unknown, time.span)
        yield Named(teller.say(f"debrief.outcome.{name}-unknown"), unknown)


def _row(since: timedelta, what: str, detail: str, teller: Teller) -> EventRow:
    return EventRow(since // SECOND, teller.at(since), what, detail)


def _answer(answer: AnswerGiven, teller: Teller) -> EventRow:
    advised = advised_text(answer.advised.action, answer.advised.dose, teller)
    return _row(answer.at, advised, answer_text(answer, teller), teller)


def _slip(slip: Slip, teller: Teller) -> EventRow:
    args = {"agent": teller.agent(slip.agent), "ran": str(slip.ran), "charted": str(slip.charted)}
    what = teller.say("debrief.slip.what", **args)
    if slip.ended is None:
        return _row(slip.since, what, teller.say("debrief.slip.never"), teller)
    after = duration_text(slip.ended - slip.since)
    ended = teller.say(f"debrief.slip.{slip.how}", at=teller.clock(slip.ended), after=after)
    return _row(slip.since, what, ended, teller)


def _prompt(shown: Shown, teller: Teller) -> EventRow:
    prompt = shown.prompt
    what = teller.words.prompt(prompt.code, prompt.args, teller.played.opened_at)
    answered = shown.answered
    if answered is None:
        return _row(shown.at, what, teller.say("debrief.prompt.open"), teller)
    code = "seen" if answered == shown.seen else "gone"
    after = duration_text(answered - shown.at)
    detail = teller.say(f"debrief.prompt.{code}", at=teller.clock(answered), after=after)
    return _row(shown.at, what, detail, teller)
