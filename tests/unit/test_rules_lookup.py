"""A cohort's rows by cells worked out beforehand: the very rows that each patient has alone."""

from dataclasses import replace

import numpy as np
import pytest

from core.library import protocol_from, read_protocol
from core.model.course import UNKNOWN
from core.model.facts import Axis, Facts
from core.rules.lookup import MANY
from core.rules.table import ANY, FEW, Table

TABLE = protocol_from(read_protocol("early-wean").text).tables[0]


def facts_near(table: Table, seed: int, count: int) -> Facts:
    """Facts at every bound, one beside it, and unknown, in all phases."""
    chance = np.random.default_rng(seed)
    facts = np.full((count, len(Axis)), UNKNOWN, dtype=np.int64)
    sides = (table.low, table.high, table.notify_low, table.notify_high)
    for axis in Axis:
        bounds = np.concatenate([side[:, axis] for side in sides])
        bounds = bounds[(bounds != ANY[0]) & (bounds != ANY[1])]
        near = np.concatenate([[UNKNOWN, 0], bounds, bounds - 1, bounds + 1])
        facts[:, axis] = chance.choice(near[near >= UNKNOWN], count)
    facts[:, Axis.PHASE] = chance.integers(0, 4, count)
    return facts


@pytest.mark.parametrize("phase", [None, 0, 1, 2, 3])
def test_a_cohort_finds_what_each_patient_finds_alone(phase: int | None) -> None:
    facts = facts_near(TABLE, 3, 400)
    if phase is not None:
        facts[:, Axis.PHASE] = phase
    alone = [facts[at : at + 1] for at in range(400)]
    assert TABLE.first(facts).tolist() == [int(TABLE.first(one)[0]) for one in alone]
    assert TABLE.called(facts).tolist() == [TABLE.called(one)[0].tolist() for one in alone]


def test_pinned_facts_are_not_asked_again() -> None:
    facts = facts_near(TABLE, 4, 200)
    facts[:, Axis.MAP] = 60
    short = TABLE.rows_of(None).pinned({Axis.MAP: 60})
    assert Axis.MAP not in {cell.axis for cell in short.cells}
    assert short.first(facts).tolist() == TABLE.first(facts).tolist()


def test_rows_past_the_first_word_are_found() -> None:
    never = np.ones((100, len(Axis)), dtype=np.int64)
    long = replace(
        TABLE,
        rows=TABLE.rows[:1] * 100 + TABLE.rows,
        low=np.concatenate([never, TABLE.low]),
        high=np.concatenate([never, TABLE.high]),
    )
    facts = facts_near(TABLE, 5, 4 * FEW)
    assert (long.first(facts) - 100).tolist() == TABLE.first(facts).tolist()


def test_where_no_row_holds_the_first_is_named() -> None:
    none = replace(TABLE, low=TABLE.low * 0 + 1, high=TABLE.high * 0)
    facts = facts_near(TABLE, 6, FEW)
    assert set(none.first(facts).tolist()) == {0}


def test_a_table_made_of_another_keeps_no_lookup_of_it() -> None:
    facts = facts_near(TABLE, 7, 2 * FEW)
    before = TABLE.first(facts).tolist()
    turned = replace(TABLE, low=TABLE.low[::-1], high=TABLE.high[::-1])
    assert turned.first(facts).tolist() != before


def test_a_great_many_are_compared_and_find_what_few_find_by_searching() -> None:
    facts = facts_near(TABLE, 8, 2 * MANY)
    parts = np.array_split(facts, 4)
    assert TABLE.first(facts).tolist() == np.concatenate([TABLE.first(p) for p in parts]).tolist()
    called = TABLE.called(facts)
    assert np.array_equal(called, np.concatenate([TABLE.called(part) for part in parts]))
    assert called.any(axis=0).sum() > len(TABLE.notify) / 2
