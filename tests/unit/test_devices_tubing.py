"""The way from pump to blood takes the time through the veins and volume over flow."""

import numpy as np
import pytest

from core.patient.body import Row, at_start
from core.patient.cohort import Preset, typical
from core.patient.inputs import Inputs
from core.patient.motion import motion, moved
from core.patient.tubing import LONGEST_S, laid, peripheral_s, transit_s

CENTRAL = np.full(1, 14.0)


def test_a_dedicated_line_has_only_the_way_through_the_veins() -> None:
    assert transit_s(laid(CENTRAL), 5.0).tolist() == [14.0]
    assert transit_s(laid(CENTRAL), 0.0).tolist() == [14.0]
    assert transit_s(laid(peripheral_s(1)), 5.0).tolist() == [24.0]


def test_a_shared_dead_volume_is_swept_by_drug_and_carrier_together() -> None:
    shared = laid(CENTRAL, shared_dead_ml=1.0, carrier_ml_h=10.0)
    assert (transit_s(shared, 3.0)[0] - 14.0) / 60 == pytest.approx(4.6, abs=0.02)
    assert transit_s(shared, 26.0).tolist() == [114.0]


def test_a_line_in_which_nothing_flows_holds_its_drug() -> None:
    assert transit_s(laid(CENTRAL, shared_dead_ml=1.0), 0.0).tolist() == [14.0 + LONGEST_S]


def test_patients_differ() -> None:
    line = laid(np.array([14.0, 24.0]), np.array([0.0, 0.5]), 10.0)
    assert transit_s(line, np.array([5.0, 5.0])).tolist() == pytest.approx([14.0, 144.0])


def test_drug_arrives_in_the_blood_later_by_volume_over_flow() -> None:
    """The two tanks hold input times delay once they are full; that delay is what is asked for."""
    line = laid(CENTRAL, shared_dead_ml=1.0, carrier_ml_h=10.0)
    cohort = typical(Preset.DEFAULT).changed(transit_s=transit_s(line, 3.0))
    inputs = Inputs.none(1).changed(norepinephrine_mcg_min=10.0)
    body = at_start(cohort)
    step = motion(cohort, 10.0)
    for _ in range(720):
        body = moved(cohort, body, inputs, step)
    held = float(body.row(Row.LINE_1_MCG)[0] + body.row(Row.LINE_2_MCG)[0])
    assert held / 10.0 * 60 - 14.0 == pytest.approx(3600 / 13.0, rel=0.02)


def test_a_volume_or_flow_below_0_is_refused() -> None:
    with pytest.raises(ValueError, match="0 mL or more"):
        laid(CENTRAL, shared_dead_ml=-1.0)
