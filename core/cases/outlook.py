"""What home says of a case: now, and at each moment at which that will change by itself."""

from datetime import datetime, timedelta

from core.cases.line import CaseLine, Outlook, PromptLine
from core.session import Session
from core.view.build import summary
from core.view.wording import Words

_JUST_AFTER = timedelta(seconds=1)


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
        next_due_at=told.next_due_at,
        overdue=told.overdue,
        prompts=prompts,
        ended=told.ended,
    )


def outlook_of(case_id: str, session: Session, words: Words, now: datetime) -> Outlook:
    """The line now, and each that will follow while nobody touches the case."""
    lines = [(now, line_of(case_id, session, words, now))]
    moment = _next_moment(session, now)
    while moment is not None:
        line = line_of(case_id, session, words, moment)
        if line != lines[-1][1]:
            lines.append((moment, line))
        moment = _next_moment(session, moment)
    return Outlook(tuple(lines))


def _next_moment(session: Session, after: datetime) -> datetime | None:
    """When a prompt falls due, or a reading that was awaited becomes overdue."""
    state, moments = session.state, [session.next_due(after)]
    if state.recheck_at is not None and state.ended is None:
        moments.append(state.recheck_at + _JUST_AFTER)
    return min((each for each in moments if each is not None and each > after), default=None)
