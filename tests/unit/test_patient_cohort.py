"""Cohorts follow the laws of the file, and a patient is the same wherever it stands."""

import numpy as np
import pytest

from core.patient.cohort import NAMES, Cohort, Preset, drawn, typical
from core.patient.inputs import Inputs
from core.patient.parameters import ParameterError, Parameters, shipped

MANY = 40_000


@pytest.fixture(scope="module")
def many() -> Cohort:
    return drawn(Preset.DEFAULT, 1, MANY)


def test_a_patient_is_the_same_in_any_cohort_and_chunk(many: Cohort) -> None:
    few, chunk = drawn(Preset.DEFAULT, 1, 20), drawn(Preset.DEFAULT, 1, 10, first=15)
    for name in NAMES:
        assert np.array_equal(getattr(few, name), getattr(many, name)[:20])
        assert np.array_equal(getattr(chunk, name), getattr(many, name)[15:25])


@pytest.mark.parametrize(
    ("name", "symbol"),
    [("ec50_nmol_l", "EC0"), ("emax_mmhg", "Em0"), ("vasopressin_emax_mmhg", "EmV"),
     ("effect_per_min", "ke0"), ("vasopressin_clearance_ml_min_kg", "CLv")],
)  # fmt: skip
def test_lognormal_values_have_the_median_and_omega_of_the_file(
    many: Cohort, name: str, symbol: str
) -> None:
    told = shipped().table[name]
    assert told.symbol == symbol
    logs = np.log(getattr(many, name))
    assert np.median(logs) == pytest.approx(np.log(told.typical), abs=0.02)
    assert logs.std() == pytest.approx(told.spread, rel=0.02)


def test_normal_values_have_mean_and_sd_and_clips(many: Cohort) -> None:
    assert many.healthy_map_mmhg.mean() == pytest.approx(82, abs=0.2)
    assert many.healthy_map_mmhg.std() == pytest.approx(10, rel=0.02)
    assert many.resting_heart_rate_bpm.std() == pytest.approx(8, rel=0.02)
    for values, low, high in (
        (many.weight_kg, 40, 150),
        (many.saps, 20, 110),
        (many.drive, 0.4, 1.2),
    ):
        assert values.min() == low
        assert values.max() <= high
    assert many.drive.mean() == pytest.approx(0.77, abs=0.003)
    assert many.drive.max() == 1.2


def test_mixtures_and_times_follow_their_shares(many: Cohort) -> None:
    assert set(many.fluid_mmhg_ml.tolist()) == {0.015, 0.004}
    assert np.mean(many.fluid_mmhg_ml == 0.015) == pytest.approx(0.5, abs=0.01)
    never = np.isinf(many.resolution_h)
    assert never.mean() == pytest.approx(0.12, abs=0.006)
    assert np.median(many.resolution_h[~never]) == pytest.approx(36, rel=0.02)
    hours = many.source_control_h
    assert (hours.min(), hours.max()) == (pytest.approx(0, abs=0.01), pytest.approx(12, abs=0.01))
    assert hours.mean() == pytest.approx(6, abs=0.06)


def test_clearance_is_lis_or_beloeils_whichever_is_lower(many: Cohort) -> None:
    typical_at_70 = np.minimum(2.1, 59.6 / many.saps)
    spread = many.clearance_l_min / (typical_at_70 * (many.weight_kg / 70) ** 0.75)
    assert np.log(spread).std() == pytest.approx(0.30, rel=0.02)
    assert np.median(spread) == pytest.approx(1.0, abs=0.01)
    assert abs(np.corrcoef(np.log(spread), many.saps)[0, 1]) < 0.02


def test_volumes_and_flows_grow_with_weight_and_nothing_else_is_correlated(many: Cohort) -> None:
    central = np.log(many.central_l / (2.4 * many.weight_kg / 70))
    peripheral = np.log(many.peripheral_l / (3.6 * many.weight_kg / 70))
    assert (central.std(), peripheral.std()) == pytest.approx((0.42, 0.39), rel=0.02)
    assert np.allclose(many.exchange_l_min, 0.6 * (many.weight_kg / 70) ** 0.75)
    free = [central, peripheral, np.log(many.ec50_nmol_l), np.log(many.emax_mmhg), many.drive,
            many.healthy_map_mmhg, many.weight_kg, many.saps, many.source_control_h]  # fmt: skip
    apart = np.corrcoef(np.stack(free)) - np.eye(len(free))
    assert np.abs(apart).max() < 0.02


@pytest.mark.parametrize(
    ("preset", "drive", "reflex"),
    [(Preset.EARLY, 0.62, 0.5), (Preset.DEFAULT, 0.77, 0.5), (Preset.SEVERE, 0.85, 0.5),
     (Preset.HEALTHY, 0.0, 1.0), (Preset.ANAESTHESIA, 0.0, 0.3)],
)  # fmt: skip
def test_presets_are_those_of_the_table(preset: Preset, drive: float, reflex: float) -> None:
    one, some = typical(preset), drawn(preset, 1, 2000)
    assert (one.drive[0], one.reflex[0]) == (drive, reflex)
    spread = 0.12 if drive else 0.0
    assert some.drive.std() == pytest.approx(spread, abs=0.006)
    assert np.all(some.reflex == reflex)


def test_the_body_makes_three_times_as_much_in_shock_and_as_much_in_health() -> None:
    sick, well = typical(Preset.DEFAULT), typical(Preset.HEALTHY)
    assert (sick.production_mcg_min / well.production_mcg_min)[0] == pytest.approx(3.0)


def test_changed_and_picked_keep_the_rest() -> None:
    three = drawn(Preset.DEFAULT, 1, 3)
    heavy = three.changed(weight_kg=100, drive=[0.1, 0.2, 0.3])
    assert heavy.weight_kg.tolist() == [100, 100, 100]
    assert heavy.drive.tolist() == [0.1, 0.2, 0.3]
    assert np.array_equal(heavy.saps, three.saps)
    last = heavy.picked(np.array([2]))
    assert (last.ids.tolist(), last.drive.tolist(), len(last)) == ([2], [0.3], 1)


def test_what_no_patient_has_is_refused_with_what_is_accepted() -> None:
    three = drawn(Preset.DEFAULT, 1, 3)
    with pytest.raises(ValueError, match="hair: no value of a patient; accepted: weight_kg"):
        three.changed(hair=1)
    with pytest.raises(ValueError, match=r"drive: \(2,\) values; give one, or 3"):
        three.changed(drive=[1, 2])
    with pytest.raises(ValueError, match="drive: not a number"):
        three.changed(drive=np.nan)


def test_inputs_below_0_or_unknown_are_refused() -> None:
    nothing = Inputs.none(2)
    assert nothing.changed(sedation=1).sedation.tolist() == [1, 1]
    with pytest.raises(ValueError, match="norepinephrine_mcg_min: below 0"):
        nothing.changed(norepinephrine_mcg_min=-1)
    with pytest.raises(ValueError, match="below 0 or no number"):
        nothing.changed(fluid_ml_min=np.nan)
    with pytest.raises(ValueError, match="dopamine: no input"):
        nothing.changed(dopamine=1)
    with pytest.raises(ValueError, match=r"sedation: \(3,\) values; give one, or 2"):
        nothing.changed(sedation=[0, 0, 0])


def test_no_cohort_is_made_of_a_table_that_lacks_a_parameter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = {name: told for name, told in shipped().table.items() if name != "care_decay_s"}
    poorer = Parameters(table, shipped().presets)
    monkeypatch.setattr("core.patient.cohort.shipped", lambda: poorer)
    missing = "care_decay_s missing; give one table each"
    with pytest.raises(ParameterError, match=missing):
        typical(Preset.EARLY)
    with pytest.raises(ParameterError, match=missing):
        drawn(Preset.EARLY, 1, 2)
