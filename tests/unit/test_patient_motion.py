"""The motion is exact: any step length, against an adaptive solver and against closed forms."""

import numpy as np
import pytest

from core.patient.arrays import FloatArray
from core.patient.body import Body, Row, at_start, second_hit, settled
from core.patient.cohort import Cohort, Preset, drawn, typical
from core.patient.equations import solved
from core.patient.exponential import exponentials
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.response import map_mmhg

HOUR = 3600.0


def everything(cohort: Cohort) -> Inputs:
    return Inputs.none(len(cohort)).changed(
        norepinephrine_mcg_min=0.1 * cohort.weight_kg,
        epinephrine_mcg_min=2.0,
        vasopressin_units_min=0.03,
        fluid_ml_min=5.0,
        hydrocortisone=1.0,
    )


def after(cohort: Cohort, body: Body, inputs: Inputs, seconds: float, step_s: float) -> Body:
    step = motion(cohort, step_s)
    for _ in range(round(seconds / step_s)):
        body = moved(cohort, body, inputs, step)
    return body


def test_steps_of_1_to_60_s_agree_over_hours(*, nightly: bool) -> None:
    cohort = drawn(Preset.DEFAULT, 4, 300)
    given, nothing = everything(cohort), Inputs.none(300)

    def pressures(step_s: float) -> list[FloatArray]:
        body, found = at_start(cohort), []
        # Drugs run for an hour, by night for three, and are then stopped for as long; source
        # control falls where it falls.
        for inputs in (given, nothing):
            for _ in range(18 if nightly else 6):
                body = after(cohort, body, inputs, 600.0, step_s)
                found.append(map_mmhg(cohort, body, inputs))
        return found

    finest = pressures(1.0)
    for step_s in (2.5, 10.0, 30.0, 60.0):
        apart = [np.abs(a - b).max() for a, b in zip(finest, pressures(step_s), strict=True)]
        assert max(apart) < 1e-8


@pytest.mark.parametrize("seconds", [1.0, 60.0, 300.0, 4 * HOUR])
def test_a_step_agrees_with_an_adaptive_solver(seconds: float) -> None:
    cohort = drawn(Preset.DEFAULT, 5, 16).changed(source_control_h=[0.0] * 8 + [9.0] * 8)
    inputs = everything(cohort)
    start = moved(cohort, at_start(cohort), inputs, motion(cohort, 7.0))
    exact = moved(cohort, start, inputs, motion(cohort, seconds))
    found = solved(cohort, start, inputs, seconds, 1e-10)
    assert np.abs(exact.amounts / found.amounts - 1.0).max() < 1e-7


def test_the_solver_itself_finds_a_known_decay() -> None:
    one = typical(Preset.DEFAULT).changed(source_control_h=0.0)
    start = at_start(one)
    found = solved(one, start, Inputs.none(1), 36 * HOUR, 1e-10)
    assert found.row(Row.DRIVE)[0] == pytest.approx(0.77 * np.exp(-1.0), rel=1e-8)


def test_source_control_inside_a_step_is_exact() -> None:
    hours = np.array([0.0, 0.1, 1.0, 2.5, 3.0, 7.0, 11.99])
    cohort = drawn(Preset.DEFAULT, 6, 7).changed(source_control_h=hours)
    inputs = Inputs.none(7)
    once = moved(cohort, at_start(cohort), inputs, motion(cohort, 12 * HOUR))
    finely = after(cohort, at_start(cohort), inputs, 12 * HOUR, 36.0)
    assert np.abs(once.amounts - finely.amounts).max() < 1e-12
    falling = np.exp(-(12.0 - hours) / cohort.resolution_h)
    assert np.allclose(once.row(Row.DRIVE), cohort.drive * falling, rtol=1e-14)


def test_a_drive_that_falls_as_fast_as_vasoplegia_follows_is_no_exception() -> None:
    same = typical(Preset.DEFAULT).changed(source_control_h=0.0, resolution_h=6.0)
    near = same.changed(resolution_h=6.0 + 1e-7)
    there = [
        moved(one, at_start(one), Inputs.none(1), motion(one, 6 * HOUR)).row(Row.VASOPLEGIA)[0]
        for one in (same, near)
    ]
    # S(t) = (S(0) + I(0) t/tau) e^(-t/tau), after one tau.
    assert there[0] == pytest.approx((0.8 + 1.0) * 0.77 * np.exp(-1.0), rel=1e-13)
    assert there[1] == pytest.approx(there[0], rel=1e-7)


def test_a_drive_that_never_resolves_stays() -> None:
    one = typical(Preset.DEFAULT).changed(resolution_h=np.inf, source_control_h=1.0)
    late = moved(one, at_start(one), Inputs.none(1), motion(one, 1000 * HOUR))
    assert late.row(Row.DRIVE)[0] == 0.77
    assert late.row(Row.VASOPLEGIA)[0] == pytest.approx(0.77, rel=1e-12)


def test_a_doubled_motion_is_the_motion_over_twice_the_time() -> None:
    cohort = drawn(Preset.SEVERE, 7, 40)
    inputs, start = everything(cohort), at_start(cohort)
    twice = motion(cohort, 30.0).doubled(cohort)
    assert twice.seconds == 60.0
    told = moved(cohort, start, inputs, motion(cohort, 60.0))
    assert np.allclose(moved(cohort, start, inputs, twice).amounts, told.amounts, rtol=1e-13)


def test_days_of_a_dose_lead_to_the_settled_body() -> None:
    cohort = drawn(Preset.DEFAULT, 8, 50).changed(source_control_h=np.inf)
    inputs = everything(cohort)
    late = after(cohort, at_start(cohort), inputs, 20 * 24 * HOUR, HOUR)
    assert np.allclose(late.amounts, settled(cohort, inputs).amounts, rtol=1e-9)


def test_no_drug_appears_or_is_lost() -> None:
    one = typical(Preset.HEALTHY).changed(clearance_l_min=1e-12, epinephrine_clearance_l_min=1e-12)
    inputs = Inputs.none(1).changed(norepinephrine_mcg_min=6.0, epinephrine_mcg_min=3.0)
    body = after(one, at_start(one), inputs, 1200.0, 60.0)
    there = body.amounts[[Row.LINE_1_MCG, Row.LINE_2_MCG, Row.CENTRAL_MCG, Row.PERIPHERAL_MCG], 0]
    assert there.sum() == pytest.approx(120.0, rel=1e-9)
    assert body.row(Row.EPINEPHRINE_MCG)[0] == pytest.approx(60.0, rel=1e-9)


def test_a_second_hit_raises_the_drive_and_never_lowers_it() -> None:
    two = typical(Preset.DEFAULT, 2).changed(source_control_h=1.0)
    late = moved(two, at_start(two), Inputs.none(2), motion(two, 24 * HOUR))
    hit = second_hit(late, np.array([1.1, 0.1]))
    assert hit.row(Row.DRIVE).tolist() == [1.1, late.row(Row.DRIVE)[1]]
    assert np.array_equal(hit.row(Row.VASOPLEGIA), late.row(Row.VASOPLEGIA))
    worse = moved(two, hit, Inputs.none(2), motion(two, 6 * HOUR))
    assert worse.row(Row.VASOPLEGIA)[0] > late.row(Row.VASOPLEGIA)[0] > worse.row(Row.VASOPLEGIA)[1]


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan")])
def test_a_step_of_no_length_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="give more than 0"):
        motion(typical(Preset.DEFAULT), seconds)


def test_exponentials_keep_their_digits_where_others_cancel() -> None:
    rates = np.array([[[-3.0, 0.0], [3.0, -1e-3]]])
    found = exponentials(rates, 10.0)[0]
    passed_on = 3.0 / (3.0 - 1e-3) * (np.exp(-0.01) - np.exp(-30.0))
    assert found[0, 0] == pytest.approx(np.exp(-30.0), rel=1e-12)
    assert found[1, 0] == pytest.approx(passed_on, rel=1e-12)
    assert found[1, 1] == pytest.approx(np.exp(-0.01), rel=1e-12)
    assert found[0, 1] == 0.0
