"""The open prompts of a case: one line per cause, the urgent ones first."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from core.model.events import Prompted
from core.model.state import State
from core.model.terms import Urgency
from core.rules.compile import Protocol
from core.rules.occurrence import Occurrence
from core.rules.prompts import due
from core.view.case_view import PromptView
from core.view.wording import Words

Item = TypeVar("Item", Prompted, Occurrence)

MISSED_AFTER = timedelta(minutes=1)
"""A prompt shown later than this after it fell due was missed while the case was closed."""
_ORDER = {Urgency.NOW: 0, Urgency.SOON: 1, Urgency.NOTICE: 2}


def prompt_views(
    state: State, protocol: Protocol, words: Words, now: datetime
) -> tuple[PromptView, ...]:
    """Calls of the last reading, cards, and what has fallen due.

    A repeat takes the place of the one before it, and putting it aside puts the cause aside.
    """
    seen, shown_at = {key for key, _ in state.seen}, dict(state.shown)
    calls = [_from_call(call, words, now) for call in _latest_of_each(state.calls)]
    fallen = _latest_of_each(due(state, protocol, now))
    timed = [
        _from_due(item, words, now, missed=_is_missed(state, item, shown_at)) for item in fallen
    ]
    views = [view for view in (*calls, *timed) if view.key not in seen]
    return tuple(sorted(views, key=lambda item: (_ORDER[item.urgency], item.due_at, item.code)))


def _latest_of_each(items: Iterable[Item]) -> list[Item]:
    return list({item.code: item for item in items}.values())


def _from_call(call: Prompted, words: Words, now: datetime) -> PromptView:
    text = words.prompt(call.code, call.args, now)
    return PromptView(call.key, call.code, text, call.urgency, call.due_at, missed=False)


def _from_due(item: Occurrence, words: Words, now: datetime, *, missed: bool) -> PromptView:
    text = words.prompt(item.code, item.args, now)
    return PromptView(item.key, item.code, text, item.urgency, item.due_at, missed=missed)


def _is_missed(state: State, item: Occurrence, shown_at: dict[str, datetime]) -> bool:
    shown = shown_at.get(item.key)
    if shown is None:
        return False
    # A bag that a new rate empties sooner was not due before that rate was reported.
    known = state.bag.counted_at if item.code == "bag-empty" and state.bag is not None else None
    fell_due = item.due_at if known is None else max(item.due_at, known)
    return shown - fell_due > MISSED_AFTER
