"""What home says of a case: now, and at each moment at which that will change by itself."""

from datetime import UTC, datetime, time, timedelta, tzinfo

from core.cases.line import CaseLine, Outlook, PromptLine
from core.model.state import State
from core.model.terms import Agent
from core.session import Session
from core.view.build import summary
from core.view.wording import Words

_JUST_AFTER = timedelta(seconds=1)
_A_DAY = timedelta(days=1)


def line_of(case_id: str, session: Session, words: Words, now: datetime) -> CaseLine:
    """The line of a case at a moment."""
    told = summary(session.state, session.protocol, words, now)
    prompts = tuple(PromptLine(each.text, each.urgency, each.due_at) for each in told.prompts)
    return CaseLine(
        id=case_id,
        label=told.label,
        mode=told.mode,
        state=told.state,
        map=told.map,
        map_at=told.map_at,
        dose=told.dose,
        others=_others(session.state),
        next_due_at=told.next_due_at,
        overdue=told.overdue,
        prompts=prompts,
        ended=told.ended,
    )


def _others(state: State) -> int:
    running = {agent for agent, given in state.given.items() if given.dose.value > 0}
    return len(running - {Agent.NOREPINEPHRINE})


def outlook_of(case_id: str, session: Session, words: Words, now: datetime) -> Outlook:
    """The line now, and each that will follow while nobody touches the case."""
    lines = [(now, line_of(case_id, session, words, now))]
    for moment in _moments(session, words.zone, now):
        line = line_of(case_id, session, words, moment)
        if line != lines[-1][1]:
            lines.append((moment, line))
    return Outlook(tuple(lines))


def _moments(session: Session, zone: tzinfo, now: datetime) -> list[datetime]:
    """When a prompt falls due, a reading becomes overdue, or a new day makes times show dates."""
    state, moments = session.state, []
    moment = session.next_due(now)
    while moment is not None:
        moments.append(moment)
        moment = session.next_due(moment)
    if state.recheck_at is not None:
        moments.append(state.recheck_at + _JUST_AFTER)
    last = max([now, *moments])
    midnight = _midnight_after(now, zone)
    while midnight <= last + _A_DAY:
        moments.append(midnight)
        midnight = _midnight_after(midnight, zone)
    return sorted({moment for moment in moments if moment > now})


def _midnight_after(moment: datetime, zone: tzinfo) -> datetime:
    day = moment.astimezone(zone).date() + _A_DAY
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
