"""The dosing weight, in kg only."""

from decimal import Decimal
from fractions import Fraction

from core.entry.codes import Confirm, Doubt, EntryRefusal
from core.entry.number import read_within, usual_doubts
from core.entry.profile import SiteProfile
from core.entry.running import RunningInfusion
from core.entry.verdict import Doubts, Refused, Verdict, doubt, judged, refused
from core.frozen import dataclass
from core.quantity.grammar import NumberForm, Refusal
from core.quantity.measures import Kilogram
from core.quantity.text import fraction_text, number_text

_KG_PER_POUND = Fraction("0.45359237")
_POUND_WORDS = frozenset({"lb", "lbs", "lb.", "pound", "pounds"})
# A pound figure is 2.2 times the kilogram figure; the bounds leave room for rounding and drift.
_POUND_RATIOS = (
    (Fraction(2), Fraction(12, 5)),
    (Fraction(42, 100), Fraction(1, 2)),
)


@dataclass(frozen=True, slots=True)
class WeightContext:
    """The weight entered before, if any, and the infusion that a change would touch."""

    previous: Kilogram | None = None
    running: RunningInfusion | None = None


def read_weight(typed: str, context: WeightContext, site: SiteProfile) -> Verdict[Kilogram]:
    """Judge a typed weight; pounds are refused with the kilograms they would be."""
    form = NumberForm(Kilogram.unit, site.weight.decimals, any_case=True)
    weight = read_within(typed, form, site.weight, Kilogram)
    if isinstance(weight, Refused):
        return _in_pounds(weight)
    asked = usual_doubts(weight, site.weight)
    asked += _change_doubts(weight, context.previous, site)
    asked += _running_doubts(weight, context.running)
    return judged(weight, number_text(weight.value), typed, asked)


def _in_pounds(refusal: Refused) -> Refused:
    args = dict(refusal.args)
    if refusal.code is not Refusal.WRONG_UNIT or str(args["seen"]).casefold() not in _POUND_WORDS:
        return refusal
    pounds = Decimal(str(args["number"]))
    kilograms = f"{fraction_text(Fraction(pounds) * _KG_PER_POUND, 1)} kg"
    seen = f"{number_text(pounds)} lb"
    return refused(EntryRefusal.UNIT_CONVERTED, seen=seen, converted=kilograms, unit=Kilogram.unit)


def _change_doubts(weight: Kilogram, previous: Kilogram | None, site: SiteProfile) -> Doubts:
    if previous is None or weight == previous:
        return ()
    ratio = Fraction(weight.value) / Fraction(previous.value)
    if any(low <= ratio <= high for low, high in _POUND_RATIOS):
        ratio_text = fraction_text(ratio, 2)
        return doubt(
            Doubt.WEIGHT_POUNDS, Confirm.RETYPE, seen=weight, previous=previous, ratio=ratio_text
        )
    if abs(ratio - 1) * 100 > site.weight.change.value:
        return doubt(
            Doubt.WEIGHT_CHANGE,
            Confirm.REASON,
            seen=weight,
            previous=previous,
            limit=site.weight.change,
        )
    return ()


def _running_doubts(weight: Kilogram, running: RunningInfusion | None) -> Doubts:
    if running is None or not running.per_kg or weight == running.weight:
        return ()
    return doubt(
        Doubt.WEIGHT_RUNNING,
        Confirm.REASON,
        seen=weight,
        dose=running.dose,
        rate=running.rate,
        new_rate=running.rate_for(weight, running.bag),
        new_dose=running.dose_with(weight, running.bag),
    )
