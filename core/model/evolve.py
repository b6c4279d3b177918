"""The fold of the facts of a case. No rules here; thresholds come from the events."""

import dataclasses
from datetime import datetime, timedelta
from fractions import Fraction
from typing import assert_never

from core.model import history as past
from core.model.calls import is_call, is_call_of, is_card
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
from core.model.reports import counted_on, latest, recounted, second_of
from core.model.state import Given, Hanging, Standing, State, replace, seconds, thousandths
from core.model.terms import Action, Agent, Gate, Quality

KEPT_KEYS = 256
"""How many prompt occurrences are remembered; far more than can be open."""
FIRST_READING = timedelta(minutes=5)
"""A new case wants its first reading within this time (local choice)."""


SetUpFact = (
    CaseOpened
    | ShiftStarted
    | BagHung
    | WeightChanged
    | TargetChanged
    | FluidsAttested
    | VasopressinStated
    | ClockStepped
    | CaseEnded
    | NoteAdded
    | EntryRefused
)
"""The facts about the case around its readings and doses."""


def evolve(state: State, recorded: Recorded) -> State:
    """The state after one more fact."""
    latest = recorded.recorded_at if state.at is None else max(state.at, recorded.recorded_at)
    moved = replace(state, count=recorded.seq, at=latest)
    return _apply(moved, recorded.seq, recorded.event)


def _apply(state: State, seq: int, event: Event) -> State:  # noqa: C901, PLR0911 - one arm a fact
    match event:
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
        case Advised():
            return _advised(state, seq, event)
        case AdviceWithheld():
            return _withheld(state, event)
        case Answered():
            return _answered(state, event)
        case Prompted():
            return _prompted(state, event)
        case PromptSeen():
            return _put_aside(state, event)
        case _:
            return _set_up(state, seq, event)


def _set_up(state: State, seq: int, event: SetUpFact) -> State:  # noqa: C901, PLR0911 - as above
    match event:
        case CaseOpened():
            return _opened(state, seq, event)
        case ShiftStarted():
            return replace(state, initials=event.initials)
        case BagHung():
            return _hung(state, seq, event)
        case WeightChanged():
            return _withdraw(replace(state, weight=event.weight, advised_doses={}))
        case TargetChanged():
            return _retargeted(state, event)
        case FluidsAttested():
            return replace(state, fluids=event.fluids, volume_assessed=event.volume_assessed)
        case VasopressinStated():
            return replace(state, vasopressin=event.running, vasopressin_at=event.at)
        case ClockStepped():
            return _withdraw(state)
        case CaseEnded():
            return replace(state, ended=event, standing=None, calls=())
        case NoteAdded() | EntryRefused():
            return state
        case _:
            assert_never(event)


def _hung(state: State, seq: int, event: BagHung) -> State:
    hanging = Hanging(seq, event.bag, event.at, Fraction(0), event.at)
    return _withdraw(replace(state, bag=hanging, advised_doses={}))


def _retargeted(state: State, event: TargetChanged) -> State:
    retargeted = replace(state, band=event.band)
    counted = past.recount(state.history, retargeted.lines)
    return _withdraw(replace(retargeted, history=counted))


def _advised(state: State, seq: int, event: Advised) -> State:
    weaning = event.action in {Action.WEAN, Action.STOP}
    since = state.eligible_from or event.at
    doses = state.advised_doses
    if event.rate is not None and doses.get(event.rate) != event.dose:
        doses = {**doses, event.rate: event.dose}
    return replace(
        state,
        standing=Standing(seq, event),
        advised_doses=doses,
        recheck_at=event.recheck_at,
        eligible_from=since if weaning else None,
        last_gate=None,
        calls=_cards(state),
    )


def _cards(state: State) -> tuple[Prompted, ...]:
    """Calls belong to one reading; cards stay until somebody has seen them."""
    return tuple(call for call in state.calls if is_card(call))


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
    state = replace(state, readings=state.readings.insert_by((seq, event), _reading_second))
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


def _reading_second(entry: tuple[int, ReadingRecorded]) -> int:
    return seconds(entry[1].at)


def _struck(state: State, event: EntryStruck) -> State:
    """Nothing that rested on the entry stays: the case is where it would be without it."""
    struck = event.refers_to
    reports = state.reports.without(lambda report: report.seq == struck)
    bag = state.bag
    if bag is not None and len(reports) != len(state.reports):
        bag = recounted(bag, Agent.NOREPINEPHRINE, reports)
    return _withdraw(
        replace(
            state,
            readings=state.readings.without(lambda entry: entry[0] == struck),
            history=past.strike(state.history, state.lines, struck),
            reports=reports,
            given=latest(reports),
            bag=bag,
            calls=tuple(call for call in state.calls if not is_call_of(call, struck)),
        )
    )


def _with_pump(state: State, seq: int, event: PumpReported) -> State:
    before = state.given.get(event.agent)
    newest = before is None or seconds(event.at) >= seconds(before.at)
    same = before is not None and before.dose == event.dose
    since = before.since if same and before is not None else event.at
    report = Given(seq, event.agent, event.at, since, event.dose, event.rate, event.delivered)
    reports = state.reports.insert_by(report, second_of)
    given = {**state.given, event.agent: report} if newest else latest(reports)
    if event.agent is not Agent.NOREPINEPHRINE:
        return replace(state, given=given, reports=reports)
    bag = state.bag
    if bag is not None:
        on = counted_on(bag, before, event.at)
        bag = on if newest else recounted(bag, event.agent, reports)
    plain = PlainDose(seq, seconds(event.at), thousandths(event.dose))
    history = past.add_dose(state.history, state.lines, plain)
    state = replace(state, given=given, reports=reports, bag=bag, history=history)
    return _after_report(state, event, same=same, newest=newest)


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


def _with_pause(state: State, event: TitrationPaused) -> State:
    state = _rested(state, event.at, paused=True)
    if not _rests(state):
        return state
    return _withdraw(replace(state, paused=event.reason, recheck_at=None))


def _with_resumption(state: State, event: TitrationResumed) -> State:
    state = _rested(state, event.at, paused=False)
    if _rests(state):
        return state
    return replace(_withdraw(state), paused=None, recheck_at=event.recheck_at)


def _rested(state: State, at: datetime, *, paused: bool) -> State:
    plain = PlainPause(seconds(at), paused=paused)
    return replace(state, history=past.add_pause(state.history, state.lines, plain))


def _rests(state: State) -> bool:
    """Whether titration rests after all: the latest in time decides, not the latest entered."""
    last = state.history.pauses.last
    return last is not None and last.paused


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
    """Calls and cards stand until their reading is replaced or somebody has seen them."""
    calls = state.calls
    if is_call(event) or is_card(event):
        calls = (*(call for call in calls if call.key != event.key), event)
    if is_call(event):
        return replace(state, calls=calls)
    return replace(state, calls=calls, shown=(*state.shown[-KEPT_KEYS:], (event.key, event.at)))


def _put_aside(state: State, event: PromptSeen) -> State:
    kept = tuple(item for item in state.seen if item[0] != event.key)
    calls = tuple(call for call in state.calls if call.key != event.key)
    return replace(state, calls=calls, seen=(*kept[-KEPT_KEYS:], (event.key, event.at)))
