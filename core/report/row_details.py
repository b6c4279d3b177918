"""What the printed record says of a fact beside its row: why, on which measurement, and from what.

A change of dose stands with the MAP that triggered it: that of the advice it follows, or the
latest usable one before it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from core.model.events import (
    AdviceWithheld,
    Advised,
    Answered,
    BagHung,
    Prompted,
    PromptSeen,
    PumpReported,
    ReadingRecorded,
    Recorded,
)
from core.model.terms import Urgency
from core.report.hung import bag_said
from core.report.past import Past
from core.report.pinned import Pinned
from core.view.rows import TimelineRow
from core.view.wording import Words

LATE = timedelta(minutes=1)
"""From this delay on the record says when an entry was made."""


@dataclass(frozen=True, slots=True)
class Teller:
    """What the details of any row are told from; `prompts` are the sentences shown, by key."""

    past: Past
    pinned: Pinned
    words: Words
    prompts: dict[str, str]

    def details(self, fact: Recorded, row: TimelineRow) -> tuple[str, ...]:
        """The details of a row, in the order they are read."""
        told = [part for part in self._parts(fact, row) if part]
        if fact.recorded_at - fact.event.at >= LATE:
            at = self.words.when(fact.recorded_at, fact.event.at)
            told.append(self._say("entered", at=at))
        return tuple(told)

    def _parts(self, fact: Recorded, row: TimelineRow) -> Iterator[str]:
        event = fact.event
        match event:
            case Advised():
                yield from self._advice(event, row)
            case AdviceWithheld():
                yield row.detail
                yield self._reading(event.reading, fact)
            case Answered():
                yield row.detail
                yield self._answer(event)
            case PumpReported():
                yield row.detail
                yield from self._pump(fact.seq, event)
            case BagHung():
                yield self._bag(event)
            case Prompted():
                urgency = self.words.say(f"urgency.{event.urgency}")
                usual = event.urgency is Urgency.SOON
                said = self._say("urgency", urgency=urgency, said=row.detail)
                yield row.detail if usual else said
            case PromptSeen():
                yield self.prompts.get(event.key, "")
            case _:
                yield row.detail

    def _say(self, code: str, **args: str) -> str:
        return self.words.say(f"record.row.{code}", args)

    def _advice(self, event: Advised, row: TimelineRow) -> Iterator[str]:
        when = self.words.when
        yield self.words.say(f"agent.{event.agent}")
        if event.from_dose != event.dose:
            yield self._say("from", dose=str(event.from_dose))
        yield row.detail
        if event.delivered is not None and event.delivered.value != event.dose.value:
            yield self.words.say("row.delivers", {"dose": str(event.delivered)})
        yield self._map_of(event.reading, event)
        yield from self._rule(event)
        yield self._say("recheck", at=when(event.recheck_at, event.at))

    def _rule(self, event: Advised) -> Iterator[str]:
        said = self.pinned.rows.get((event.agent.value, event.rule))
        if said is None:
            yield self._say("row", row=event.rule)
            return
        yield self._say("titled", row=event.rule, title=said.title)
        yield self._say("source", source=said.source)

    def _reading(self, seq: int, fact: Recorded) -> str:
        """The MAP of a reading that earned no advice."""
        reading = self.past.reading(seq)
        if reading is None:
            return ""
        at = self.words.when(reading.at, fact.event.at)
        return self._say("on-map", map=str(reading.map), at=at)

    def _map_of(self, seq: int, event: Advised | PumpReported) -> str:
        reading = self.past.reading(seq)
        if reading is None:
            return ""
        code = "on-struck" if seq in self.past.struck else "on-map"
        return self._say(code, map=str(reading.map), at=self.words.when(reading.at, event.at))

    def _answer(self, event: Answered) -> str:
        advice = self.past.advice(event.advice)
        if advice is None:
            return ""
        at = self.words.when(advice.at, event.at)
        return self._say("answers", at=at, dose=str(advice.dose))

    def _pump(self, seq: int, event: PumpReported) -> Iterator[str]:
        if event.use is not None:
            yield self.words.say(f"use.{event.use}")
        before = self.past.report_before(seq, event)
        if before is not None and before.dose == event.dose:
            yield self._say("unchanged")
            return
        yield self._say("first") if before is None else self._say("was", dose=str(before.dose))
        yield self._trigger(event)

    def _trigger(self, event: PumpReported) -> str:
        """The measurement that triggered a change of dose."""
        advice = None if event.follows is None else self.past.advice(event.follows)
        if advice is not None:
            at = self.words.when(advice.at, event.at)
            return f"{self._say('follows', at=at)}, {self._map_of(advice.reading, event)}"
        latest: ReadingRecorded | None = self.past.latest_reading(event.at)
        if latest is None:
            return self._say("no-map")
        at = self.words.when(latest.at, event.at)
        return self._say("latest", map=str(latest.map), at=at)

    def _bag(self, event: BagHung) -> str:
        keep = self.words.say(f"keep.{event.keep}")
        return self._say("bag", **bag_said(event.agent, event.bag, self.words), keep=keep)
