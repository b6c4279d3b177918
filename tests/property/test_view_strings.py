"""Whatever happens in a case, what is shown can be read in one way only and agrees with itself."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from core.library import protocol_from, read_protocol
from core.log.memory import MemoryLog
from core.model.case import DosingWeight, Setup
from core.model.commands import (
    AnswerAdvice,
    AttestFluids,
    ChangeTarget,
    ChangeWeight,
    Command,
    EndCase,
    HangBag,
    OpenCase,
    PauseTitration,
    RecordReading,
    ReportPump,
    ResumeTitration,
    SeePrompt,
    StateVasopressin,
    StrikeEntry,
    Tick,
)
from core.model.series import Series
from core.model.terms import (
    Agent,
    Attested,
    Keep,
    Mode,
    Outcome,
    OverrideReason,
    PauseReason,
    Reply,
    Route,
    Source,
    StrikeReason,
    WeightBasis,
)
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    DoseUnit,
    HeartRate,
    Kilogram,
    Milligram,
    Millilitre,
    Mmhg,
    PumpRate,
)
from core.session import Session
from core.texts import load_words
from core.view.build import case_view, summary
from core.view.case_view import AdviceStatus, CaseView
from core.view.story import Story, told
from core.view.wording import Words

START = datetime(2027, 3, 2, 14, 0, tzinfo=UTC)
NAKED_POINT = re.compile(r"(?<![\d.])\.\d")
TRAILING_ZERO = re.compile(r"(?<![\d.:])\d+\.\d*0(?![\d.])")
MISREAD = re.compile(r"\bU\b|\bIU\b|[\u00b5\u03bc]g|\bug\b|\bcc\b")
FORBIDDEN = re.compile(r"\balarm|\border(s|ed)?\b", re.IGNORECASE)
BAGS = [("4", "250"), ("8", "250"), ("16", "250"), ("8", "50")]
DOSES = ["0", "0.01", "0.02", "0.05", "0.1", "0.125", "0.25", "0.5", "0.95", "1", "3"]


def mcg(text: str) -> Dose:
    return Dose(Decimal(text), DoseUnit.MCG_KG_MIN)


def bag(amount: str, volume: str) -> Bag:
    return Bag(Milligram(Decimal(amount)), Millilitre(Decimal(volume)), ExpressedAs.BASE)


@cache
def words() -> Words:
    return load_words(UTC)


class Told:
    """A case and its story, told as it happens."""

    def __init__(self, route: Route, resolution: str) -> None:
        shelved = read_protocol("early-wean")
        self.now, self.story = START, Story()
        self.session = Session(MemoryLog(), protocol_from, [self._on_facts])
        protocol = protocol_from(shelved.text)
        setup = Setup(
            label="ICU-12",
            mode=Mode.SIMULATION,
            weight=DosingWeight(Kilogram(Decimal("71.5")), WeightBasis.ACTUAL),
            bag=bag("8", "250"),
            route=route,
            resolution=PumpRate(Decimal(resolution)),
            band=protocol.bands[0],
            start_dose=mcg("0.05"),
            vasopressin=Attested.NO,
        )
        self.send(
            OpenCase(
                at=self.now,
                setup=setup,
                counting=protocol.counting,
                protocol=shelved.id,
                protocol_version=protocol.file.version,
                protocol_text=shelved.text,
                initials="AB",
            )
        )

    def _on_facts(self, facts: tuple) -> None:  # type: ignore[type-arg]
        for fact in facts:
            self.story = told(self.story, fact, words())

    def send(self, command: Command) -> None:
        self.session.handle(command)

    def view(self) -> CaseView:
        session = self.session
        return case_view(session.state, session.protocol, self.story, words(), self.now)


def test_what_is_forbidden_would_be_found() -> None:
    assert NAKED_POINT.search("dose .05 mcg/kg/min")
    assert TRAILING_ZERO.search("0.10 mcg/kg/min")
    assert TRAILING_ZERO.search("7.0 mL/h")
    assert not TRAILING_ZERO.search("10 mL/h at 14:30 by 1.1.0")
    assert MISREAD.search("5 \u03bcg")
    assert FORBIDDEN.search("Alarm off")
    assert FORBIDDEN.search("an order")


@st.composite
def happenings(draw: st.DrawFn) -> tuple[int, str, tuple[object, ...]]:
    """Minutes that pass, and what happens then."""
    minutes = draw(st.sampled_from([0, 1, 2, 4, 5, 10, 15, 31, 60, 130]))
    kind = draw(
        st.sampled_from(
            ["read"] * 8
            + ["pump"] * 3
            + ["answer"] * 2
            + ["late", "other", "pause", "resume", "bag", "weight", "target", "fluids"]
            + ["vasopressin", "see", "strike", "tick", "end"]
        )
    )
    return minutes, kind, (draw(st.integers(0, 10**6)),)


def command(story: Told, kind: str, number: int) -> Command | None:  # noqa: PLR0911 - one arm a request
    now, state = story.now, story.session.state
    match kind:
        case "read" | "late":
            ago = timedelta(minutes=number % 40 if kind == "late" else 0)
            mmhg = (-5, 5, 35, 45, 54, 60, 64, 65, 70, 74, 76, 80, 99, 105, 130, 250)[number % 16]
            return RecordReading(
                at=now,
                observed_at=now - ago,
                source=tuple(Source)[number % 3],
                map=Mmhg(Decimal(mmhg)),
                heart_rate=HeartRate(Decimal(60 + number % 90)) if number % 2 else None,
            )
        case "pump":
            dose = mcg(DOSES[number % len(DOSES)])
            return ReportPump(at=now, observed_at=now, agent=Agent.NOREPINEPHRINE, dose=dose)
        case "other":
            vasopressin = Dose(Decimal((number % 4) * 10) / 1000, DoseUnit.UNITS_MIN)
            agent = Agent.VASOPRESSIN
            return ReportPump(at=now, observed_at=now, agent=agent, dose=vasopressin)
        case "answer":
            return _answer(story, number)
        case "see":
            prompts = story.view().prompts
            return SeePrompt(at=now, key=prompts[number % len(prompts)].key) if prompts else None
        case "strike":
            return StrikeEntry(
                at=now, refers_to=1 + number % state.count, reason=StrikeReason.TYPING_SLIP
            )
        case "end":
            rarely = number % 5 == 0
            return EndCase(at=now, outcome=tuple(Outcome)[number % 5]) if rarely else None
        case "tick":
            return Tick(at=now)
        case _:
            return setting(story, kind, number)


def setting(story: Told, kind: str, number: int) -> Command | None:  # noqa: PLR0911 - the same
    now = story.now
    match kind:
        case "pause":
            reason = tuple(PauseReason)[number % 4]
            return PauseTitration(at=now, observed_at=now, reason=reason)
        case "resume":
            return ResumeTitration(at=now, observed_at=now)
        case "bag":
            hung, agent = bag(*BAGS[number % 4]), Agent.NOREPINEPHRINE
            return HangBag(at=now, observed_at=now, agent=agent, bag=hung, keep=_keep(number))
        case "weight":
            weight = DosingWeight(Kilogram(Decimal(50 + number % 60)), WeightBasis.IDEAL)
            return ChangeWeight(at=now, weight=weight, keep=_keep(number))
        case "target":
            bands = story.session.protocol.bands
            return ChangeTarget(at=now, band=bands[number % len(bands)])
        case "fluids":
            attested = tuple(Attested)[number % 3]
            return AttestFluids(at=now, fluids=attested, volume_assessed=Attested.YES)
        case "vasopressin":
            return StateVasopressin(at=now, running=tuple(Attested)[number % 3])
        case _:
            raise ValueError(kind)


def _keep(number: int) -> Keep:
    return Keep.DOSE if number % 2 else Keep.RATE


def _answer(story: Told, number: int) -> Command | None:
    standing, now = story.session.state.standing, story.now
    if standing is None:
        return None
    reply = tuple(Reply)[number % 4]
    return AnswerAdvice(
        at=now,
        advice=standing.seq,
        reply=reply,
        reason=None if reply is Reply.ACCEPT else tuple(OverrideReason)[number % 11],
        dose=mcg("0.15") if reply is Reply.MODIFY else None,
        until=now + timedelta(minutes=20) if reply is Reply.DELAY else None,
        pump_set=reply in {Reply.ACCEPT, Reply.MODIFY} and number % 3 == 0,
    )


def strings(value: object) -> Iterator[str]:
    """Every text of a view, but for what names the program's own version."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | Series):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value):
        for item in fields(value):
            if item.name not in {"setup", "lanes", "protocol"}:
                yield from strings(getattr(value, item.name))


def agrees_with_itself(view: CaseView) -> None:
    step, now = view.next_step, view.now
    codes = [prompt.code for prompt in view.prompts]
    assert len(codes) == len(set(codes))
    urgencies = [["now", "soon", "notice"].index(prompt.urgency) for prompt in view.prompts]
    assert urgencies == sorted(urgencies)
    assert all(prompt.due_at <= now for prompt in view.prompts)
    is_open = step is not None and step.status is AdviceStatus.OPEN
    assert bool(view.silence) or is_open
    if step is not None:
        assert (step.status is AdviceStatus.ANSWERED) is bool(step.answer)
        assert now < step.expires_at if is_open else True
        shown = dict(step.inputs)["MAP"]
        assert 20 <= int(shown.removesuffix(" mmHg")) <= 200
    if view.outcome is not None:
        assert (step, view.prompts, view.recheck_at, view.overdue) == (None, (), None, False)


@given(
    route=st.sampled_from(Route),
    resolution=st.sampled_from(["0.1", "0.5", "1", "5"]),
    happened=st.lists(happenings(), min_size=5, max_size=40),
)
def test_every_text_reads_one_way_and_every_view_agrees_with_itself(
    route: Route, resolution: str, happened: list[tuple[int, str, tuple[int]]]
) -> None:
    story = Told(route, resolution)
    for minutes, kind, (number,) in happened:
        story.now += timedelta(minutes=minutes)
        wanted = command(story, kind, number)
        if wanted is not None:
            story.send(wanted)
        agrees_with_itself(story.view())
    view = story.view()
    home = summary(story.session.state, story.session.protocol, words(), story.now)
    for text in {*strings(view), *strings(home), *view.lanes.given["text"]}:
        for pattern in (NAKED_POINT, TRAILING_ZERO, MISREAD, FORBIDDEN):
            assert not pattern.search(text), text
        assert "{" not in text
        assert "None" not in text


@given(happened=st.lists(happenings(), min_size=5, max_size=40))
def test_the_story_told_as_it_happens_is_the_story_of_the_log(
    happened: list[tuple[int, str, tuple[int]]],
) -> None:
    story = Told(Route.CENTRAL, "0.1")
    for minutes, kind, (number,) in happened:
        story.now += timedelta(minutes=minutes)
        wanted = command(story, kind, number)
        if wanted is not None:
            story.send(wanted)
    again, state = Story(), story.session.state
    for fact in story.session._log:
        again = told(again, fact, words())
    assert again.rows == story.story.rows
    assert again.lanes == story.story.lanes
    assert len(again.rows) == state.count
    times = [row.t for row in again.rows]
    assert times == sorted(times)
    given_last = [dose for dose in again.lanes.given["text"][~again.lanes.given["struck"]] if dose]
    running = state.given.get(Agent.NOREPINEPHRINE)
    assert (given_last[-1] if given_last else None) == (
        None if running is None else str(running.dose).split()[0]
    )
    usable = [item for item in again.rows if isinstance(item.kind, Source) and not item.struck]
    artefacts = sum("artefact?" in item.detail for item in usable)
    assert len(usable) - artefacts == len(state.history.readings)
