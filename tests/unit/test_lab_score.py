"""Each kind of measure: done, late, missed, not asked, and the very moment that it is due."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from core.lab.act import Note
from core.lab.item_state import State
from core.lab.measure import (
    BandReached,
    DoseAtMost,
    DoseHeld,
    DoseNeverAbove,
    DoseReached,
    FactRecorded,
    Measure,
    ReadingsApart,
    Ticked,
    TimeInBand,
)
from core.lab.played import Played, played_by
from core.lab.scenario import Item
from core.lab.score import Scored, Ticks, checklist, scores
from core.lab.shelf import read_scenario
from core.lab.simulation import START, Simulation
from core.lab.trigger import Fact
from core.lab.truth import Happened, PumpKeyed, Sample, TruthLog
from core.log.memory import MemoryLog
from core.model.events import (
    EntryStruck,
    Event,
    PerfusionChecked,
    PumpReported,
    ReadingRecorded,
    Recorded,
)
from core.model.terms import (
    Agent,
    PerfusionSign,
    Quality,
    Source,
    StrikeReason,
)
from core.quantity.measures import Dose, DoseUnit, Mmhg, Percent, PumpRate

NOREPINEPHRINE = Agent.NOREPINEPHRINE
END = 3600
AFTER = "happened"


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def instant(second: float) -> datetime:
    return START + timedelta(seconds=second)


def dose(text: str) -> Dose:
    return Dose(Decimal(text), DoseUnit.MCG_KG_MIN)


def course(*told: tuple[float, Event], maps: tuple[float, ...] = (), until: int = END) -> Played:
    """The opening of the first hour, and then these facts, each entered at its second."""
    log = MemoryLog()
    simulation = Simulation(read_scenario("first-hour"), 1, log)
    opened = played_by(simulation, log)
    first = len(opened.facts) + 1
    facts = [Recorded(first + place, instant(at), event) for place, (at, event) in enumerate(told)]
    samples = [sample(30 * place, mmhg) for place, mmhg in enumerate(maps)]
    truth = TruthLog([Happened(600, Note(""), AFTER)], samples)
    return replace(opened, facts=(*opened.facts, *facts), truth=truth, until=until)


def sample(second: int, mmhg: float) -> Sample:
    return Sample(second, mmhg, 90.0, None, (), (), (), 0.0, 0.0)


def scored(
    played: Played,
    measure: Measure,
    *,
    by: timedelta | None = None,
    after: str | None = None,
    ticks: Ticks | None = None,
) -> Scored:
    item = Item("item", "what is asked", "titrate", measure, after=after, by=by)
    scenario = replace(played.scenario, checklist=(item,))
    (found,) = checklist(replace(played, scenario=scenario), ticks or {})
    return found


def state(scored: Scored) -> State:
    return scored.outcome.state


def reading(second: float, mmhg: int = 60) -> tuple[float, Event]:
    return second, ReadingRecorded(
        at=instant(second),
        map=Mmhg(Decimal(mmhg)),
        source=Source.ARTERIAL_LINE,
        quality=Quality.USABLE,
    )


def pump(second: float, text: str, entered: float | None = None) -> tuple[float, Event]:
    event = PumpReported(at=instant(second), agent=NOREPINEPHRINE, dose=dose(text))
    return second if entered is None else entered, event


def looked(second: float) -> tuple[float, Event]:
    event = PerfusionChecked(at=instant(second), looked_at=(PerfusionSign.LACTATE,))
    return second, event


LOOKED = FactRecorded(Fact.PERFUSION_CHECKED)


@pytest.mark.parametrize(
    ("second", "wanted", "earned"),
    [
        (599, State.DONE, 2),
        (600, State.DONE, 2),
        (600.9, State.DONE, 2),
        (601, State.LATE, 1),
        (3600, State.LATE, 1),
    ],
)
def test_a_fact_is_done_up_to_the_very_second_it_is_due(
    second: float, wanted: State, earned: int
) -> None:
    found = scored(course(looked(second)), LOOKED, by=minutes(10))
    assert (state(found), found.earned, found.possible) == (wanted, earned, 2)


def test_a_fact_never_recorded_is_missed_once_its_time_is_up() -> None:
    found = scored(course(until=600), LOOKED, by=minutes(10))
    assert (state(found), found.earned, found.possible) == (State.MISSED, 0, 2)
    assert state(scored(course(), LOOKED)) is State.MISSED


def test_a_fact_is_not_asked_where_the_course_was_over_first() -> None:
    found = scored(course(until=599), LOOKED, by=minutes(10))
    assert (state(found), found.earned, found.possible) == (State.NOT_ASKED, 0, 0)


def test_a_fact_without_a_deadline_is_never_late() -> None:
    assert state(scored(course(looked(3599)), LOOKED)) is State.DONE


def test_an_item_waits_for_the_happening_that_opens_it() -> None:
    assert state(scored(course(looked(599)), LOOKED, after=AFTER)) is State.MISSED
    assert state(scored(course(looked(600)), LOOKED, after=AFTER)) is State.DONE
    late = scored(course(looked(1201)), LOOKED, after=AFTER, by=minutes(10))
    assert state(late) is State.LATE
    assert late.outcome.at == timedelta(seconds=1201)
    never = scored(course(looked(700)), LOOKED, after="something-else")
    assert (state(never), never.possible) == (State.NOT_ASKED, 0)


def test_what_ran_before_the_opening_was_nobodys_deed() -> None:
    before = course(pump(-600, "0.05", entered=0))
    assert state(scored(before, FactRecorded(Fact.DOSE_CHANGED))) is State.MISSED
    changed = course(pump(-600, "0.05", entered=0), pump(60, "0.07"))
    found = scored(changed, FactRecorded(Fact.DOSE_CHANGED))
    assert found.outcome.at == minutes(1)


def test_a_slip_that_was_reported_is_a_corrected_pump() -> None:
    rate, slipped = PumpRate(Decimal("7.5")), PumpRate(Decimal(75))
    told = PumpReported(at=instant(900), agent=NOREPINEPHRINE, dose=dose("0.5"), rate=slipped)
    played = course((900, told))
    keyed = TruthLog([PumpKeyed(300, NOREPINEPHRINE, slipped, rate)])
    found = scored(replace(played, truth=keyed), FactRecorded(Fact.PUMP_CORRECTED))
    assert (state(found), found.outcome.at) == (State.DONE, minutes(15))
    assert state(scored(course((900, told)), FactRecorded(Fact.PUMP_CORRECTED))) is State.MISSED


@pytest.mark.parametrize(
    ("measure", "reached"),
    [
        (DoseReached(NOREPINEPHRINE, dose("0.1")), "0.1"),
        (DoseAtMost(NOREPINEPHRINE, dose("0.02")), "0.02"),
        (DoseAtMost(NOREPINEPHRINE, dose("0.02")), "0"),
    ],
)
def test_a_dose_is_reached_exactly_and_up_to_the_second_it_is_due(
    measure: Measure, reached: str
) -> None:
    in_time = course(pump(0, "0.05"), pump(600, reached))
    assert state(scored(in_time, measure, by=minutes(10))) is State.DONE
    late = course(pump(0, "0.05"), pump(601, reached))
    assert state(scored(late, measure, by=minutes(10))) is State.LATE
    never = course(pump(0, "0.05"), pump(601, "0.06"))
    assert state(scored(never, measure, by=minutes(10))) is State.MISSED
    over = course(pump(0, "0.05"), until=500)
    assert state(scored(over, measure, by=minutes(10))) is State.NOT_ASKED


def test_a_dose_counts_from_when_the_pump_was_set_and_not_from_when_it_was_charted() -> None:
    found = scored(
        course(pump(600, "0.1", entered=900)),
        DoseReached(NOREPINEPHRINE, dose("0.1")),
        by=minutes(10),
    )
    assert state(found) is State.DONE


def test_a_dose_that_stands_when_the_item_opens_is_reached() -> None:
    found = scored(course(pump(60, "0.1")), DoseReached(NOREPINEPHRINE, dose("0.1")), after=AFTER)
    assert (state(found), found.outcome.at) == (State.DONE, minutes(10))


def test_an_agent_that_never_ran_came_down_to_nothing() -> None:
    assert state(scored(course(), DoseAtMost(NOREPINEPHRINE, dose("0.02")))) is State.MISSED


NEVER_ABOVE = DoseNeverAbove(NOREPINEPHRINE, dose("0.1"), during=minutes(10))


def test_a_dose_is_never_above_up_to_the_end_of_its_time() -> None:
    kept = course(pump(0, "0.1"), pump(601, "0.2"))
    assert state(scored(kept, NEVER_ABOVE)) is State.DONE
    broken = scored(course(pump(0, "0.1"), pump(600, "0.101")), NEVER_ABOVE)
    assert (state(broken), broken.outcome.at) == (State.MISSED, minutes(10))
    before = course(pump(0, "0.2"), pump(500, "0.1"))
    assert state(scored(before, NEVER_ABOVE, after=AFTER)) is State.DONE
    assert state(scored(course(until=600), NEVER_ABOVE, after=AFTER)) is State.NOT_ASKED


def test_a_struck_report_was_never_a_dose() -> None:
    played = course(pump(60, "0.5"), pump(90, "0.05"))
    number = played.facts[-2].seq
    struck = EntryStruck(at=instant(90), refers_to=number, reason=StrikeReason.TYPING_SLIP)
    mended = replace(played, facts=(*played.facts, Recorded(number + 2, instant(90), struck)))
    assert state(scored(played, NEVER_ABOVE)) is State.MISSED
    assert state(scored(mended, NEVER_ABOVE)) is State.DONE


HELD = DoseHeld(NOREPINEPHRINE, lasting=minutes(10))


def test_a_dose_is_held_until_its_time_is_up() -> None:
    assert state(scored(course(pump(0, "0.1"), pump(600, "0.2")), HELD)) is State.DONE
    broken = scored(course(pump(0, "0.1"), pump(599, "0.2")), HELD)
    assert (state(broken), broken.outcome.at) == (State.MISSED, timedelta(seconds=599))
    told_again = course(pump(0, "0.1"), pump(300, "0.1"))
    assert state(scored(told_again, HELD)) is State.DONE
    assert state(scored(course(pump(0, "0.1"), until=599), HELD)) is State.NOT_ASKED
    assert state(scored(course(pump(0, "0.1"), until=600), HELD)) is State.DONE


def test_a_first_start_breaks_a_dose_that_is_to_be_held() -> None:
    assert state(scored(course(pump(60, "0.1")), HELD)) is State.MISSED


APART = ReadingsApart(at_most=minutes(5), during=minutes(15))


def test_readings_may_be_exactly_so_far_apart() -> None:
    kept = course(reading(300), reading(600), reading(900))
    assert state(scored(kept, APART)) is State.DONE
    first = scored(course(reading(301), reading(600), reading(900)), APART)
    assert (state(first), first.outcome.at) == (State.MISSED, minutes(5))
    between = scored(course(reading(300), reading(601), reading(900)), APART)
    assert (state(between), between.outcome.at) == (State.MISSED, minutes(10))
    last = course(reading(299), reading(599))
    assert state(scored(last, APART)) is State.MISSED


def test_artefacts_are_no_readings_and_the_end_cuts_the_span() -> None:
    _, usable = reading(300)
    assert isinstance(usable, ReadingRecorded)
    spoilt = course((300, replace(usable, quality=Quality.ARTEFACT)), reading(600), reading(900))
    assert state(scored(spoilt, APART)) is State.MISSED
    assert state(scored(course(reading(300), until=600), APART)) is State.DONE
    assert state(scored(course(until=600), APART, after=AFTER)) is State.NOT_ASKED


IN, BELOW = 70.0, 60.0


def test_the_band_is_reached_after_so_long_without_a_break() -> None:
    measure = BandReached(lasting=minutes(2))
    broken = (BELOW, IN, IN, IN, BELOW)
    assert state(scored(course(maps=(*broken, IN, IN, IN)), measure)) is State.MISSED
    reached = course(maps=(*broken, IN, IN, IN, IN, BELOW))
    found = scored(reached, measure, by=minutes(4.5))
    assert (state(found), found.outcome.at) == (State.DONE, minutes(4.5))
    assert state(scored(reached, measure, by=timedelta(seconds=269))) is State.LATE


def test_a_pressure_on_either_end_of_the_band_is_in_it() -> None:
    measure = BandReached(lasting=minutes(1))
    assert state(scored(course(maps=(65.0, 75.0)), measure)) is State.DONE
    assert state(scored(course(maps=(64.999, 75.001, 65.0)), measure)) is State.MISSED


def test_a_share_of_the_known_time_is_in_the_band() -> None:
    measure = TimeInBand(Percent(Decimal(50)), during=minutes(2))
    assert state(scored(course(maps=(IN, IN, BELOW, BELOW)), measure)) is State.DONE
    assert state(scored(course(maps=(IN, BELOW, BELOW, BELOW)), measure)) is State.MISSED
    # Of the second minute nothing is known.
    assert state(scored(course(maps=(IN, BELOW)), measure)) is State.DONE
    assert state(scored(course(maps=()), measure)) is State.NOT_ASKED


def test_an_item_of_the_instructor_is_open_until_it_is_ticked() -> None:
    played = course()
    assert state(scored(played, Ticked())) is State.OPEN
    for second, wanted in ((600, State.DONE), (601, State.LATE)):
        ticks = {"item": timedelta(seconds=second)}
        assert state(scored(played, Ticked(), by=minutes(10), ticks=ticks)) is wanted
    assert state(scored(played, Ticked(), ticks={"item": None})) is State.MISSED


def test_only_what_the_instructor_ticks_can_be_ticked() -> None:
    with pytest.raises(ValueError, match="item is no item that an instructor ticks"):
        scored(course(), LOOKED, ticks={"item": minutes(1)})


def test_an_open_item_counts_in_no_score() -> None:
    found = scored(course(), Ticked())
    *_, whole = scores((found,), course().scenario.objectives)
    assert (whole.earned, whole.possible, whole.open) == (0, 0, 1)


def test_the_start_of_these_courses_is_a_whole_second() -> None:
    assert course().opened_at == datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
