"""The hidden truth stays hidden: the learner's case knows nothing that was not typed or shown."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from core.lab.act import (
    Act,
    ChangeBag,
    Extravasate,
    GiveFluid,
    Hydrocortisone,
    KeyingSlip,
    LineHeight,
    Message,
    Note,
    Role,
    SecondHit,
    Sedation,
    Vital,
)
from core.lab.run import run
from core.lab.shelf import read_scenario, shipped_scenarios
from core.lab.simulation import START, Simulation
from core.log.codec import encode
from core.log.memory import MemoryLog
from core.model.commands import Command, RecordReading, ReportPump
from core.model.terms import Agent, Source
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import (
    Dose,
    DoseUnit,
    Milligram,
    Millilitre,
    Mmhg,
    Percent,
    PumpRate,
)

NE = Agent.NOREPINEPHRINE
MARK = "xqzw"
"""A word that no text of the program holds."""
UNSHRUNK = (Phase.explicit, Phase.generate)
"""An example takes half a second; to shrink one would take minutes."""
ACTS: tuple[Act, ...] = (
    SecondHit(Decimal("0.31")),
    GiveFluid(Millilitre(Decimal(731)), timedelta(minutes=7)),
    Hydrocortisone(on=True),
    Sedation(Decimal("0.61")),
    LineHeight(Decimal(17)),
    ChangeBag(NE, Bag(Milligram(Decimal("15.97")), Millilitre(Decimal(250)), ExpressedAs.BASE)),
    Extravasate(NE, Percent(Decimal(73))),
    KeyingSlip(NE, Decimal("7.3")),
    Message(Role.PRESCRIBER, f"{MARK} said"),
    Note(f"{MARK} noted"),
)


def typed(minute: int, mmhg: int) -> list[Command]:
    """A reading and, half a minute later, a report of the pump."""
    at = START + timedelta(minutes=minute)
    later = at + timedelta(seconds=30)
    dose = Dose(Decimal(mmhg % 7 + 1) / 100, DoseUnit.MCG_KG_MIN)
    return [
        RecordReading(at=at, observed_at=at, source=Source.ARTERIAL_LINE, map=Mmhg(Decimal(mmhg))),
        ReportPump(at=later, observed_at=later, agent=NE, dose=dose),
    ]


def case_of(seed: int, commands: list[Command], acts: dict[int, Act], end: datetime) -> list[str]:
    """The rows of the case when the same is typed at another bedside, with this done to it."""
    made = replace(read_scenario("first-hour"), ends=())
    log = MemoryLog()
    simulation = Simulation(made, seed, log)
    for number, command in enumerate(commands):
        simulation.handle(command)
        if number in acts:
            simulation.do(acts[number])
            simulation.note(f"{MARK} {number}")
            simulation.override(Vital.MAP, Decimal(37))
            simulation.key_pump(NE, PumpRate(Decimal("97.3")))
    simulation.pass_time(end)
    return [f"{fact.seq} {encode(fact)}" for fact in log]


@settings(max_examples=8, phases=UNSHRUNK)
@given(
    pressures=st.lists(st.integers(40, 100), min_size=1, max_size=4),
    seed=st.integers(1, 1000),
    acts=st.dictionaries(st.integers(0, 7), st.sampled_from(ACTS), min_size=1),
)
def test_the_case_depends_on_what_was_typed_and_on_nothing_at_the_bedside(
    pressures: list[int], seed: int, acts: dict[int, Act]
) -> None:
    commands = [
        command for place, mmhg in enumerate(pressures) for command in typed(1 + 6 * place, mmhg)
    ]
    end = START + timedelta(minutes=6 * len(pressures) + 20)
    quiet = case_of(0, commands, {}, end)
    meddled = case_of(seed, commands, acts, end)
    assert meddled == quiet
    assert MARK not in " ".join(meddled)


@pytest.mark.parametrize("name", shipped_scenarios())
def test_no_text_of_the_script_reaches_the_case(name: str) -> None:
    course = run(replace(read_scenario(name), longest=timedelta(minutes=30)), 1, "follows")
    rows = " ".join(str(encode(fact)) for fact in course.facts)
    scenario = course.scenario
    hidden = {happening.text for happening in scenario.happenings}
    hidden |= {stage.text for stage in scenario.stages}
    hidden |= {
        act.text
        for happening in scenario.happenings
        for act in happening.then
        if isinstance(act, Message | Note)
    }
    assert hidden
    assert [text for text in hidden if text and text in rows] == []
    true = {f"{sample.map_mmhg:.6f}" for sample in course.truth.samples}
    assert not [figure for figure in true if figure in rows]
