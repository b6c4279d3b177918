"""The figures of a course and what its facts tell a script, on facts made by hand."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import cast

import pytest

from core.lab.chronicle import Chronicle
from core.lab.outcomes import most_an_hour, outcomes_of
from core.lab.shelf import read_scenario
from core.lab.simulation import START, Simulation
from core.lab.trigger import Fact
from core.lab.truth import Noted, Sample, TruthLog
from core.log.memory import MemoryLog
from core.model.case import Band
from core.model.events import (
    Advised,
    BagHung,
    CaseOpened,
    EntryStruck,
    Event,
    FluidsAttested,
    Prompted,
    PumpReported,
    ReadingRecorded,
    Recorded,
    TargetChanged,
)
from core.model.terms import (
    Action,
    Agent,
    Attested,
    Keep,
    Quality,
    Source,
    StrikeReason,
    Urgency,
)
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import Dose, DoseUnit, Milligram, Millilitre, Mmhg

NE = Agent.NOREPINEPHRINE


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def dose(text: str) -> Dose:
    return Dose(Decimal(text), DoseUnit.MCG_KG_MIN)


def mmhg(value: int) -> Mmhg:
    return Mmhg(Decimal(value))


def recorded(*events: Event, first: int = 1) -> list[Recorded]:
    return [Recorded(first + place, event.at, event) for place, event in enumerate(events)]


def opened() -> CaseOpened:
    log = MemoryLog()
    Simulation(read_scenario("first-hour"), 1, log)
    return cast("CaseOpened", next(iter(log)).event)


def reading(minutes: float, value: int, quality: Quality = Quality.USABLE) -> ReadingRecorded:
    return ReadingRecorded(at=at(minutes), map=mmhg(value), source=Source.CUFF, quality=quality)


def pump(minutes: float, text: str) -> PumpReported:
    return PumpReported(at=at(minutes), agent=NE, dose=dose(text))


def prompt(minutes: float, urgency: Urgency = Urgency.SOON) -> Prompted:
    return Prompted(
        at=at(minutes), key=f"k{minutes}", code="bag-empty", urgency=urgency, due_at=at(minutes)
    )


def advice(minutes: float, action: Action, before: str, after: str) -> Advised:
    return Advised(
        at=at(minutes),
        agent=NE,
        reading=1,
        rule="up",
        action=action,
        from_dose=dose(before),
        dose=dose(after),
        rate=None,
        delivered=None,
        recheck_at=at(minutes + 5),
        expires_at=at(minutes + 5),
        inputs={},
    )


def samples(*pressures: float) -> list[Sample]:
    """One a minute."""
    return [
        Sample(60 * minute, pressure, 90.0, None, (), ((NE, 10.0 * minute),), (), 0.7, 0.7)
        for minute, pressure in enumerate(pressures)
    ]


def figures(pressures: Iterable[float], *events: Event) -> tuple[float, float, float]:
    found = outcomes_of(recorded(opened(), *events), samples(*pressures), None)
    return found.minutes_below, found.minutes_in, found.minutes_above


def test_time_is_counted_by_the_patients_own_pressure() -> None:
    assert figures([60, 64.9, 65, 75, 75.1, 90, 0]) == (2, 2, 2)


def test_another_target_counts_from_when_it_was_chosen() -> None:
    changed = TargetChanged(at=at(2), band=Band(mmhg(80), mmhg(85)))
    assert figures([70, 70, 70, 82, 0], changed) == (1, 3, 0)


@pytest.mark.parametrize(
    ("pressures", "minutes"),
    [
        ([60] * 5 + [70] * 8, 3),
        ([70] * 8, 0),
        ([60] * 12, None),
        ([60] * 5 + [70] * 2 + [60] * 6, None),
        ([60] * 5 + [90] * 8, 1),
    ],
)
def test_the_target_is_reached_by_the_mean_of_five_minutes(
    pressures: list[float], minutes: float | None
) -> None:
    found = outcomes_of(recorded(opened()), samples(*pressures), None)
    assert found.minutes_to_target == minutes


def test_readings_changes_amounts_and_prompts_are_counted() -> None:
    events = (
        pump(-60, "0.05"),
        reading(1, 60),
        reading(2, 10, Quality.ARTEFACT),
        pump(3, "0.07"),
        pump(4, "0.07"),
        prompt(5),
        prompt(6, Urgency.NOW),
    )
    facts = recorded(opened(), *events)
    facts[1] = replace(facts[1], recorded_at=START)
    found = outcomes_of(facts, samples(*[70] * 9), "settled")
    assert (found.readings, found.artefacts, found.changes) == (2, 1, 1)
    assert (found.given, found.prompts) == (((NE, 80.0),), (("bag-empty", 2),))
    assert (found.most_prompts_an_hour, found.ended_by) == (1, "settled")


def test_most_prompts_are_of_any_sixty_minutes() -> None:
    assert most_an_hour([]) == 0
    assert most_an_hour([prompt(minute) for minute in (0, 50, 59, 61, 200)]) == 3
    assert most_an_hour([prompt(0), prompt(60)]) == 1


def test_a_course_without_a_case_or_a_truth_has_no_figures() -> None:
    with pytest.raises(ValueError, match="opened case"):
        outcomes_of([], samples(60), None)
    with pytest.raises(ValueError, match="samples"):
        outcomes_of(recorded(opened()), [], None)


def chronicle(*events: Event) -> Chronicle:
    return Chronicle(START).told(recorded(*events))


def test_the_chronicle_tells_what_was_done_and_when() -> None:
    bag = Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE)
    told = chronicle(
        pump(1, "0.05"),
        pump(2, "0.05"),
        reading(3, 60),
        reading(4, 10, Quality.ARTEFACT),
        BagHung(at=at(5), agent=NE, bag=bag, keep=Keep.DOSE),
        FluidsAttested(at=at(6), fluids=Attested.YES, volume_assessed=Attested.NO),
        EntryStruck(at=at(7), refers_to=1, reason=StrikeReason.OTHER),
        EntryStruck(at=at(8), refers_to=3, reason=StrikeReason.OTHER),
        prompt(9),
    )
    minutes = {
        fact: [int(time / timedelta(minutes=1)) for time in times]
        for fact, times in told.facts.items()
    }
    assert minutes == {
        Fact.DOSE_CHANGED: [1],
        Fact.READING_RECORDED: [3, 4],
        Fact.CUFF_READING: [3],
        Fact.READING_DOUBTED: [4, 8],
        Fact.BAG_HUNG: [5],
        Fact.FLUIDS_ATTESTED: [6],
        Fact.PUMP_CORRECTED: [7],
    }
    assert dict(told.prompts) == {"bag-empty": timedelta(minutes=9)}
    assert dict(told.doses) == {NE: dose("0.05")}


def test_the_same_advice_goes_on_until_it_is_followed() -> None:
    told = chronicle(
        advice(1, Action.RAISE, "0.05", "0.07"), advice(6, Action.RAISE, "0.05", "0.07")
    )
    assert (told.advice[NE].since, told.advice[NE].followed) == (timedelta(minutes=1), False)
    told = told.told(recorded(pump(7, "0.04"), first=3))
    assert not told.advice[NE].followed
    told = told.told(recorded(pump(8, "0.06"), first=4))
    assert told.advice[NE].followed
    told = told.told(recorded(advice(9, Action.RAISE, "0.06", "0.08"), first=5))
    assert (told.advice[NE].since, told.advice[NE].followed) == (timedelta(minutes=9), False)
    told = told.told(recorded(advice(14, Action.HOLD, "0.06", "0.06"), first=6))
    assert told.advice[NE].action is Action.HOLD


def test_a_hidden_log_can_be_cut_back() -> None:
    log = TruthLog()
    log.add(Noted(1, "one"))
    for sample in samples(60, 61):
        log.sample(sample)
    log.sample(samples(99)[0])
    counts = log.counts
    log.add(Noted(2, "two"))
    assert counts == (1, 2)
    assert list(log.up_to(counts)) == [Noted(1, "one")]
    assert [sample.map_mmhg for sample in log.up_to((1, 1)).samples] == [60]
    assert len(list(log)) == 2
