"""However time is cut, a pump delivers the same and a line suffers the same."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.patient.arrays import FloatArray
from core.patient.artefacts import by_chance
from core.patient.arterial_line import drawn_line, shown
from core.patient.pump import Pump, flow_ml_h, ran, running_mcg_min
from core.patient.pump_hands import Change, blocked, freed, put_up, warmed_up, with_bag, with_rate
from core.patient.response import Vitals

IDS = np.arange(4)
RATE = st.sampled_from([0.0, 0.1, 1.0, 4.9, 20.0, 120.0])
STEPS = st.lists(st.floats(0.01, 300.0), min_size=1, max_size=12)
COLUMNS = ("left_ml", "given_mcg", "pushed_ml", "pause_s", "slack_ml", "spring_ml", "plug_ml")


def alike(one: Pump, other: Pump) -> None:
    for name in COLUMNS:
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=1e-8, rel=1e-9), name
    assert one.second == pytest.approx(other.second)


def in_steps(pump: Pump, steps: list[float]) -> Pump:
    for seconds in steps:
        pump = ran(pump, seconds)
    return pump


@settings(max_examples=40)
@given(
    before=RATE,
    after=RATE,
    dead=st.sampled_from([0.0, 0.05, 1.0]),
    way=st.sampled_from(list(Change)),
    change=st.booleans(),
    block=st.booleans(),
    steps=STEPS,
)
def test_any_partition_of_time_pumps_the_same(
    *,
    before: float,
    after: float,
    dead: float,
    way: Change,
    change: bool,
    block: bool,
    steps: list[float],
) -> None:
    pump = ran(with_rate(put_up(1, IDS, 64.0, own_dead_ml=dead), before), 777.0)
    pump = with_bag(pump, 160.0, way) if change else pump
    pump = with_rate(blocked(pump) if block else pump, after)
    fine, coarse = in_steps(pump, steps), ran(pump, float(sum(steps)))
    assert fine.left_ml == pytest.approx(coarse.left_ml, abs=1e-8, rel=1e-9)
    alike(fine, coarse)
    alike(ran(freed(fine), 60.0), in_steps(freed(coarse), [1.0] * 60))


@settings(max_examples=40)
@given(rates=st.lists(RATE, min_size=1, max_size=8), way=st.sampled_from(list(Change)))
def test_no_volume_is_made_or_lost(rates: list[float], way: Change) -> None:
    """Pushed volume either left the line, or is what slack, pressure and rise still hold."""
    pump = put_up(1, IDS, 64.0)
    held = pump.slack_ml + pump.ramp_ml * pump.ramp_share
    for rate in rates:
        pump = with_bag(ran(with_rate(pump, rate), 200.0), 64.0, way)
        net = with_bag(replace(pump, changes=pump.changes - 1), 64.0, way)
        held = held - (net.spring_ml - pump.spring_ml) + (net.slack_ml - pump.slack_ml)
    still = pump.slack_ml + pump.ramp_ml * pump.ramp_share - pump.spring_ml
    assert pump.pushed_ml - pump.left_ml == pytest.approx(held - still, abs=1e-8)
    assert pump.given_mcg == pytest.approx(64.0 * pump.left_ml)
    assert (flow_ml_h(pump) >= 0).all()


@pytest.mark.parametrize("rate", [2.0, 5.0, 12.5])
@pytest.mark.parametrize("dead", [0.1, 0.5])
def test_the_new_concentration_arrives_at_the_same_instant_at_any_step(
    rate: float, dead: float
) -> None:
    pump = with_rate(warmed_up(put_up(1, IDS, 64.0, own_dead_ml=dead)), rate)
    pump = with_bag(pump, 128.0, Change.QUICK)
    by_second = arrivals(pump, 1.0)
    assert np.isfinite(by_second).all()
    for step in (2.0, 5.0, 10.0, 60.0):
        assert (np.ceil(by_second / step) * step == arrivals(pump, step)).all()


def arrivals(pump: Pump, step: float) -> FloatArray:
    """The first second of the grid at which each patient is given the new concentration."""
    arrived = np.full(len(pump), np.inf)
    while pump.second < 1500:
        pump = ran(pump, step)
        new = (pump.plug_ml == 0) & (running_mcg_min(pump, pump.second) > 0)
        arrived = np.minimum(arrived, np.where(new, pump.second, np.inf))
    return arrived


@settings(max_examples=40)
@given(
    seconds=st.lists(st.integers(0, 7 * 86_400), min_size=2, max_size=40),
    seed=st.integers(0, 10**6),
    first=st.integers(0, 5000),
)
def test_a_second_has_the_same_artefact_in_any_sequence_and_any_cohort(
    seconds: list[int], seed: int, first: int
) -> None:
    ids = np.arange(first, first + 60)
    truth = Vitals(*(np.full(60, level) for level in (70.0, 110.0, 50.0, 95.0)))
    line, lone = drawn_line(seed, ids), drawn_line(seed, ids[17:18])
    alone = Vitals(*(np.full(1, level) for level in (70.0, 110.0, 50.0, 95.0)))
    there = {at: shown(line, at, truth).map_mmhg.tolist() for at in seconds}
    for at in reversed(seconds):
        assert shown(line, at, truth).map_mmhg.tolist() == there[at]
        assert shown(lone, at, alone).map_mmhg.tolist() == there[at][17:18]


def test_an_artefact_looked_at_every_second_is_one_piece() -> None:
    """Every episode of half an hour grows older by a second at a time."""
    ids, running = np.arange(400), dict[int, float]()
    lengths = []
    for second in range(1800):
        now = {
            int(ids[who]): float(since)
            for episode in by_chance(3, ids, float(second))
            for who, since in zip(episode.who, episode.since_s, strict=True)
        }
        for who, since in now.items():
            if who in running and since >= 1:
                assert since == pytest.approx(running[who] + 1)
        lengths += [running[who] for who in running.keys() - now.keys()]
        running = now
    assert len(lengths) > 30
    assert max(lengths) < 80
