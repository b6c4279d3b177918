"""What the bag holds, as typed: an amount in a volume, or the concentration of a listed bag.

Norepinephrine's bag states base or a salt; those of the other agents are in mg or in units.
"""

import re
from decimal import Decimal
from fractions import Fraction

from core.entry.codes import Confirm, Doubt, EntryRefusal
from core.entry.profile import SiteProfile
from core.entry.running import RunningInfusion
from core.entry.verdict import Doubts, Refused, Verdict, doubt, judged, refused
from core.frozen import dataclass
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.characters import trimmed
from core.quantity.grammar import NumberForm, Unread, read_number, unfit
from core.quantity.measures import Concentration, Milligram, Millilitre, Units
from core.quantity.text import fraction_text

_AMOUNT = NumberForm(Milligram.unit, 3)
_UNITS = NumberForm(Units.unit, 1)
_VOLUME = NumberForm(Millilitre.unit, 1, spellings=("ml",))
_WHOLE = NumberForm("mg in mL", 0, max_length=40)
_PAIR = re.compile(r"(?P<amount>[0-9.,].*?)(?: ?/ ?| in )(?P<volume>[0-9.,].*)")
_STRENGTH = re.compile(r"(?P<number>[0-9.,]+) ?(?P<unit>mcg|\u00b5g|\u03bcg|mg)/m[lL]")
_MCG_PER_MG = 1000
# Wordings that are not amounts at all; each has its own sentence because each has killed.
_WORDINGS = (
    (EntryRefusal.BAG_PERCENT, re.compile(r"%")),
    (EntryRefusal.BAG_RATIO, re.compile(r"[0-9] ?: ?[0-9]")),
    (EntryRefusal.BAG_CC, re.compile(r"\bcc\b|[0-9]cc\b", re.IGNORECASE)),
    (EntryRefusal.BAG_SALT_WORD, re.compile(r"tartrate|base|salt", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class BagContext:
    """How the label states the drug, what runs, and the label as scanned or typed again.

    `expressed_as` is None until base or salt was chosen; nothing is read before that. `agent` is
    another agent than norepinephrine, which has no salt to choose; `in_units` says how its bag
    is labelled, `usual` is the bag that its protocol offers.
    """

    expressed_as: ExpressedAs | None
    running: RunningInfusion | None = None
    label: Bag | None = None
    agent: str = ""
    in_units: bool = False
    usual: Bag | None = None


def read_bag(typed: str, context: BagContext, site: SiteProfile) -> Verdict[Bag]:
    """Judge "8 mg in 250 mL", "8 mg/250 mL" or, for a listed bag, "32 mcg/mL"."""
    if context.expressed_as is None:
        return refused(EntryRefusal.BASIS_UNSET)
    body = trimmed(typed)
    spoilt = unfit(typed, body, _WHOLE)
    if spoilt is not None:
        return Refused(spoilt.code, spoilt.args)
    for code, wording in _WORDINGS:
        if wording.search(body):
            return refused(code, seen=body)
    strength = None if context.agent else _STRENGTH.fullmatch(body)
    if strength is not None:
        return _from_strength(strength, typed, context, context.expressed_as, site)
    pair = _PAIR.fullmatch(body)
    if pair is None:
        return refused(_bad_form(context), seen=body)
    return _from_pair(pair, context, context.expressed_as, site)


def _from_pair(
    pair: re.Match[str], context: BagContext, expressed_as: ExpressedAs, site: SiteProfile
) -> Verdict[Bag]:
    form, missing = (
        (_UNITS, EntryRefusal.BAG_AMOUNT_UNITS)
        if context.in_units
        else (_AMOUNT, EntryRefusal.BAG_AMOUNT_UNIT)
    )
    amount = _part(pair["amount"], form, missing)
    volume = _part(pair["volume"], _VOLUME, EntryRefusal.BAG_VOLUME_UNIT)
    if isinstance(amount, Refused):
        return amount
    if isinstance(volume, Refused):
        return volume
    if amount == 0 or volume == 0:
        return refused(_bad_form(context), seen=pair[0])
    labelled = Units(amount) if context.in_units else Milligram(amount)
    bag = Bag(labelled, Millilitre(volume), expressed_as)
    # Never "as typed": the concentration is derived and has to be seen beside the entry.
    return _fault(bag, context, site) or judged(bag, bag.text, "", _bag_doubts(bag, context, site))


def _bad_form(context: BagContext) -> EntryRefusal:
    return EntryRefusal.BAG_FORM_UNITS if context.in_units else EntryRefusal.BAG_FORM


def _part(text: str, form: NumberForm, missing_unit: EntryRefusal) -> Decimal | Refused:
    """One figure of the pair; its unit must be there."""
    read = read_number(text, form)
    if isinstance(read, Unread):
        return Refused(read.code, read.args, read.suggestion and f"{read.suggestion} {form.unit}")
    if form.number_of(text) == text:
        return refused(missing_unit, seen=text)
    return read


def _from_strength(
    strength: re.Match[str],
    typed: str,
    context: BagContext,
    expressed_as: ExpressedAs,
    site: SiteProfile,
) -> Verdict[Bag]:
    """A concentration names a listed bag; without one the volume is not known."""
    in_mg = strength["unit"] == Milligram.unit
    form = NumberForm(Concentration.unit, site.concentration.decimals)
    read = read_number(strength["number"], form)
    if isinstance(read, Unread):
        return Refused(read.code, read.args, read.suggestion and f"{read.suggestion} {form.unit}")
    labelled = Fraction(read) * (_MCG_PER_MG if in_mg else 1)
    strong = _out_of_range(labelled * expressed_as.base_fraction, labelled, site)
    if strong is not None:
        return strong
    text = f"{fraction_text(labelled, 3)} {Concentration.unit}"
    for listed in site.bags:
        bag = Bag(listed.amount, listed.volume, expressed_as)
        if bag.concentration == labelled * expressed_as.base_fraction:
            asked = _bag_doubts(bag, context, site)
            if in_mg:
                asked += doubt(Doubt.BAG_CONVERTED, seen=strength[0], converted=text)
            return _fault(bag, context, site) or judged(bag, text, typed, asked)
    return refused(EntryRefusal.BAG_NEEDS_VOLUME, seen=text)


def _fault(bag: Bag, context: BagContext, site: SiteProfile) -> Refused | None:
    """What rules a bag out altogether: its concentration, or the label in somebody's hand."""
    if context.agent:
        return _agent_fault(bag, context, site)
    labelled = bag.concentration / bag.expressed_as.base_fraction
    wrong = _out_of_range(bag.concentration, labelled, site)
    if wrong is not None or context.label is None:
        return wrong
    if context.label.concentration == bag.concentration:
        return None
    return refused(
        EntryRefusal.BAG_LABEL_DIFFERS,
        seen=bag.concentration_text,
        label=context.label.concentration_text,
    )


def _agent_fault(bag: Bag, context: BagContext, site: SiteProfile) -> Refused | None:
    """Weaker or stronger than any bag of this agent may be."""
    kept = site.bag_of.get(context.agent)
    if kept is None:
        return None
    seen = bag.concentration_text
    low, high = kept.weakest.concentration_text, kept.strongest.concentration_text
    if bag.concentration < kept.weakest.concentration:
        return refused(EntryRefusal.BAG_TOO_WEAK, seen=seen, low=low, high=high)
    if bag.concentration > kept.strongest.concentration:
        return refused(EntryRefusal.BAG_TOO_STRONG, seen=seen, low=low, high=high)
    return None


def _bag_doubts(bag: Bag, context: BagContext, site: SiteProfile) -> Doubts:
    if context.agent:
        return _agent_doubts(bag, context, site) + _running_doubts(bag, context.running)
    return _listed_doubts(bag, site) + _salt_doubts(bag) + _running_doubts(bag, context.running)


def _out_of_range(base: Fraction, labelled: Fraction, site: SiteProfile) -> Refused | None:
    """The hard range, on the base in the bag; the vial is named as what it is."""
    low, high = site.concentration.hard
    shown = f"{fraction_text(base, 2)} {Concentration.unit}"
    if labelled == site.concentration.vial.value:
        return refused(EntryRefusal.BAG_VIAL, seen=shown)
    if base < low.value:
        return refused(EntryRefusal.BAG_TOO_WEAK, seen=shown, low=low, high=high)
    if base > high.value:
        return refused(EntryRefusal.BAG_TOO_STRONG, seen=shown, low=low, high=high)
    return None


def _listed_doubts(bag: Bag, site: SiteProfile) -> Doubts:
    share = Fraction(site.concentration.tolerance.value) / 100
    for listed in site.bags:
        if abs(bag.concentration / listed.concentration - 1) <= share:
            return ()
    return doubt(Doubt.BAG_UNLISTED, Confirm.REASON, seen=bag.concentration_text, bag=bag.text)


def _agent_doubts(bag: Bag, context: BagContext, site: SiteProfile) -> Doubts:
    """A bag whose concentration is none of the site's and not the usual one is asked about."""
    known = [*site.bags_of(context.agent), *([context.usual] if context.usual else [])]
    if any(bag.concentration == listed.concentration for listed in known):
        return ()
    return doubt(Doubt.BAG_UNLISTED, Confirm.REASON, seen=bag.concentration_text, bag=bag.text)


def _salt_doubts(bag: Bag) -> Doubts:
    if bag.expressed_as is ExpressedAs.BASE:
        return ()
    return doubt(
        Doubt.BAG_SALT,
        seen=bag.text,
        salt=bag.expressed_as,
        factor=fraction_text(bag.expressed_as.salt_factor, 3),
        base=bag.concentration_text,
    )


def _running_doubts(bag: Bag, running: RunningInfusion | None) -> Doubts:
    if running is None or running.bag.concentration == bag.concentration:
        return ()
    return doubt(
        Doubt.BAG_RUNNING,
        seen=bag.concentration_text,
        old=running.bag.concentration_text,
        dose=running.dose,
        rate=running.rate,
        new_rate=running.rate_for(running.weight, bag),
    )
