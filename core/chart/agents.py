"""How each agent is charted: its dosing unit, its grid, and the most a chart may say."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.model.terms import Agent
from core.quantity.measures import Dose, DoseUnit
from core.quantity.text import rounded

# Dosing weights outside 25 to 350 kg are charting errors (the limits of the entry field).
LEAST_WEIGHT = Decimal(25)
MOST_WEIGHT = Decimal(350)


@dataclass(frozen=True, slots=True)
class Charting:
    """Dosing unit, decimals of the grid and highest dose (in that unit) of an agent.

    The highest dose tells a charting error from a high dose. 3 mcg/kg/min is the entry limit of
    norepinephrine; those of the other agents are our own, well above every published maximum.
    """

    unit: DoseUnit
    places: int
    most: Decimal

    def on_grid(self, value: Fraction) -> Dose:
        """The dose on the grid, half up."""
        return Dose(rounded(value, self.places), self.unit)


CHARTING = {
    Agent.NOREPINEPHRINE: Charting(DoseUnit.MCG_KG_MIN, 3, Decimal(3)),
    Agent.VASOPRESSIN: Charting(DoseUnit.UNITS_MIN, 3, Decimal("0.2")),
    Agent.EPINEPHRINE: Charting(DoseUnit.MCG_KG_MIN, 3, Decimal(3)),
    Agent.PHENYLEPHRINE: Charting(DoseUnit.MCG_KG_MIN, 2, Decimal(15)),
    Agent.DOPAMINE: Charting(DoseUnit.MCG_KG_MIN, 1, Decimal(60)),
}
