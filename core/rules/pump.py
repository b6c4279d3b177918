"""Doses and rates of the bag that hangs: what to set for a dose, what a rate delivers."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from core.frozen import dataclass
from core.model.counting import lane
from core.model.course import Lane
from core.model.state import State
from core.quantity.bag import Bag
from core.quantity.dosing import RATE_PLACES, delivered_dose, dose_on_grid
from core.quantity.measures import Dose, Kilogram, PumpRate
from core.quantity.text import rounded
from core.rules.compile import Protocol
from core.rules.rungs import lost, rungs_of

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
    rungs = rungs_of((weight,), bag, resolution, protocol.unit)
    steps = int(rungs.steps(lane(dose), protocol.numbers.hard)[0])
    rate = PumpRate(rounded(steps * Fraction(resolution.value), RATE_PLACES))
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
    given = state.given.get(protocol.agent)
    running = None if given is None else given.rate
    if running is None:
        running = pump_setting(state, protocol, before).rate
    return bool(lost(lane(before), lane(after), _counted(rate), _counted(running))[0])


def _counted(rate: PumpRate) -> Lane:
    """A rate in billionths of a mL/h, as a cohort of one."""
    return lane(int(rate.value.scaleb(RATE_PLACES)))


def _exact(state: State, protocol: Protocol, rate: PumpRate) -> Fraction:
    bag, weight, _ = _hanging(state)
    return delivered_dose(rate, weight, bag, protocol.unit)


def _hanging(state: State) -> tuple[Bag, Kilogram, PumpRate]:
    if state.bag is None or state.setup is None or state.weight is None:
        raise ValueError("no bag is hung: there is no pump rate")
    return state.bag.bag, state.weight.weight, state.setup.resolution
