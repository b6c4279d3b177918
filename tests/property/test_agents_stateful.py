"""Five agents under whatever may be entered in whatever order, with restarts and corrections.

Whatever happens: one agent is titrated at a time and only while it runs, by its own limits; the
monitor never disagrees with the table; and a stored case decided again gives the same bytes.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.library import protocol_from, read_protocol
from core.log.codec import encode
from core.log.memory import MemoryLog
from core.model.case import Band, DosingWeight
from core.model.commands import (
    AnswerAdvice,
    ChangeTarget,
    ChangeWeight,
    CheckPerfusion,
    Command,
    HangBag,
    NoticeClockStep,
    OpenCase,
    PauseTitration,
    RecordReading,
    ReportPump,
    ResumeTitration,
    StateCondition,
    StateShock,
    StrikeEntry,
    Tick,
)
from core.model.events import (
    AdviceWithheld,
    Advised,
    EntryRefused,
    EntryStruck,
    Prompted,
    PumpReported,
    Recorded,
)
from core.model.facts import Axis
from core.model.infusions import counted, infusion_of, seen_by
from core.model.state import State, thousandths
from core.model.terms import (
    Action,
    Agent,
    Attested,
    Condition,
    Gate,
    Keep,
    OverrideReason,
    PauseReason,
    PerfusionSign,
    Quality,
    Reply,
    Shock,
    Source,
    StrikeReason,
    Use,
    WeightBasis,
)
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, Kilogram, Milligram, Millilitre, Mmhg, PumpRate, Units
from core.rules.compile import Protocol
from core.rules.engine import decide
from core.rules.infusion import RESTRICTED, Restriction
from core.rules.protocol import WorkedGiven
from core.rules.worked import BEGAN, requests_of
from core.session import Session

TEXT = read_protocol("early-wean").text
PROTOCOL = protocol_from(TEXT)
NE = Agent.NOREPINEPHRINE
WRONG = Bag(Milligram(Decimal(20)), Millilitre(Decimal(100)), ExpressedAs.BASE)
STRONG = Bag(Units(Decimal(40)), Millilitre(Decimal(100)), ExpressedAs.BASE)
STILL = {Action.HOLD, Action.LOOK_AGAIN, Action.ESCALATE}
LAGS = st.one_of(st.just(0), st.integers(-150, 1500), st.integers(0, 4 * 3600))
PRESSURES = st.one_of(
    st.integers(15, 205), st.sampled_from([49, 50, 54, 55, 64, 65, 70, 75, 76, 99, 100])
)
SHARES = st.sampled_from(["0", "0", "0.05", "0.1", "0.2", "0.25", "0.5", "0.9", "1", "1.2"])


def part_of(agent: Agent) -> Protocol:
    part = PROTOCOL.part(agent)
    assert part is not None
    return part


@dataclass(frozen=True)
class Limits:
    """An agent's declared limits, in thousandths."""

    floor: int
    hard: int
    stop_from: int
    step: int


def limits_of(agent: Agent) -> Limits:
    numbers = part_of(agent).numbers
    step = max(numbers.steps["up"], numbers.steps["rescue"], numbers.steps["undo"])
    return Limits(numbers.floor, numbers.hard, numbers.stop_from, step)


def dose_at(agent: Agent, share: str) -> Dose:
    """A share of the hard limit, on the grid."""
    part = part_of(agent)
    value = Decimal(part.numbers.hard) * Decimal(share) // 1 / 1000
    return Dose(value, part.unit)


def fitting(agent: Agent) -> Use | None:
    known: Restriction | None = RESTRICTED.get(agent)
    return min(known.uses) if known is not None else None


class Ward(RuleBasedStateMachine):
    """`log` is what is durable; `said` are all requests, to be said again at the end."""

    def __init__(self) -> None:
        super().__init__()
        self.log, self.said = MemoryLog(), list[Command]()
        self.session = Session(self.log, protocol_from)
        self.now = BEGAN

    @initialize(
        band=st.sampled_from(PROTOCOL.bands),
        doses=st.dictionaries(st.sampled_from(Agent), SHARES, min_size=1, max_size=4),
        bag=st.booleans(),
    )
    def open_case(self, band: Band, doses: dict[Agent, str], *, bag: bool) -> None:
        text = f"{band.low.value} to {band.high}"
        opening = requests_of(WorkedGiven(course=("0 min: pause",), band=text), PROTOCOL, TEXT)[0]
        assert isinstance(opening, OpenCase)
        self.ask(opening)
        for agent, share in doses.items():
            if agent is not NE and bag:
                self.hang(agent, Keep.DOSE, 0, usual=True, said=True)
            self.report(agent, share, 0, said=True)

    def ask(self, command: Command) -> tuple[Recorded, ...]:
        before = self.session.state
        facts = self.session.handle(command)
        self.said.append(command)
        assert decide(before, command, PROTOCOL) == tuple(fact.event for fact in facts)
        self.judge(before, facts)
        return facts

    def judge(self, before: State, facts: tuple[Recorded, ...]) -> None:
        events = [fact.event for fact in facts]
        advised = [event for event in events if isinstance(event, Advised)]
        assert len(advised) <= 1
        for event in advised:
            self.judge_advice(event)
        gates = [event.gate for event in events if isinstance(event, AdviceWithheld)]
        assert Gate.LIMIT_BREACH not in gates
        if not any(isinstance(event, PumpReported | EntryStruck) for event in events):
            assert self.session.state.given == before.given
        keys = [event.key for event in events if isinstance(event, Prompted)]
        assert len(keys) == len(set(keys))

    def judge_advice(self, advised: Advised) -> None:
        state, agent = self.session.state, advised.agent
        given = state.given.get(agent)
        runs = given is not None and given.dose.value > 0
        assert runs or agent is NE
        assert given is None or advised.from_dose == given.dose
        reading = dict(state.readings)[advised.reading]
        assert reading.quality is Quality.USABLE
        assert state.band is not None
        assert advised.inputs["map"] == int(reading.map.value)
        before, after = thousandths(advised.from_dose), thousandths(advised.dose)
        assert (before == after) is (advised.action in STILL)
        self.judge_direction(advised, before, after, low=reading.map.value < state.band.low.value)
        self.judge_size(advised, before, after)

    def judge_direction(self, advised: Advised, before: int, after: int, *, low: bool) -> None:
        limits = limits_of(advised.agent)
        if after > before:
            assert low
            assert after <= limits.hard
        if after < before:
            assert not low
            assert after == 0 or after >= limits.floor
            assert advised.inputs.get("perfusion_concern") != 1 or advised.rule.startswith("high")
        if advised.action is Action.STOP:
            assert after == 0
            assert before <= limits.stop_from
            stable = part_of(advised.agent).numbers.stable_for_wean
            assert advised.inputs["at_target_for"] >= stable
        else:
            assert after > 0 or before == 0

    def judge_size(self, advised: Advised, before: int, after: int) -> None:
        since = advised.inputs.get(Axis.SINCE_CHANGE.name.lower())
        if before != after and before > 0:
            assert since is None or since >= 120
            assert (
                advised.rule == "high-half"
                or abs(after - before) <= limits_of(advised.agent).step
                or advised.rule.endswith(("low-dose", "stop"))
            )
        if advised.agent is Agent.VASOPRESSIN and advised.action in {Action.WEAN, Action.STOP}:
            assert advised.inputs["catecholamine_free"] >= 8 * 3600

    @rule(seconds=st.one_of(st.integers(0, 900), st.integers(0, 10 * 3600)))
    def let_time_pass(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.ask(Tick(at=self.now))

    @rule(seconds=st.sampled_from([-86400, -3600, -150, 150, 3600, 86400]))
    def set_the_clock(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.ask(NoticeClockStep(at=self.now, seconds=seconds))

    @rule(pressure=PRESSURES, lag=LAGS, source=st.sampled_from(Source))
    def read(self, pressure: int, lag: int, source: Source) -> None:
        seen = self.now - timedelta(seconds=lag)
        mmhg = Mmhg(Decimal(pressure))
        self.ask(RecordReading(at=self.now, observed_at=seen, source=source, map=mmhg))

    @rule(pressure=st.sampled_from([62, 70, 82, 90]), hours=st.integers(1, 9))
    def stay(self, pressure: int, hours: int) -> None:
        """Hours at one MAP: the way to a wean, a taper, or a lowering above the band."""
        for _ in range(2 * hours):
            self.now += timedelta(minutes=30)
            self.read(pressure, 0, Source.ARTERIAL_LINE)

    @rule(agent=st.sampled_from(Agent), share=SHARES, lag=LAGS, said=st.booleans())
    def report(self, agent: Agent, share: str, lag: int, *, said: bool) -> None:
        seen, use = self.now - timedelta(seconds=lag), fitting(agent) if said else None
        dose = dose_at(agent, share)
        self.ask(ReportPump(at=self.now, observed_at=seen, agent=agent, dose=dose, use=use))

    @rule(agent=st.sampled_from(Agent), tenths=st.integers(0, 600))
    def report_a_rate(self, agent: Agent, tenths: int) -> None:
        rate, use = PumpRate(Decimal(tenths) / 10), fitting(agent)
        self.ask(ReportPump(at=self.now, observed_at=self.now, agent=agent, rate=rate, use=use))

    @rule(
        agent=st.sampled_from(Agent),
        keep=st.sampled_from(Keep),
        lag=LAGS,
        usual=st.booleans(),
        said=st.booleans(),
    )
    def hang(self, agent: Agent, keep: Keep, lag: int, *, usual: bool, said: bool) -> None:
        seen, use = self.now - timedelta(seconds=lag), fitting(agent) if said else None
        other = STRONG if agent is Agent.VASOPRESSIN else WRONG
        bag = (part_of(agent).usual_bag if usual else None) or other
        self.ask(HangBag(at=self.now, observed_at=seen, agent=agent, bag=bag, keep=keep, use=use))

    @rule(
        pump_set=st.booleans(), reply=st.sampled_from([Reply.ACCEPT, Reply.ACCEPT, Reply.DECLINE])
    )
    def answer(self, reply: Reply, *, pump_set: bool) -> None:
        standing = self.session.state.standing
        self.ask(
            AnswerAdvice(
                at=self.now,
                advice=1 if standing is None else standing.seq,
                reply=reply,
                reason=None if reply is Reply.ACCEPT else OverrideReason.OTHER,
                pump_set=pump_set and reply is Reply.ACCEPT,
            )
        )

    @rule(back=st.integers(0, 40))
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

    @rule(
        condition=st.sampled_from(Condition),
        said=st.sampled_from(Attested),
        shock=st.sampled_from([None, *Shock]),
        concern=st.booleans(),
        which=st.integers(0, 4),
    )
    def say_of_the_patient(
        self,
        condition: Condition,
        said: Attested,
        shock: Shock | None,
        which: int,
        *,
        concern: bool,
    ) -> None:
        every = tuple(PerfusionSign)
        kilograms = DosingWeight(Kilogram(Decimal(60 + 10 * which)), WeightBasis.IDEAL)
        self.ask(
            (
                StateCondition(at=self.now, condition=condition, answer=said),
                StateShock(at=self.now, shock=shock),
                CheckPerfusion(at=self.now, looked_at=every, concerns=every[: 2 * concern]),
                ChangeTarget(at=self.now, band=PROTOCOL.bands[which % 4]),
                ChangeWeight(at=self.now, weight=kilograms, keep=Keep.DOSE),
            )[which]
        )

    @rule()
    def restart(self) -> None:
        """The program ends and starts again: the case is folded from its log."""
        again = Session(self.log, protocol_from)
        assert again.state == self.session.state
        assert again.due(self.now) == self.session.due(self.now)
        self.session = again

    @invariant()
    def each_course_agrees_with_the_reports(self) -> None:
        state = self.session.state
        if state.setup is None:
            return
        for agent in counted(state):
            given = state.given.get(agent)
            history = infusion_of(state, agent).history
            dose = 0 if given is None else thousandths(given.dose)
            assert int(history.course.dose[0]) == dose
            assert [one.seq for one in history.readings] == [
                one.seq for one in state.history.readings
            ]
            assert seen_by(state, agent).history is history

    def teardown(self) -> None:
        """The same requests again: the same facts, to the byte."""
        again = Session(MemoryLog(), protocol_from)
        facts = [fact for command in self.said for fact in again.handle(command)]
        assert [encode(fact) for fact in facts] == [encode(fact) for fact in self.log]
        kidneys = ReportPump(
            at=self.now,
            observed_at=self.now,
            agent=Agent.DOPAMINE,
            dose=dose_at(Agent.DOPAMINE, "0.25"),
            use=Use.KIDNEYS,
        )
        if self.said:
            refused = [fact.event for fact in again.handle(kidneys)]
            assert any(isinstance(event, EntryRefused) for event in refused)


TestWard = Ward.TestCase
TestWard.settings = settings(
    max_examples=max(15, settings().max_examples // 4), stateful_step_count=30
)
