"""Pressures and heart rate as typed: whole figures, believed, asked about, or kept as artefacts."""

import re
from decimal import Decimal
from fractions import Fraction

from core.entry.codes import EntryRefusal
from core.entry.number import read_within, usual_doubts
from core.entry.plausible import Pair, ReadingContext, is_artefact, reading_doubts
from core.entry.profile import SiteProfile
from core.entry.verdict import Refused, Verdict, judged, refused
from core.frozen import dataclass
from core.quantity.characters import trimmed
from core.quantity.grammar import NumberForm, Refusal
from core.quantity.measures import HeartRate, Mmhg
from core.quantity.text import fraction_text, number_text

_MMHG_PER_KPA = Fraction("7.50062")
_PLACEHOLDER = re.compile(r"[-\u2013\u2014_.*?]{2,}|[-\u2013\u2014_?]")
_NEGATIVE = re.compile(r"[-\u2212](?P<figure>[1-9][0-9]{0,2})")
_MARKED = re.compile(r"[1-9][0-9]{0,2} ?[^0-9A-Za-z.,%/ ]+")


@dataclass(frozen=True, slots=True)
class MapEntry:
    """A mean pressure; an artefact is kept on record and never dosed on."""

    map: Mmhg
    artefact: bool


@dataclass(frozen=True, slots=True)
class PairEntry:
    """A pair with its calculated mean, whole for the rules and exact for the record."""

    pair: Pair
    map: Mmhg
    exact: Fraction
    artefact: bool


def read_map(typed: str, context: ReadingContext, site: SiteProfile) -> Verdict[MapEntry]:
    """Judge a typed MAP in whole mmHg.

    Outside 20 to 200 mmHg it is kept as an artefact; at or below 0 and from 300 on it is refused
    as a number and may still be recorded as an artefact.
    """
    marked = _not_a_pressure(trimmed(typed))
    if marked is not None:
        return marked
    pressure = read_within(typed, NumberForm(Mmhg.unit, site.map.decimals), site.map, Mmhg)
    if isinstance(pressure, Refused):
        return _explained(pressure)
    fault = _outside_pair(pressure, context.pair)
    if fault is not None:
        return fault
    entry = MapEntry(pressure, is_artefact(pressure, site.reading))
    asked = reading_doubts(pressure, context, site)
    return judged(entry, number_text(pressure.value), typed, asked)


def read_systolic(typed: str, site: SiteProfile) -> Verdict[Mmhg]:
    """Judge a typed systolic pressure in whole mmHg."""
    form = NumberForm(Mmhg.unit, site.systolic.decimals)
    pressure = read_within(typed, form, site.systolic, Mmhg)
    if isinstance(pressure, Refused):
        return pressure
    return judged(
        pressure, number_text(pressure.value), typed, usual_doubts(pressure, site.systolic)
    )


def read_diastolic(typed: str, site: SiteProfile) -> Verdict[Mmhg]:
    """Judge a typed diastolic pressure in whole mmHg."""
    form = NumberForm(Mmhg.unit, site.diastolic.decimals)
    pressure = read_within(typed, form, site.diastolic, Mmhg)
    if isinstance(pressure, Refused):
        return pressure
    return judged(
        pressure, number_text(pressure.value), typed, usual_doubts(pressure, site.diastolic)
    )


def read_pair(pair: Pair, context: ReadingContext, site: SiteProfile) -> Verdict[PairEntry]:
    """Judge a pair whose two figures were read; the mean is calculated and judged like a MAP."""
    whole, exact = pair.calculated
    pressure = Mmhg(Decimal(whole))
    fault = _outside_pair(pressure, pair)
    if fault is not None:
        return fault
    entry = PairEntry(pair, pressure, exact, is_artefact(pressure, site.reading))
    text = f"{number_text(pair.systolic.value)}/{number_text(pair.diastolic.value)}"
    with_pair = ReadingContext(context.previous, context.since_previous, context.equal_before, pair)
    return judged(entry, text, text, reading_doubts(pressure, with_pair, site))


def read_heart_rate(typed: str, site: SiteProfile) -> Verdict[HeartRate]:
    """Judge a typed heart rate in whole beats per minute."""
    form = NumberForm(HeartRate.unit, site.heart_rate.decimals, spellings=("bpm",))
    rate = read_within(typed, form, site.heart_rate, HeartRate)
    if isinstance(rate, Refused):
        return rate
    return judged(rate, number_text(rate.value), typed, usual_doubts(rate, site.heart_rate))


def _not_a_pressure(body: str) -> Refused | None:
    """What monitors print in place of a pressure or beside it."""
    if _PLACEHOLDER.fullmatch(body):
        return refused(EntryRefusal.MAP_PLACEHOLDER, seen=body)
    negative = _NEGATIVE.fullmatch(body)
    if negative is not None:
        figure = Mmhg(-Decimal(negative["figure"]))
        return Refused(EntryRefusal.MAP_NEGATIVE, (("seen", figure),), as_artefact=figure)
    if _MARKED.fullmatch(body):
        return refused(EntryRefusal.MAP_MARK, seen=body)
    return None


def _explained(refusal: Refused) -> Refused:
    """The refusal in words about a pressure, where the general one would miss the point."""
    args = dict(refusal.args)
    seen = args.get("seen")
    match refusal.code:
        case EntryRefusal.BELOW_HARD if isinstance(seen, Mmhg):
            return Refused(EntryRefusal.MAP_ZERO, (("seen", seen),), as_artefact=seen)
        case EntryRefusal.ABOVE_HARD if isinstance(seen, Mmhg):
            limit = args["high"]
            return Refused(
                EntryRefusal.MAP_TOO_HIGH, (("seen", seen), ("high", limit)), as_artefact=seen
            )
        case Refusal.TOO_FINE:
            return Refused(EntryRefusal.MAP_WHOLE, (("seen", str(seen)),), refusal.suggestion)
        case Refusal.FRACTION:
            return refused(EntryRefusal.MAP_PAIR, seen=str(seen))
        case Refusal.WRONG_UNIT if str(seen).casefold() == "kpa":
            figure = Fraction(str(args["number"])) * _MMHG_PER_KPA
            converted = f"{fraction_text(figure, 0)} {Mmhg.unit}"
            return refused(EntryRefusal.MAP_KPA, seen=f"{args['number']} kPa", converted=converted)
        case _:
            return refusal


def _outside_pair(pressure: Mmhg, pair: Pair | None) -> Refused | None:
    if pair is None:
        return None
    if pair.systolic < pair.diastolic:
        return refused(EntryRefusal.PAIR_SWAPPED, systolic=pair.systolic, diastolic=pair.diastolic)
    if pair.diastolic <= pressure <= pair.systolic:
        return None
    return refused(
        EntryRefusal.MAP_OUTSIDE_PAIR,
        seen=pressure,
        systolic=pair.systolic,
        diastolic=pair.diastolic,
    )
