"""Time in a simulation: at any speed nothing is missed, and nothing comes out otherwise."""

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.lab.run import run
from core.lab.scenario import Scenario, Stage
from core.lab.shelf import read_scenario
from core.lab.simulation import START, Simulation
from core.lab.staff_profile import profile_of
from core.library import protocol_from
from core.log.memory import MemoryLog
from core.model.commands import Command, RecordReading, ReportPump, Tick
from core.model.events import Prompted, Recorded
from core.model.terms import Agent, Source
from core.session import Session

NAMES = ("first-hour", "line-artefact", "tenfold-slip")
LENGTH = timedelta(minutes=30)
LONG = timedelta(hours=4)
UNSHRUNK = (Phase.explicit, Phase.generate)
"""An example takes half a second; to shrink one would take minutes."""
Shown = tuple[str, datetime]


def scenario(name: str) -> Scenario:
    return replace(read_scenario(name), longest=LENGTH)


@cache
def at_once(name: str, seed: int, staff: str) -> tuple[tuple[Recorded, ...], Any]:
    """The case and the truth when all time passes in one go."""
    course = run(scenario(name), seed, staff)
    return tuple(course.facts), (tuple(course.truth), course.truth.samples)


@settings(max_examples=8, phases=UNSHRUNK)
@given(
    name=st.sampled_from(NAMES),
    seed=st.integers(0, 2),
    staff=st.sampled_from(("follows", "usual", "charts-late")),
    steps=st.lists(st.sampled_from((7, 60, 299, 900)), min_size=1, max_size=6),
)
def test_time_in_any_steps_gives_the_same_course(
    name: str, seed: int, staff: str, steps: list[int]
) -> None:
    facts, (entries, samples) = at_once(name, seed, staff)
    log = MemoryLog()
    made = scenario(name)
    simulation = Simulation(made, seed, log, staff=profile_of(staff))
    while simulation.ended is None and simulation.now < START + made.longest:
        for step in steps:
            until = min(simulation.now + timedelta(seconds=step), START + made.longest)
            simulation.pass_time(until)
    if simulation.ended is None:
        simulation.stop()
    assert tuple(log) == facts
    assert tuple(simulation.truth) == entries
    assert [sample.second for sample in simulation.truth.samples] == [s.second for s in samples]
    assert all(
        abs(one.map_mmhg - other.map_mmhg) < 1e-6
        for one, other in zip(simulation.truth.samples, samples, strict=True)
    )


@settings(max_examples=12, phases=UNSHRUNK)
@given(
    gaps=st.lists(st.integers(1, 50 * 60), min_size=1, max_size=4),
    speed=st.sampled_from((60, 300, 3600)),
)
def test_every_prompt_comes_at_the_second_it_falls_due(gaps: list[int], speed: int) -> None:
    """Against a bare session that is asked at each moment it names, and never in between."""
    shown, expected = prompts_of(gaps, speed)
    assert shown == expected


def test_there_are_prompts_to_be_missed() -> None:
    shown, expected = prompts_of([60, 3000, 3000, 3000], 3600)
    assert shown == expected
    assert len(shown) >= 4


def prompts_of(gaps: list[int], speed: int) -> tuple[list[Shown], list[Shown]]:
    """The prompts of a simulation at that speed, and of a bare session, each with its second."""
    made = replace(
        read_scenario("first-hour"), stages=(Stage("one", ""),), always=(), ends=(), longest=LONG
    )
    log = MemoryLog()
    simulation = Simulation(made, 1, log, look_every=900)
    bare = copied(tuple(log))
    plain = Session(bare, protocol_from)
    at = START
    for number, gap in enumerate(gaps):
        at += timedelta(seconds=gap)
        command = asked(number, at, simulation)
        while simulation.now < at:
            simulation.pass_time(min(simulation.now + timedelta(seconds=speed), at))
        simulation.handle(command)
        ticked(plain, at)
        plain.handle(command)
    return prompts_in(log), prompts_in(bare)


def prompts_in(log: MemoryLog) -> list[Shown]:
    return [(f.event.key, f.event.at) for f in log if isinstance(f.event, Prompted)]


def asked(number: int, at: datetime, simulation: Simulation) -> Command:
    """By turns a reading and a report of the pump."""
    setup = simulation.state.setup
    assert setup is not None
    if number % 2:
        dose = setup.start_dose
        return ReportPump(at=at, observed_at=at, agent=Agent.NOREPINEPHRINE, dose=dose)
    return RecordReading(at=at, observed_at=at, source=Source.ARTERIAL_LINE, map=setup.band.low)


def copied(facts: tuple[Recorded, ...]) -> MemoryLog:
    log = MemoryLog()
    log.append(facts)
    return log


def ticked(session: Session, until: datetime) -> None:
    last = session.state.at
    due = None if last is None else session.next_due(last)
    while due is not None and due < until:
        session.handle(Tick(at=due))
        due = session.next_due(due)
