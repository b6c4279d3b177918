"""From a state to what its window shows: the same state at the same moment, the same view."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

from core.model.case import Band, Setup
from core.model.counting import lane
from core.model.facts import Phase, phase
from core.model.state import State, dose_of, seconds
from core.model.terms import Agent, Attested, Quality
from core.quantity.measures import Mmhg
from core.quantity.text import number_text
from core.rules.boxes import band_lines
from core.rules.compile import Protocol
from core.rules.prompts import bag_empty_at
from core.view.aids import NO_AIDS, Aids
from core.view.case_view import (
    CaseSummary,
    CaseView,
    EntryGuardView,
    NextStepView,
    PumpView,
    ReadingView,
    StripView,
)
from core.view.infusions import (
    delivered_text,
    dose_guard,
    infusion_views,
    largest_step,
    offered_agents,
)
from core.view.lanes import Lanes
from core.view.next_step import next_step
from core.view.notices import notices
from core.view.patient import patient_view
from core.view.prompt_list import prompt_views
from core.view.silence import silence
from core.view.story import Story
from core.view.sums import SumsView, sums
from core.view.wording import Words

_TITRATED = Agent.NOREPINEPHRINE


def case_view(  # noqa: PLR0913 - what a view is made of
    state: State,
    protocol: Protocol,
    story: Story,
    words: Words,
    now: datetime,
    *,
    aids: Aids = NO_AIDS,
) -> CaseView:
    """Everything a case window shows at `now`; without `aids` no indices and no lag of the line.

    Raises:
        ValueError: the case is not open.
    """
    if state.setup is None:
        raise ValueError("the case is not open: there is nothing to show")
    card = _card(state, protocol, story.lanes, words, now)
    recheck_at = _recheck_at(state)
    view = CaseView(
        now=now,
        setup=_setup_now(state, state.setup),
        strip=_strip(state, words),
        pump=_pump(state),
        next_step=card,
        silence=silence(state, card, words),
        prompts=prompt_views(state, protocol, words, now),
        reading=_reading(state, words),
        recheck_at=recheck_at,
        overdue=recheck_at is not None and now > recheck_at,
        guard=_guard(state, protocol),
        lanes=story.lanes,
        rows=story.rows,
        run_gap_s=float(state.lines.run_gap),
        bands=protocol.bands,
        outcome=None if state.ended is None else state.ended.outcome,
        infusions=infusion_views(state, protocol, story, words),
        offered=offered_agents(state, protocol, words),
        patient=patient_view(state),
    )
    return _explained(view, state, story, words, aids)


def _explained(view: CaseView, state: State, story: Story, words: Words, aids: Aids) -> CaseView:
    """The view with what explains a reading, and what runs in other figures."""
    return replace(
        view,
        notices=notices(state, story.mixed, words, aids, view.now),
        dead_volume=aids.dead_volume,
        sums=SumsView(partial(sums, state, aids, words)),
    )


def _setup_now(state: State, setup: Setup) -> Setup:
    """The set-up as it stands: with the present weight, bag, band and attestations."""
    return replace(
        setup,
        weight=state.weight or setup.weight,
        bag=None if state.bag is None else state.bag.bag,
        band=state.band or setup.band,
        fluids=state.fluids,
        volume_assessed=state.volume_assessed,
        vasopressin=state.vasopressin,
    )


def _recheck_at(state: State) -> datetime | None:
    """When the next reading is due; nothing is while titration rests or after the end."""
    rests = state.ended is not None or state.paused is not None
    return None if rests else state.recheck_at


def _card(
    state: State, protocol: Protocol, lanes: Lanes, words: Words, now: datetime
) -> NextStepView | None:
    """The card of the latest advice, explained by the band it was given for."""
    standing, band = state.standing, state.band
    if standing is None or band is None:
        return None
    earlier = [place for place, seq in enumerate(lanes.bands["seq"]) if seq < standing.seq]
    then = band if not earlier else _band_at(lanes, earlier[-1])
    part = protocol.part(standing.advised.agent) or protocol
    return next_step(standing, then, part, words, now)


def _band_at(lanes: Lanes, place: int) -> Band:
    low, high = (Mmhg(Decimal(int(lanes.bands[name][place]))) for name in ("low", "high"))
    return Band(low, high)


def summary(state: State, protocol: Protocol, words: Words, now: datetime) -> CaseSummary:
    """One line of the home list.

    Raises:
        ValueError: the case is not open.
    """
    if state.setup is None:
        raise ValueError("the case is not open: there is nothing to show")
    pump, believed = _pump(state), state.history.deciding
    current = Phase(int(phase(state.history.course, state.lines, lane(seconds(now)))[0]))
    ended, recheck_at = state.ended is not None, _recheck_at(state)
    return CaseSummary(
        label=state.setup.label,
        mode=state.setup.mode,
        state=words.say("row.ended" if ended else f"phase.{current.name.lower()}"),
        map="" if believed is None else str(Mmhg(Decimal(believed.map))),
        map_at=None if believed is None else datetime.fromtimestamp(believed.at, tz=UTC),
        dose=pump.dose,
        next_due_at=recheck_at,
        overdue=recheck_at is not None and now > recheck_at,
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
        beside=", ".join(_beside(state, words)),
    )


def _beside(state: State, words: Words) -> list[str]:
    """The other agents that run, by dose where it was reported, else as stated."""
    others = {agent: given for agent, given in state.given.items() if agent is not _TITRATED}
    told = [
        f"{words.say(f'agent.{agent}')} {given.dose}"
        for agent, given in others.items()
        if given.dose.value > 0
    ]
    if Agent.VASOPRESSIN not in others and state.vasopressin is Attested.YES:
        told.append(words.say("view.vasopressin-on"))
    return told


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
    given = state.given.get(_TITRATED)
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
    return PumpView(
        running=given.dose.value > 0,
        dose=str(given.dose),
        rate="" if given.rate is None else str(given.rate),
        delivered=delivered_text(given),
        since=given.since,
        paused=state.paused,
        bag_empty_at=bag_empty_at(state),
    )


def _reading(state: State, words: Words) -> ReadingView | None:
    """The latest reading, an artefact too; the one before once it is struck through."""
    if state.last_reading is None:
        return None
    seq, event = state.last_reading
    artefact = event.quality is not Quality.USABLE
    source = words.say(f"source.{event.source}")
    return ReadingView(seq, event.at, str(event.map), source, artefact)


def _critical_mmhg(state: State, protocol: Protocol) -> int:
    band = state.band or protocol.bands[0]
    return band_lines(protocol.file, band)["line.critical"]


def _guard(state: State, protocol: Protocol) -> EntryGuardView:
    own = dose_guard(state, protocol, _TITRATED)
    return EntryGuardView(
        current=own.current,
        advised=own.advised,
        largest_step=str(dose_of(largest_step(protocol), protocol.unit)),
        stop_from=str(dose_of(protocol.numbers.stop_from, protocol.unit)),
        critical_map=f"{_critical_mmhg(state, protocol)} mmHg",
    )
