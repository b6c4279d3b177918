"""Requests that answer advice: accept, modify, delay or decline. Advice itself changes nothing."""

from core.model.commands import AnswerAdvice, ReportPump
from core.model.events import Advised, Answered, Reason
from core.model.state import Standing
from core.model.terms import Reply
from core.rules import infusion
from core.rules.advice import is_dosed
from core.rules.compile import Protocol
from core.rules.draft import Draft


def answer(draft: Draft, command: AnswerAdvice, protocol: Protocol) -> None:
    """Take down an answer; "accepted, and the pump is set" also reports the pump."""
    standing = draft.state.standing
    if standing is None or standing.seq != command.advice:
        draft.refuse(command.at, "answer", Reason("advice_superseded"))
        return
    refused = _refusal(standing, command)
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
        _set_pump(draft, command, standing.advised, protocol)


def _refusal(standing: Standing, command: AnswerAdvice) -> Reason | None:
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


def _set_pump(draft: Draft, command: AnswerAdvice, advised: Advised, protocol: Protocol) -> None:
    """Report the advised dose, or the one it was modified to; a dose that stays is no report."""
    modified = command.dose if command.reply is Reply.MODIFY else None
    if modified is None and not is_dosed(advised.action):
        return
    report = ReportPump(
        at=command.at,
        observed_at=command.at,
        agent=advised.agent,
        dose=advised.dose if modified is None else modified,
        follows=command.advice,
    )
    infusion.report(draft, report, protocol)
