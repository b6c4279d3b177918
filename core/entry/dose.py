"""A dose as typed: one dosing unit per protocol, other units are refused with the figure."""

from decimal import Decimal
from fractions import Fraction

from core.entry.codes import Confirm, Doubt, EntryRefusal
from core.entry.guard import DoseContext, guard_doubts
from core.entry.number import read_within, usual_doubts
from core.entry.profile import DoseLimits, SiteProfile
from core.entry.verdict import Refused, Verdict, doubt, judged, refused
from core.quantity.characters import trimmed
from core.quantity.grammar import NumberForm, Refusal, read_number
from core.quantity.measures import Dose, DoseUnit, Kilogram
from core.quantity.text import fraction_text, number_text

_MICRO = ("mcg", "\u00b5g", "\u03bcg", "ug")
_MINUTE = ("min", "minute")
# Factor to mcg/min, and whether the figure is per kg of body weight.
_OTHER_UNITS = {
    "mcg/kg/min": (Fraction(1), True),
    "mcg/min": (Fraction(1), False),
    "mg/kg/min": (Fraction(1000), True),
    "mg/min": (Fraction(1000), False),
    "mcg/kg/h": (Fraction(1, 60), True),
    "mcg/h": (Fraction(1, 60), False),
    "mg/h": (Fraction(1000, 60), False),
}


def read_dose(typed: str, unit: DoseUnit, context: DoseContext, site: SiteProfile) -> Verdict[Dose]:
    """Judge a typed dose in the protocol's unit; the entry guard applies where a dose runs."""
    limits = site.dose_limits(context.agent, unit)
    form = dose_form(unit, limits)
    if read_number(typed, form) == 0:
        return _stop(typed, unit, context)
    dose = read_within(typed, form, limits, lambda number: Dose(number, unit))
    if isinstance(dose, Refused):
        return _in_other_unit(dose, unit, context.weight)
    asked = guard_doubts(dose, context, limits)
    if dose not in {context.advised, context.current}:
        asked = usual_doubts(dose, limits) + asked
    return judged(dose, number_text(dose.value), typed, asked)


def dose_form(unit: DoseUnit, limits: DoseLimits) -> NumberForm:
    """How a dose may be written: micro signs and "minute" are understood, mcg is shown."""
    spellings = tuple(
        unit.replace("mcg", micro).replace("min", minute) for micro in _MICRO for minute in _MINUTE
    )
    return NumberForm(unit, limits.decimals, spellings=spellings)


def _stop(typed: str, unit: DoseUnit, context: DoseContext) -> Verdict[Dose]:
    """Zero is a dose in the stop workflow only; an abrupt stop wants a reason."""
    if not context.stopping:
        return refused(EntryRefusal.ZERO_IS_STOP, seen=trimmed(typed))
    zero = Dose(Decimal(0), unit)
    running = context.running
    if running is None or zero == context.advised:
        return judged(zero, "0", typed)
    if context.stop_from is not None and running <= context.stop_from:
        return judged(zero, "0", typed)
    return judged(zero, "0", typed, doubt(Doubt.ABRUPT_STOP, Confirm.REASON, current=running))


def _in_other_unit(refusal: Refused, unit: DoseUnit, weight: Kilogram | None) -> Refused:
    """Say what the figure would be in the field's unit, where that can be known."""
    if refusal.code is not Refusal.WRONG_UNIT:
        return refusal
    args = {name: str(value) for name, value in refusal.args}
    seen = args["seen"].replace("\u00b5g", "mcg").replace("\u03bcg", "mcg")
    converted = _converted(Decimal(args["number"]), seen, unit, weight)
    if converted is None:
        return refusal
    return refused(
        EntryRefusal.UNIT_CONVERTED,
        seen=f"{args['number']} {seen}",
        converted=f"{fraction_text(converted, 4)} {unit}",
        unit=unit,
    )


def _converted(
    number: Decimal, seen: str, unit: DoseUnit, weight: Kilogram | None
) -> Fraction | None:
    if seen not in _OTHER_UNITS or unit not in _OTHER_UNITS:
        return None
    factor, per_kg = _OTHER_UNITS[seen]
    wanted_factor, wanted_per_kg = _OTHER_UNITS[unit]
    figure = Fraction(number) * factor / wanted_factor
    if per_kg is wanted_per_kg:
        return figure
    if weight is None:
        return None
    kilograms = Fraction(weight.value)
    return figure * kilograms if per_kg else figure / kilograms
