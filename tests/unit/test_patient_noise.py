"""How MAP wanders: the stated SD at every second, the published likeness, and events."""

import numpy as np
import pytest

from core.patient.chance import keys
from core.patient.cohort import Preset, typical
from core.patient.noise import care, fast, slow, wobble

OWN = keys(5, np.arange(4000, dtype=np.int64))


@pytest.mark.parametrize("second", [0.0, 3.0, 10.0, 19.5, 20.0, 87.0, 12345.0, 86400.0])
def test_fast_and_slow_have_their_sd_at_every_second(second: float) -> None:
    for told in (fast(OWN, second), slow(OWN, second)):
        # The standard error of an SD of 4000 draws is 0.011.
        assert told.std() == pytest.approx(1.0, abs=0.045)
        assert told.mean() == pytest.approx(0.0, abs=0.06)


def test_both_are_close_to_normal() -> None:
    for part, seconds in ((fast, range(0, 4000, 200)), (slow, range(0, 200_000, 9000))):
        told = np.concatenate([part(OWN, float(second)) for second in seconds])
        assert abs((told**3).mean()) < 0.05
        assert (told**4).mean() / (told**2).mean() ** 2 == pytest.approx(3.0, abs=0.25)


def likeness(values: list[np.ndarray[tuple[int], np.dtype[np.float64]]], lag: int) -> float:
    course = np.stack(values)
    return float(np.corrcoef(course[:-lag].ravel(), course[lag:].ravel())[0, 1])


def test_the_slow_part_is_like_itself_as_a_process_of_a_quarter_hour_is() -> None:
    course = [slow(OWN[:800], float(second)) for second in range(0, 14400, 60)]
    for lag in (1, 2, 5, 15, 30):
        assert likeness(course, lag) == pytest.approx(np.exp(-lag / 15.0), abs=0.06)


def test_around_its_running_median_map_wanders_as_published() -> None:
    """1.95 mmHg [1.56-2.69], and 0.88, 0.67 and 0.18 alike after 5, 10 and 20 s."""
    cohort = typical(Preset.ANAESTHESIA, 150, seed=3)
    course = np.stack([wobble(cohort, float(second)) for second in range(1200)])
    windows = np.lib.stride_tricks.sliding_window_view(course, 121, axis=0)
    apart = course[60:-60] - np.median(windows, axis=-1)
    assert 1.56 <= np.median(apart.std(axis=0)) <= 2.69
    for lag, published, within in ((5, 0.88, 0.05), (10, 0.67, 0.05), (20, 0.18, 0.16)):
        pairs = [np.corrcoef(one[:-lag], one[lag:])[0, 1] for one in apart.T]
        assert np.mean(pairs) == pytest.approx(published, abs=within)


def test_nothing_jumps_from_second_to_second() -> None:
    cohort = typical(Preset.DEFAULT, 200, seed=4).changed(care_per_h=0.0)
    course = np.stack([wobble(cohort, float(second)) for second in range(600)])
    assert np.abs(np.diff(course, axis=0)).max() < 1.5


def test_care_events_come_at_their_rate_and_size_and_fade() -> None:
    per_h = np.full(4000, 0.5)
    course = np.stack([care(OWN, per_h, float(second)) for second in range(7200, 14400, 15)])
    assert course.min() == 0.0
    # Mean of a shot process: rate times size times decay.
    assert course.mean() == pytest.approx(0.5 / 3600 * 12.2 * 180, rel=0.05)
    starts = np.diff(course, axis=0) > 1.0
    assert starts.sum() / (4000 * 2.0) == pytest.approx(0.5, rel=0.1)
    assert np.diff(course, axis=0)[starts].mean() == pytest.approx(12.0, abs=1.0)
    fading = course[1:][(course[:-1] > 5.0) & ~starts] / course[:-1][(course[:-1] > 5.0) & ~starts]
    assert np.median(fading) == pytest.approx(np.exp(-15 / 180), abs=1e-6)
    assert not care(OWN, np.zeros(4000), 8000.0).any()


def test_the_parts_add_up_with_each_patients_own_sizes() -> None:
    cohort = typical(Preset.DEFAULT, 3, seed=5).changed(noise_slow_mmhg=0.0, care_per_h=0.0)
    own = keys(5, cohort.ids)
    assert np.array_equal(wobble(cohort, 77.0), 2.0 * fast(own, 77.0))
    still = cohort.changed(noise_fast_mmhg=0.0, noise_slow_mmhg=[0.0, 1.0, 2.0])
    assert np.array_equal(wobble(still, 77.0), np.array([0.0, 1.0, 2.0]) * slow(own, 77.0))
