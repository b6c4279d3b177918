"""What runs at the moment, for entries that would change its rate or its dose."""

from core.frozen import dataclass
from core.quantity.bag import Bag
from core.quantity.dosing import delivered_dose, dose_on_grid, pump_rate
from core.quantity.measures import Dose, DoseUnit, Kilogram, PumpRate


@dataclass(frozen=True, slots=True)
class RunningInfusion:
    """The infusion as last reported. `weight` may be missing for a flat dose only."""

    dose: Dose
    rate: PumpRate
    weight: Kilogram | None
    bag: Bag
    resolution: PumpRate

    @property
    def per_kg(self) -> bool:
        """Whether the weight matters to the rate."""
        return self.dose.unit is DoseUnit.MCG_KG_MIN

    def rate_for(self, weight: Kilogram | None, bag: Bag) -> PumpRate:
        """The rate, mL/h, that keeps the dose after a change of weight or bag."""
        return pump_rate(self.dose, weight, bag, self.resolution)

    def dose_with(self, weight: Kilogram | None, bag: Bag) -> Dose:
        """The dose that results when the rate stays."""
        return dose_on_grid(delivered_dose(self.rate, weight, bag, self.dose.unit), self.dose.unit)
