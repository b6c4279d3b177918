"""An arterial line shows what there is, off by its height, and for a while by its artefacts."""

import numpy as np
import pytest

from core.patient.arrays import FloatArray
from core.patient.artefacts import Artefact, Scripted
from core.patient.arterial_line import (
    ArterialLine,
    Shown,
    at_height,
    drawn_line,
    good_line,
    read_mmhg,
    shown,
    switched,
    with_artefact,
)
from core.patient.response import Vitals

MINUTES = 1440


def steady(count: int = 1) -> Vitals:
    return Vitals(*(np.full(count, level) for level in (70.0, 110.0, 50.0, 95.0)))


def scripted(kind: Artefact, at: float, lasting: float = 60.0) -> Shown:
    line = with_artefact(good_line(5, np.arange(1)), Scripted(kind, 100.0, lasting))
    return shown(line, at, steady())


def pressures(seen: Shown) -> list[float]:
    return [float(each[0]) for each in (seen.map_mmhg, seen.systolic_mmhg, seen.diastolic_mmhg)]


def minutes(line: ArterialLine) -> FloatArray:
    """The hidden code of each minute of a day (rows) and patient (columns)."""
    seen = [shown(line, 60.0 * at, steady(len(line))).artefact for at in range(MINUTES)]
    return np.array(seen, dtype=np.float64)


def test_a_good_line_shows_what_there_is() -> None:
    seen = shown(good_line(5, np.arange(1)), 0.0, steady())
    assert pressures(seen) == [70.0, 110.0, 50.0]
    assert seen.heart_rate_bpm.tolist() == [95.0]
    assert seen.artefact.tolist() == [Artefact.NONE]


def test_a_transducer_below_the_heart_reads_too_high_at_once_and_can_be_put_right() -> None:
    low = at_height(good_line(5, np.arange(1)), 10.0)
    assert pressures(shown(low, 0.0, steady())) == pytest.approx([77.6, 117.6, 57.6])
    assert pressures(shown(at_height(low, 0.0), 0.0, steady())) == [70.0, 110.0, 50.0]


def test_height_errors_are_constant_with_an_sd_of_3_cm_and_a_third_of_lines_ring() -> None:
    line = drawn_line(5, np.arange(20_000), artefacts=False)
    assert float(np.mean(line.below_cm)) == pytest.approx(0.0, abs=0.1)
    assert float(np.std(line.below_cm)) == pytest.approx(3.0, rel=0.03)
    ringing = line.overshoot_mmhg > 0
    assert float(np.mean(ringing)) == pytest.approx(0.307, abs=0.01)
    seen = shown(at_height(line, 0.0), 0.0, steady(20_000))
    over = seen.systolic_mmhg[ringing] - 110.0
    assert float(np.mean(over)) == pytest.approx(24.4, rel=0.05)
    assert float(np.max(seen.map_mmhg - 70.0)) < 4.1
    assert (seen.systolic_mmhg[~ringing] == 110.0).all()


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [(Artefact.FLUSH, 180, 300), (Artefact.ZEROING, 0, 0), (Artefact.DISCONNECTION, 0, 4)],
)
def test_a_line_without_a_pulse_stands_at_one_level(
    kind: Artefact, low: float, high: float
) -> None:
    mean, systolic, diastolic = pressures(scripted(kind, 130.0))
    assert mean == systolic == diastolic
    assert low <= mean <= high
    assert scripted(kind, 130.0).heart_rate_bpm.tolist() == [95.0]
    assert scripted(kind, 130.0).artefact.tolist() == [kind]


def test_a_scripted_artefact_begins_and_ends_at_its_seconds() -> None:
    for at, there in ((99.0, False), (100.0, True), (159.0, True), (160.0, False)):
        assert bool(scripted(Artefact.ZEROING, at).artefact[0]) is there


def test_a_blood_draw_decays_and_is_flushed() -> None:
    means = [pressures(scripted(Artefact.BLOOD_DRAW, at))[0] for at in (100.0, 110.0, 130.0, 140.0)]
    assert means[0] == 70.0
    assert means == sorted(means, reverse=True)
    assert means[3] < 45
    assert pressures(scripted(Artefact.BLOOD_DRAW, 159.0))[0] >= 180


def test_damping_flattens_the_pulse_and_leaves_the_mean() -> None:
    mean, systolic, diastolic = pressures(scripted(Artefact.DAMPING, 130.0))
    assert (mean, systolic, diastolic) == pytest.approx((70.0, 82.0, 64.0))


def test_the_artefact_asked_for_last_hides_the_others() -> None:
    line = good_line(5, np.arange(1))
    for kind in (Artefact.FLUSH, Artefact.ZEROING):
        line = with_artefact(line, Scripted(kind, 0.0, 60.0))
    assert shown(line, 10.0, steady()).artefact.tolist() == [Artefact.ZEROING]


def test_029_percent_of_minutes_are_artefact_each_kind_at_its_rate() -> None:
    codes = minutes(drawn_line(5, np.arange(1500)))
    assert 100 * float(np.mean(codes > 0)) == pytest.approx(0.29, abs=0.02)
    seconds = {Artefact.FLUSH: 36, Artefact.BLOOD_DRAW: 176, Artefact.ZEROING: 20}
    for kind, a_day in seconds.items():
        assert 86_400 * float(np.mean(codes == kind)) == pytest.approx(a_day, rel=0.15)
    assert 86_400 * float(np.mean(codes == Artefact.DISCONNECTION)) == pytest.approx(18, rel=0.3)


def test_no_minute_of_the_hour_is_spared() -> None:
    codes = minutes(drawn_line(5, np.arange(1500)))
    by_minute = (codes > 0).reshape(24, 60, -1).mean(axis=(0, 2))
    assert 100 * float(by_minute.min()) > 0.15
    assert 100 * float(by_minute.max()) < 0.45


def test_without_chance_nothing_comes_by_itself() -> None:
    codes = minutes(drawn_line(5, np.arange(200), artefacts=False))
    assert not codes.any()


def test_where_no_line_is_nothing_is_shown_but_the_heart_rate() -> None:
    line = switched(
        with_artefact(good_line(5, np.arange(2)), Scripted(Artefact.FLUSH, 0.0, 60.0)),
        np.array([True, False]),
    )
    seen = shown(line, 10.0, steady(2))
    assert np.isnan(seen.map_mmhg).tolist() == [False, True]
    assert seen.artefact.tolist() == [Artefact.FLUSH, Artefact.NONE]
    assert seen.heart_rate_bpm.tolist() == [95.0, 95.0]


def test_a_person_reads_whole_numbers_halves_up() -> None:
    read = read_mmhg(np.array([64.49, 64.5, 65.5, 0.0, np.nan]))
    assert read[:4].tolist() == [64.0, 65.0, 66.0, 0.0]
    assert np.isnan(read[4])


def test_the_true_vitals_are_left_as_they_are() -> None:
    truth = steady()
    line = with_artefact(good_line(5, np.arange(1)), Scripted(Artefact.ZEROING, 0.0, 60.0))
    shown(line, 10.0, truth)
    assert truth.map_mmhg.tolist() == [70.0]


def test_what_is_no_artefact_or_no_height_is_refused() -> None:
    with pytest.raises(ValueError, match="an artefact has a kind"):
        Scripted(Artefact.NONE, 0.0, 60.0)
    with pytest.raises(ValueError, match="above 0 s"):
        Scripted(Artefact.FLUSH, 0.0, 0.0)
    with pytest.raises(ValueError, match="number of cm"):
        at_height(good_line(5, np.arange(1)), float("nan"))
