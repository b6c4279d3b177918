"""decide: what a request makes of a case. Pure; every fact it names is applied before the next."""

from datetime import timedelta
from typing import assert_never

from core.model.case import Band
from core.model.commands import (
    AddNote,
    AnswerAdvice,
    AttestFluids,
    ChangeTarget,
    ChangeWeight,
    CheckPerfusion,
    Command,
    EndCase,
    HangBag,
    NoticeClockStep,
    OpenCase,
    PauseTitration,
    RecordReading,
    RefuseEntry,
    ReportPump,
    ResumeTitration,
    SeePrompt,
    StartShift,
    StateCondition,
    StateShock,
    StateVasopressin,
    StrikeEntry,
    Tick,
)
from core.model.events import (
    CaseEnded,
    CaseOpened,
    ClockStepped,
    ConditionStated,
    EntryRefused,
    Event,
    FluidsAttested,
    NoteAdded,
    PerfusionChecked,
    Prompted,
    PromptSeen,
    Reason,
    ShiftStarted,
    ShockStated,
    TargetChanged,
    TitrationPaused,
    TitrationResumed,
    VasopressinStated,
)
from core.model.state import State, dose_of
from core.rules import answers, infusion, readings
from core.rules.compile import Protocol
from core.rules.draft import Draft
from core.rules.prompts import due


class CaseNotOpenError(ValueError):
    """A request other than opening came to a case that is not open, or opening to one that is."""


class SetupError(ValueError):
    """A set-up that the protocol does not allow: the form that asked for it let it pass."""


def decide(state: State, command: Command, protocol: Protocol) -> tuple[Event, ...]:
    """The facts that a request causes, in order; raises as `drafted`."""
    return tuple(fact.event for fact in drafted(state, command, protocol).facts)


def drafted(state: State, command: Command, protocol: Protocol) -> Draft:
    """The facts that a request causes, and the state they lead to, in one go.

    Raises:
        CaseNotOpenError: the driver asked a case that is not open, or opened it twice.
        SetupError: the band or the starting dose of an opening is none the protocol allows.
    """
    if isinstance(command, OpenCase) is (state.setup is not None):
        raise CaseNotOpenError(f"{type(command).__name__} does not fit a case in this state")
    draft = Draft(state)
    if not isinstance(command, OpenCase):
        let_time_pass(draft, protocol, command)
        if state.ended is not None and not isinstance(command, Tick | AddNote | StartShift):
            draft.refuse(command.at, "case", Reason("case_ended"))
            return draft
    _handle(draft, command, protocol)
    let_time_pass(draft, protocol, command)
    return draft


def let_time_pass(draft: Draft, protocol: Protocol, command: Command) -> None:
    """Show what has fallen due and was not shown yet."""
    shown = {key for key, _ in draft.state.shown}
    for item in due(draft.state, protocol, command.at):
        if item.key not in shown:
            draft.add(
                Prompted(
                    at=command.at,
                    key=item.key,
                    code=item.code,
                    urgency=item.urgency,
                    due_at=item.due_at,
                    args=item.args,
                ),
                command.at,
            )


Plain = (
    StartShift
    | PauseTitration
    | AttestFluids
    | StateVasopressin
    | StateShock
    | StateCondition
    | CheckPerfusion
    | SeePrompt
    | AddNote
    | RefuseEntry
    | EndCase
    | NoticeClockStep
    | Tick
)
"""Requests that become one fact (or none) as they are."""


def _handle(draft: Draft, command: Command, protocol: Protocol) -> None:  # noqa: C901 - one arm a request
    match command:
        case OpenCase():
            _open(draft, command, protocol)
        case RecordReading():
            readings.record(draft, command, protocol)
        case StrikeEntry():
            readings.strike(draft, command, protocol)
        case ReportPump():
            infusion.report(draft, command, protocol)
        case ResumeTitration():
            _resume(draft, command, protocol)
        case HangBag():
            infusion.hang_bag(draft, command, protocol)
        case ChangeWeight():
            infusion.change_weight(draft, command, protocol)
        case ChangeTarget():
            _retarget(draft, command, protocol)
        case AnswerAdvice():
            answers.answer(draft, command, protocol)
        case _:
            for event in _as_fact(command):
                draft.add(event, command.at)


def _as_fact(command: Plain) -> tuple[Event, ...]:  # noqa: C901, PLR0911, PLR0912 - one arm a request
    at = command.at
    match command:
        case StartShift():
            return (ShiftStarted(at=at, initials=command.initials),)
        case PauseTitration():
            return (TitrationPaused(at=command.observed_at, reason=command.reason),)
        case AttestFluids():
            fluids, volume = command.fluids, command.volume_assessed
            return (FluidsAttested(at=at, fluids=fluids, volume_assessed=volume),)
        case StateVasopressin():
            return (VasopressinStated(at=at, running=command.running),)
        case StateShock():
            return (ShockStated(at=at, shock=command.shock),)
        case StateCondition():
            condition, said = command.condition, command.answer
            return (ConditionStated(at=at, condition=condition, answer=said),)
        case CheckPerfusion():
            looked_at, concerns = command.looked_at, command.concerns
            return (PerfusionChecked(at=at, looked_at=looked_at, concerns=concerns),)
        case SeePrompt():
            return (PromptSeen(at=at, key=command.key),)
        case AddNote():
            return (NoteAdded(at=at, text=command.text),)
        case RefuseEntry():
            field, text, reason = command.field, command.text, command.reason
            return (EntryRefused(at=at, field=field, text=text, reason=reason),)
        case EndCase():
            return (CaseEnded(at=at, outcome=command.outcome),)
        case NoticeClockStep():
            return (ClockStepped(at=at, seconds=command.seconds),)
        case Tick():
            return ()
        case _:
            assert_never(command)


def _open(draft: Draft, command: OpenCase, protocol: Protocol) -> None:
    setup, numbers = command.setup, protocol.numbers
    refused = _band_refusal(setup.band, protocol)
    if refused is not None:
        raise SetupError(f"target band {_band_text(setup.band)}: {refused.code}")
    least, most = (dose_of(end, protocol.unit) for end in (numbers.start_least, numbers.start_most))
    if not least <= setup.start_dose <= most:
        raise SetupError(f"starting dose {setup.start_dose}: not {least} to {most}")
    opened = CaseOpened(
        at=command.at,
        setup=command.setup,
        counting=command.counting,
        countings=command.countings,
        protocol=command.protocol,
        protocol_version=command.protocol_version,
        protocol_text=command.protocol_text,
    )
    draft.add(opened, command.at)
    draft.add(ShiftStarted(at=command.at, initials=command.initials), command.at)


def _resume(draft: Draft, command: ResumeTitration, protocol: Protocol) -> None:
    if draft.state.paused is None:
        draft.refuse(command.at, "pause", Reason("not_paused"))
        return
    wait = timedelta(seconds=protocol.reminders.after_pause)
    resumed = TitrationResumed(at=command.observed_at, recheck_at=command.at + wait)
    draft.add(resumed, command.at)


def _retarget(draft: Draft, command: ChangeTarget, protocol: Protocol) -> None:
    refused = _band_refusal(command.band, protocol)
    if refused is not None:
        draft.refuse(command.at, "target", refused, _band_text(command.band))
        return
    draft.add(TargetChanged(at=command.at, band=command.band), command.at)
    readings.look_afresh(draft, protocol, command.at)


def _band_refusal(wanted: Band, protocol: Protocol) -> Reason | None:
    allowed = [
        band for band in protocol.bands if (band.low, band.high) == (wanted.low, wanted.high)
    ]
    if not allowed:
        return Reason("band_not_allowed", {"band": _band_text(wanted)})
    if wanted.reason is None and allowed[0] is not protocol.bands[0]:
        return Reason("band_wants_reason")
    return None


def _band_text(band: Band) -> str:
    return f"{band.low.value} to {band.high}"
