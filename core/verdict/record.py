"""The log of a case, sorted for verdicts: what was said, given, paused, answered, and until when.

Instants are whole seconds, as for the rules; within one second the sequence of entry decides.
Struck entries are left out.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from core.model.calls import is_call
from core.model.events import (
    AdviceWithheld,
    Advised,
    Answered,
    CaseEnded,
    CaseOpened,
    EntryStruck,
    Prompted,
    PromptSeen,
    PumpReported,
    ReadingRecorded,
    Recorded,
    TitrationPaused,
    TitrationResumed,
)
from core.model.terms import Agent
from core.quantity.measures import Dose, DoseUnit
from core.verdict.setting import Setting, setting_of

Log = tuple[Recorded, ...]
Place = tuple[datetime, int]
"""When a thing was true, and its number in the log."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the protocol said to a reading, with the calls beside it; or why it gave no advice.

    It stands at the place of the reading. Advice said afresh on an older reading (after a strike,
    a late entry, another bag, weight or target) stands where it was said.
    """

    seq: int
    fact: Advised | AdviceWithheld
    reading: ReadingRecorded
    place: Place
    setting: Setting
    calls: tuple[Prompted, ...]

    @property
    def moment(self) -> datetime:
        """What every time of the opportunity counts from."""
        return self.place[0]


@dataclass(frozen=True, slots=True)
class Report:
    """What a pump was set to."""

    place: Place
    dose: Dose


@dataclass(frozen=True, slots=True)
class Record:
    """A case as verdicts see it. `until` is up to when it tells anything."""

    said: tuple[Said, ...]
    reports: dict[Agent, Sequence[Report]]
    pauses: tuple[tuple[Place, bool], ...]
    answers: dict[int, Answered]
    seen: dict[str, datetime]
    until: datetime

    def given(self, agent: Agent, place: Place) -> Dose | None:
        """What ran of an agent just before this place; None if it was never reported."""
        reports = self.reports.get(agent, ())
        index = bisect_left(reports, place, key=_place_of)
        return reports[index - 1].dose if index else None

    def changes(self, agent: Agent, place: Place, until: datetime) -> Iterator[Report]:
        """What the pump was set to from this place on; the same dose told again is no change."""
        reports, running = self.reports.get(agent, ()), self.given(agent, place)
        for index in range(bisect_right(reports, place, key=_place_of), len(reports)):
            report = reports[index]
            if report.place[0] > until:
                return
            if report.dose != running:
                yield report
            running = report.dose

    def paused_from(self, place: Place) -> datetime | None:
        """When titration was paused: at this place already, or the first time after it."""
        before = [paused for at, paused in self.pauses if at < place]
        if before and before[-1]:
            return place[0]
        return next((at[0] for at, paused in self.pauses if at > place and paused), None)


def record_of(facts: Iterable[Recorded], until: datetime | None = None) -> Record:
    """What the log of a case tells, up to its end; or up to `until`, if that is later.

    Raises:
        ValueError: the log does not hold the opening of a case.
    """
    log = tuple(facts)
    struck = {fact.event.refers_to for fact in log if isinstance(fact.event, EntryStruck)}
    return Record(
        said=tuple(_said(log, struck)),
        reports=_reports(fact for fact in log if fact.seq not in struck),
        pauses=_pauses(log),
        answers={fact.event.advice: fact.event for fact in log if isinstance(fact.event, Answered)},
        seen=_seen(log),
        until=_until(log, until),
    )


def whole(at: datetime) -> datetime:
    """The whole second of an instant."""
    return at.replace(microsecond=0)


def _place_of(report: Report) -> Place:
    return report.place


def _said(log: Log, struck: set[int]) -> Iterator[Said]:
    """Everything said to readings that count; one that had its say is not counted as withheld."""
    readings = {fact.seq: fact.event for fact in log if isinstance(fact.event, ReadingRecorded)}
    calls, heard = _calls(log), set[int]()
    for fact, setting in zip(log, _settings(log), strict=False):
        event = fact.event
        if not isinstance(event, Advised | AdviceWithheld) or event.reading in struck:
            continue
        afresh = event.reading in heard
        heard.add(event.reading)
        if afresh and isinstance(event, AdviceWithheld):
            continue
        reading = readings[event.reading]
        place = (event.at, fact.seq) if afresh else (reading.at, event.reading)
        at = (whole(place[0]), place[1])
        yield Said(fact.seq, event, reading, at, setting, tuple(calls[fact.seq]))


def _settings(log: Log) -> Iterator[Setting]:
    opened = [fact.event for fact in log if isinstance(fact.event, CaseOpened)]
    if not opened:
        raise ValueError("no case: its log holds no opening")
    return accumulate((fact.event for fact in log), Setting.after, initial=setting_of(opened[0]))


def _calls(log: Log) -> defaultdict[int, list[Prompted]]:
    """The calls of a reading, under the number of what was said to it last."""
    calls, said = defaultdict[int, list[Prompted]](list), dict[str, int]()
    for fact in log:
        event = fact.event
        if isinstance(event, Advised | AdviceWithheld):
            said[str(event.reading)] = fact.seq
        elif isinstance(event, Prompted) and is_call(event):
            calls[said[event.key.rpartition(":")[2]]].append(event)
    return calls


def _reports(facts: Iterable[Recorded]) -> dict[Agent, Sequence[Report]]:
    """The reports of each agent in time, in the unit of its first; others are only told."""
    reports = defaultdict[Agent, list[Report]](list)
    for fact in facts:
        event = fact.event
        if isinstance(event, PumpReported) and _is_dosed_so(event.agent, event.dose.unit):
            own = reports[event.agent]
            if not own or own[0].dose.unit is event.dose.unit:
                own.append(Report((whole(event.at), fact.seq), event.dose))
    return {agent: sorted(own, key=_place_of) for agent, own in reports.items()}


def _is_dosed_so(agent: Agent, unit: DoseUnit) -> bool:
    return (agent is Agent.VASOPRESSIN) is (unit is DoseUnit.UNITS_MIN)


def _pauses(log: Log) -> tuple[tuple[Place, bool], ...]:
    found = (
        ((whole(fact.event.at), fact.seq), isinstance(fact.event, TitrationPaused))
        for fact in log
        if isinstance(fact.event, TitrationPaused | TitrationResumed)
    )
    return tuple(sorted(found))


def _seen(log: Log) -> dict[str, datetime]:
    """When each prompt was put aside for the first time."""
    seen = dict[str, datetime]()
    for fact in log:
        if isinstance(fact.event, PromptSeen):
            seen.setdefault(fact.event.key, whole(fact.event.at))
    return seen


def _until(log: Log, until: datetime | None) -> datetime:
    """The end of the case, else the latest moment that is known of."""
    ended = [fact.event.at for fact in log if isinstance(fact.event, CaseEnded)]
    known = [moment for fact in log for moment in (fact.recorded_at, fact.event.at)]
    return whole(ended[0] if ended else max([*known, *([] if until is None else [until])]))
