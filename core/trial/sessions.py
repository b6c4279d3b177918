"""The same decisions made by real cases: one `Session` per patient, one request after another.

Slow, and the judge of the quick way: a test lets both decide for the same patients. It also makes a
case of one patient of a trial that can be opened in the ordinary window.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import numpy as np

from core.library import protocol_from
from core.log.memory import MemoryLog
from core.model.case import DosingWeight, Setup
from core.model.commands import (
    AddNote,
    Command,
    EndCase,
    OpenCase,
    RecordReading,
    ReportPump,
    StateVasopressin,
    Tick,
)
from core.model.events import AdviceWithheld, Advised, Event, Prompted, ReadingRecorded
from core.model.state import dose_of, seconds, thousandths
from core.model.terms import (
    Action,
    Agent,
    Attested,
    Mode,
    Outcome,
    Quality,
    Route,
    Source,
    WeightBasis,
)
from core.patient.arrays import IntArray
from core.patient.cohort import Cohort
from core.quantity.measures import HeartRate, Kilogram, Mmhg
from core.session import EventLog, Session
from core.trial.calls import SECOND_AGENT
from core.trial.deciding import GATES, Decided, Readings, Reports, undecided
from core.trial.nurse import LOOK_AGAIN_S
from core.trial.plan import Arm, Plan
from core.trial.setting import Setting, dosing_kg

BEGAN = datetime(2030, 1, 1, tzinfo=UTC)
"""When every case of a trial is opened: a date of its own that says it is no real case."""
INITIALS = "TR"
NOT_COUNTED = frozenset(
    {
        "bag-empty",
        "above-band",
        "line-check",
        "site-check",
        "perfusion-check",
        "arterial-line",
        "same-reading",
    }
)
"""Prompts that a trial leaves out: on a bag, a clock of their own, a long wait, a dead source."""


@dataclass(frozen=True, slots=True)
class Opened:
    """How the cases are called, when they are opened, and the log of a patient by its id."""

    label: str = "Trial"
    at: datetime = BEGAN
    log_for: Callable[[int], EventLog] = lambda _: MemoryLog()


class Sessions:
    """One arm of a trial decided by a session for each patient."""

    def __init__(
        self,
        plan: Plan,
        arm: Arm,
        told: Setting,
        cohort: Cohort,
        opened: Opened = Opened(),
    ) -> None:
        """Open a case for each patient."""
        self._set, self._opened = told, opened
        self._rows = {
            row.id: place for place, row in enumerate(told.protocol.table(told.band).rows)
        }
        logs = (opened.log_for(patient) for patient in cohort.ids.tolist())
        self.cases = [Session(log, protocol_from) for log in logs]
        self._prompts = [0] * len(cohort)
        for case, kg in zip(self.cases, dosing_kg(cohort).tolist(), strict=True):
            case.handle(_opening(plan, arm, told, kg, self._opened))

    def read(self, readings: Readings) -> Decided:
        """Take readings, one case after the other."""
        told = undecided(len(readings.who), LOOK_AGAIN_S)
        for place, who in enumerate(readings.who.tolist()):
            self._pass_time(who, int(readings.entered[place]))
            events = self._handle(who, self._request(readings, place))
            self._fill(told, place, who, events)
        return told

    def report(self, reports: Reports, *, follows: bool = True) -> None:
        """Report pumps, one case after the other; each follows the advice that stands, or not."""
        unit = self._set.protocol.unit
        rows = zip(
            reports.who.tolist(), reports.second.tolist(), reports.dose.tolist(), strict=True
        )
        for who, second, dose in rows:
            self._pass_time(who, second)
            standing = self.cases[who].state.standing if follows else None
            at = self._moment(second)
            self._handle(
                who,
                ReportPump(
                    at=at,
                    observed_at=at,
                    agent=Agent.NOREPINEPHRINE,
                    dose=dose_of(dose, unit),
                    follows=None if standing is None else standing.seq,
                ),
            )

    def second_agent_begun(self, who: IntArray, second: IntArray) -> None:
        """State that vasopressin runs."""
        for case, begins in zip(who.tolist(), second.tolist(), strict=True):
            at = self._moment(begins)
            self._pass_time(case, begins)
            self._handle(case, StateVasopressin(at=at, running=Attested.YES))

    def end(self, second: int, note: str) -> None:
        """End every case with a note."""
        for who in range(len(self.cases)):
            self._pass_time(who, second)
            self._handle(who, AddNote(at=self._moment(second), text=note))
            self._handle(who, EndCase(at=self._moment(second), outcome=Outcome.SIMULATION_ENDED))

    def _moment(self, second: int) -> datetime:
        return self._opened.at + timedelta(seconds=second)

    def _pass_time(self, who: int, until: int) -> None:
        """Let each prompt be shown at the moment it falls due."""
        case, end = self.cases[who], self._moment(until)
        last = case.state.at
        due = None if last is None else case.next_due(last)
        while due is not None and due <= end:
            self._handle(who, Tick(at=due))
            due = case.next_due(due)

    def _handle(self, who: int, command: Command) -> tuple[Event, ...]:
        events = tuple(fact.event for fact in self.cases[who].handle(command))
        self._prompts[who] += sum(_counts(event) for event in events)
        return events

    def _request(self, readings: Readings, place: int) -> RecordReading:
        def mmhg(told: np.ndarray) -> Mmhg:
            return Mmhg(Decimal(int(told[place])))

        return RecordReading(
            at=self._moment(int(readings.entered[place])),
            observed_at=self._moment(int(readings.second[place])),
            source=Source.ARTERIAL_LINE,
            map=mmhg(readings.map_mmhg),
            diastolic=mmhg(readings.diastolic_mmhg),
            heart_rate=HeartRate(Decimal(int(readings.heart_rate_bpm[place]))),
            artefact=bool(readings.marked[place]),
        )

    def _fill(self, told: Decided, place: int, who: int, events: tuple[Event, ...]) -> None:
        given = self.cases[who].state.given.get(Agent.NOREPINEPHRINE)
        told.before[place] = told.dose[place] = 0 if given is None else thousandths(given.dose)
        for event in events:
            match event:
                case ReadingRecorded():
                    told.usable[place] = event.quality is Quality.USABLE
                case AdviceWithheld():
                    told.gate[place] = GATES.index(event.gate)
                case Advised():
                    told.row[place] = self._rows[event.rule]
                    told.dose[place] = thousandths(event.dose)
                    told.wait_s[place] = seconds(event.recheck_at) - seconds(event.at)
                    told.escalates[place] = event.action is Action.ESCALATE
                case Prompted():
                    told.second_agent[place] |= event.code == SECOND_AGENT
                case _:
                    pass
        told.prompts[place], self._prompts[who] = self._prompts[who], 0


def _counts(event: Event) -> bool:
    """Whether it is a prompt of the kinds that a trial counts."""
    return isinstance(event, Prompted) and event.code not in NOT_COUNTED


def _opening(plan: Plan, arm: Arm, told: Setting, kg: int, opened: Opened) -> OpenCase:
    protocol = told.protocol
    setup = Setup(
        label=opened.label,
        mode=Mode.SIMULATION,
        weight=DosingWeight(Kilogram(Decimal(kg)), WeightBasis.ACTUAL),
        bag=plan.bag,
        route=Route.CENTRAL,
        resolution=plan.resolution,
        band=told.band,
        start_dose=dose_of(told.start, protocol.unit),
        fluids=Attested.YES,
        volume_assessed=Attested.YES,
        vasopressin=Attested.NO,
    )
    return OpenCase(
        at=opened.at,
        setup=setup,
        counting=protocol.counting,
        countings=protocol.countings,
        protocol=protocol.file.id,
        protocol_version=protocol.file.version,
        protocol_text=arm.text,
        initials=INITIALS,
    )
