"""Requests that answer advice: accept, modify, delay or decline. Advice itself changes nothing."""

from core.model.commands import AnswerAdvice, ReportPump
from core.model.events import Answered, Reason
from core.model.state import State
from core.model.terms import Action, Reply
from core.rules import infusion
from core.rules.compile import Protocol
from core.rules.draft import Draft


def answer(draft: Draft, command: AnswerAdvice, protocol: Protocol) -> None:
    """Take down an answer; "accepted, and the pump is set" also reports the pump."""
    refused = _refusal(draft.state, command)
    if refused is not None:
        draft.refuse(command.at, "answer", refused)
        return
    said = Answered(
        at=command.at,
        advice=command.advice,
        reply=command.reply,
        reason=command.reason,
        dose=command.dose,
        until=command.until,
    )
    draft.add(said, command.at)
    if command.pump_set:
        _set_pump(draft, command, protocol)


def _refusal(state: State, command: AnswerAdvice) -> Reason | None:
    standing = state.standing
    if standing is None or standing.seq != command.advice:
        return Reason("advice_superseded")
    if standing.answered is not None:
        return Reason("advice_answered")
    if standing.withdrawn or command.at >= standing.advised.expires_at:
        return Reason("advice_expired")
    return _incomplete(command)


def _incomplete(command: AnswerAdvice) -> Reason | None:
    if command.reply is not Reply.ACCEPT and command.reason is None:
        return Reason("answer_wants_reason")
    if command.reply is Reply.MODIFY and command.dose is None:
        return Reason("modify_wants_dose")
    if command.reply is Reply.DELAY and (command.until is None or command.until <= command.at):
        return Reason("delay_wants_time")
    if command.pump_set and command.reply not in {Reply.ACCEPT, Reply.MODIFY}:
        return Reason("pump_not_set_by_this")
    return None


def _set_pump(draft: Draft, command: AnswerAdvice, protocol: Protocol) -> None:
    standing = draft.state.standing
    if standing is None:
        return
    advised = standing.advised
    unchanged = advised.action in {Action.HOLD, Action.LOOK_AGAIN, Action.ESCALATE}
    if unchanged and command.dose is None:
        return
    dose = advised.dose if command.dose is None else command.dose
    report = ReportPump(
        at=command.at,
        observed_at=command.at,
        agent=advised.agent,
        dose=dose,
        follows=command.advice,
    )
    infusion.report(draft, report, protocol)
