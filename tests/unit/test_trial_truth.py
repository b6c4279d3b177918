"""The closed forms of a trial against the model of `core.patient`, to far below a mmHg."""

import numpy as np
import pytest

from core.patient.arterial_line import drawn_line, read_mmhg, shown
from core.patient.body import at_start
from core.patient.cohort import Cohort, Preset, drawn, typical
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.noise import wobble
from core.patient.response import Vitals, vitals
from core.trial.bedside import bedside
from core.trial.columns import column
from core.trial.plan import Arm, Plan
from core.trial.truth import truth

PLAN = Plan(arms=(Arm("none", "none"),))


def steps(seed: int, count: int) -> list[tuple[int, np.ndarray]]:
    """Lengths in seconds and rates in mcg/min, stops among them."""
    chance = np.random.default_rng(seed)
    told = []
    for _ in range(24):
        rates = chance.uniform(0.0, 60.0, count) * (chance.random(count) > 0.2)
        told.append((int(chance.integers(5, 4000)), rates))
    return told


@pytest.mark.parametrize("preset", list(Preset))
def test_pressure_and_heart_rate_are_those_of_the_stepped_body(preset: Preset) -> None:
    cohort = drawn(preset, 3, 80)
    told, body, second = truth(cohort), at_start(cohort), 0
    everyone, vasopressin = np.arange(80), np.zeros(80)
    for number, (seconds, rates) in enumerate(steps(5, 80)):
        told.set_rate(everyone, np.full(80, float(second)), rates)
        if number == 8:
            told.second.begin(everyone[::2], np.full(40, float(second)))
            vasopressin[::2] = 0.03
        inputs = Inputs.none(80).changed(
            norepinephrine_mcg_min=rates, vasopressin_units_min=vasopressin
        )
        body, second = moved(cohort, body, inputs, motion(cohort, seconds)), second + seconds
        some = None if number % 2 else everyone[::3]
        now, true = told.moment(some, float(second)), vitals(cohort, body, inputs)
        mean = np.maximum(now.map_mmhg, 0.0)
        here = slice(None) if some is None else some
        assert mean == pytest.approx(true.map_mmhg[here], abs=1e-7)
        assert told.heart_rate(some, now, mean) == pytest.approx(
            true.heart_rate_bpm[here], abs=1e-7
        )
        assert told.diastolic(some, mean) == pytest.approx(true.diastolic_mmhg[here], abs=1e-7)


def equal_rates() -> Cohort:
    """Patients in whom the sum of exponentials would divide by nothing."""
    cohort = typical(Preset.DEFAULT, 3)
    tank = 60.0 * 2.0 / cohort.transit_s
    follow = np.array([tank[0], tank[1] * (1 + 1e-9), 1.0])
    return cohort.changed(effect_per_min=follow, resolution_h=[6.0, 6.0, np.inf])


def test_equal_rates_are_no_exception() -> None:
    cohort = equal_rates()
    told, body = truth(cohort), at_start(cohort)
    rates = np.full(3, 20.0)
    told.set_rate(np.arange(3), np.zeros(3), rates)
    inputs = Inputs.none(3).changed(norepinephrine_mcg_min=rates)
    for second in (30, 300, 80_000):
        stepped = moved(cohort, body, inputs, motion(cohort, second))
        true = vitals(cohort, stepped, inputs).map_mmhg
        assert told.moment(None, float(second)).map_mmhg == pytest.approx(true, abs=5e-3)


def test_a_change_now_moves_nothing_before_it() -> None:
    cohort = drawn(Preset.DEFAULT, 3, 20)
    told = truth(cohort)
    told.set_rate(np.arange(20), np.zeros(20), np.full(20, 30.0))
    before = told.moment(None, 600.0).map_mmhg
    told.set_rate(np.arange(20), np.full(20, 600.0), np.zeros(20))
    assert told.moment(None, 600.0).map_mmhg == pytest.approx(before, abs=1e-9)
    assert told.infusion.given_by(9000.0) == pytest.approx(np.full(20, 300.0))


def test_a_stronger_answer_is_a_higher_pressure_and_a_longer_line_a_later_one() -> None:
    cohort = drawn(Preset.DEFAULT, 3, 50)
    ways = [truth(cohort), truth(cohort, 4.0), truth(cohort, 1.0, 300.0)]
    for way in ways:
        way.set_rate(np.arange(50), np.zeros(50), np.full(50, 20.0))
    soon = [way.moment(None, 120.0).map_mmhg for way in ways]
    late = [way.moment(None, 7200.0).map_mmhg for way in ways]
    assert np.all(late[1] > late[0])
    assert np.all(soon[2] < soon[0])
    assert late[2] == pytest.approx(late[0], abs=0.5)


def test_the_noise_and_the_monitor_are_those_of_the_virtual_patient() -> None:
    cohort = drawn(Preset.DEFAULT, 9, 400)
    beds, line = bedside(PLAN, cohort), drawn_line(9, cohort.ids)
    spoilt = 0
    for second in range(0, 6 * 3600, 60):
        some = np.flatnonzero((np.arange(400) + second // 60) % 5 == 0)
        minute = np.full(len(some), second)
        mean, now = beds.true_map(some, minute)
        assert np.array_equal(beds.sampled(second)[some], mean)
        noise = wobble(cohort, float(second))[some]
        assert np.array_equal(mean, np.maximum(now.map_mmhg + noise, 0.0))
        whole = np.zeros(400)
        whole[some] = mean
        low, rate = np.zeros(400), np.zeros(400)
        low[some] = beds.truth.diastolic(some, mean)
        rate[some] = beds.truth.heart_rate(some, now, mean)
        seen, told = (
            shown(line, float(second), Vitals(whole, low, low, rate)),
            beds.monitor(some, minute),
        )
        assert np.array_equal(told.map_mmhg, read_mmhg(seen.map_mmhg[some]))
        assert np.array_equal(told.diastolic_mmhg, read_mmhg(seen.diastolic_mmhg[some]))
        assert np.array_equal(told.spoilt, seen.artefact[some] != 0)
        spoilt += int(told.spoilt.sum())
    assert spoilt > 20


def test_without_artefacts_the_monitor_shows_what_there_is() -> None:
    cohort = drawn(Preset.DEFAULT, 9, 50)
    beds = bedside(Plan(arms=PLAN.arms, artefacts=False), cohort)
    there = np.full(50, 600)
    assert np.array_equal(beds.monitor(np.arange(50), there).map_mmhg, read_mmhg(beds.sampled(600)))


def test_patients_may_be_looked_at_each_at_its_own_minute() -> None:
    cohort = drawn(Preset.DEFAULT, 9, 300)
    beds, minutes = bedside(PLAN, cohort), np.arange(300)[::-1] * 60
    told = beds.monitor(np.arange(300), minutes)
    for place in range(0, 300, 7):
        alone = beds.monitor(np.array([place]), minutes[place : place + 1])
        for name in ("map_mmhg", "diastolic_mmhg", "heart_rate_bpm", "spoilt"):
            assert getattr(told, name)[place] == getattr(alone, name)[0]


def test_more_looks_than_are_taken_at_once_are_the_very_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    beds, seconds = bedside(PLAN, drawn(Preset.DEFAULT, 9, 300)), np.arange(300)[::-1] * 60
    at_once = beds.wander.each(np.arange(300), seconds)
    monkeypatch.setattr("core.trial.wander._AT_ONCE", 64)
    assert np.array_equal(beds.wander.each(np.arange(300), seconds), at_once)


def test_a_column_is_one_number_only_where_all_agree() -> None:
    assert column(np.array([2.0, 2.0])) == 2.0
    assert np.array_equal(column(np.array([2.0, 3.0])), [2.0, 3.0])
