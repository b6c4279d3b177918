"""From a state to what its window shows: the same state at the same moment, the same view."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.model.counting import lane
from core.model.events import AdviceWithheld, Prompted
from core.model.facts import Phase, phase
from core.model.state import State, dose_of, seconds
from core.model.terms import Agent, Gate, Urgency
from core.quantity.text import number_text
from core.rules.compile import Protocol
from core.rules.prompts import Occurrence, bag_empty_at, due
from core.view.case_view import (
    AdviceStatus,
    CaseSummary,
    CaseView,
    EntryGuardView,
    NextStepView,
    PromptView,
    PumpView,
    ReadingView,
    StripView,
)
from core.view.next_step import next_step
from core.view.story import Story
from core.view.wording import Words

MISSED_AFTER = timedelta(minutes=1)
"""A prompt shown later than this after it fell due was missed while the case was closed."""
_ORDER = {Urgency.NOW: 0, Urgency.SOON: 1, Urgency.NOTICE: 2}


def case_view(
    state: State, protocol: Protocol, story: Story, words: Words, now: datetime
) -> CaseView:
    """Everything a case window shows at `now`.

    Raises:
        ValueError: the case is not open.
    """
    if state.setup is None:
        raise ValueError("the case is not open: there is nothing to show")
    card = next_step(state, protocol, words, now)
    return CaseView(
        now=now,
        setup=state.setup,
        strip=_strip(state, words),
        pump=_pump(state),
        next_step=card,
        silence=_silence(state, card, words),
        prompts=prompt_views(state, protocol, words, now),
        reading=_reading(state, words),
        recheck_at=None if state.ended is not None else state.recheck_at,
        overdue=state.recheck_at is not None and now > state.recheck_at,
        guard=_guard(state, protocol),
        lanes=story.lanes,
        rows=story.rows,
        run_gap_s=float(state.lines.run_gap),
        outcome=None if state.ended is None else state.ended.outcome,
    )


def summary(state: State, protocol: Protocol, words: Words, now: datetime) -> CaseSummary:
    """One line of the home list.

    Raises:
        ValueError: the case is not open.
    """
    if state.setup is None:
        raise ValueError("the case is not open: there is nothing to show")
    pump, reading = _pump(state), _reading(state, words)
    current = Phase(int(phase(state.history.course, state.lines, lane(seconds(now)))[0]))
    ended = state.ended is not None
    return CaseSummary(
        label=state.setup.label,
        mode=state.setup.mode,
        state=words.say("row.ended" if ended else f"phase.{current.name.lower()}"),
        map="" if reading is None else reading.text,
        map_at=None if reading is None else reading.at,
        dose=pump.dose,
        next_due_at=None if ended else state.recheck_at,
        overdue=not ended and state.recheck_at is not None and now > state.recheck_at,
        prompts=prompt_views(state, protocol, words, now),
        ended=ended,
    )


def _strip(state: State, words: Words) -> StripView:
    setup, band, weight = state.setup, state.band, state.weight
    if setup is None or band is None or weight is None:
        raise ValueError("the case is not open: it has no strip")
    person = [words.say(f"sex.{setup.sex}")] if setup.sex is not None else []
    if setup.age is not None:
        person.append(words.say("view.years", {"age": number_text(setup.age.value)}))
    low, high = number_text(band.low.value), number_text(band.high.value)
    basis = words.say(f"basis.{weight.basis}")
    return StripView(
        label=setup.label,
        person=", ".join(person),
        weight=words.say("view.weight", {"weight": str(weight.weight), "basis": basis}),
        target=words.say("view.target", {"low": low, "high": high}),
        bag=bag_text(state, words),
        route=words.say(f"route.{setup.route}"),
        protocol=words.say(
            "view.protocol", {"id": state.protocol, "version": state.protocol_version}
        ),
        mode=setup.mode,
        initials=state.initials,
    )


def bag_text(state: State, words: Words) -> str:
    """The hanging bag with base or salt and its concentration of base."""
    if state.bag is None:
        return words.say("view.no-bag")
    bag = state.bag.bag
    expressed = words.say(f"expressed.{bag.expressed_as}")
    return words.say(
        "view.bag",
        {"bag": bag.text, "expressed": expressed, "concentration": bag.concentration_text},
    )


def _pump(state: State) -> PumpView:
    given = state.given.get(Agent.NOREPINEPHRINE)
    if given is None:
        return PumpView(
            running=False,
            dose="",
            rate="",
            delivered="",
            since=None,
            paused=state.paused,
            bag_empty_at=None,
        )
    differs = given.delivered is not None and given.delivered.value != given.dose.value
    return PumpView(
        running=given.dose.value > 0,
        dose=str(given.dose),
        rate="" if given.rate is None else str(given.rate),
        delivered=str(given.delivered) if differs else "",
        since=given.since,
        paused=state.paused,
        bag_empty_at=bag_empty_at(state),
    )


def _reading(state: State, words: Words) -> ReadingView | None:
    if state.last_reading is None:
        return None
    seq, event = state.last_reading
    return ReadingView(
        seq=seq,
        at=event.at,
        text=str(event.map),
        source=words.say(f"source.{event.source}"),
        artefact=event.quality.value != "usable",
    )


def _silence(state: State, card: NextStepView | None, words: Words) -> str:
    """Why there is no open advice, and what to do; empty while there is."""
    if state.ended is not None:
        return words.say("silence.case_ended")
    if state.paused is not None:
        return words.say("silence.paused")
    gate = state.last_gate
    if gate is not None and gate.gate is not Gate.CASE_ENDED:
        return words.say(f"silence.{gate.gate}", _gate_args(state, gate))
    if card is None:
        return words.say("silence.no-reading")
    if card.status is AdviceStatus.OPEN:
        return ""
    return words.say("silence.changed" if state.last_reading else "silence.corrected")


def _gate_args(state: State, gate: AdviceWithheld) -> dict[str, str]:
    args = {} if gate.detail is None else dict(gate.detail.args)
    if state.last_reading is not None:
        args["map"] = number_text(state.last_reading[1].map.value)
    return args


def prompt_views(
    state: State, protocol: Protocol, words: Words, now: datetime
) -> tuple[PromptView, ...]:
    """The open prompts: calls of the last reading, cards, and what has fallen due; urgent first."""
    seen, shown_at = {key for key, _ in state.seen}, dict(state.shown)
    calls = [_from_call(call, words) for call in state.calls if call.key not in seen]
    fallen = _latest_of_each(item for item in due(state, protocol, now) if item.key not in seen)
    timed = [_from_due(item, words, shown_at.get(item.key)) for item in fallen]
    return tuple(sorted([*calls, *timed], key=lambda item: (_ORDER[item.urgency], item.due_at)))


def _latest_of_each(items: Iterable[Occurrence]) -> list[Occurrence]:
    """A repeat replaces the occurrence before it; the first due time stays in its text."""
    latest: dict[str, Occurrence] = {}
    for item in items:
        latest[item.key.rsplit(":", 1)[0]] = item
    return list(latest.values())


def _from_call(call: Prompted, words: Words) -> PromptView:
    text = words.say(f"prompt.{call.code}", {"at": words.clock(call.due_at), **call.args})
    return PromptView(call.key, call.code, text, call.urgency, call.due_at, missed=False)


def _from_due(item: Occurrence, words: Words, shown: datetime | None) -> PromptView:
    args = {name: words.instant(text) for name, text in item.args.items()}
    text = words.say(f"prompt.{item.code}", {"at": words.clock(item.due_at), **args})
    missed = shown is not None and shown - item.due_at > MISSED_AFTER
    return PromptView(item.key, item.code, text, item.urgency, item.due_at, missed=missed)


def _guard(state: State, protocol: Protocol) -> EntryGuardView:
    given, standing = state.given.get(Agent.NOREPINEPHRINE), state.standing
    largest = max(protocol.numbers.steps[name] for name in ("up", "rescue", "undo"))
    return EntryGuardView(
        current=None if given is None else str(given.dose),
        advised=None if standing is None else str(standing.advised.dose),
        largest_step=str(dose_of(largest, protocol.unit)),
    )
