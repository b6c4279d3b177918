"""A pump rate as typed, judged by the pump's step, the site's limits and the dose it delivers."""

from fractions import Fraction

from core.entry.codes import Confirm, Doubt, EntryRefusal
from core.entry.guard import DoseContext, guard_doubts, is_digit_shift
from core.entry.number import read_within, usual_doubts, within_hard
from core.entry.profile import PumpLimits, SiteProfile
from core.entry.verdict import Doubts, Question, Refused, Verdict, doubt, judged, refused
from core.frozen import dataclass
from core.quantity.bag import Bag
from core.quantity.characters import trimmed
from core.quantity.dosing import delivered_dose, dose_on_grid
from core.quantity.grammar import NumberForm, read_number
from core.quantity.measures import DoseUnit, Kilogram, PumpRate
from core.quantity.text import fraction_text, number_text, rounded

_SPELLINGS = ("ml/h", "mL/hr", "ml/hr")
_COMPARED_PLACES = 6
_WARNED = {Doubt.BELOW_USUAL: Doubt.RATE_LOW, Doubt.ABOVE_USUAL: Doubt.RATE_HIGH}


@dataclass(frozen=True, slots=True)
class Delivery:
    """What turns the rate into a dose, and what that dose is judged against."""

    bag: Bag
    weight: Kilogram | None
    unit: DoseUnit
    dose: DoseContext


@dataclass(frozen=True, slots=True)
class RateContext:
    """The pump and what it should run.

    `resolution` is the case's pump setting; `computed` the exact rate of the dose on record,
    mL/h; `advised` the rounded rate of the advice; `delivery` lets the entry guard look at the
    dose behind the rate.
    """

    resolution: PumpRate | None = None
    computed: Fraction | None = None
    advised: PumpRate | None = None
    delivery: Delivery | None = None


def read_rate(typed: str, context: RateContext, site: SiteProfile) -> Verdict[PumpRate]:
    """Judge a typed pump rate in mL/h; digits finer than the pump takes are refused, not cut."""
    form = NumberForm(PumpRate.unit, _places(context, site.pump), spellings=_SPELLINGS)
    if read_number(typed, form) == 0:
        return refused(EntryRefusal.ZERO_IS_STOP, seen=trimmed(typed))
    rate = read_within(typed, form, site.pump, PumpRate)
    if isinstance(rate, Refused):
        return rate
    text = number_text(rate.value)
    if rate == context.advised:
        return judged(rate, text, typed)
    step = _step(rate, context, site.pump)
    if rate.value % step.value:
        return refused(EntryRefusal.PUMP_STEP, seen=rate, step=step)
    behind = _dose_doubts(rate, context.delivery, site)
    if isinstance(behind, Refused):
        return behind
    asked = _rate_doubts(rate, site.pump) + _shift_doubts(rate, context.computed) + behind
    return judged(rate, text, typed, asked)


def _places(context: RateContext, limits: PumpLimits) -> int:
    if context.resolution is None:
        return limits.decimals
    return max(0, -int(context.resolution.value.normalize().as_tuple().exponent))


def _step(rate: PumpRate, context: RateContext, limits: PumpLimits) -> PumpRate:
    """The site's step; at low rates the case's own resolution replaces it."""
    step = limits.step_at(rate)
    if context.resolution is None:
        return step
    lowest = limits.steps[0].step
    return context.resolution if step == lowest else max(step, context.resolution)


def _rate_doubts(rate: PumpRate, limits: PumpLimits) -> Doubts:
    """The usual range, in words about the bag: a weaker or a stronger one suits the rate."""
    return tuple(
        (Question(_WARNED.get(question.doubt, question.doubt), question.args), confirm)
        for question, confirm in usual_doubts(rate, limits)
    )


def _shift_doubts(rate: PumpRate, computed: Fraction | None) -> Doubts:
    if computed is None or not is_digit_shift(rate.value, rounded(computed, _COMPARED_PLACES)):
        return ()
    shown = f"{fraction_text(computed, 2)} {PumpRate.unit}"
    return doubt(Doubt.RATE_SHIFT, Confirm.RETYPE, seen=rate, computed=shown)


def _dose_doubts(rate: PumpRate, delivery: Delivery | None, site: SiteProfile) -> Doubts | Refused:
    if delivery is None:
        return ()
    exact = delivered_dose(rate, delivery.weight, delivery.bag, delivery.unit)
    limits = site.dose_limits(delivery.dose.agent, delivery.unit)
    dose = within_hard(dose_on_grid(exact, delivery.unit), limits)
    if isinstance(dose, Refused):
        return dose
    if dose in {delivery.dose.advised, delivery.dose.current}:
        return ()
    return usual_doubts(dose, limits) + guard_doubts(dose, delivery.dose, limits)
