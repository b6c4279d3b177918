"""Replay: the rows of a chart as requests to an ordinary session, and what it answered."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from core.chart.rows import Chart, ChartDose, ChartNote, ChartReading, ChartRow, ChartStop
from core.library import Shelved, protocol_from
from core.log.memory import MemoryLog
from core.model.case import Band, DosingWeight, Setup
from core.model.commands import (
    AddNote,
    ChangeWeight,
    Command,
    OpenCase,
    PauseTitration,
    RecordReading,
    ReportPump,
    ResumeTitration,
    Tick,
)
from core.model.events import AdviceWithheld, Advised, Prompted, ReadingRecorded, Recorded
from core.model.terms import (
    Agent,
    Attested,
    Keep,
    Mode,
    PauseReason,
    Route,
    WeightBasis,
)
from core.quantity.bag import Bag
from core.quantity.measures import Dose, DoseUnit, Kilogram, PumpRate
from core.rules.advice import is_dosed
from core.rules.compile import Protocol
from core.session import EventLog, Session

WEIGHT_UNKNOWN = Kilogram(Decimal(70))
"""Assumed where a chart has no dosing weight; stated with every replay."""
INITIALS = "RP"


@dataclass(frozen=True, slots=True)
class Assumed:
    """What a chart does not hold and a replay has to take for granted."""

    bag: Bag
    resolution: PumpRate
    band: Band
    fluids: Attested = Attested.UNKNOWN
    vasopressin: Attested = Attested.NO
    run_gap: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """One reading of the chart and what the program said to it."""

    reading: ReadingRecorded
    given: dict[Agent, Dose]
    advised: Advised | None
    withheld: AdviceWithheld | None
    prompts: tuple[Prompted, ...]


@dataclass(slots=True)
class Tally:
    """Counts over a replay, for its closing lines."""

    readings: int = 0
    on_drug: int = 0
    dosed: int = 0
    wean_prompts: int = 0
    gates: Counter[str] = field(default_factory=Counter)

    def add(self, played: Played) -> None:
        """Count one reading in."""
        self.readings += 1
        dose = played.given.get(Agent.NOREPINEPHRINE)
        on_drug = dose is not None and dose.value > 0
        self.on_drug += on_drug
        self.dosed += on_drug and played.advised is not None and is_dosed(played.advised.action)
        self.wean_prompts += sum(_is_wean(prompt) for prompt in played.prompts)
        if played.withheld is not None:
            self.gates[str(played.withheld.gate)] += 1


def _is_wean(prompt: Prompted) -> bool:
    """The first prompt of an episode: one per last change."""
    return prompt.code in {"wean-eligible", "stop-eligible"} and prompt.key.endswith(":0")


class Replay:
    """A session that is fed from a chart. Time passes by ticks between its rows."""

    def __init__(
        self, chart: Chart, shelved: Shelved, assumed: Assumed, log: EventLog | None = None
    ) -> None:
        if shelved.protocol is None:
            raise ValueError(f"protocol {shelved.id} has findings and cannot advise")
        self._chart = chart
        self._protocol: Protocol = shelved.protocol
        self._text = shelved.text
        self._assumed = assumed
        self.session = Session(MemoryLog() if log is None else log, protocol_from)
        self._prompts: list[Prompted] = []

    def run(self) -> Iterator[Played]:
        """Play the chart to its end, one answer per reading."""
        rows = self._chart.rows
        if not rows:
            return
        self._handle(self._opening(rows[0].at))
        for row in rows:
            self._let_time_pass(row.at)
            if isinstance(row, ChartReading):
                yield self._play(row)
            else:
                for command in self._requests(row):
                    self._handle(command)

    def _opening(self, at: datetime) -> OpenCase:
        assumed, protocol = self._assumed, self._protocol
        counting = protocol.counting
        if assumed.run_gap is not None:
            counting = replace(counting, run_gap=assumed.run_gap)
        setup = Setup(
            label=self._chart.stay,
            mode=Mode.SIMULATION,
            weight=DosingWeight(first_weight(self._chart), WeightBasis.ACTUAL),
            bag=assumed.bag,
            route=Route.CENTRAL,
            resolution=assumed.resolution,
            band=assumed.band,
            start_dose=Dose(Decimal(protocol.numbers.start_default) / 1000, protocol.unit),
            fluids=assumed.fluids,
            vasopressin=assumed.vasopressin,
        )
        return OpenCase(
            at=at,
            setup=setup,
            counting=counting,
            protocol=protocol.file.id,
            protocol_version=protocol.file.version,
            protocol_text=self._text,
            initials=INITIALS,
        )

    def _handle(self, command: Command) -> tuple[Recorded, ...]:
        facts = self.session.handle(command)
        self._prompts += [fact.event for fact in facts if isinstance(fact.event, Prompted)]
        return facts

    def _let_time_pass(self, until: datetime) -> None:
        last = self.session.state.at
        due = None if last is None else self.session.next_due(last)
        while due is not None and due < until:
            self._handle(Tick(at=due))
            due = self.session.next_due(due)

    def _play(self, row: ChartReading) -> Played:
        given = {agent: item.dose for agent, item in self.session.state.given.items()}
        facts = self._handle(
            RecordReading(
                at=row.at,
                observed_at=row.at,
                source=row.source,
                map=row.map,
                systolic=row.systolic,
                diastolic=row.diastolic,
                heart_rate=row.heart_rate,
                artefact=row.artefact,
            )
        )
        prompts, self._prompts = tuple(self._prompts), []
        events = [fact.event for fact in facts]
        return Played(
            reading=next(event for event in events if isinstance(event, ReadingRecorded)),
            given=given,
            advised=next((event for event in events if isinstance(event, Advised)), None),
            withheld=next((e for e in events if isinstance(e, AdviceWithheld)), None),
            prompts=prompts,
        )

    def _requests(self, row: ChartRow) -> list[Command]:
        match row:
            case ChartDose():
                return self._dose_requests(row)
            case ChartStop():
                return self._stop_requests(row)
            case ChartNote():
                return [AddNote(at=row.at, text=row.text)]
            case _:
                return []

    def _dose_requests(self, row: ChartDose) -> list[Command]:
        report = ReportPump(at=row.at, observed_at=row.at, agent=row.agent, dose=row.dose)
        state = self.session.state
        if row.agent is not self._protocol.file.drug:
            return [report]
        requests: list[Command] = []
        weight, charted = state.weight, row.dosing_weight
        if charted is not None and weight is not None and charted != weight.weight:
            changed = DosingWeight(charted, weight.basis)
            requests.append(ChangeWeight(at=row.at, weight=changed, keep=Keep.DOSE))
        if state.paused is not None:
            requests.append(ResumeTitration(at=row.at, observed_at=row.at))
        return [*requests, report]

    def _stop_requests(self, row: ChartStop) -> list[Command]:
        if row.kind == "paused" and row.agent is self._protocol.file.drug:
            return [PauseTitration(at=row.at, observed_at=row.at, reason=PauseReason.OTHER)]
        nothing = Dose(Decimal(0), _unit(row.agent))
        return [ReportPump(at=row.at, observed_at=row.at, agent=row.agent, dose=nothing)]


def _unit(agent: Agent) -> DoseUnit:
    return DoseUnit.UNITS_MIN if agent is Agent.VASOPRESSIN else DoseUnit.MCG_KG_MIN


def first_weight(chart: Chart) -> Kilogram:
    """The first dosing weight in the chart, or the assumed one."""
    weights = (
        row.dosing_weight
        for row in chart.rows
        if isinstance(row, ChartDose) and row.dosing_weight is not None
    )
    return next(weights, WEIGHT_UNKNOWN)
