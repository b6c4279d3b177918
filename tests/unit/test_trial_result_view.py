"""A result as a window shows it: the figures are those of the result, and nobody gives no curve."""

from datetime import UTC

import numpy as np
import pytest

from core.library import text_at
from core.patient.cohort import Preset
from core.texts import load_words
from core.trial.plan import Arm, Plan
from core.trial.result import Result, result_of
from core.trial.result_view import BARRED, PAIRED, result_view
from core.trial.run import run
from core.trial.usual_care import arm as usual_care_arm
from core.view.wording import Words


@pytest.fixture
def words() -> Words:
    return load_words(UTC)


def tried(preset: Preset, patients: int) -> Result:
    arms = (Arm("default", text_at("early-wean")[1]), usual_care_arm())
    plan = Plan(arms, patients=patients, hours=6, preset=preset)
    records = run(plan, workers=1)
    return result_of(plan, dict(zip(("default", "usual-care"), records, strict=True)))


def test_curves_bars_and_dots_are_the_figures_of_the_result(words: Words) -> None:
    result = tried(Preset.DEFAULT, 12)
    view = result_view(result, words)
    for arm, curve, bar in zip(result.compared.arms, view.curves, view.bars, strict=True):
        shares = [100.0 - share.value for share in arm.liberated.happened]
        assert [point.percent for point in curve.points] == shares
        assert all(point.low <= point.percent <= point.high for point in curve.points)
        assert bar.shares == tuple(arm.outcomes[code].estimate.value for code in BARRED)
        assert sum(bar.shares) == pytest.approx(100.0)
    assert tuple(pairs.outcome for pairs in view.pairs) == PAIRED
    for pairs in view.pairs:
        gap = result.compared.contrasts[0].differences[pairs.outcome].value
        assert np.mean([up - across for across, up in pairs.dots]) == pytest.approx(gap)
        assert len(pairs.dots) == pairs.count == result.compared.arms[0].counted.usable


def test_nobody_in_shock_gives_no_curve_and_no_dot(words: Words) -> None:
    view = result_view(tried(Preset.HEALTHY, 4), words)
    assert "4 patients present, 0 usable; left out: no shock 4" in view.counted
    assert all(curve.points == () for curve in view.curves)
    assert all(pairs.dots == () for pairs in view.pairs)
