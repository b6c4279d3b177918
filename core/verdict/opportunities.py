"""The opportunities of a case, from its log: where each begins, what belongs to it, what ends it.

A reading that advises opens one for the agent that is titrated and one, to hold, for every other
that runs. One that says the same again before the deadline opens none. Where a change and a
reading share a second, the log tells which was entered first.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from core.model.events import AdviceWithheld, Advised, Recorded
from core.model.state import thousandths
from core.model.terms import Action, Agent, Reply
from core.quantity.measures import Dose
from core.rules.compile import Protocol
from core.verdict.judge import judge
from core.verdict.occasion import Occasion, is_same_way
from core.verdict.opportunity import LATE_FOR, STEPS, Change, Opportunity
from core.verdict.record import Record, Said, record_of, whole
from core.verdict.setting import hard_limit

_AT_ONCE = timedelta(0)
_OVERTAKEN = "early-next-reading"
"""The rule under which a step was neither made nor missed when the next reading came."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An opportunity with its place in the log, so that it can be pointed at.

    moment: what its times count from, a whole second.
    reading: the number of the reading it rests on.
    said: the number of its advice, or of the fact that says why there was none.
    repeats: the numbers of advice that said the same again and belongs to it.
    held: whether another agent was titrated, and this one was to be held beside it.
    """

    opportunity: Opportunity
    moment: datetime
    reading: int
    said: int
    repeats: tuple[int, ...] = ()
    held: bool = False


def opportunities(
    facts: Iterable[Recorded],
    protocol: Protocol,
    *,
    until: datetime | None = None,
    calls_charted: bool = True,
) -> tuple[Opened, ...]:
    """Every opportunity of a case, by the facts of its log and the protocol it was opened with.

    The record tells something up to its last fact; a case that is still looked after says `until`
    when. A chart that would not show whether calls are answered says so with `calls_charted`.

    Raises:
        ValueError: the log does not hold the opening of a case.
    """
    book = _Book(record_of(facts, until), protocol, calls_charted)
    return tuple(opened for item in _occasions(book) for opened in _opened(book, item))


@dataclass(frozen=True, slots=True)
class _Book:
    """What every opportunity of a case is made from."""

    record: Record
    protocol: Protocol
    calls_charted: bool


def _occasions(book: _Book) -> Iterable[Occasion | Said]:
    """What opens, as entered: advice that repeats none, and readings without advice."""
    found: dict[int, Occasion | Said] = {}
    latest: Occasion | None = None
    for said in book.record.said:
        advised = said.fact
        if not isinstance(advised, Advised):
            found[said.seq] = said
            continue
        repeats = latest is not None and latest.is_repeated_by(said, advised)
        if latest is not None:
            latest = latest.repeated(said) if repeats else replace(latest, next=said)
            found[latest.first.seq] = latest
        if not repeats:
            latest = Occasion(said, advised, _deadline(book, latest, advised))
            found[said.seq] = latest
    return found.values()


def _deadline(book: _Book, before: Occasion | None, advised: Advised) -> datetime:
    """The recheck; a step that overtakes an open one the same way has no longer than that had."""
    recheck = whole(advised.recheck_at)
    if before is None or not is_same_way(before.advised, advised):
        return recheck
    overtakes = judge(_titrated(book, before)).rule == _OVERTAKEN
    return min(recheck, before.deadline) if overtakes else recheck


def _opened(book: _Book, item: Occasion | Said) -> Iterator[Opened]:
    if isinstance(item, Said):
        yield Opened(_unadvised(book, item), item.moment, item.fact.reading, item.seq)
        return
    numbers = item.numbers
    first = Opened(
        _titrated(book, item), item.moment, item.advised.reading, numbers[0], numbers[1:]
    )
    yield first
    for agent, dose in _running(book.record, item.first):
        if agent is not item.advised.agent:
            yield replace(first, opportunity=_held(book, item, agent, dose), held=True)


def _unadvised(book: _Book, said: Said) -> Opportunity:
    """A reading without advice is about the agent of the protocol; nothing is judged on it."""
    agent, gate = book.protocol.agent, said.fact
    return Opportunity(
        agent=agent,
        action=None,
        gate=gate.gate if isinstance(gate, AdviceWithheld) else None,
        before=book.record.given(agent, said.place),
        step_by=None,
        charted_until=max(_AT_ONCE, book.record.until - said.moment),
    )


def _titrated(book: _Book, item: Occasion) -> Opportunity:
    """The agent that the advice is about."""
    advised, answer = item.advised, item.answer(book.record)
    delayed = answer is not None and answer.reply is Reply.DELAY
    return replace(
        _held(book, item, advised.agent, _before(book.record, item)),
        action=advised.action,
        advised=advised.dose if advised.action in STEPS else None,
        called=item.is_called,
        calls_charted=book.calls_charted,
        call_answered=_after(item, item.call_answered(book.record)),
        reply=None if answer is None else answer.reply,
        reason=None if answer is None else answer.reason,
        delayed_until=_after(item, answer.until) if answer is not None and delayed else None,
    )


def _held(book: _Book, item: Occasion, agent: Agent, before: Dose | None) -> Opportunity:
    """An agent at this reading, as long as nothing is advised but to hold it."""
    record, first, part = book.record, item.first, book.protocol.part(agent)
    return Opportunity(
        agent=agent,
        action=Action.HOLD,
        before=before,
        step_by=item.deadline - item.moment,
        charted_until=max(_AT_ONCE, record.until - item.moment),
        hard_limit=None if part is None else hard_limit(part),
        pump_step=None if part is None else first.setting.pump_step(part),
        below_target=first.setting.is_below_target(first.reading),
        changes=tuple(_changes(record, item, agent)),
        next_reading=item.next_after,
        paused_from=_after(item, record.paused_from(first.place)),
    )


def _before(record: Record, item: Occasion) -> Dose | None:
    """What ran at the reading; not known where the advice, for want of a report, took another."""
    seen = item.advised.from_dose
    given = record.given(item.advised.agent, item.first.place) or Dose(Decimal(0), seen.unit)
    return given if thousandths(given) == thousandths(seen) else None


def _changes(record: Record, item: Occasion, agent: Agent) -> Iterator[Change]:
    """What the pump was set to, as far as any rule looks.

    Entered before the next reading of its own second, a change came just before that reading.
    """
    last, coming = item.deadline + LATE_FOR, item.next
    until = last if coming is None else min(last, coming.moment)
    for report in record.changes(agent, item.first.place, until):
        after = report.place[0] - item.moment
        if coming is not None and coming.moment == report.place[0] and report.place < coming.place:
            after -= timedelta.resolution
        yield Change(max(_AT_ONCE, after), report.dose)


def _running(record: Record, first: Said) -> Iterator[tuple[Agent, Dose]]:
    """What runs at a reading."""
    for agent in Agent:
        dose = record.given(agent, first.place)
        if dose is not None and dose.value > 0:
            yield agent, dose


def _after(item: Occasion, at: datetime | None) -> timedelta | None:
    return None if at is None else whole(at) - item.moment
