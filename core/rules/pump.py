"""Doses and rates of the bag that hangs: what to set for a dose, what a rate delivers."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from core.model.state import State, dose_of
from core.quantity.bag import Bag
from core.quantity.dosing import delivered_dose, dose_on_grid, pump_rate
from core.quantity.measures import Dose, Kilogram, PumpRate
from core.rules.compile import Protocol

DELIVERED_DIGITS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class PumpSetting:
    """A rate the pump can run, and the dose it really delivers, to four decimals."""

    rate: PumpRate
    delivered: Dose


def pump_setting(state: State, protocol: Protocol, dose: int) -> PumpSetting:
    """The pump setting for a dose in thousandths, half up, never past the hard limit.

    Raises:
        ValueError: no bag is hung.
    """
    bag, weight, resolution = _hanging(state)
    wanted, hard = dose_of(dose, protocol.unit), dose_of(protocol.numbers.hard, protocol.unit)
    ceiling = hard if dose <= protocol.numbers.hard else None
    rate = pump_rate(wanted, weight, bag, resolution, ceiling)
    return PumpSetting(rate, delivered_by(state, protocol, rate))


def delivered_by(state: State, protocol: Protocol, rate: PumpRate) -> Dose:
    """The dose a rate delivers, to four decimals; raises as `pump_setting`."""
    exact = _exact(state, protocol, rate)
    decimal = Decimal(exact.numerator) / Decimal(exact.denominator)
    return Dose(decimal.quantize(DELIVERED_DIGITS, rounding=ROUND_HALF_UP), protocol.unit)


def set_dose_of(state: State, protocol: Protocol, rate: PumpRate) -> Dose:
    """The dose a rate delivers on the grid of the rules; raises as `pump_setting`."""
    return dose_on_grid(_exact(state, protocol, rate), protocol.unit)


def lost_in_rounding(
    state: State, protocol: Protocol, before: int, after: int, rate: PumpRate
) -> bool:
    """Whether at this rate the pump erases the step from `before` to `after` (thousandths).

    Or flips it, or stands still without the stop row.
    """
    if after in {before, 0}:
        return False
    if rate.value == 0:
        return True
    given = state.given.get(protocol.agent)
    running = None if given is None else given.rate
    if running is None:
        running = pump_setting(state, protocol, before).rate
    return rate <= running if after > before else rate >= running


def _exact(state: State, protocol: Protocol, rate: PumpRate) -> Fraction:
    bag, weight, _ = _hanging(state)
    return delivered_dose(rate, weight, bag, protocol.unit)


def _hanging(state: State) -> tuple[Bag, Kilogram, PumpRate]:
    if state.bag is None or state.setup is None or state.weight is None:
        raise ValueError("no bag is hung: there is no pump rate")
    return state.bag.bag, state.weight.weight, state.setup.resolution
