"""The rates a pump can be set to, counted as its smallest steps: which one gives a dose.

Whole numbers throughout, so that a cohort is rounded exactly as a lone case is.
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import numpy as np

from core.frozen import dataclass
from core.model.course import Flag, Lane
from core.quantity.bag import Bag
from core.quantity.dosing import exact_rate
from core.quantity.measures import Dose, DoseUnit, Kilogram, PumpRate

MOST_DOSE = 1_000_000
"""No dose in thousandths comes near this: 1,000 mcg/min."""
_ROOM = 2**62
MILLI = Decimal("0.001")


@dataclass(frozen=True, slots=True, eq=False)
class Rungs:
    """Per patient, how many pump steps a thousandth of the dosing unit is: `rise` / `run`, exact.

    Python's own whole numbers (dtype object) where 64 bits would not hold the products.
    """

    rise: Lane
    run: Lane

    def picked(self, indices: Lane) -> "Rungs":
        """Those of some patients."""
        return Rungs(self.rise[indices], self.run[indices])

    def steps(self, dose: Lane, hard: int) -> Lane:
        """The steps to set for each dose (thousandths): the nearest, halves up.

        A rate that would deliver more than `hard` rounds down instead, unless the dose itself does.
        """
        exact = dose * self.rise
        nearest = (2 * exact + self.run) // (2 * self.run)
        past = (dose <= hard) & (nearest * self.run > hard * self.rise)
        return np.where(past, exact // self.run, nearest).astype(np.int64)


def rungs_of(
    weights: Sequence[Kilogram | None], bag: Bag, resolution: PumpRate, unit: DoseUnit
) -> Rungs:
    """The rungs of one bag at one pump resolution for patients of these dosing weights.

    Raises:
        UnitError: drug, unit and weight do not fit each other.
    """
    thousandth = Dose(MILLI, unit)
    step = Fraction(resolution.value)
    ratios = [exact_rate(thousandth, weight, bag) / step for weight in weights]
    rise, run = [one.numerator for one in ratios], [one.denominator for one in ratios]
    fits = 2 * MOST_DOSE * max(rise, default=0) + 2 * max(run, default=0) < _ROOM
    dtype = np.int64 if fits else np.object_
    return Rungs(np.array(rise, dtype=dtype), np.array(run, dtype=dtype))


def lost(before: Lane, after: Lane, rate: Lane, running: Lane) -> Flag:
    """Where the pump erases the step from one dose to the other, flips it, or stands still.

    `rate` would be set, `running` is what runs: whole numbers of one small unit of flow.
    """
    stands = np.where(after > before, rate <= running, rate >= running)
    gone: Flag = (after != before) & (after != 0) & ((rate == 0) | stands)
    return gone
