"""Items about what the program said: advice that was followed, a prompt that was answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from core.lab.item_state import Asked, Outcome, State, lasting
from core.lab.measure import AdviceFollowed, PromptAnswered
from core.lab.played import Played
from core.lab.prompts_shown import prompts_of
from core.model.events import (
    Advised,
    Answered,
    EntryStruck,
    PumpReported,
    Reason,
    Recorded,
    TitrationPaused,
)
from core.model.terms import Agent


@dataclass(frozen=True, slots=True)
class Run:
    """Advice of one action for one agent, from when it was first said.

    The same action said again on a later reading goes on with it. `followed`: the pump was set the
    way it pointed, or, where nothing was to be set, it was answered. `over`: other advice came,
    titration was paused, or the reading was struck through. Times since the opening.
    """

    advised: Advised
    numbers: tuple[int, ...]
    since: timedelta
    followed: timedelta | None = None
    over: timedelta | None = None


def advice_followed(asked: Asked, measure: AdviceFollowed) -> Outcome:
    """Whether each was followed in time. Advice that was over before its time was up is no miss."""
    said = [
        run
        for run in runs_of(asked.played, measure.agent)
        if run.advised.action is measure.action and run.since >= asked.opens
    ]
    judged = [(run, _state(run, measure.within, asked.played)) for run in said]
    states = [state for _, state in judged]
    args = {"within": lasting(measure.within), "count": str(len(said))}
    for state, code in ((State.MISSED, "unfollowed"), (State.LATE, "followed-late")):
        first = next((run for run, each in judged if each is state), None)
        if first is not None:
            told = {**args, "at": asked.instant(first.since), "after": _after(first)}
            return Outcome(state, Reason(code, told), first.followed or first.since)
    if State.DONE in states:
        return Outcome(State.DONE, Reason("followed", args))
    return Outcome(State.NOT_ASKED, Reason("advice-overtaken" if said else "not-advised", args))


def prompt_answered(asked: Asked, measure: PromptAnswered) -> Outcome:
    """Whether the first prompt of the code was put aside, or its cause gone, in time."""
    shown = next(
        (
            prompt
            for prompt in prompts_of(asked.played)
            if prompt.prompt.code == measure.code and prompt.at >= asked.opens
        ),
        None,
    )
    if shown is None:
        return Outcome(State.NOT_ASKED, Reason("never-shown"))
    answered, deadline = shown.answered, shown.at + measure.within
    args = {"shown": asked.instant(shown.at), "within": lasting(measure.within)}
    if answered is None:
        over = deadline > asked.played.span
        if over:
            return Outcome(State.NOT_ASKED, Reason("cut-short", {"by": asked.instant(deadline)}))
        return Outcome(State.MISSED, Reason("unanswered", args), shown.at)
    told = {**args, "after": lasting(answered - shown.at)}
    late = answered > deadline
    code = "answered-late" if late else "answered"
    return Outcome(State.LATE if late else State.DONE, Reason(code, told), answered)


def runs_of(played: Played, agent: Agent) -> tuple[Run, ...]:
    """The advice for an agent, run by run, oldest first."""
    struck = played.struck
    standing = (fact for fact in played.facts if fact.seq not in struck)
    return tuple(_runs(standing, played, agent))


def _runs(facts: Iterable[Recorded], played: Played, agent: Agent) -> Iterator[Run]:
    run: Run | None = None
    for fact in facts:
        event, at = fact.event, played.since(fact.event.at)
        if isinstance(event, Advised) and event.agent is agent:
            if run is not None and run.followed is None and run.advised.action is event.action:
                run = replace(run, advised=event, numbers=(*run.numbers, fact.seq))
                continue
            if run is not None:
                yield replace(run, over=at)
            run = Run(event, (fact.seq,), at)
        elif run is not None and _withdraws(run, fact):
            yield replace(run, over=at)
            run = None
        elif run is not None and run.followed is None and _follows(run, fact):
            run = replace(run, followed=max(at, run.since))
    if run is not None:
        yield run


def _withdraws(run: Run, fact: Recorded) -> bool:
    """Whether titration rests now, or the reading that the advice rests on was struck through."""
    event = fact.event
    if isinstance(event, EntryStruck):
        return event.refers_to == run.advised.reading
    return isinstance(event, TitrationPaused)


def _follows(run: Run, fact: Recorded) -> bool:
    event, advised = fact.event, run.advised
    if advised.dose == advised.from_dose:
        return isinstance(event, Answered) and event.advice in run.numbers
    if not isinstance(event, PumpReported) or event.agent is not advised.agent:
        return False
    if event.dose.unit is not advised.dose.unit or event.at < advised.at:
        return False
    wanted = advised.dose.value - advised.from_dose.value
    return (event.dose.value - advised.from_dose.value) * wanted > 0


def _state(run: Run, within: timedelta, played: Played) -> State:
    deadline = run.since + within
    if run.followed is not None:
        return State.DONE if run.followed <= deadline else State.LATE
    over = played.span if run.over is None else run.over
    return State.MISSED if over >= deadline else State.NOT_ASKED


def _after(run: Run) -> str:
    return "" if run.followed is None else lasting(run.followed - run.since)
