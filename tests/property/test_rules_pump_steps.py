"""Rounding at the pump never flips, erases or zeroes a step of the protocol.

For every bag that institutions keep, every whole weight from 40 to 160 kg and every dose up to
the hard limit, at 0.1 mL/h. And weaning ends.
"""

import tomllib
from decimal import Decimal
from importlib.resources import files

import numpy as np
import pytest

from core.library import protocol_from, read_protocol
from core.model.course import UNKNOWN, Lane
from core.model.facts import Axis, Phase
from core.model.state import dose_of
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.dosing import pump_rate
from core.quantity.measures import DoseUnit, Kilogram, Milligram, Millilitre, PumpRate
from core.rules.compile import Protocol
from core.rules.table import Effect

PROTOCOL = protocol_from(read_protocol("early-wean").text)
WEIGHTS = np.arange(40, 161)
DOSES = np.arange(1, 1001)
TENTH = PumpRate(Decimal("0.1"))
HARD = 1000


def listed_bags() -> list[Bag]:
    text = files("resources").joinpath("drugs", "norepinephrine.toml").read_text("utf-8")
    return [
        Bag(
            Milligram.parse(bag["amount"]),
            Millilitre.parse(bag["volume"]),
            ExpressedAs(bag["expressed_as"]),
        )
        for bag in tomllib.loads(text)["bag"]
    ]


BAGS = listed_bags()


def tenths(dose: Lane, weight: Lane, bag: Bag) -> Lane:
    """The rate for doses in thousandths, in tenths of a mL/h: exact whole numbers all the way.

    Half up, but down where the rounded rate would deliver more than the hard limit.
    """
    concentration = bag.concentration
    over = 60 * 10 * concentration.denominator
    under = 1000 * concentration.numerator
    exact = dose * weight * over
    half_up = (2 * exact + under) // (2 * under)
    too_much = (half_up * under > HARD * weight * over) & (dose <= HARD)
    return np.where(too_much, exact // under, half_up)


def test_the_listed_bags_are_those_of_three_countries() -> None:
    assert len(BAGS) == 18
    assert {str(bag.amount) for bag in BAGS} >= {"4 mg", "32 mg", "3 mg"}


@pytest.mark.parametrize("bag", BAGS, ids=lambda bag: bag.text)
def test_the_whole_numbers_are_those_of_the_dose_arithmetic(bag: Bag) -> None:
    rng = np.random.default_rng(5)
    limit = dose_of(HARD, DoseUnit.MCG_KG_MIN)
    for dose, kilograms in zip(rng.integers(1, 1001, 150), rng.choice(WEIGHTS, 150), strict=True):
        amount, weight = dose_of(int(dose), DoseUnit.MCG_KG_MIN), Kilogram(Decimal(int(kilograms)))
        rate = pump_rate(amount, weight, bag, TENTH, limit)
        assert int(rate.value * 10) == tenths(dose, kilograms, bag)


def steps_of(protocol: Protocol) -> list[tuple[str, Lane, Lane]]:
    """Every step a row of the table makes, from each dose it may be made at: before and after.

    An undo takes back what the rows lower: 0.02 and more, or from the floor to 0.02 up to 0.029.
    Smaller ones, after a lowering that nobody advised, are withheld where the pump cannot show
    them, as are steps of the high line from between 0.01 and 0.02.
    """
    table, steps = protocol.tables[0], []
    for index, row in enumerate(table.rows):
        kind, amount = Effect(int(table.effect[index])), int(table.amount[index])
        least, most = int(table.low[index, Axis.DOSE]), int(table.high[index, Axis.DOSE])
        doses = DOSES[(least <= DOSES) & (most > DOSES)]
        if kind is Effect.ADD:
            steps.append((row.id, doses, doses + amount))
        elif kind is Effect.CAPPED_UNDO:
            doses = doses[doses >= 10]
            steps += [(row.id, doses, doses + size) for size in range(20, amount + 1)]
            steps += [(row.id, doses[:1], doses[:1] + size) for size in range(10, 20)]
        elif kind is Effect.SUBTRACT:
            steps.append((row.id, doses, doses - amount))
        elif kind is Effect.HALVE:
            steps.append((row.id, doses, np.minimum(doses - amount, (doses + 1) // 2)))
        elif kind is Effect.SET:
            lowered = doses[doses - amount >= 10]
            steps.append((row.id, lowered, np.full_like(lowered, amount)))
        elif kind in {Effect.CHOSEN, Effect.LAST}:
            begun = np.arange(10, 101)
            steps.append((row.id, np.zeros_like(begun), begun))
    return steps


def lost(protocol: Protocol, bag: Bag) -> list[str]:
    found = []
    for name, before, after in steps_of(protocol):
        now = tenths(before[:, np.newaxis], WEIGHTS, bag)
        then = tenths(after[:, np.newaxis], WEIGHTS, bag)
        up = (after > before)[:, np.newaxis]
        broken = np.where(up, then <= now, then >= now) | (then == 0)
        for dose, weight in np.argwhere(broken)[:1]:
            found.append(f"{name} at {before[dose]} to {after[dose]} for {WEIGHTS[weight]} kg")
        delivered = then * bag.concentration.numerator * 1000
        if (up & (delivered > HARD * WEIGHTS * 600 * bag.concentration.denominator)).any():
            found.append(f"{name} delivers more than the hard limit")
    return found


@pytest.mark.parametrize("bag", BAGS, ids=lambda bag: bag.text)
def test_no_step_is_flipped_erased_or_zeroed(bag: Bag) -> None:
    assert lost(PROTOCOL, bag) == []


def test_a_step_too_small_for_the_pump_is_noticed() -> None:
    text = read_protocol("early-wean").text
    smaller = text.replace('action = "raise", by = "0.02', 'action = "raise", by = "0.005')
    strongest = max(BAGS, key=lambda bag: bag.concentration)
    assert any(finding.startswith("up at ") for finding in lost(protocol_from(smaller), strongest))


def weaned(protocol: Protocol, band: int, pressure: int) -> Lane:
    """How many steps it takes from each dose up to the hard limit to a stop; 61 is too many."""
    table, allowed = protocol.tables[band], protocol.bands[band]
    facts = np.full((len(DOSES), len(Axis)), UNKNOWN, dtype=np.int64)
    stable = {Axis.AT_TARGET_FOR: 7200, Axis.READINGS_SINCE_RAISE: 3, Axis.SINCE_CHANGE: 1800}
    known = {Axis.PHASE: Phase.RUNNING, Axis.MAP: pressure, Axis.FAILED_WEANS: 0, **stable}
    if pressure > int(allowed.high.value):
        known[Axis.ABOVE_TARGET_FOR] = 7200
    for axis, value in known.items():
        facts[:, axis] = value
    dose, steps = DOSES.copy(), np.zeros(len(DOSES), dtype=np.int64)
    for _ in range(61):
        facts[:, Axis.DOSE] = np.maximum(dose, 1)
        ends_at = table.new_dose(table.first(facts), facts, chosen=dose, last=dose)
        steps += dose > 0
        dose = np.where(dose > 0, ends_at, 0)
    return np.where(dose == 0, steps, 61)


@pytest.mark.parametrize("band", range(len(PROTOCOL.bands)))
def test_weaning_ends_within_60_steps_from_every_dose(band: int) -> None:
    low, high = (int(end.value) for end in (PROTOCOL.bands[band].low, PROTOCOL.bands[band].high))
    for pressure in (low, high, high + 1, high + 24, high + 25, 200):
        assert weaned(PROTOCOL, band, pressure).max() <= 60


def test_a_wean_that_never_ends_is_noticed() -> None:
    text = read_protocol("early-wean").text
    start = text.index('id = "stop"')
    stuck = text[:start] + text[start:].replace('at_most = "0.02', 'at_most = "0.009', 1)
    assert weaned(protocol_from(stuck), 0, 70).max() == 61
