"""Chance hangs on seed, patient, stream and counter only, and is fair."""

import numpy as np
import pytest

from core.patient.chance import (
    bits,
    keys,
    least_word,
    normal,
    salted,
    salts,
    stream_of,
    uniform,
    unit,
)

IDS = np.arange(200_000, dtype=np.int64)


def test_a_draw_hangs_on_nothing_but_its_four_names() -> None:
    whole = uniform(7, IDS[:100], 3, 5)
    assert np.array_equal(uniform(7, IDS[40:60], 3, 5), whole[40:60])
    for other in (
        uniform(8, IDS[:100], 3, 5),
        uniform(7, IDS[100:200], 3, 5),
        uniform(7, IDS[:100], 4, 5),
        uniform(7, IDS[:100], 3, 6),
    ):
        assert not np.any(other == whole)


def test_a_counter_per_patient_draws_as_a_single_one_does() -> None:
    counters = np.array([-3, 0, 12], dtype=np.int64)
    together = bits(keys(1, IDS[:3]), 9, counters)
    alone = [bits(keys(1, IDS[at : at + 1]), 9, int(counters[at]))[0] for at in range(3)]
    assert together.tolist() == alone


def test_no_draw_is_0_or_1() -> None:
    largest = (2.0**52 - 1 + 0.5) * 2.0**-52
    assert largest < 1.0
    drawn = uniform(1, IDS, 0, 0)
    assert 0.0 < drawn.min() < 1e-4
    assert 1 - 1e-4 < drawn.max() < 1.0


def test_uniform_draws_fill_the_interval_evenly() -> None:
    counts, _ = np.histogram(uniform(1, IDS, 0, 0), bins=100, range=(0, 1))
    expected = len(IDS) / 100
    # Chi-squared with 99 degrees of freedom: 150 is exceeded once in a thousand.
    assert ((counts - expected) ** 2 / expected).sum() < 150


def test_neighbours_have_nothing_to_do_with_each_other() -> None:
    drawn = uniform(1, IDS, 0, 0)
    later = uniform(1, IDS, 0, 1)
    seeded = uniform(2, IDS, 0, 0)
    for other in (np.roll(drawn, 1), later, seeded, uniform(1, IDS, 1, 0)):
        assert abs(np.corrcoef(drawn, other)[0, 1]) < 0.01


def test_normal_draws_are_normal() -> None:
    z = normal(1, IDS, 0, 0)
    assert abs(z.mean()) < 0.01
    assert z.std() == pytest.approx(1.0, abs=0.01)
    assert (z**3).mean() == pytest.approx(0.0, abs=0.03)
    assert (z**4).mean() == pytest.approx(3.0, abs=0.06)
    assert np.mean(np.abs(z) > 1.959964) == pytest.approx(0.05, abs=0.002)


def test_streams_have_the_same_number_on_every_machine() -> None:
    assert stream_of("S0") == 7036638158672929770
    assert stream_of("S0") != stream_of("S1")


@pytest.mark.parametrize("share", [0.0, 0.013, 0.5, 0.999])
def test_a_word_below_the_least_is_a_number_below_the_share(share: float) -> None:
    own = keys(1, IDS)
    below = uniform(1, IDS, 5, 2) < share
    assert np.array_equal(salted(own, salts(5, np.array([2]))) < least_word(share), below)
    least = int(least_word(share))
    near = np.array([max(least, 1) - 1, least], dtype=np.uint64)
    assert (unit(near) < share).tolist() == [least > 0, False]
