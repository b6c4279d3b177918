"""The pyramid answers for every stretch what looking at every value would."""

import math
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.view.pyramid import FACTOR, Pyramid

VALUES = st.lists(st.one_of(st.just(math.nan), st.integers(-50, 300).map(float)), max_size=700)


def brute(values: list[float]) -> tuple[float, float]:
    known = [value for value in values if not math.isnan(value)]
    return (min(known), max(known)) if known else (math.nan, math.nan)


@given(VALUES, st.lists(st.tuples(st.integers(0, 700), st.integers(0, 700)), min_size=1))
def test_extent_of_any_slices_equals_looking_at_each_value(
    values: list[float], pairs: list[tuple[int, int]]
) -> None:
    starts = [min(start, len(values)) for start, _ in pairs]
    ends = [min(end, len(values)) for _, end in pairs]
    low, high = Pyramid.of(values).extent(starts, ends)
    expected = [brute(values[start:end]) for start, end in zip(starts, ends, strict=True)]
    np.testing.assert_array_equal(low, [least for least, _ in expected])
    np.testing.assert_array_equal(high, [most for _, most in expected])


@given(VALUES)
def test_growing_one_by_one_builds_the_same_levels(values: list[float]) -> None:
    grown = Pyramid()
    for value in values:
        grown = grown.append(value)
    assert grown == Pyramid.of(values)
    assert len(grown) == len(values)


@given(st.lists(st.integers(0, 9).map(float), max_size=200), st.integers(1, 9).map(float))
def test_an_older_pyramid_keeps_its_answer(values: list[float], more: float) -> None:
    older = Pyramid.of(values)
    before = older.extent(0, len(values))
    for _ in range(2 * FACTOR):
        older.append(more * 1000)
    np.testing.assert_array_equal(older.extent(0, len(values)), before)


def test_levels_shrink_by_the_factor() -> None:
    levels = Pyramid.of(np.arange(5000.0)).levels
    assert [len(level) for level in levels] == [625, 78, 9, 1]


def test_one_slice_may_be_asked_for_by_plain_numbers() -> None:
    low, high = Pyramid.of(np.arange(100.0)).extent(3, 98)
    assert (float(low), float(high)) == (3.0, 97.0)


def test_no_value_is_overlooked_wherever_the_slice_begins_and_ends() -> None:
    length = 2 * FACTOR * FACTOR + 5
    starts, ends = np.triu_indices(length + 1, k=1)
    for place in range(length):
        values = np.zeros(length)
        values[place] = -1.0 if place % 2 else 1.0
        low, high = Pyramid.of(values).extent(starts, ends)
        holds = (starts <= place) & (place < ends)
        extreme = low if place % 2 else high
        np.testing.assert_array_equal(extreme, np.where(holds, values[place], 0.0))


def test_stretches_end_to_end_are_swept_with_the_same_answer() -> None:
    values = np.random.default_rng(3).integers(0, 300, 5000).astype(np.float64)
    cuts = np.array([0, 1, 9, 17, 640, 4999, 5000])
    swept = Pyramid.of(values).extent(cuts[:-1], cuts[1:])
    one_by_one = [Pyramid.of(values).extent(a, b) for a, b in pairwise(cuts.tolist())]
    np.testing.assert_array_equal(swept[0], [low for low, _ in one_by_one])
    np.testing.assert_array_equal(swept[1], [high for _, high in one_by_one])
