"""The fold of the facts of a case. No rules here; thresholds come from the events."""

import dataclasses
from datetime import datetime

from core.model import history as past
from core.model.calls import is_call, is_call_of, is_card, is_card_of_case
from core.model.counting import PlainDose, PlainPause, PlainReading
from core.model.course import UNKNOWN
from core.model.events import (
    AdviceWithheld,
    Advised,
    Answered,
    EntryStruck,
    Event,
    Prompted,
    PromptSeen,
    PumpReported,
    ReadingRecorded,
    Recorded,
    TitrationPaused,
    TitrationResumed,
)
from core.model.infusions import (
    MAIN,
    bags_recounted,
    each_history,
    infusion_of,
    with_infusion,
)
from core.model.reports import counted_on, latest, recounted, second_of
from core.model.set_up import set_up, used
from core.model.state import (
    Given,
    Infusion,
    Standing,
    State,
    replace,
    seconds,
    thousandths,
    withdrawn,
)
from core.model.terms import (
    Action,
    Gate,
    Quality,
)

KEPT_KEYS = 256
"""How many prompt occurrences are remembered; far more than can be open. Beyond them only those
are that a case shows once."""


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
            return set_up(state, seq, event)


def _advised(state: State, seq: int, event: Advised) -> State:
    weaning = event.action in {Action.WEAN, Action.STOP}
    since = state.eligible_from or event.at
    return replace(
        _remembering(state, event),
        standing=Standing(seq, event),
        recheck_at=event.recheck_at,
        wait=event.recheck_at - event.at,
        eligible_from=since if weaning else None,
        last_gate=None,
        calls=_cards(state),
    )


def _remembering(state: State, event: Advised) -> State:
    """A rate stands for the dose advised with it, until the bag or the weight changes."""
    own = infusion_of(state, event.agent)
    if event.rate is None or own.advised_doses.get(event.rate) == event.dose:
        return state
    doses = {**own.advised_doses, event.rate: event.dose}
    return with_infusion(state, event.agent, Infusion(own.history, own.bag, doses))


def _cards(state: State) -> tuple[Prompted, ...]:
    """Calls belong to one reading; cards stay until somebody has seen them."""
    return tuple(call for call in state.calls if is_card(call))


def _withheld(state: State, event: AdviceWithheld) -> State:
    """Only a reading that was decided on replaces what stood before."""
    state = replace(state, last_gate=event)
    decided = event.gate in {Gate.PUMP_TOO_COARSE, Gate.LIMIT_BREACH}
    return replace(withdrawn(state), calls=_cards(state)) if decided else state


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
    return each_history(state, lambda own, lines: past.add_reading(own, lines, plain))


def _reading_second(entry: tuple[int, ReadingRecorded]) -> int:
    return seconds(entry[1].at)


def _struck(state: State, event: EntryStruck) -> State:
    """Nothing that rested on the entry stays: the case is where it would be without it."""
    struck = event.refers_to
    reports = state.reports.without(lambda report: report.seq == struck)
    whose = {report.agent for report in state.reports if report.seq == struck}
    state = bags_recounted(state, whose, reports)
    return withdrawn(
        replace(
            each_history(state, lambda own, lines: past.strike(own, lines, struck)),
            readings=state.readings.without(lambda entry: entry[0] == struck),
            reports=reports,
            given=latest(reports),
            calls=tuple(call for call in state.calls if not is_call_of(call, struck)),
            use_said=tuple(said for said in state.use_said if said[0] != struck),
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
    state = used(replace(state, given=given, reports=reports), seq, event)
    if not _is_counted(state, event):
        return state
    own = infusion_of(state, event.agent)
    bag = own.bag
    if bag is not None:
        on = counted_on(bag, before, event.at)
        bag = on if newest else recounted(bag, event.agent, reports)
    plain = PlainDose(seq, seconds(event.at), thousandths(event.dose))
    history = past.add_dose(own.history, state.lines_of(event.agent), plain)
    state = with_infusion(state, event.agent, Infusion(history, bag, own.advised_doses))
    return _after_report(state, event, same=same, newest=newest)


def _is_counted(state: State, event: PumpReported) -> bool:
    """Whether the protocol counts this agent in this unit; otherwise it is only told."""
    if event.agent is MAIN:
        return True
    counting = state.countings.get(event.agent)
    return counting is not None and counting.stop_from.unit is event.dose.unit


def _after_report(state: State, event: PumpReported, *, same: bool, newest: bool) -> State:
    """A real change ends the advice that stood; if it followed it, its recheck counts from here."""
    if same or not newest:
        return state
    state = replace(state, eligible_from=None)
    standing = state.standing
    if standing is None or event.follows != standing.seq:
        return withdrawn(state)
    wait = standing.advised.recheck_at - standing.advised.at
    return replace(withdrawn(state), recheck_at=event.at + wait, wait=wait)


def _with_pause(state: State, event: TitrationPaused) -> State:
    state = _rested(state, event.at, paused=True)
    if not _rests(state):
        return state
    return withdrawn(replace(state, paused=event.reason, recheck_at=None))


def _with_resumption(state: State, event: TitrationResumed) -> State:
    state = _rested(state, event.at, paused=False)
    if _rests(state):
        return state
    wait = event.recheck_at - event.at
    return replace(withdrawn(state), paused=None, recheck_at=event.recheck_at, wait=wait)


def _rested(state: State, at: datetime, *, paused: bool) -> State:
    plain = PlainPause(seconds(at), paused=paused)
    return each_history(state, lambda own, lines: past.add_pause(own, lines, plain))


def _rests(state: State) -> bool:
    """Whether titration rests after all: the latest in time decides, not the latest entered."""
    last = state.history.pauses.last
    return last is not None and last.paused


def _answered(state: State, event: Answered) -> State:
    if state.standing is None or state.standing.seq != event.advice:
        return state
    state = replace(state, standing=dataclasses.replace(state.standing, answered=event))
    if event.until is None:
        return state
    return replace(state, recheck_at=event.until, wait=event.until - event.at)


def _prompted(state: State, event: Prompted) -> State:
    """Calls and cards stand until their reading is replaced or somebody has seen them."""
    calls = state.calls
    if is_call(event) or is_card(event):
        calls = (*(call for call in calls if call.key != event.key), event)
    if is_call(event):
        return replace(state, calls=calls)
    return replace(state, calls=calls, shown=(*_kept(state.shown), (event.key, event.at)))


def _put_aside(state: State, event: PromptSeen) -> State:
    kept = tuple(item for item in state.seen if item[0] != event.key)
    calls = tuple(call for call in state.calls if call.key != event.key)
    return replace(state, calls=calls, seen=(*_kept(kept), (event.key, event.at)))


def _kept(keys: tuple[tuple[str, datetime], ...]) -> tuple[tuple[str, datetime], ...]:
    """The latest, and whatever is shown once in a case however long it is."""
    lasting = (item for item in keys[:-KEPT_KEYS] if is_card_of_case(item[0]))
    return (*lasting, *keys[-KEPT_KEYS:])
