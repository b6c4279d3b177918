"""The facts of a case looked up by number and by time: what ran before, what was measured then."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.model.events import Advised, EntryStruck, PumpReported, ReadingRecorded, Recorded
from core.model.terms import Agent, Quality, Source

_PRECEDENCE = {source: -place for place, source in enumerate(Source)}


@dataclass(frozen=True, slots=True)
class Past:
    """Facts by their number; usable readings and the reports of each agent, oldest first.

    Neither holds what was struck through. `struck` are the numbers of those entries.
    """

    facts: dict[int, Recorded]
    struck: frozenset[int]
    readings: tuple[tuple[int, ReadingRecorded], ...]
    reports: dict[Agent, tuple[tuple[int, PumpReported], ...]]

    def reading(self, seq: int) -> ReadingRecorded | None:
        """The reading with that number, struck through or not."""
        fact = self.facts.get(seq)
        return fact.event if fact and isinstance(fact.event, ReadingRecorded) else None

    def advice(self, seq: int) -> Advised | None:
        """The piece of advice with that number."""
        fact = self.facts.get(seq)
        return fact.event if fact and isinstance(fact.event, Advised) else None

    def latest_reading(self, at: datetime) -> ReadingRecorded | None:
        """The newest usable reading up to an instant; of one instant, the arterial line's."""
        place = bisect_right(self.readings, at, key=lambda one: one[1].at)
        return self.readings[place - 1][1] if place else None

    def report_before(self, seq: int, event: PumpReported) -> PumpReported | None:
        """What was reported of the same agent before this report."""
        reports = self.reports.get(event.agent, ())
        place = bisect_left(reports, (event.at, seq), key=lambda one: (one[1].at, one[0]))
        return reports[place - 1][1] if place else None


def past_of(facts: Sequence[Recorded]) -> Past:
    """The facts of a case, ready to be looked up."""
    struck = frozenset(f.event.refers_to for f in facts if isinstance(f.event, EntryStruck))
    standing = [fact for fact in facts if fact.seq not in struck]
    return Past(
        facts={fact.seq: fact for fact in facts},
        struck=struck,
        readings=tuple(sorted(_readings(standing), key=_reading_order)),
        reports=_reports(standing),
    )


def _readings(facts: Iterable[Recorded]) -> Iterable[tuple[int, ReadingRecorded]]:
    for fact in facts:
        event = fact.event
        if isinstance(event, ReadingRecorded) and event.quality is Quality.USABLE:
            yield fact.seq, event


def _reading_order(one: tuple[int, ReadingRecorded]) -> tuple[datetime, int, int]:
    seq, event = one
    return event.at, _PRECEDENCE[event.source], seq


def _reports(facts: Iterable[Recorded]) -> dict[Agent, tuple[tuple[int, PumpReported], ...]]:
    found: dict[Agent, list[tuple[int, PumpReported]]] = {}
    for fact in facts:
        if isinstance(fact.event, PumpReported):
            found.setdefault(fact.event.agent, []).append((fact.seq, fact.event))
    in_order = (agent for agent in Agent if agent in found)
    return {
        agent: tuple(sorted(found[agent], key=lambda one: (one[1].at, one[0])))
        for agent in in_order
    }
