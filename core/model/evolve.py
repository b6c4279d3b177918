"""The fold of the facts of a case. No rules here; thresholds come from the events."""

import dataclasses
from datetime import datetime, timedelta
from fractions import Fraction
from typing import assert_never

from core.model import history as past
from core.model.counting import PlainDose, PlainPause, PlainReading
from core.model.course import UNKNOWN
from core.model.events import (
    AdviceWithheld,
    Advised,
    Answered,
    BagHung,
    CaseEnded,
    CaseOpened,
    ClockStepped,
    EntryRefused,
    EntryStruck,
    Event,
    FluidsAttested,
    NoteAdded,
    Prompted,
    PromptSeen,
    PumpReported,
    ReadingRecorded,
    Recorded,
    ShiftStarted,
    TargetChanged,
    TitrationPaused,
    TitrationResumed,
    VasopressinStated,
    WeightChanged,
)
from core.model.state import Given, Hanging, Standing, State, replace, seconds, thousandths
from core.model.terms import Action, Agent, Gate, Quality

KEPT_KEYS = 256
"""How many prompt occurrences are remembered; far more than can be open."""
FIRST_READING = timedelta(minutes=5)
"""A new case wants its first reading within this time (local choice)."""


def evolve(state: State, recorded: Recorded) -> State:
    """The state after one more fact."""
    latest = recorded.recorded_at if state.at is None else max(state.at, recorded.recorded_at)
    moved = replace(state, count=recorded.seq, at=latest)
    return _apply(moved, recorded.seq, recorded.event)


def _apply(state: State, seq: int, event: Event) -> State:  # noqa: C901, PLR0911, PLR0912 - one arm a fact
    match event:
        case CaseOpened():
            return _opened(state, seq, event)
        case ShiftStarted():
            return replace(state, initials=event.initials)
        case ReadingRecorded():
            return _with_reading(state, seq, event)
        case EntryStruck():
            return _struck(state, event)
        case PumpReported():
            return _with_pump(state, seq, event)
        case TitrationPaused():
            return _with_pause(state, event)
        case TitrationResumed():
            return _with_resumption(state, event)
        case BagHung():
            hanging = Hanging(seq, event.bag, event.at, Fraction(0), event.at)
            return _withdraw(replace(state, bag=hanging))
        case WeightChanged():
            return _withdraw(replace(state, weight=event.weight))
        case TargetChanged():
            retargeted = replace(state, band=event.band)
            counted = past.recount(state.history, retargeted.lines)
            return _withdraw(replace(retargeted, history=counted))
        case FluidsAttested():
            return replace(state, fluids=event.fluids, volume_assessed=event.volume_assessed)
        case VasopressinStated():
            return replace(state, vasopressin=event.running)
        case Advised():
            return _advised(state, seq, event)
        case AdviceWithheld():
            return _withheld(state, event)
        case Answered():
            return _answered(state, event)
        case Prompted():
            return _prompted(state, event)
        case PromptSeen():
            kept = tuple(item for item in state.seen if item[0] != event.key)
            calls = tuple(call for call in state.calls if call.key != event.key)
            return replace(state, calls=calls, seen=(*kept[-KEPT_KEYS:], (event.key, event.at)))
        case CaseEnded():
            return replace(state, ended=event, standing=None, calls=())
        case NoteAdded() | EntryRefused() | ClockStepped():
            return state
        case _:
            assert_never(event)


def _advised(state: State, seq: int, event: Advised) -> State:
    weaning = event.action in {Action.WEAN, Action.STOP}
    since = state.eligible_from or event.at
    return replace(
        state,
        standing=Standing(seq, event),
        recheck_at=event.recheck_at,
        eligible_from=since if weaning else None,
        last_gate=None,
        calls=_cards(state),
    )


def _cards(state: State) -> tuple[Prompted, ...]:
    """Calls belong to one reading; cards stay until somebody has seen them."""
    return tuple(call for call in state.calls if call.key.startswith("card:"))


def _withheld(state: State, event: AdviceWithheld) -> State:
    """Only a reading that was decided on replaces what stood before."""
    state = replace(state, last_gate=event)
    decided = event.gate in {Gate.PUMP_TOO_COARSE, Gate.LIMIT_BREACH}
    return replace(_withdraw(state), calls=_cards(state)) if decided else state


def _opened(state: State, seq: int, event: CaseOpened) -> State:
    setup = event.setup
    return replace(
        state,
        setup=setup,
        opened_at=event.at,
        counting=event.counting,
        protocol=event.protocol,
        protocol_version=event.protocol_version,
        protocol_text=event.protocol_text,
        band=setup.band,
        weight=setup.weight,
        bag=None if setup.bag is None else Hanging(seq, setup.bag, event.at, Fraction(0), event.at),
        recheck_at=event.at + FIRST_READING,
        fluids=setup.fluids,
        volume_assessed=setup.volume_assessed,
        vasopressin=setup.vasopressin,
    )


def _with_reading(state: State, seq: int, event: ReadingRecorded) -> State:
    if state.last_reading is None or event.at >= state.last_reading[1].at:
        state = replace(state, last_reading=(seq, event))
    if event.quality is not Quality.USABLE:
        return state
    plain = PlainReading(
        seq=seq,
        at=seconds(event.at),
        map=int(event.map.value),
        diastolic=UNKNOWN if event.diastolic is None else int(event.diastolic.value),
        heart_rate=UNKNOWN if event.heart_rate is None else int(event.heart_rate.value),
        source=event.source,
    )
    return replace(state, history=past.add_reading(state.history, state.lines, plain))


def _struck(state: State, event: EntryStruck) -> State:
    history = past.strike(state.history, state.lines, event.refers_to)
    reports = state.reports.without(lambda report: report.seq == event.refers_to)
    given = {report.agent: report for report in reports}
    state = replace(state, history=history, reports=reports, given=given)
    if state.last_reading is not None and state.last_reading[0] == event.refers_to:
        state = replace(state, last_reading=None)
    if state.standing is not None and state.standing.advised.reading == event.refers_to:
        state = _withdraw(state)
    return state


def _report_at(report: Given) -> datetime:
    return report.at


def _with_pump(state: State, seq: int, event: PumpReported) -> State:
    before = state.given.get(event.agent)
    same = before is not None and before.dose == event.dose
    since = before.since if same and before is not None else event.at
    given = Given(seq, event.agent, event.at, since, event.dose, event.rate, event.delivered)
    newest = before is None or event.at >= before.at
    now = {**state.given, event.agent: given} if newest else state.given
    state = replace(state, given=now, reports=state.reports.insert_by(given, _report_at))
    if event.agent is not Agent.NOREPINEPHRINE:
        return state
    state = _count_volume(state, before, event)
    plain = PlainDose(seq, seconds(event.at), thousandths(event.dose))
    return replace(
        _after_report(state, event, same=same, newest=newest),
        history=past.add_dose(state.history, state.lines, plain),
    )


def _after_report(state: State, event: PumpReported, *, same: bool, newest: bool) -> State:
    """A real change ends the advice that stood; if it followed it, its recheck counts from here."""
    if same or not newest:
        return state
    state = replace(state, eligible_from=None)
    standing = state.standing
    if standing is None or event.follows != standing.seq:
        return _withdraw(state)
    wait = standing.advised.recheck_at - standing.advised.at
    return replace(_withdraw(state), recheck_at=event.at + wait)


def _count_volume(state: State, before: Given | None, event: PumpReported) -> State:
    if state.bag is None or event.at < state.bag.counted_at:
        return state
    hours = Fraction(int((event.at - state.bag.counted_at).total_seconds()), 3600)
    rate = Fraction(0) if before is None or before.rate is None else Fraction(before.rate.value)
    used = state.bag.used_ml + rate * hours
    return replace(state, bag=dataclasses.replace(state.bag, used_ml=used, counted_at=event.at))


def _with_pause(state: State, event: TitrationPaused) -> State:
    plain = PlainPause(seconds(event.at), paused=True)
    history = past.add_pause(state.history, state.lines, plain)
    return _withdraw(replace(state, paused=event.reason, history=history, recheck_at=None))


def _with_resumption(state: State, event: TitrationResumed) -> State:
    plain = PlainPause(seconds(event.at), paused=False)
    history = past.add_pause(state.history, state.lines, plain)
    return replace(_withdraw(state), paused=None, history=history, recheck_at=event.recheck_at)


def _withdraw(state: State) -> State:
    if state.standing is None:
        return state
    return replace(state, standing=dataclasses.replace(state.standing, withdrawn=True))


def _answered(state: State, event: Answered) -> State:
    if state.standing is None or state.standing.seq != event.advice:
        return state
    recheck = state.recheck_at if event.until is None else event.until
    return replace(
        state, standing=dataclasses.replace(state.standing, answered=event), recheck_at=recheck
    )


def _prompted(state: State, event: Prompted) -> State:
    of_reading = event.key.startswith(("call:", "card:"))
    calls = (*state.calls, event) if of_reading else state.calls
    return replace(state, shown=(*state.shown[-KEPT_KEYS:], (event.key, event.at)), calls=calls)
