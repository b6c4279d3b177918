"""One row of a chart as the requests it makes of a case, given where the case stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from core.chart.agents import CHARTING
from core.chart.rows import ChartDose, ChartNote, ChartReading, ChartRow, ChartStop, ChartWeight
from core.model.case import DosingWeight
from core.model.commands import (
    AddNote,
    AnswerAdvice,
    ChangeWeight,
    Command,
    HangBag,
    PauseTitration,
    RecordReading,
    ReportPump,
    ResumeTitration,
)
from core.model.state import State
from core.model.terms import Agent, Keep, PauseReason, Reply, Use, WeightBasis
from core.quantity.dosing import dose_on_grid
from core.quantity.measures import Dose, Kilogram
from core.rules.compile import Protocol
from core.rules.infusion import RESTRICTED

_FROM_ANSWER_TO_PUMP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells rows to a case of one protocol.

    With `accepting` a charted dose that is the one advised counts as advice accepted; a chart
    itself knows nothing of advice.
    """

    protocol: Protocol
    accepting: bool = False

    def requests(self, row: ChartRow, state: State) -> list[Command]:
        """The requests of a row in their order; none for what a case does not ask about."""
        match row:
            case ChartReading():
                return [_reading(row)]
            case ChartDose():
                return self._dose(row, state)
            case ChartStop():
                return self._stop(row, state)
            case ChartWeight(weighed_as="dosing"):
                return _weight(row.at, row.weight, state)
            case ChartNote():
                return [AddNote(at=row.at, text=row.text)]
            case _:
                return []

    def _dose(self, row: ChartDose, state: State) -> list[Command]:
        if row.agent is not self.protocol.file.drug:
            return [*self._bag(row, state), _told(row.at, row.agent, row.dose)]
        weight = row.dosing_weight
        weighed = [] if weight is None else _weight(row.at, weight, state)
        dose = self._in_dosing_unit(row, state)
        answers = self._acceptance(row.at, dose, state)
        report = ReportPump(
            at=row.at,
            observed_at=row.at,
            agent=row.agent,
            dose=dose,
            follows=answers[0].advice if answers else None,
        )
        return [*weighed, *_resumption(row.at, state), *answers, report]

    def _bag(self, row: ChartDose, state: State) -> list[Command]:
        """A chart tells no bag: the usual one hangs where the protocol knows the agent."""
        part = self.protocol.part(row.agent)
        if part is None or part.usual_bag is None or row.agent in state.others:
            return []
        use, bag = _charted(row.agent), part.usual_bag
        return [HangBag(at=row.at, observed_at=row.at, agent=row.agent, bag=bag, use=use)]

    def _in_dosing_unit(self, row: ChartDose, state: State) -> Dose:
        """The charted dose in the unit of the protocol: times the weight where that is flat."""
        unit, weight = self.protocol.unit, row.dosing_weight or _weight_of(state)
        if unit is row.dose.unit or weight is None:
            return row.dose
        return dose_on_grid(Fraction(row.dose.value) * Fraction(weight.value), unit)

    def _acceptance(self, at: datetime, dose: Dose, state: State) -> list[AnswerAdvice]:
        """The answer that was given a minute before the pump was set to what was advised."""
        standing, latest = state.standing, state.at
        if not self.accepting or standing is None or latest is None or standing.withdrawn:
            return []
        said_at = max(latest, at - _FROM_ANSWER_TO_PUMP)
        if standing.advised.dose != dose or said_at >= standing.advised.expires_at:
            return []
        return [AnswerAdvice(at=said_at, advice=standing.seq, reply=Reply.ACCEPT)]

    def _stop(self, row: ChartStop, state: State) -> list[Command]:
        drug = row.agent is self.protocol.file.drug
        if row.kind == "paused" and drug:
            return [PauseTitration(at=row.at, observed_at=row.at, reason=PauseReason.OTHER)]
        unit = self.protocol.unit if drug else CHARTING[row.agent].unit
        nothing = Dose(Decimal(0), unit)
        stop = _told(row.at, row.agent, nothing)
        return [*(_resumption(row.at, state) if drug else []), stop]


def _told(at: datetime, agent: Agent, dose: Dose) -> ReportPump:
    """A dose as charted."""
    return ReportPump(at=at, observed_at=at, agent=agent, dose=dose, use=_charted(agent))


def _charted(agent: Agent) -> Use | None:
    """A chart tells no reason for a restricted agent."""
    return Use.CHARTED if agent in RESTRICTED else None


def _reading(row: ChartReading) -> RecordReading:
    return RecordReading(
        at=row.at,
        observed_at=row.at,
        source=row.source,
        map=row.map,
        systolic=row.systolic,
        diastolic=row.diastolic,
        heart_rate=row.heart_rate,
        artefact=row.artefact,
    )


def _weight_of(state: State) -> Kilogram | None:
    return None if state.weight is None else state.weight.weight


def _weight(at: datetime, weight: Kilogram, state: State) -> list[Command]:
    if weight == _weight_of(state):
        return []
    changed = DosingWeight(weight, WeightBasis.ACTUAL)
    return [ChangeWeight(at=at, weight=changed, keep=Keep.DOSE)]


def _resumption(at: datetime, state: State) -> list[Command]:
    """A pause of the chart ends with the next dose, or with the stop that it turns out to be."""
    return [] if state.paused is None else [ResumeTitration(at=at, observed_at=at)]
