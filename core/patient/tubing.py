"""The line that all pumps share: how long a drug takes from where it joins to the blood.

The body has two tanks in line and veins (L1, L2) with a mean transit time tauL. To the time through
the veins comes that through the shared dead volume, which drug and carrier sweep together: 1 mL at
10 + 3 mL/h takes 4.6 min. A faster carrier empties it faster, as at the bedside.
"""

from dataclasses import dataclass

import numpy as np

from core.patient.arrays import FloatArray
from core.patient.devices import told, typical

S_PER_H = 3600.0
LONGEST_S = 86_400.0
"""A line in which nothing flows holds its drug; a day stands for ever (s)."""


@dataclass(frozen=True, slots=True, eq=False)
class Tubing:
    """The shared line of each patient: time through the veins, dead volume, carrier flow."""

    vein_s: FloatArray
    shared_dead_ml: FloatArray
    carrier_ml_h: FloatArray

    def __len__(self) -> int:
        return len(self.vein_s)


def laid(
    vein_s: FloatArray,
    shared_dead_ml: FloatArray | float = 0.0,
    carrier_ml_h: FloatArray | float = 0.0,
) -> Tubing:
    """A line for each patient; `vein_s` is the cohort's own transit time, central or peripheral.

    Raises:
        ValueError: a volume or a flow is below 0.
    """
    dead, carrier = told(shared_dead_ml, len(vein_s)), told(carrier_ml_h, len(vein_s))
    if not bool(((dead >= 0) & (carrier >= 0)).all()):
        raise ValueError(f"a line holds 0 mL or more at 0 mL/h or more, not {dead} at {carrier}")
    return Tubing(vein_s, dead, carrier)


def peripheral_s(count: int) -> FloatArray:
    """The time through the veins from a peripheral cannula (s), in place of a central one."""
    return np.full(count, typical("peripheral_transit_s"))


def transit_s(tubing: Tubing, drug_ml_h: FloatArray | float) -> FloatArray:
    """The mean transit time of the two tanks at this flow of the drugs' pumps together, s."""
    flow = told(drug_ml_h, len(tubing)) + tubing.carrier_ml_h
    swept = tubing.shared_dead_ml * S_PER_H
    through = np.divide(swept, flow, out=np.full(len(tubing), LONGEST_S), where=flow > 0)
    line = np.where(tubing.shared_dead_ml > 0, np.minimum(through, LONGEST_S), 0.0)
    return tubing.vein_s + line
