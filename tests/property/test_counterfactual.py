"""Counterfactuals: the same until the moment, the same again with the same hands, time adds up."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lab.band_time import bands_of, charted_stretches, timed, true_stretches
from core.lab.counterfactual import Choice, Other, other_course
from core.lab.debrief import debrief_of
from core.lab.minutes import maps_by_minute
from core.lab.played import Played, played_by, played_of
from core.lab.run import run
from core.lab.shelf import read_scenario
from core.lab.simulation import Simulation
from core.lab.trail import MINUTE, Trail, trail_of
from core.lab.truth import Sample, TruthLog
from core.log.memory import MemoryLog
from core.model.commands import AnswerAdvice, Command, RecordReading, ReportPump
from core.model.terms import Agent, Reply, Source
from core.quantity.measures import Dose, DoseUnit, Mmhg

COURSES = (("tenfold-slip", 3), ("bag-change", 27), ("line-artefact", 21))


@cache
def course(name: str, seed: int) -> tuple[Played, Trail]:
    played = played_of(run(read_scenario(name), seed, "usual"))
    return played, trail_of(played, played.until)


def true_maps(played: Played) -> list[tuple[int, float]]:
    return [(sample.second, sample.map_mmhg) for sample in played.truth.samples]


@pytest.mark.parametrize(("name", "seed"), COURSES)
def test_the_same_hands_come_to_the_very_same_from_any_moment(name: str, seed: int) -> None:
    played, trail = course(name, seed)
    for share in (0, 3, 5, 8, 9):
        again = other_course(played, trail, played.until * share // 10, Choice.SAME)
        assert true_maps(again.played) == true_maps(played)
        assert again.played.facts == played.facts
        assert again.figures == again.beside


@pytest.mark.parametrize("choice", [Choice.PROTOCOL, Choice.NO_CHANGE])
@pytest.mark.parametrize(("name", "seed"), COURSES)
def test_the_courses_are_one_until_the_moment(name: str, seed: int, choice: Choice) -> None:
    played, trail = course(name, seed)
    for share in (0, 4, 9):
        other = other_course(played, trail, played.until * share // 10, choice)
        here = [point for point in maps_by_minute(played) if point[0] <= other.begins]
        there = [point for point in maps_by_minute(other.played) if point[0] <= other.begins]
        assert here == there
        assert len(here) == other.begins // MINUTE + 1


@pytest.mark.parametrize(("name", "seed"), COURSES)
def test_the_course_itself_stays_as_it_was(name: str, seed: int) -> None:
    played, trail = course(name, seed)
    before = true_maps(played), played.facts, tuple(played.truth), trail.seconds
    other_course(played, trail, played.until // 2, Choice.NO_CHANGE)
    assert (true_maps(played), played.facts, tuple(played.truth), trail.seconds) == before


def test_without_any_change_every_pump_stays_as_it_is_set() -> None:
    played, trail = course("tenfold-slip", 3)
    longer = replace(played, until=3600)
    other = other_course(longer, trail, 600, Choice.NO_CHANGE)
    rates = {sample.second: dict(sample.set_ml_h) for sample in other.played.truth.samples}
    # The prescriber of the script puts the slip right by time, here too.
    put_right = 2280
    assert {rate[Agent.NOREPINEPHRINE] for at, rate in rates.items() if 600 < at < put_right} == {
        56
    }
    assert {rate[Agent.NOREPINEPHRINE] for at, rate in rates.items() if at > put_right} == {5.6}


def test_chance_is_the_same_in_every_course() -> None:
    """Where both courses run the same dose, the patient's own restlessness is the same too."""
    played, trail = course("bag-change", 27)
    no_change = other_course(played, trail, 0, Choice.NO_CHANGE)
    first = next(fact.recorded_at for fact in played.facts if fact.event.kind == "answered")
    until = played.second(first)
    here = [point for point in true_maps(played) if point[0] < until]
    there = [point for point in true_maps(no_change.played) if point[0] < until]
    assert len(here) > 5
    # The stops of time differ by those of the nurse, so the last digits may.
    for (second, mmhg), (same_second, same) in zip(here, there, strict=True):
        assert second == same_second
        assert abs(mmhg - same) < 1e-9


def test_a_nurse_who_follows_finds_a_slip_at_her_first_look() -> None:
    played, trail = course("tenfold-slip", 3)
    other = other_course(played, trail, 600, Choice.PROTOCOL)
    assert other.figures.time.above < other.beside.time.above
    (slip,) = debrief_of(replace(other.played, truth=_both(played, other))).slips
    assert slip.ended is not None


def _both(played: Played, other: Other) -> TruthLog:
    """What was keyed before the moment and after it."""
    before = [entry for entry in played.truth if entry.second <= other.begins]
    return TruthLog([*before, *other.played.truth], other.played.truth.samples)


def test_an_end_of_the_moment_and_nothing_marked_so_early() -> None:
    played, trail = course("tenfold-slip", 3)
    other = other_course(played, trail, played.until, Choice.NO_CHANGE)
    assert other.begins == played.until // MINUTE * MINUTE
    with pytest.raises(LookupError, match="no moment of this course was kept"):
        other_course(played, Trail(), 60, Choice.NO_CHANGE)


def commands(simulation: Simulation, minute: int) -> list[Command]:
    """What a learner types at a minute: a reading, then whatever is advised."""
    at = simulation.now
    shown = simulation.monitor().map
    assert shown is not None
    typed: list[Command] = [
        RecordReading(at=at, observed_at=at, source=Source.ARTERIAL_LINE, map=Mmhg(Decimal(shown)))
    ]
    if minute == 3:
        dose = Dose(Decimal("0.05"), DoseUnit.MCG_KG_MIN)
        typed.append(ReportPump(at=at, observed_at=at, agent=Agent.NOREPINEPHRINE, dose=dose))
    return typed


def answer(simulation: Simulation) -> None:
    """Accept what stands, once a minute has passed."""
    standing = simulation.state.standing
    if standing is not None and standing.answered is None and not standing.withdrawn:
        accepted = AnswerAdvice(
            at=simulation.now, advice=standing.seq, reply=Reply.ACCEPT, pump_set=True
        )
        simulation.handle(accepted)


def learn(simulation: Simulation, trail: Trail, minutes: int) -> None:
    """A scripted learner in a window that lets time pass in uneven steps and marks each."""
    for minute in range(minutes):
        until = simulation.start + timedelta(minutes=minute + 1)
        for seconds in (7, 19, 30, 60):
            simulation.pass_time(min(until, simulation.now + timedelta(seconds=seconds)))
            trail.mark(simulation)
        if minute % 3 == 0:
            for command in commands(simulation, minute):
                simulation.handle(command)
                trail.mark(simulation)
        elif minute % 3 == 1:
            answer(simulation)
            trail.mark(simulation)


def test_a_learners_course_is_debriefed_and_rerun_from_its_marks() -> None:
    log, trail = MemoryLog(), Trail()
    simulation = Simulation(read_scenario("first-hour"), 5, log)
    trail.mark(simulation)
    learn(simulation, trail, 25)
    played = played_by(simulation, log)
    looked_back = debrief_of(played)
    assert looked_back.weighed
    assert looked_back.true_time.span == 25 * 60
    for second in (0, 301, 902, 1499):
        other = other_course(played, trail, second, Choice.NO_CHANGE)
        assert second - MINUTE < other.begins <= second
        here = [point for point in true_maps(played) if point[0] <= other.begins]
        there = [point for point in true_maps(other.played) if point[0] <= other.begins]
        assert here == there
    follows = other_course(played, trail, 301, Choice.PROTOCOL)
    assert follows.played.until == played.until
    assert len(follows.played.facts) > len(
        [f for f in played.facts if played.second(f.recorded_at) <= 301]
    )


def test_a_learners_course_cannot_be_run_again_by_seed() -> None:
    simulation = Simulation(read_scenario("first-hour"), 5, log := MemoryLog())
    with pytest.raises(ValueError, match="marked while it is played"):
        trail_of(played_by(simulation, log), 60)


def test_marks_after_the_moment_that_was_gone_back_to_are_forgotten() -> None:
    simulation, trail = Simulation(read_scenario("first-hour"), 5, MemoryLog()), Trail()
    for minute in range(6):
        simulation.pass_time(simulation.start + timedelta(minutes=minute))
        trail.mark(simulation)
    assert trail.seconds[-1] == 300
    simulation.back_to(trail.before(120))
    trail.mark(simulation)
    assert trail.seconds[-1] == 120
    assert sorted(set(trail.seconds)) == list(trail.seconds)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.floats(20.0, 140.0, allow_nan=False)), max_size=25),
    st.integers(0, 1500),
    st.integers(0, 1500),
)
def test_time_in_below_above_and_unknown_adds_up_to_the_span(
    points: list[tuple[int, float]], one: int, other: int
) -> None:
    """Whatever was sampled, with holes and without, over any part of a course."""
    played, _ = course("tenfold-slip", 3)
    by_second = {30 * place: mmhg for place, mmhg in points}
    samples = [_sample(second, by_second[second]) for second in sorted(by_second)]
    known = replace(played, truth=TruthLog((), samples), until=1500)
    begins, ends = min(one, other), max(one, other)
    for stretches in (
        true_stretches(known, begins, ends),
        charted_stretches(known, begins, ends),
    ):
        time = timed(stretches, bands_of(known))
        assert time.span == ends - begins
        assert min(time.below, time.inside, time.above, time.unknown) >= 0
        edges = [(stretch.begins, stretch.ends) for stretch in stretches]
        assert all(before[1] == after[0] for before, after in pairwise(edges))


def _sample(second: int, mmhg: float) -> Sample:
    return Sample(second, mmhg, 90.0, None, (), (), (), 0.0, 0.0)


def test_the_time_of_every_debrief_is_its_span() -> None:
    for name, seed in COURSES:
        found = debrief_of(course(name, seed)[0])
        assert found.true_time.span == found.charted_time.span == found.played.until
