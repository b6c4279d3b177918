"""Replay: the rows of a chart as requests to an ordinary session, and what it answered."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from core.chart.assumed import Assumed, default_start, first_weight
from core.chart.requests import Teller
from core.chart.rows import Chart, ChartReading
from core.library import Shelved, protocol_from
from core.log.memory import MemoryLog
from core.model.case import DosingWeight, Setup
from core.model.commands import Command, OpenCase, Tick
from core.model.events import (
    AdviceWithheld,
    Advised,
    EntryRefused,
    Event,
    Prompted,
    ReadingRecorded,
)
from core.model.terms import Agent, Mode, WeightBasis
from core.quantity.measures import Dose
from core.rules.compile import Protocol
from core.session import EventLog, Session

INITIALS = "RP"


@dataclass(frozen=True, slots=True)
class Played:
    """One reading of the chart and what the program said to it.

    `given` is what ran up to this moment, `prompts` what was shown since the reading before.
    """

    reading: ReadingRecorded
    given: dict[Agent, Dose]
    advised: Advised | None
    withheld: AdviceWithheld | None
    prompts: tuple[Prompted, ...]


class Replay:
    """A session that is fed from a chart. Time passes by ticks between its rows.

    `refused` gathers what the session would not take; it grows as the chart is played.
    """

    def __init__(
        self,
        chart: Chart,
        shelved: Shelved,
        assumed: Assumed,
        log: EventLog | None = None,
        *,
        accepting: bool = False,
    ) -> None:
        """Make ready; the case is labelled as the stay. `accepting` is told at `Teller`.

        Raises:
            ValueError: the protocol has findings and cannot advise.
        """
        if shelved.protocol is None:
            raise ValueError(f"protocol {shelved.id} has findings and cannot advise")
        self._chart = chart
        self._protocol: Protocol = shelved.protocol
        self._text = shelved.text
        self._assumed = assumed
        self._teller = Teller(shelved.protocol, accepting)
        self.session = Session(MemoryLog() if log is None else log, protocol_from)
        self.refused: list[EntryRefused] = []
        self._prompts: list[Prompted] = []

    def run(self) -> Iterator[Played]:
        """Play the chart to its end, one answer per reading."""
        if self._chart.rows:
            self._handle(self._opening(self._chart.rows[0].at))
        for row in self._chart.rows:
            self._let_time_pass(row.at)
            given = self._running()
            requests = self._teller.requests(row, self.session.state)
            events = [event for request in requests for event in self._handle(request)]
            if isinstance(row, ChartReading):
                yield from self._played(given, events)

    def _handle(self, command: Command) -> list[Event]:
        events = [fact.event for fact in self.session.handle(command)]
        self._prompts += [event for event in events if isinstance(event, Prompted)]
        self.refused += [event for event in events if isinstance(event, EntryRefused)]
        return events

    def _let_time_pass(self, until: datetime) -> None:
        """Show each prompt at the moment it falls due before `until`."""
        last = self.session.state.at
        due = None if last is None else self.session.next_due(last)
        while due is not None and due < until:
            self._handle(Tick(at=due))
            due = self.session.next_due(due)

    def _opening(self, at: datetime) -> OpenCase:
        assumed, protocol = self._assumed, self._protocol
        counting = protocol.counting
        if assumed.run_gap is not None:
            counting = replace(counting, run_gap=assumed.run_gap)
        countings = {
            agent: replace(other, run_gap=counting.run_gap)
            for agent, other in protocol.countings.items()
        }
        setup = Setup(
            label=self._chart.stay,
            mode=Mode.SIMULATION,
            weight=DosingWeight(first_weight(self._chart) or assumed.weight, WeightBasis.ACTUAL),
            bag=assumed.bag,
            route=assumed.route,
            resolution=assumed.resolution,
            band=assumed.band,
            start_dose=assumed.start_dose or default_start(protocol),
            fluids=assumed.fluids,
            vasopressin=assumed.vasopressin,
        )
        return OpenCase(
            at=at,
            setup=setup,
            counting=counting,
            countings=countings,
            protocol=protocol.file.id,
            protocol_version=protocol.file.version,
            protocol_text=self._text,
            initials=INITIALS,
        )

    def _played(self, given: dict[Agent, Dose], events: list[Event]) -> Iterator[Played]:
        """The answer to a reading; none where it was refused."""
        for reading in (event for event in events if isinstance(event, ReadingRecorded)):
            prompts, self._prompts = tuple(self._prompts), []
            yield Played(
                reading=reading,
                given=given,
                advised=next((one for one in events if isinstance(one, Advised)), None),
                withheld=next((one for one in events if isinstance(one, AdviceWithheld)), None),
                prompts=prompts,
            )

    def _running(self) -> dict[Agent, Dose]:
        """What runs: a pause in a chart is an infusion on hold."""
        state, drug = self.session.state, self._protocol.file.drug
        on_hold = {drug} if state.paused is not None else set()
        return {
            agent: item.dose
            for agent, item in state.given.items()
            if item.dose.value > 0 and agent not in on_hold
        }
