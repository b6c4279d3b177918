"""What the facts of a case tell a script: what was done when, which advice stands, what was shown.

It holds nothing of the hidden state; whether a report put a keying slip right is told by whoever
knows of the slip.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.lab.trigger import Fact
from core.lab.watch import Advice
from core.model.events import (
    Advised,
    BagHung,
    CaseEnded,
    ConditionStated,
    EntryStruck,
    Event,
    FluidsAttested,
    NoteAdded,
    PerfusionChecked,
    Prompted,
    PumpReported,
    ReadingRecorded,
    Recorded,
    ShockStated,
    TargetChanged,
    TitrationPaused,
    TitrationResumed,
    VasopressinStated,
)
from core.model.terms import Agent, Attested, Quality, Source
from core.quantity.measures import Dose

_PLAIN: Mapping[type[Event], Fact] = {
    BagHung: Fact.BAG_HUNG,
    PerfusionChecked: Fact.PERFUSION_CHECKED,
    ShockStated: Fact.SHOCK_STATED,
    ConditionStated: Fact.CONDITION_STATED,
    VasopressinStated: Fact.VASOPRESSIN_STATED,
    TitrationPaused: Fact.TITRATION_PAUSED,
    TitrationResumed: Fact.TITRATION_RESUMED,
    TargetChanged: Fact.TARGET_CHANGED,
    NoteAdded: Fact.NOTE_ADDED,
    CaseEnded: Fact.CASE_ENDED,
}


@dataclass(frozen=True, slots=True)
class Chronicle:
    """What was told since the opening of the case; times are since then.

    `readings` and `reports` are the numbers of those entries, `doses` the set doses as charted.
    """

    opened_at: datetime
    facts: Mapping[Fact, tuple[timedelta, ...]] = field(default_factory=dict)
    advice: Mapping[Agent, Advice] = field(default_factory=dict)
    prompts: Mapping[str, timedelta] = field(default_factory=dict)
    doses: Mapping[Agent, Dose] = field(default_factory=dict)
    advised: Mapping[Agent, Advised] = field(default_factory=dict)
    reports: frozenset[int] = frozenset()

    def told(self, facts: Iterable[Recorded]) -> "Chronicle":
        """The chronicle after new facts."""
        chronicle = self
        for fact in facts:
            chronicle = chronicle._told(fact)
        return chronicle

    def having(self, fact: Fact, at: datetime) -> "Chronicle":
        """The chronicle in which this was done at that time."""
        times = (*self.facts.get(fact, ()), at - self.opened_at)
        return replace(self, facts={**self.facts, fact: times})

    def _told(self, recorded: Recorded) -> "Chronicle":
        chronicle, event = self, recorded.event
        for fact in _facts_of(event, self):
            chronicle = chronicle.having(fact, recorded.recorded_at)
        since = recorded.recorded_at - self.opened_at
        match event:
            case PumpReported():
                return _reported(chronicle, recorded.seq, event)
            case Advised():
                return _advised(chronicle, event, since)
            case Prompted() if event.code not in self.prompts:
                return replace(chronicle, prompts={**self.prompts, event.code: since})
            case _:
                return chronicle


def _reported(before: Chronicle, seq: int, event: PumpReported) -> Chronicle:
    """Advice counts as followed once the dose has moved the way it pointed."""
    changed = replace(
        before,
        doses={**before.doses, event.agent: event.dose},
        reports=before.reports | {seq},
    )
    advice, advised = before.advice.get(event.agent), before.advised.get(event.agent)
    if advice is None or advised is None or not _followed(advised, event):
        return changed
    return replace(changed, advice={**before.advice, event.agent: replace(advice, followed=True)})


def _advised(before: Chronicle, event: Advised, since: timedelta) -> Chronicle:
    earlier = before.advice.get(event.agent)
    goes_on = earlier is not None and earlier.action is event.action and not earlier.followed
    advice = earlier if earlier is not None and goes_on else Advice(event.action, since)
    return replace(
        before,
        advice={**before.advice, event.agent: advice},
        advised={**before.advised, event.agent: event},
    )


def _followed(advised: Advised, event: PumpReported) -> bool:
    if event.dose.unit is not advised.dose.unit:
        return False
    wanted = advised.dose.value - advised.from_dose.value
    made = event.dose.value - advised.from_dose.value
    return wanted * made > 0


def _facts_of(event: Event, before: Chronicle) -> Iterator[Fact]:
    match event:
        case ReadingRecorded():
            yield from _facts_of_reading(event)
        case EntryStruck():
            pump = event.refers_to in before.reports
            yield Fact.PUMP_CORRECTED if pump else Fact.READING_DOUBTED
        case PumpReported() if before.doses.get(event.agent) != event.dose:
            yield Fact.DOSE_CHANGED
        case FluidsAttested():
            if event.fluids is Attested.YES:
                yield Fact.FLUIDS_ATTESTED
            if event.volume_assessed is Attested.YES:
                yield Fact.VOLUME_ASSESSED
        case _ if type(event) in _PLAIN:
            yield _PLAIN[type(event)]
        case _:
            return


def _facts_of_reading(event: ReadingRecorded) -> Iterator[Fact]:
    yield Fact.READING_RECORDED
    if event.quality is not Quality.USABLE:
        yield Fact.READING_DOUBTED
    elif event.source is Source.CUFF:
        yield Fact.CUFF_READING
