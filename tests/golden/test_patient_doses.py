"""The dose-response and dynamics of the model, against the tables of its description."""

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.patient.arrays import FloatArray
from core.patient.body import settled
from core.patient.cohort import Cohort, Preset, drawn, typical
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.need import needed_mcg_kg_min
from core.patient.response import baseline_mmhg, map_mmhg
from core.patient.validation_effect import at_worst

TABLE = Path(__file__).parents[1] / "data" / "patient_dose_response.csv"
POTENCY = {"low": 2.13, "median": 1.0, "high": 1 / 2.13}


def rows() -> Iterator[tuple[str, float, float, float, float]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        for sensitivity, *numbers in list(csv.reader(file))[1:]:
            vasoplegia, without, dose, rise = map(float, numbers)
            yield sensitivity, vasoplegia, without, dose, rise


def settled_map(cohort: Cohort, mcg_kg_min: float | FloatArray) -> FloatArray:
    given = Inputs.none(len(cohort)).changed(norepinephrine_mcg_min=mcg_kg_min * cohort.weight_kg)
    return map_mmhg(cohort, settled(cohort, given), given)


def test_the_table_has_every_combination() -> None:
    assert len(list(rows())) == 3 * 3 * 6


@pytest.mark.parametrize(("sensitivity", "vasoplegia", "without", "dose", "rise"), list(rows()))
def test_a_steady_dose_raises_map_as_the_table_says(
    sensitivity: str, vasoplegia: float, without: float, dose: float, rise: float
) -> None:
    one = typical(Preset.DEFAULT)
    one = one.changed(drive=vasoplegia, ec50_nmol_l=POTENCY[sensitivity] * one.ec50_nmol_l)
    start = settled_map(one, 0.0)[0]
    # The table is rounded to a tenth; half a millimetre is what it is used for.
    assert start == pytest.approx(without, abs=0.06)
    assert settled_map(one, dose)[0] - start == pytest.approx(rise, abs=0.06)


@pytest.fixture(scope="module")
def worst() -> Cohort:
    return at_worst(drawn(Preset.DEFAULT, 1, 8000))


@pytest.mark.parametrize(
    ("dose", "low", "middle", "high"),
    [(0.05, 0.0, 0.7, 6.9), (0.1, 0.3, 3.4, 22.0), (0.2, 1.5, 13.8, 42.0), (0.5, 11.0, 38.0, 57.0),
     (1.0, 29.0, 47.0, 64.0)],
)  # fmt: skip
def test_a_whole_cohort_spreads_as_described(
    worst: Cohort, dose: float, low: float, middle: float, high: float
) -> None:
    rise = settled_map(worst, dose) - settled_map(worst, 0.0)
    found = np.percentile(rise, [10, 50, 90])
    assert found == pytest.approx([low, middle, high], rel=0.07, abs=0.15)


def in_shock(worst: Cohort) -> tuple[Cohort, FloatArray]:
    """Who falls below 65 mmHg, and the dose that holds it."""
    nothing = Inputs.none(len(worst))
    dose = needed_mcg_kg_min(worst, settled(worst, nothing), nothing, 65.0)
    treated = np.flatnonzero((dose > 0) & (dose < 3))
    return worst.picked(treated), dose[treated]


def test_pressure_without_drug_and_the_dose_for_65_are_those_described(worst: Cohort) -> None:
    """52.0 (6.7) mmHg; 0.19 [0.10-0.35] mcg/kg/min."""
    treated, dose = in_shock(worst)
    without = baseline_mmhg(treated, settled(treated, Inputs.none(len(treated))))
    assert (without.mean(), without.std()) == pytest.approx((52.0, 6.7), abs=0.4)
    assert np.percentile(dose, [25, 50, 75]) == pytest.approx([0.10, 0.19, 0.35], rel=0.08)


def test_a_rise_of_a_quarter_works_as_fast_and_as_far_as_described(worst: Cohort) -> None:
    """Half after 2.75 [1.5-6.2] min, 63 % after 4.2 [1.9-10], 90 % after 16 [7-34]; 5.6 mmHg."""
    treated, dose = in_shock(worst)
    # The illness is held still, as in the description.
    still = treated.changed(source_control_h=1e3)
    before = Inputs.none(len(still)).changed(norepinephrine_mcg_min=dose * still.weight_kg)
    inputs = before.changed(norepinephrine_mcg_min=1.25 * dose * still.weight_kg)
    whole = settled_map(still, 1.25 * dose) - 65.0
    body, step = settled(still, before), motion(still, 15.0)
    course = []
    for _ in range(4 * 60):
        body = moved(still, body, inputs, step)
        course.append((map_mmhg(still, body, inputs) - 65.0) / whole)
    done = np.stack(course)
    for share, described in ((0.5, (1.5, 2.75, 6.2)), (0.63, (1.9, 4.2, 10)), (0.9, (7, 16, 34))):
        minutes = (np.argmax(done >= share, axis=0) + 1) / 4.0
        assert np.percentile(minutes, [5, 50, 95]) == pytest.approx(described, rel=0.1, abs=0.26)
    assert np.median(whole) == pytest.approx(5.6, abs=0.3)
