"""Cells worked out beforehand find the very rows that comparing every interval finds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.library import protocol_from, read_protocol, shipped_names
from core.model.course import UNKNOWN, Lane
from core.model.facts import Axis, Facts
from core.rules.table import ANY, FEW, Table

TABLES = tuple(
    table
    for name in shipped_names()
    for part in protocol_from(read_protocol(name).text).parts
    for table in part.tables
)


def near_bounds(table: Table, axis: Axis, chance: np.random.Generator, count: int) -> Lane:
    """Values at every bound of a fact, one beside it, and the unknown."""
    bounds = np.concatenate(
        [side[:, axis] for side in (table.low, table.high, table.notify_low, table.notify_high)]
    )
    bounds = bounds[(bounds != ANY[0]) & (bounds != ANY[1])]
    near = np.concatenate([[UNKNOWN, 0], bounds, bounds - 1, bounds + 1])
    return chance.choice(near[near >= UNKNOWN], count)


def facts_near(table: Table, seed: int, count: int) -> Facts:
    chance = np.random.default_rng(seed)
    facts = np.full((count, len(Axis)), UNKNOWN, dtype=np.int64)
    for axis in Axis:
        facts[:, axis] = near_bounds(table, axis, chance, count)
    facts[:, Axis.PHASE] = chance.integers(0, 4, count)
    return facts


def one_by_one(table: Table, facts: Facts) -> tuple[list[int], list[list[bool]]]:
    rows = [int(table.first(facts[at : at + 1])[0]) for at in range(len(facts))]
    called = [table.called(facts[at : at + 1])[0].tolist() for at in range(len(facts))]
    return rows, called


@given(seed=st.integers(0, 2**32), place=st.integers(0, len(TABLES) - 1), phase=st.booleans())
def test_a_cohort_finds_the_rows_of_each_patient_alone(seed: int, place: int, phase: bool) -> None:  # noqa: FBT001
    table = TABLES[place]
    facts = facts_near(table, seed, 2 * FEW)
    if phase:
        facts[:, Axis.PHASE] = facts[0, Axis.PHASE]
    rows, called = one_by_one(table, facts)
    assert table.first(facts).tolist() == rows
    assert table.called(facts).tolist() == called


@given(seed=st.integers(0, 2**32), place=st.integers(0, len(TABLES) - 1))
def test_facts_pinned_beforehand_need_not_be_asked(seed: int, place: int) -> None:
    table = TABLES[place]
    facts = facts_near(table, seed, 2 * FEW)
    pinned = {Axis.VASOPRESSIN: 0, Axis.AGE: UNKNOWN, Axis.SINCE_OTHER_CHANGE: UNKNOWN}
    for axis, value in pinned.items():
        facts[:, axis] = value
    short = table.rows_of(None).pinned(pinned)
    assert not set(pinned) & {cell.axis for cell in short.cells}
    assert short.first(facts).tolist() == table.first(facts).tolist()


def test_more_rows_than_a_word_holds_are_found_too() -> None:
    table = TABLES[0]
    never = np.full((100, len(Axis)), 0, dtype=np.int64)
    long = replace(
        table,
        rows=table.rows[:1] * 100 + table.rows,
        low=np.concatenate([never + 1, table.low]),
        high=np.concatenate([never, table.high]),
    )
    facts = facts_near(table, 5, 4 * FEW)
    assert (long.first(facts) - 100).tolist() == table.first(facts).tolist()


def test_another_table_made_of_one_makes_its_own_lookup() -> None:
    table = TABLES[0]
    facts = facts_near(table, 7, 2 * FEW)
    before = table.first(facts)
    last_first = replace(table, low=table.low[::-1], high=table.high[::-1])
    assert last_first.first(facts).tolist() != before.tolist()


@pytest.mark.parametrize("count", [FEW - 1, FEW])
def test_no_notify_rows_call_nothing(count: int) -> None:
    bare = replace(
        TABLES[0], notify=(), notify_low=TABLES[0].low[:0], notify_high=TABLES[0].high[:0]
    )
    assert bare.called(facts_near(bare, 1, count)).shape == (count, 0)
