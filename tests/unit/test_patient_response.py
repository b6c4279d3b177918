"""The static curve: published anchors, units, and the dose that is needed."""

from dataclasses import fields

import numpy as np
import pytest

from core.patient.arrays import FloatArray
from core.patient.body import Body, Row, at_start, settled
from core.patient.cohort import Cohort, Preset, drawn, typical
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.need import needed_mcg_kg_min
from core.patient.response import (
    Vitals,
    baseline_mmhg,
    concentration_nmol_l,
    emax_mmhg,
    map_mmhg,
    vasopressin_share,
    vitals,
)
from core.quantity.bag import ExpressedAs

ONE = typical(Preset.DEFAULT)
NOTHING = Inputs.none(1)


def at(inputs: Inputs, cohort: Cohort = ONE) -> tuple[Cohort, Body, Inputs]:
    return cohort, settled(cohort, inputs), inputs


def test_vitals_hang_together() -> None:
    told = vitals(*at(NOTHING))
    assert told.map_mmhg[0] == pytest.approx(82 * (1 - 0.48 * 0.77))
    assert told.systolic_mmhg[0] - told.diastolic_mmhg[0] == pytest.approx(45)
    mean = (told.systolic_mmhg + 2 * told.diastolic_mmhg) / 3
    assert mean[0] == pytest.approx(told.map_mmhg[0])
    expected = 78 + 28 * 0.77 - 0.30 * (told.map_mmhg[0] - 75)
    assert told.heart_rate_bpm[0] == pytest.approx(expected)
    assert np.array_equal(told.map_mmhg, map_mmhg(*at(NOTHING)))


def test_noise_is_added_to_the_pressures_only_as_far_as_0() -> None:
    still, moved_up = vitals(*at(NOTHING)), vitals(*at(NOTHING), noise_mmhg=10.0)
    for name in ("map_mmhg", "systolic_mmhg", "diastolic_mmhg"):
        rise = getattr(moved_up, name) - getattr(still, name)
        assert rise[0] == pytest.approx(10.0)
    lowest = vitals(*at(NOTHING), noise_mmhg=-200.0)
    assert (lowest.map_mmhg[0], lowest.diastolic_mmhg[0]) == (0.0, 0.0)
    assert all(len(getattr(lowest, field.name)) == 1 for field in fields(Vitals))


@pytest.mark.parametrize(
    ("inputs", "rise"),
    [
        (NOTHING.changed(hydrocortisone=1.0), 4.0),
        (NOTHING.changed(sedation=1.0), -10.0),
        (NOTHING.changed(sedation=0.5), -5.0),
        (NOTHING.changed(fluid_ml_min=10.0), 0.0095 * 10 * 45 / np.log(2)),
    ],
)
def test_other_treatment_moves_the_pressure_by_its_parameter(inputs: Inputs, rise: float) -> None:
    assert (map_mmhg(*at(inputs)) - map_mmhg(*at(NOTHING)))[0] == pytest.approx(rise)


def test_hydrocortisone_gives_back_half_of_the_lost_emax() -> None:
    body = settled(ONE, NOTHING)
    helped = body.with_row(Row.HYDROCORTISONE, 1.0)
    assert emax_mmhg(ONE, body)[0] == pytest.approx(84 * (1 - 0.4 * 0.77))
    assert emax_mmhg(ONE, helped)[0] == pytest.approx(84 * (1 - 0.2 * 0.77))


def test_a_vasopressin_infusion_reaches_the_concentration_of_its_clearance() -> None:
    inputs = NOTHING.changed(vasopressin_units_min=0.03)
    level = settled(ONE, inputs).row(Row.VASOPRESSIN_EFFECT_MUNITS_L)[0]
    assert level == pytest.approx(30 / (17 * 78 / 1000))
    assert vasopressin_share(ONE, settled(ONE, inputs))[0] == pytest.approx(level / (level + 30))


def test_epinephrine_acts_through_the_norepinephrine_curve_by_its_potency() -> None:
    mcg_min = 8.0
    epinephrine = NOTHING.changed(epinephrine_mcg_min=mcg_min)
    alike = mcg_min / ONE.epinephrine_clearance_l_min * 1.7 * ONE.clearance_l_min
    norepinephrine = NOTHING.changed(norepinephrine_mcg_min=alike)
    assert map_mmhg(*at(epinephrine))[0] == pytest.approx(map_mmhg(*at(norepinephrine))[0])
    # Mcg for mcg about alike in the typical patient, as norepinephrine equivalents have it.
    assert alike[0] == pytest.approx(mcg_min, rel=0.1)


def test_a_dose_read_as_salt_but_given_as_base_is_twice_the_drug() -> None:
    """Inputs are mcg of base. A pump set in salt delivers about half of it, and MAP tells."""
    mcg_min = 0.2 * ONE.weight_kg
    salt_per_base = float(ExpressedAs.BITARTRATE_MONOHYDRATE.salt_factor)
    assert salt_per_base == pytest.approx(337.3 / 169.18, rel=0.01)
    as_base = at(NOTHING.changed(norepinephrine_mcg_min=mcg_min))
    as_salt = at(NOTHING.changed(norepinephrine_mcg_min=mcg_min / salt_per_base))
    exogenous = [concentration_nmol_l(c, b)[0] - concentration_nmol_l(ONE, at_start(ONE))[0]
                 for c, b, _ in (as_base, as_salt)]  # fmt: skip
    assert exogenous[0] == pytest.approx(mcg_min[0] / ONE.clearance_l_min[0] * 1000 / 169.18)
    assert exogenous[0] / exogenous[1] == pytest.approx(salt_per_base)
    assert (map_mmhg(*as_base) - map_mmhg(*as_salt))[0] > 8.0


def test_a_peripheral_line_answers_later_and_ends_at_the_same_pressure() -> None:
    inputs = NOTHING.changed(norepinephrine_mcg_min=0.3 * ONE.weight_kg)
    still = ONE.changed(source_control_h=1e3)
    pressures = []
    for transit_s in (14.0, 276.0):
        one = still.changed(transit_s=transit_s)
        start = settled(one, NOTHING)
        early = moved(one, start, inputs, motion(one, 300.0))
        late = moved(one, start, inputs, motion(one, 4 * 3600.0))
        pressures.append((map_mmhg(one, early, inputs)[0], map_mmhg(one, late, inputs)[0]))
    assert pressures[0][0] > pressures[1][0] + 1.0
    assert pressures[0][1] == pytest.approx(pressures[1][1], abs=1e-3)


def needed(cohort: Cohort, inputs: Inputs, target: float) -> FloatArray:
    return needed_mcg_kg_min(cohort, settled(cohort, inputs), inputs, target)


def test_the_needed_dose_holds_the_target() -> None:
    cohort = drawn(Preset.DEFAULT, 9, 500)
    inputs = Inputs.none(500).changed(vasopressin_units_min=0.02, sedation=0.5)
    dose = needed(cohort, inputs, 65.0)
    given = inputs.changed(
        norepinephrine_mcg_min=np.where(np.isfinite(dose), dose, 0) * cohort.weight_kg
    )
    reached = map_mmhg(cohort, settled(cohort, given), given)
    titrated = (dose > 0) & np.isfinite(dose)
    assert titrated.sum() > 300
    assert np.allclose(reached[titrated], 65.0, atol=1e-9)
    assert np.all(reached[dose == 0] >= 65.0)
    # Where no dose is enough, a hundred times the usual is not.
    flood = inputs.changed(norepinephrine_mcg_min=30.0 * cohort.weight_kg)
    none = np.isinf(dose)
    assert np.all(map_mmhg(cohort, settled(cohort, flood), flood)[none] < 65.0)


def test_the_baseline_of_a_recovered_patient_is_that_of_health() -> None:
    well = typical(Preset.HEALTHY)
    assert baseline_mmhg(well, at_start(well))[0] == 82.0
    assert np.isinf(needed(ONE, NOTHING, 200.0)[0])
    assert needed(ONE, NOTHING, 40.0)[0] == 0.0
