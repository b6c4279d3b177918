"""The advice card from the latest piece of advice: step, reasons, margins, status."""

from datetime import datetime
from functools import partial

from core.model.case import Band
from core.model.events import Advised, Flip
from core.model.facts import Axis, Phase
from core.model.state import Standing
from core.model.terms import Action, Agent
from core.quantity.text import number_text
from core.rules.advice import is_dosed
from core.rules.compile import Protocol
from core.rules.look import facts_from
from core.view.case_view import AdviceStatus, NextStepView, PassedRow
from core.view.explain import Explained, because, condition, spoken_value
from core.view.wording import Words


def next_step(
    standing: Standing, band: Band, protocol: Protocol, words: Words, now: datetime
) -> NextStepView:
    """The card of a piece of advice; `band` is the target band that it was given for.

    Raises:
        ValueError: the protocol has no row of that name, so the advice is none of its own.
    """
    advised, table = standing.advised, protocol.table(band)
    row = next((i for i, item in enumerate(table.rows) if item.id == advised.rule), None)
    if row is None:
        raise ValueError(f"protocol {protocol.file.id} has no row {advised.rule}")
    facts, unit = facts_from(advised.inputs), str(protocol.unit)
    given = Explained(table, facts, unit)
    return NextStepView(
        seq=standing.seq,
        agent=advised.agent,
        name=words.say(f"agent-large.{advised.agent}"),
        action=advised.action,
        changes_dose=is_dosed(advised.action),
        headline=_headline(advised, words, now),
        dose=str(advised.dose),
        rate="" if advised.rate is None else str(advised.rate),
        delivered=_delivered(advised),
        because=because(given, row, words),
        rule=advised.rule,
        title=table.rows[row].title,
        source=table.rows[row].source,
        flips=tuple(_flip(flip, advised, words) for flip in advised.flips),
        inputs=_inputs(advised, words, unit),
        advised_at=advised.at,
        recheck_at=advised.recheck_at,
        expires_at=advised.expires_at,
        status=_status(standing, now),
        reply=None if standing.answered is None else standing.answered.reply,
        answer=_answer(standing, words, now),
        look_above=partial(_passed, given, row, words),
    )


def _status(standing: Standing, now: datetime) -> AdviceStatus:
    if standing.answered is not None:
        return AdviceStatus.ANSWERED
    if standing.withdrawn:
        return AdviceStatus.SUPERSEDED
    return AdviceStatus.EXPIRED if now >= standing.advised.expires_at else AdviceStatus.OPEN


def _headline(advised: Advised, words: Words, now: datetime) -> str:
    """The step in words; the agent's name stands beside it."""
    args = {"dose": str(advised.dose), "recheck": words.when(advised.recheck_at, now)}
    return words.say(f"action.{_headline_code(advised)}", args)


def _headline_code(advised: Advised) -> str:
    if advised.action is Action.HOLD and advised.inputs.get("phase") == Phase.PAUSED:
        return "hold-paused"
    if advised.action is Action.HOLD and advised.dose.value == 0:
        return "hold-off"
    if advised.action is Action.WEAN and advised.agent is Agent.VASOPRESSIN:
        return "taper"
    return str(advised.action)


def _flip(flip: Flip, advised: Advised, words: Words) -> str:
    """How near the MAP is to another answer, or to another size of the same step."""
    code = "other-size" if flip.action is advised.action else str(flip.action)
    return words.say(f"flip.{code}", {"map": number_text(flip.map.value)})


def _delivered(advised: Advised) -> str:
    same = advised.delivered is None or advised.delivered.value == advised.dose.value
    return "" if same else str(advised.delivered)


def _inputs(advised: Advised, words: Words, unit: str) -> tuple[tuple[str, str], ...]:
    shown = [axis for axis in Axis if axis is not Axis.PHASE]
    return tuple(
        (words.say(f"axis.{axis.name.lower()}"), spoken_value(axis, value, unit, words))
        for axis in shown
        if (value := advised.inputs.get(axis.name.lower())) is not None
    )


def _passed(given: Explained, row: int, words: Words) -> tuple[PassedRow, ...]:
    index_of = {item.id: index for index, item in enumerate(given.table.rows)}
    return tuple(
        PassedRow(item.id, item.title, condition(given, index_of[item.id], axis, "unmet", words))
        for item, axis in given.table.passed_over(given.facts, row)
    )


def _answer(standing: Standing, words: Words, now: datetime) -> str:
    said = standing.answered
    if said is None:
        return ""
    parts = [words.say(f"reply.{said.reply}")]
    if said.dose is not None:
        parts.append(str(said.dose))
    if said.until is not None:
        parts.append(words.say("view.until", {"at": words.when(said.until, now)}))
    if said.reason is not None:
        parts.append(words.say(f"override.{said.reason}"))
    return ", ".join(parts)
