"""What a cohort asks of the rules and a lone case does not: some gates, some patients only."""

from decimal import Decimal

import numpy as np

from core.model.terms import Gate
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import DoseUnit, Kilogram, Milligram, Millilitre, PumpRate
from core.rules.gates import IN_ORDER, OPEN, gates
from core.rules.rungs import rungs_of


def test_the_first_gate_closed_to_each_patient_counts_where_only_some_are_asked() -> None:
    closed = {
        Gate.ARTEFACT: np.array([False, True, True, False]),
        Gate.STALE: np.array([False, False, True, True]),
    }
    artefact, stale = IN_ORDER.index(Gate.ARTEFACT), IN_ORDER.index(Gate.STALE)
    assert gates(closed).tolist() == [OPEN, artefact, artefact, stale]


def test_some_of_a_cohort_keep_their_own_rungs() -> None:
    weights = [Kilogram.parse(text) for text in ("40 kg", "80 kg", "120 kg")]
    bag = Bag(Milligram(Decimal(8)), Millilitre(Decimal(250)), ExpressedAs.BASE)
    rungs = rungs_of(weights, bag, PumpRate.parse("0.1 mL/h"), DoseUnit.MCG_KG_MIN)
    dose = np.array([100, 100, 100])
    whole = rungs.steps(dose, 1000)
    assert whole.tolist() == [75, 150, 225]
    assert rungs.picked(np.array([2, 0])).steps(dose[:2], 1000).tolist() == [225, 75]
