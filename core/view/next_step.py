"""The advice card from the latest piece of advice: step, reasons, margins, status."""

from datetime import datetime

from core.model.events import Advised
from core.model.facts import Axis
from core.model.state import Standing, State
from core.model.terms import Action
from core.quantity.measures import Dose
from core.rules.advice import is_dosed
from core.rules.compile import Protocol
from core.rules.look import facts_from
from core.view.case_view import AdviceStatus, NextStepView, PassedRow
from core.view.explain import Explained, because, condition, value_text
from core.view.wording import Words


def next_step(state: State, protocol: Protocol, words: Words, now: datetime) -> NextStepView | None:
    """The card, or None when nothing was advised yet."""
    standing = state.standing
    if standing is None or state.band is None:
        return None
    advised, table = standing.advised, protocol.table(state.band)
    row = next((i for i, item in enumerate(table.rows) if item.id == advised.rule), None)
    if row is None:
        return None
    facts, unit = facts_from(advised.inputs), str(protocol.unit)
    given = Explained(table, facts, unit)
    asked = because(given, row, words)
    status = _status(standing, now)
    return NextStepView(
        seq=standing.seq,
        action=advised.action,
        changes_dose=is_dosed(advised.action),
        headline=_headline(advised, words, now),
        dose=str(advised.dose),
        rate="" if advised.rate is None else str(advised.rate),
        delivered=_delivered(advised),
        because=asked or (words.say("word.no-conditions"),),
        rule=advised.rule,
        title=table.rows[row].title,
        source=table.rows[row].source,
        flips=tuple(
            words.say(f"flip.{flip.action}", {"map": str(flip.map.value)}) for flip in advised.flips
        ),
        inputs=_inputs(advised, words, unit),
        passed=_passed(given, row, words),
        advised_at=advised.at,
        recheck_at=advised.recheck_at,
        expires_at=advised.expires_at,
        status=status,
        reply=None if standing.answered is None else standing.answered.reply,
        answer=_answer(standing, words),
    )


def _status(standing: Standing, now: datetime) -> AdviceStatus:
    if standing.answered is not None:
        return AdviceStatus.ANSWERED
    if standing.withdrawn:
        return AdviceStatus.SUPERSEDED
    return AdviceStatus.EXPIRED if now >= standing.advised.expires_at else AdviceStatus.OPEN


def _headline(advised: Advised, words: Words, now: datetime) -> str:
    off = advised.action is Action.HOLD and advised.dose.value == 0
    code = "hold-off" if off else str(advised.action)
    args = {"dose": str(advised.dose), "recheck": words.when(advised.recheck_at, now)}
    return words.say(f"action.{code}", args)


def _delivered(advised: Advised) -> str:
    same = advised.delivered is None or advised.delivered.value == advised.dose.value
    return "" if same else str(advised.delivered)


def _inputs(advised: Advised, words: Words, unit: str) -> tuple[tuple[str, str], ...]:
    shown = [axis for axis in Axis if axis is not Axis.PHASE]
    return tuple(
        (words.say(f"axis.{axis.name.lower()}"), value_text(axis, value, unit))
        for axis in shown
        if (value := advised.inputs.get(axis.name.lower())) is not None
    )


def _passed(given: Explained, row: int, words: Words) -> tuple[PassedRow, ...]:
    index_of = {item.id: index for index, item in enumerate(given.table.rows)}
    return tuple(
        PassedRow(item.id, item.title, condition(given, index_of[item.id], axis, "unmet", words))
        for item, axis in given.table.passed_over(given.facts, row)
    )


def _answer(standing: Standing, words: Words) -> str:
    said = standing.answered
    if said is None:
        return ""
    parts = [words.say(f"reply.{said.reply}")]
    if said.dose is not None:
        parts.append(str(Dose(said.dose.value, said.dose.unit)))
    if said.until is not None:
        parts.append(words.clock(said.until))
    if said.reason is not None:
        parts.append(words.say(f"override.{said.reason}"))
    return ", ".join(parts)
