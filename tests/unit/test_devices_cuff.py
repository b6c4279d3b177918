"""A cuff measures at its cycle times only, and is wrong by a constant and a little more."""

import numpy as np
import pytest

from core.patient.cuff import drawn_cuff, due, measured, next_s, nothing_measured
from core.patient.response import Vitals

MANY = 20_000


def steady(count: int = 1, mean: float = 70.0) -> Vitals:
    return Vitals(*(np.full(count, mean + more) for more in (0.0, 40.0, -20.0, 25.0)))


def test_a_reading_stands_with_its_time_until_the_next_cycle() -> None:
    cuff = drawn_cuff(1, np.arange(1), 300.0, first_s=60.0)
    reading = nothing_measured(cuff)
    assert np.isnan(measured(cuff, 59.0, steady(), reading).map_mmhg[0])
    taken = {}
    for second in range(0, 700, 10):
        reading = measured(cuff, float(second), steady(mean=60.0 + second / 10), reading)
        taken[second] = float(reading.taken_s[0])
    assert [taken[at] for at in (60, 350, 360, 650, 660)] == [60.0, 60.0, 360.0, 360.0, 660.0]


def test_the_next_cycle_is_known_so_that_a_step_can_end_there() -> None:
    cuff = drawn_cuff(1, np.arange(2), np.array([300.0, 150.0]), first_s=60.0)
    assert next_s(cuff, 0.0).tolist() == [60.0, 60.0]
    assert next_s(cuff, 60.0).tolist() == [360.0, 210.0]
    assert due(cuff, 210.0).tolist() == [False, True]
    assert due(cuff, 211.0).tolist() == [False, False]


def test_one_patient_keeps_an_offset_and_each_reading_has_noise() -> None:
    cuff = drawn_cuff(1, np.arange(300), 60.0)
    reading, seen = nothing_measured(cuff), []
    for cycle in range(200):
        reading = measured(cuff, 60.0 * cycle, steady(300), reading)
        seen.append(reading.map_mmhg - 70.0)
    errors = np.array(seen)
    assert float(np.mean(np.std(errors, axis=0))) == pytest.approx(4.0, rel=0.03)
    assert np.mean(errors, axis=0) == pytest.approx(cuff.offset_mmhg, abs=1.2)
    assert float(np.std(cuff.offset_mmhg)) == pytest.approx(9.38, rel=0.1)


def test_bias_and_total_sd_are_those_of_the_published_comparison() -> None:
    cuff = drawn_cuff(1, np.arange(MANY), 300.0)
    error = measured(cuff, 0.0, steady(MANY), nothing_measured(cuff)).map_mmhg - 70.0
    assert float(np.mean(error)) == pytest.approx(-1.0, abs=0.25)
    assert float(np.std(error)) == pytest.approx(10.2, rel=0.02)


def test_the_same_cycle_measures_the_same_however_time_was_cut() -> None:
    cuff = drawn_cuff(1, np.arange(50), 300.0)
    fine, coarse = nothing_measured(cuff), nothing_measured(cuff)
    for second in range(0, 1801, 5):
        fine = measured(cuff, float(second), steady(50), fine)
    for second in range(0, 1801, 300):
        coarse = measured(cuff, float(second), steady(50), coarse)
    assert fine.map_mmhg.tolist() == coarse.map_mmhg.tolist()
    assert fine.taken_s.tolist() == coarse.taken_s.tolist() == [1800.0] * 50


def test_an_interval_of_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="above 0 s"):
        drawn_cuff(1, np.arange(1), 0.0)
