"""A case under whatever may be entered in whatever order, with restarts and clock jumps between.

Whatever happens: advice rests on a usable, fresh reading and keeps to the declared limits; only
reports change what runs; the same requests give the same facts to the byte; and a case folded
from its log is where it was.
"""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from core.library import protocol_from, read_protocol
from core.log.codec import encode
from core.log.memory import MemoryLog
from core.model.case import Band, DosingWeight
from core.model.commands import (
    AddNote,
    AnswerAdvice,
    AttestFluids,
    ChangeTarget,
    ChangeWeight,
    Command,
    EndCase,
    HangBag,
    NoticeClockStep,
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
from core.model.events import Advised, EntryRefused, PumpReported, Recorded
from core.model.state import State
from core.model.terms import (
    Action,
    Agent,
    Attested,
    Keep,
    Outcome,
    OverrideReason,
    PauseReason,
    Quality,
    Reply,
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
from core.rules.engine import decide
from core.rules.look import facts_of, stale_after
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
PROTOCOL = protocol_from(TEXT)
NE = Agent.NOREPINEPHRINE
BAGS = tuple(
    Bag(Milligram(Decimal(mg)), Millilitre(Decimal(ml)), ExpressedAs.BASE)
    for mg, ml in ((4, 250), (16, 250), (16, 50))
)
PRESSURES = st.one_of(
    st.integers(5, 210), st.sampled_from([19, 20, 49, 50, 54, 55, 64, 65, 75, 76, 99, 100, 200])
)
DOSES = st.one_of(st.integers(0, 40), st.integers(0, 1100), st.sampled_from([3000, 3001]))
LAGS = st.one_of(st.just(0), st.integers(-150, 1500), st.integers(0, 4 * 3600))


class Bedside(RuleBasedStateMachine):
    """`log` is what is durable; `said` are all requests, to be said again at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.log, self.said = MemoryLog(), list[Command]()
        self.session = Session(self.log, protocol_from)
        self.now = BEGAN

    @initialize(
        bag=st.sampled_from([None, *BAGS]),
        band=st.sampled_from(PROTOCOL.bands),
        start=st.integers(20, 100),
        resolution=st.sampled_from(["0.1", "1"]),
    )
    def open_case(self, bag: Bag | None, band: Band, start: int, resolution: str) -> None:
        opening = requests_of(WorkedGiven(course=("0 min: pause",)), PROTOCOL, TEXT)[0]
        assert isinstance(opening, OpenCase)
        chosen = Dose(Decimal(start) / 1000, DoseUnit.MCG_KG_MIN)
        setup = replace(opening.setup, bag=bag, start_dose=chosen)
        setup = replace(setup, band=band, resolution=PumpRate(Decimal(resolution)))
        self.ask(replace(opening, setup=setup))

    def ask(self, command: Command) -> tuple[Recorded, ...]:
        before = self.session.state
        facts = self.session.handle(command)
        self.said.append(command)
        assert decide(before, command, PROTOCOL) == tuple(fact.event for fact in facts)
        self.judge(before, facts)
        return facts

    def judge(self, before: State, facts: tuple[Recorded, ...]) -> None:
        after = self.session.state
        reported = any(isinstance(fact.event, PumpReported) for fact in facts)
        struck = isinstance(self.said[-1], StrikeEntry)
        assert reported or struck or after.given == before.given
        assert reported or struck or after.reports == before.reports
        for fact in facts:
            if isinstance(fact.event, Advised):
                self.judge_advice(fact.event)

    def judge_advice(self, advised: Advised) -> None:
        state, band = self.session.state, self.session.state.band
        reading = dict(state.readings)[advised.reading]
        assert band is not None
        assert reading.quality is Quality.USABLE
        assert Decimal(20) <= reading.map.value <= Decimal(200)
        age = (advised.at - reading.at).total_seconds()
        assert -121 < age < stale_after(state, PROTOCOL, advised.at).total_seconds() + 1
        given = state.given.get(NE)
        assert advised.from_dose.value == (0 if given is None else given.dose.value)
        self.judge_dose(advised, low=reading.map.value < band.low.value)

    def judge_dose(self, advised: Advised, *, low: bool) -> None:
        before, after = advised.from_dose.value, advised.dose.value
        still = {Action.HOLD, Action.LOOK_AGAIN, Action.ESCALATE}
        assert (before == after) is (advised.action in still)
        assert after <= before or (low and after <= 1)
        assert after >= before or not low
        assert after in {before, 0} or after >= Decimal("0.01")
        assert after != 0 or before <= Decimal("0.02")
        assert abs(after - before) <= Decimal("0.05") or before == 0 or advised.rule == "high-half"
        assert advised.rate is not None
        assert (advised.rate.value == 0) is (after == 0) or before == after
        assert advised.expires_at <= advised.recheck_at

    @rule(seconds=st.one_of(st.integers(0, 600), st.integers(0, 4 * 3600)))
    def let_time_pass(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.ask(Tick(at=self.now))

    @rule(seconds=st.sampled_from([-30 * 86400, -3600, -150, -1, 1, 150, 3600, 30 * 86400]))
    def set_the_clock(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.ask(NoticeClockStep(at=self.now, seconds=seconds))

    @rule(
        pressure=PRESSURES,
        lag=LAGS,
        source=st.sampled_from(Source),
        rate=st.one_of(st.none(), st.integers(40, 180)),
        artefact=st.sampled_from([False, False, False, True]),
    )
    def read(
        self, pressure: int, lag: int, source: Source, rate: int | None, *, artefact: bool
    ) -> None:
        self.ask(
            RecordReading(
                at=self.now,
                observed_at=self.now - timedelta(seconds=lag),
                source=source,
                map=Mmhg(Decimal(pressure)),
                heart_rate=None if rate is None else HeartRate(Decimal(rate)),
                artefact=artefact,
            )
        )

    @rule(pressure=st.integers(66, 74), hours=st.integers(2, 5))
    def stay_steady(self, pressure: int, hours: int) -> None:
        """Hours at target, read every half hour: the way to a wean."""
        for _ in range(2 * hours):
            self.now += timedelta(minutes=30)
            self.read(pressure, 0, Source.ARTERIAL_LINE, None, artefact=False)

    @rule(dose=DOSES, lag=LAGS)
    def report_a_dose(self, dose: int, lag: int) -> None:
        amount = Dose(Decimal(dose) / 1000, DoseUnit.MCG_KG_MIN)
        seen = self.now - timedelta(seconds=lag)
        self.ask(ReportPump(at=self.now, observed_at=seen, agent=NE, dose=amount))

    @rule(tenths=st.integers(0, 400))
    def report_a_rate(self, tenths: int) -> None:
        rate = PumpRate(Decimal(tenths) / 10)
        self.ask(ReportPump(at=self.now, observed_at=self.now, agent=NE, rate=rate))

    @rule(on=st.booleans())
    def report_vasopressin(self, *, on: bool) -> None:
        dose = Dose(Decimal("0.03") if on else Decimal(0), DoseUnit.UNITS_MIN)
        agent = Agent.VASOPRESSIN
        self.ask(ReportPump(at=self.now, observed_at=self.now, agent=agent, dose=dose))

    @rule(reply=st.sampled_from(Reply), dose=st.integers(0, 300), pump_set=st.booleans())
    def answer(self, reply: Reply, dose: int, *, pump_set: bool) -> None:
        standing = self.session.state.standing
        self.ask(
            AnswerAdvice(
                at=self.now,
                advice=1 if standing is None else standing.seq,
                reply=reply,
                reason=None if reply is Reply.ACCEPT else OverrideReason.OTHER,
                dose=Dose(Decimal(dose) / 1000, DoseUnit.MCG_KG_MIN),
                until=self.now + timedelta(minutes=10),
                pump_set=pump_set,
            )
        )

    @rule(back=st.integers(0, 30))
    def strike(self, back: int) -> None:
        seq = max(1, self.session.state.count - back)
        self.ask(StrikeEntry(at=self.now, refers_to=seq, reason=StrikeReason.TYPING_SLIP))

    @rule(lag=LAGS, end=st.booleans())
    def pause_or_go_on(self, lag: int, *, end: bool) -> None:
        seen = self.now - timedelta(seconds=lag)
        if end:
            self.ask(ResumeTitration(at=self.now, observed_at=seen))
        else:
            self.ask(PauseTitration(at=self.now, observed_at=seen, reason=PauseReason.THEATRE))

    @rule(bag=st.sampled_from(BAGS), keep=st.sampled_from(Keep), lag=LAGS)
    def hang(self, bag: Bag, keep: Keep, lag: int) -> None:
        seen = self.now - timedelta(seconds=lag)
        self.ask(HangBag(at=self.now, observed_at=seen, agent=NE, bag=bag, keep=keep))

    @rule(kilograms=st.integers(40, 160), keep=st.sampled_from(Keep))
    def weigh(self, kilograms: int, keep: Keep) -> None:
        weight = DosingWeight(Kilogram(Decimal(kilograms)), WeightBasis.IDEAL)
        self.ask(ChangeWeight(at=self.now, weight=weight, keep=keep))

    @rule(which=st.integers(0, 5))
    def say_something_else(self, which: int) -> None:
        yes, no = Attested.YES, Attested.NO
        prompts = self.session.due(self.now)
        key = prompts[0].key if prompts else "nothing"
        self.ask(
            (
                AddNote(at=self.now, text="a note"),
                AttestFluids(at=self.now, fluids=yes, volume_assessed=no),
                StateVasopressin(at=self.now, running=no),
                ChangeTarget(at=self.now, band=PROTOCOL.bands[which % 4]),
                ChangeTarget(at=self.now, band=PROTOCOL.bands[0]),
                SeePrompt(at=self.now, key=key),
            )[which]
        )

    @rule()
    def restart(self) -> None:
        """The program ends and starts again: the case is folded from its log."""
        again = Session(self.log, protocol_from)
        assert again.state == self.session.state
        if again.state.setup is not None:
            then, now = facts_of(again.state, self.now), facts_of(self.session.state, self.now)
            assert np.array_equal(then, now)
        self.session = again

    @invariant()
    def the_state_and_its_course_agree(self) -> None:
        state = self.session.state
        if state.setup is None:
            return
        pump, rests = state.given.get(NE), state.history.pauses.last
        set_dose = 0 if pump is None else int(pump.dose.value * 1000)
        assert int(state.history.course.dose[0]) == set_dose
        assert (state.paused is not None) is (rests is not None and rests.paused)
        usable = [seq for seq, event in state.readings if event.quality is Quality.USABLE]
        assert [reading.seq for reading in state.history.readings] == usable
        reported = [report.seq for report in state.reports if report.agent is NE]
        assert [dose.seq for dose in state.history.doses] == reported

    def teardown(self) -> None:
        """The same requests again, and once more after the end: the same facts to the byte."""
        if not self.said:
            return
        again = Session(MemoryLog(), protocol_from)
        facts = [fact for command in self.said for fact in again.handle(command)]
        assert [encode(fact) for fact in facts] == [encode(fact) for fact in self.log]
        again.handle(EndCase(at=self.now, outcome=Outcome.SIMULATION_ENDED))
        late = again.handle(self.said[-1]) if len(self.said) > 1 else ()
        assert not any(isinstance(fact.event, Advised | PumpReported) for fact in late)
        assert again.due(self.now + timedelta(days=9)) == ()
        assert all(isinstance(f.event, EntryRefused) for f in late) or isinstance(
            self.said[-1], Tick | AddNote
        )


TestBedside = Bedside.TestCase
TestBedside.settings = settings(
    max_examples=max(15, settings().max_examples // 4), stateful_step_count=30
)
