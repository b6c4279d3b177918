"""The fold of the facts about a case around its readings and doses."""

from datetime import timedelta
from fractions import Fraction
from typing import assert_never

from core.model import history as past
from core.model.events import (
    BagHung,
    CaseEnded,
    CaseOpened,
    ClockStepped,
    ConditionStated,
    EntryRefused,
    FluidsAttested,
    NoteAdded,
    PerfusionChecked,
    PumpReported,
    ShiftStarted,
    ShockStated,
    TargetChanged,
    VasopressinStated,
    WeightChanged,
)
from core.model.infusions import (
    each_history,
    infusion_of,
    with_infusion,
    without_advised_doses,
)
from core.model.state import Hanging, Infusion, State, replace, withdrawn
from core.model.terms import Attested, Condition, PerfusionSign

SetUpFact = (
    CaseOpened
    | ShiftStarted
    | BagHung
    | WeightChanged
    | TargetChanged
    | FluidsAttested
    | VasopressinStated
    | ShockStated
    | ConditionStated
    | PerfusionChecked
    | ClockStepped
    | CaseEnded
    | NoteAdded
    | EntryRefused
)
"""The facts about the case around its readings and doses."""

FIRST_READING = timedelta(minutes=5)
"""A new case wants its first reading within this time (local choice)."""


def set_up(state: State, seq: int, event: SetUpFact) -> State:  # noqa: C901, PLR0911, PLR0912 - one arm a fact
    """The state after a fact about the case around its readings and doses."""
    match event:
        case CaseOpened():
            return _opened(state, seq, event)
        case ShiftStarted():
            return replace(state, initials=event.initials)
        case BagHung():
            return _hung(state, seq, event)
        case WeightChanged():
            return withdrawn(without_advised_doses(replace(state, weight=event.weight)))
        case TargetChanged():
            return _retargeted(state, event)
        case FluidsAttested():
            return replace(state, fluids=event.fluids, volume_assessed=event.volume_assessed)
        case VasopressinStated():
            return replace(state, vasopressin=event.running, vasopressin_at=event.at)
        case ShockStated():
            return replace(state, shock=event.shock)
        case ConditionStated():
            stated = {**state.conditions, event.condition: event.answer}
            return replace(state, conditions=stated)
        case PerfusionChecked():
            return _perfused(state, event)
        case ClockStepped():
            return withdrawn(state)
        case CaseEnded():
            return replace(state, ended=event, standing=None, calls=())
        case NoteAdded() | EntryRefused():
            return state
        case _:
            assert_never(event)


def _hung(state: State, seq: int, event: BagHung) -> State:
    hanging = Hanging(seq, event.bag, event.at, Fraction(0), event.at)
    own = infusion_of(state, event.agent)
    state = with_infusion(state, event.agent, Infusion(own.history, hanging))
    return withdrawn(used(state, seq, event))


def used(state: State, seq: int, event: BagHung | PumpReported) -> State:
    """The state that knows why a restricted agent is given, where the entry says so."""
    if event.use is None:
        return state
    return replace(state, use_said=(*state.use_said, (seq, event.agent, event.use)))


def _perfused(state: State, event: PerfusionChecked) -> State:
    """A concern found is a condition; a full look without one takes it back."""
    answer = Attested.YES if event.concerns else Attested.NO
    if not event.concerns and set(event.looked_at) != set(PerfusionSign):
        answer = state.conditions.get(Condition.PERFUSION_CONCERN, Attested.UNKNOWN)
    stated = {**state.conditions, Condition.PERFUSION_CONCERN: answer}
    return replace(state, conditions=stated, perfusion=event)


def _retargeted(state: State, event: TargetChanged) -> State:
    return withdrawn(each_history(replace(state, band=event.band), past.recount))


def _opened(state: State, seq: int, event: CaseOpened) -> State:
    setup = event.setup
    return replace(
        state,
        setup=setup,
        opened_at=event.at,
        counting=event.counting,
        countings=event.countings,
        protocol=event.protocol,
        protocol_version=event.protocol_version,
        protocol_text=event.protocol_text,
        band=setup.band,
        weight=setup.weight,
        bag=None if setup.bag is None else Hanging(seq, setup.bag, event.at, Fraction(0), event.at),
        recheck_at=event.at + FIRST_READING,
        wait=FIRST_READING,
        fluids=setup.fluids,
        volume_assessed=setup.volume_assessed,
        vasopressin=setup.vasopressin,
        shock=setup.shock,
        conditions=setup.conditions,
    )
