"""The bag change planned: what is left, when it runs out, when to prepare, and the line's lag."""

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction
from math import floor

from core.frozen import dataclass
from core.quantity.measures import Millilitre, PumpRate, UnitError

_S_PER_H = 3600
_MIN_PER_H = 60


@dataclass(frozen=True, slots=True)
class BagPlan:
    """How a hanging bag goes on, from the moment that `used_ml` was counted to.

    `left_ml` exact mL, never below zero. `empty_in` and `prepare_in` are whole seconds, rounded
    down so that neither is told late; None while nothing runs. `prepare_in` is zero when the time
    to prepare has come already.
    """

    left_ml: Fraction
    empty_in: timedelta | None
    prepare_in: timedelta | None


def bag_plan(volume: Millilitre, used_ml: Fraction, rate: PumpRate, lead: timedelta) -> BagPlan:
    """Plan the change of a bag of `volume` mL at a constant rate.

    `lead` is how long before the end the next bag is to be prepared. Raises `UnitError` for a
    volume not above zero, or a used volume, a rate or a lead below zero.
    """
    if volume.value <= 0 or used_ml < 0 or lead < timedelta(0):
        raise UnitError(f"no bag change can be planned: {volume}, {used_ml} mL used, lead {lead}")
    left = max(Fraction(volume.value) - used_ml, Fraction(0))
    empty = time_left(left, rate)
    prepare = None if empty is None else max(empty - lead, timedelta(0))
    return BagPlan(left, empty, prepare)


def time_left(left_ml: Fraction, rate: PumpRate) -> timedelta | None:
    """How long `left_ml` last at a rate, in whole seconds rounded down; None at a rate of zero.

    Raises `UnitError` for a rate below zero.
    """
    if rate.value < 0:
        raise UnitError(f"{rate} is below zero: no pump runs backwards")
    if rate.value == 0:
        return None
    return timedelta(seconds=floor(left_ml / Fraction(rate.value) * _S_PER_H))


def line_lag(dead_volume: Millilitre, flows: Iterable[PumpRate]) -> Fraction | None:
    """Exact minutes until a change at the pump reaches the patient; None while nothing flows.

    Dead volume over the total flow of everything that shares the lumen, the carrier included.
    The estimate takes the line as a pipe without mixing. Raises `UnitError` for a dead volume or
    a flow below zero.
    """
    rates = tuple(flows)
    if dead_volume.value < 0 or any(rate.value < 0 for rate in rates):
        raise UnitError("a dead volume or a flow below zero: no line is like that")
    total = sum((Fraction(rate.value) for rate in rates), Fraction(0))
    if total == 0:
        return None
    return Fraction(dead_volume.value) / total * _MIN_PER_H
