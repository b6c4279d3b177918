"""Intervals against known answers, and how often they hold what is true."""

from collections.abc import Callable
from math import exp, inf, isnan, log, nan, sqrt

import numpy as np
import pytest

from core.patient.arrays import FloatArray
from core.patient.chance import normal, uniform
from core.trial.statistics import (
    Estimate,
    Method,
    PairingError,
    curve,
    median_difference,
    ratio,
    ratio_difference,
    share,
    share_difference,
    spread,
)

TRIALS, COUNT = 2000, 150


def of(*values: float) -> FloatArray:
    return np.array(values, dtype=np.float64)


def ones(values: FloatArray) -> FloatArray:
    return np.ones(len(values))


def width(estimate: Estimate) -> float:
    return estimate.high - estimate.low


def test_a_mean_has_the_normal_interval() -> None:
    told = ratio(of(1, 2, 3, 4, 5), ones(of(1, 2, 3, 4, 5)))
    half = 1.959963984540054 * sqrt(2.5) / sqrt(5)
    assert (told.value, told.count, told.method) == (3.0, 5, Method.NORMAL)
    assert (told.low, told.high) == pytest.approx((3 - half, 3 + half))


def test_a_rate_divides_sums_and_its_interval_follows_both() -> None:
    """Cochran's example of form: 6 of 10 and 2 of 10 and 1 of 20 are 9 of 40."""
    told = ratio(of(6, 2, 1), of(10, 10, 20))
    assert told.value == pytest.approx(9 / 40)
    pulls = np.array([6 - 2.25, 2 - 2.25, 1 - 4.5]) * 3 / 40
    half = 1.959963984540054 * sqrt(float((pulls**2).sum()) / 2 / 3)
    assert width(told) == pytest.approx(2 * half)
    proportional = ratio(of(1, 2, 4), of(10, 20, 40))
    assert width(proportional) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("happened", "count", "low", "high"),
    [(81, 263, 25.53, 36.62), (15, 148, 6.24, 16.05), (0, 20, 0, 16.11), (1, 29, 0.61, 17.18)],
)
def test_a_share_has_wilsons_interval(happened: int, count: int, low: float, high: float) -> None:
    """The four examples of Newcombe 1998, Stat Med 17:857."""
    told = share(np.repeat([1.0, 0.0], [happened, count - happened]))
    assert told.value == pytest.approx(100 * happened / count)
    assert (told.low, told.high) == pytest.approx((low, high), abs=0.006)


@pytest.mark.parametrize(
    ("count", "low", "high"), [(6, 1, 6), (10, 2, 9), (20, 6, 15), (50, 18, 33)]
)
def test_a_median_lies_between_order_statistics(count: int, low: int, high: int) -> None:
    """The ranks stand in every table of the sign test."""
    values = np.arange(1.0, count + 1)
    told = spread(values[::-1].copy()).median
    assert (told.value, told.low, told.high) == ((count + 1) / 2, low, high)
    five = spread(of(1, 2, 3, 4, 5)).median
    assert (five.value, isnan(five.low), isnan(five.high)) == (3.0, True, True)


def test_quartiles_interpolate_and_never_is_at_the_end() -> None:
    told = spread(of(1, 2, 3, 4, 5, 6))
    assert (told.lower_quartile, told.upper_quartile) == (2.25, 4.75)
    late = spread(of(1, 2, 3, inf, nan, inf, inf, inf))
    assert (late.median.value, late.median.count) == (inf, 7)
    assert late.lower_quartile == 2.5
    assert late.upper_quartile == inf


def test_a_difference_of_medians_is_the_median_of_the_differences() -> None:
    told = median_difference(of(5, 7, 9, 30, 11, inf, 2), of(4, 5, 6, 20, 11, inf, nan))
    assert (told.value, told.count) == (2.0, 5)
    never = median_difference(of(inf, inf, inf), of(1, 2, 3))
    assert never.value == inf


def test_shares_of_pairs_keep_their_width_where_no_pair_differs() -> None:
    same = share_difference(of(1, 0, 1, 0), of(1, 0, 1, 0))
    half = 1.959963984540054 * 1.0 / 6
    assert (same.value, same.low, same.high) == pytest.approx((0, -100 * half, 100 * half))
    gained = share_difference(np.repeat([1.0, 0.0], [30, 70]), np.repeat([1.0, 0.0], [10, 90]))
    spread_of = sqrt(20.5 + 0.5 - 20.0**2 / 102) / 102
    assert gained.value == pytest.approx(20)
    middle = (gained.low + gained.high) / 2
    assert middle == pytest.approx(100 * 20 / 102)
    assert width(gained) == pytest.approx(200 * 1.959963984540054 * spread_of)


def test_what_cannot_be_told_is_no_number() -> None:
    for told in (ratio(of(), of()), ratio(of(0), of(0)), share(of(nan)), spread(of(nan)).median):
        assert isnan(told.value)
        assert isnan(told.low)
    alone = ratio(of(3), of(1))
    assert (alone.value, isnan(alone.low)) == (3.0, True)
    assert isnan(share_difference(of(nan), of(1)).value)


def test_a_patient_not_defined_in_one_arm_counts_in_neither() -> None:
    told = ratio_difference(of(1, 2, nan), of(1, 1, 1), of(0, 1, 9), of(1, 1, 1))
    assert (told.value, told.count) == (1.0, 2)
    assert ratio(of(1, nan, 3), of(1, 1, 1)).value == 2.0


def test_the_curve_counts_who_is_done_by_each_hour() -> None:
    told = curve(of(0.5, 2, nan, 2.5), 3)
    assert told.hours == (0, 1, 2, 3)
    assert [point.value for point in told.happened] == [0, 25, 50, 75]
    assert told.happened[0].high == pytest.approx(100 * share(of(0, 0, 0, 0)).high / 100)


def test_pairs_are_demanded() -> None:
    for compare in (share_difference, median_difference):
        with pytest.raises(PairingError, match="3 patients against 2"):
            compare(of(1, 0, 1), of(1, 0))
    with pytest.raises(PairingError):
        ratio_difference(of(1), of(1), of(1, 2), of(1, 1))


def _patients(trial: int, stream: int) -> FloatArray:
    return normal(trial, np.arange(COUNT, dtype=np.int64), stream, 0)


def _chances(trial: int, stream: int) -> FloatArray:
    return uniform(trial, np.arange(COUNT, dtype=np.int64), stream, 0)


def _mean(trial: int) -> Estimate:
    drawn = np.exp(0.5 * _patients(trial, 1))
    return ratio(drawn, ones(drawn))


def _median(trial: int) -> Estimate:
    return spread(np.exp(_patients(trial, 2))).median


def _share(trial: int) -> Estimate:
    return share((_chances(trial, 3) < 0.08).astype(np.float64))


def _rate(trial: int) -> Estimate:
    """Two thirds of the events, of a number that differs between patients."""
    events = np.floor(1 + 6 * _chances(trial, 4))
    each = np.clip(2 / 3 + 0.2 * _patients(trial, 5), 0, 4 / 3)
    return ratio(each * events, events)


def _paired(trial: int) -> Estimate:
    """The same patients: most of what differs between them is in both arms."""
    common = 10 * _patients(trial, 6)
    one, other = common + 1 + _patients(trial, 7), common + _patients(trial, 8)
    return ratio_difference(one, ones(one), other, ones(other))


def _paired_median(trial: int) -> Estimate:
    common = 10 * _patients(trial, 6)
    return median_difference(common + 1 + _patients(trial, 7), common + _patients(trial, 8))


def _paired_shares(trial: int) -> Estimate:
    frail = _chances(trial, 9)
    one = (0.7 * frail + 0.3 * _chances(trial, 10) < 0.35).astype(np.float64)
    other = (0.7 * frail + 0.3 * _chances(trial, 11) < 0.35).astype(np.float64)
    return share_difference(one, other)


@pytest.mark.parametrize(
    ("estimated", "true"),
    [
        (_mean, exp(0.125)),
        (_median, exp(0)),
        (_share, 8.0),
        (_rate, 2 / 3),
        (_paired, 1.0),
        (_paired_median, 1.0),
        (_paired_shares, 0.0),
    ],
)
def test_intervals_hold_the_truth_in_19_of_20_trials(
    estimated: Callable[[int], Estimate], true: float
) -> None:
    """2,000 trials of 150 patients: the share is known to within 1 point."""
    told = [estimated(trial) for trial in range(TRIALS)]
    held = np.mean([estimate.low <= true <= estimate.high for estimate in told])
    assert 0.935 <= held <= 0.975


def test_dropping_the_pairs_would_show() -> None:
    """The interval of the same values in another sequence is several times as wide."""
    common, turned = 10 * _patients(1, 6), np.roll(np.arange(COUNT), 1)
    one, other = common + 1 + _patients(1, 7), common + _patients(1, 8)
    paired = ratio_difference(one, ones(one), other, ones(other))
    shuffled = ratio_difference(one, ones(one), other[turned], ones(other))
    assert paired.value == pytest.approx(shuffled.value)
    assert width(paired) < 0.2 * width(shuffled)
    assert width(median_difference(one, other)) < 0.2 * width(median_difference(one, other[turned]))
    frail = (_chances(1, 9) < 0.5).astype(np.float64)
    same, apart = share_difference(frail, frail), share_difference(frail, frail[turned])
    assert width(same) < 0.3 * width(apart)


def test_an_interval_needs_no_chance_and_ranks_stay_exact_for_many() -> None:
    many = np.arange(10_001.0)
    told = spread(many).median
    assert told == spread(many[::-1].copy()).median
    # the normal approximation of the binomial: half the count less 1.96 half roots
    assert told.low == pytest.approx(5000 - 0.98 * sqrt(10_001), abs=2)
    assert log(told.high - told.low) == pytest.approx(log(196), abs=0.02)
