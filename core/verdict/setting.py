"""What a case is set up with at one moment of its log, as far as a verdict asks about it."""

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from core.model.case import Band
from core.model.events import (
    BagHung,
    CaseOpened,
    Event,
    ReadingRecorded,
    TargetChanged,
    WeightChanged,
)
from core.model.infusions import MAIN
from core.model.state import dose_of
from core.model.terms import Agent
from core.quantity.bag import Bag
from core.quantity.dosing import delivered_dose
from core.quantity.measures import Dose, Kilogram, PumpRate
from core.rules.compile import Protocol

_FOUR_DECIMALS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Setting:
    """Target band, dosing weight, pump resolution, and the bag that hangs of each agent."""

    band: Band
    weight: Kilogram
    resolution: PumpRate
    bags: dict[Agent, Bag]

    def after(self, event: Event) -> "Setting":
        """The setting once this fact is known."""
        match event:
            case TargetChanged():
                return replace(self, band=event.band)
            case WeightChanged():
                return replace(self, weight=event.weight.weight)
            case BagHung():
                return replace(self, bags={**self.bags, event.agent: event.bag})
            case _:
                return self

    def is_below_target(self, reading: ReadingRecorded) -> bool:
        """Whether the MAP of a reading lies below target low."""
        return reading.map < self.band.low

    def pump_step(self, part: Protocol) -> Dose | None:
        """What one step of the pump changes, to four decimals; None while no bag is known."""
        bag = self.bags.get(part.agent)
        if bag is None:
            return None
        exact = delivered_dose(self.resolution, self.weight, bag, part.unit)
        decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
        return Dose(decimal.quantize(_FOUR_DECIMALS, rounding=ROUND_HALF_UP), part.unit)


def setting_of(opened: CaseOpened) -> Setting:
    """What a case begins with; the bag of its set-up is norepinephrine's."""
    setup = opened.setup
    bags = {} if setup.bag is None else {MAIN: setup.bag}
    return Setting(setup.band, setup.weight.weight, setup.resolution, bags)


def hard_limit(part: Protocol) -> Dose | None:
    """The hard limit of an agent; None where its protocol declares none."""
    hard = part.numbers.hard
    return dose_of(hard, part.unit) if hard else None
