"""What judges a cohort judges each of its patients as if alone: limits, gates, pump rounding."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.library import protocol_from, read_protocol, shipped_names
from core.model.course import UNKNOWN
from core.model.facts import Axis, Facts
from core.model.terms import Gate
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.dosing import exact_rate, pump_rate
from core.quantity.measures import Dose, DoseUnit, Kilogram, Milligram, Millilitre, PumpRate
from core.rules.gates import IN_ORDER, OPEN, gates, stale
from core.rules.look import stale_limit
from core.rules.monitor import breaches, broken
from core.rules.rungs import lost, rungs_of

PARTS = tuple(
    part for name in shipped_names() for part in protocol_from(read_protocol(name).text).parts
)
SEEDS = st.integers(0, 2**32)
UNIT = DoseUnit.MCG_KG_MIN


def some_facts(chance: np.random.Generator, count: int) -> Facts:
    facts = np.full((count, len(Axis)), UNKNOWN, dtype=np.int64)
    near = {
        Axis.PHASE: 4, Axis.MAP: 130, Axis.DOSE: 60, Axis.SINCE_CHANGE: 4000,
        Axis.AT_TARGET_FOR: 9000, Axis.READINGS_SINCE_RAISE: 6, Axis.SINCE_FAILED_WEAN: 5000,
    }  # fmt: skip
    for axis, most in near.items():
        values = chance.integers(0, most, count)
        facts[:, axis] = values * 20 if axis is Axis.DOSE else values
    gone = chance.random(count) < 0.2
    facts[gone, Axis.SINCE_CHANGE] = UNKNOWN
    return facts


@given(seed=SEEDS, place=st.integers(0, len(PARTS) - 1))
def test_limits_are_judged_alike_in_a_cohort_and_alone(seed: int, place: int) -> None:
    part, chance = PARTS[place], np.random.default_rng(seed)
    facts = some_facts(chance, 40)
    ends_at = np.maximum(facts[:, Axis.DOSE] + chance.integers(-6, 7, 40) * 10, 0)
    found = broken(part.numbers, part.bands[0], facts, ends_at)
    for one in range(40):
        alone = breaches(part.numbers, part.bands[0], facts[one : one + 1], int(ends_at[one]))
        assert {code for code, flags in found.items() if flags[one]} == set(alone)


@given(
    dose=st.integers(0, 3000),
    kg=st.decimals("1", "400", places=3),
    mg=st.decimals("0.5", "64", places=2),
    ml=st.decimals("20", "1000", places=1),
    salt=st.sampled_from(list(ExpressedAs)),
    step=st.sampled_from(["0.01", "0.1", "1", "0.3"]),
    hard=st.integers(0, 3000),
)
def test_a_cohort_is_rounded_at_the_pump_as_the_calculator_rounds(  # noqa: PLR0917
    dose: int, kg: Decimal, mg: Decimal, ml: Decimal, salt: ExpressedAs, step: str, hard: int
) -> None:
    weight, resolution = Kilogram(kg), PumpRate(Decimal(step))
    bag = Bag(Milligram(mg), Millilitre(ml), salt)
    rungs = rungs_of((weight,), bag, resolution, UNIT)
    doses = np.array([dose], dtype=np.int64)
    wanted, ceiling = (Dose(Decimal(one) / 1000, UNIT) for one in (dose, hard))
    rate = pump_rate(wanted, weight, bag, resolution, ceiling if dose <= hard else None)
    steps = int(rungs.steps(doses, hard)[0])
    assert PumpRate(Decimal(steps) * resolution.value) == rate
    exact = exact_rate(Dose(Decimal("0.001"), UNIT), weight, bag) / Fraction(resolution.value)
    assert Fraction(int(rungs.rise[0]), int(rungs.run[0])) == exact


def test_ratios_past_64_bits_are_kept_whole() -> None:
    bag = Bag(Milligram(Decimal("3.9999991")), Millilitre(Decimal("249.99997")), ExpressedAs.BASE)
    weight = Kilogram(Decimal("71.12345678901"))
    rungs = rungs_of((weight,), bag, PumpRate(Decimal("0.1")), UNIT)
    assert rungs.rise.dtype == np.object_
    rate = pump_rate(Dose(Decimal("0.15"), UNIT), weight, bag, PumpRate(Decimal("0.1")))
    steps = rungs.steps(np.array([150]), 1000)
    assert steps.dtype == np.int64
    assert PumpRate(Decimal(int(steps[0])) / 10) == rate
    assert len(rungs.picked(np.array([0, 0])).rise) == 2


@given(seed=SEEDS)
def test_the_first_closed_gate_is_named_and_an_open_one_is_not(seed: int) -> None:
    chance = np.random.default_rng(seed)
    closed = {gate: chance.random(30) < 0.3 for gate in IN_ORDER}
    told = gates(closed)
    for one in range(30):
        shut = [gate for gate in IN_ORDER if closed[gate][one]]
        assert told[one] == (IN_ORDER.index(shut[0]) if shut else OPEN)


def test_gates_nobody_asks_about_are_open() -> None:
    told = gates({Gate.STALE: np.array([True, False])})
    assert told.tolist() == [IN_ORDER.index(Gate.STALE), OPEN]


def test_a_reading_ages_sooner_after_a_raise() -> None:
    numbers = PARTS[0].numbers
    now = np.array([10_000] * 3)
    raise_at = np.array([UNKNOWN, 10_000 - numbers.raise_window, 10_001 - numbers.raise_window])
    limit = stale_limit(numbers, raise_at, now)
    short, usual = numbers.stale_after_raise, numbers.stale_otherwise
    assert limit.tolist() == [usual, usual, short]
    assert stale(np.array([short, short + 1, -120, -121]), np.full(4, short)).tolist() == [
        False, True, False, True,
    ]  # fmt: skip


def test_a_step_the_pump_cannot_show_is_lost() -> None:
    before, after = np.array([50, 50, 50, 50, 20]), np.array([70, 70, 30, 50, 0])
    rate, running = np.array([15, 16, 15, 15, 0]), np.array([15, 15, 15, 15, 6])
    assert lost(before, after, rate, running).tolist() == [True, False, True, False, False]
    assert lost(*(np.array([one]) for one in (0, 10, 0, 0))).tolist() == [True]
