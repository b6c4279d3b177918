"""A swept field as a window shows it: a small curve per outcome, what changed, what was not run."""

from dataclasses import dataclass
from math import isfinite

from core.trial.result_text import estimate_text
from core.trial.statistics import Estimate
from core.trial.sweep import Swept, Variant
from core.view.wording import Words

CURVES = ("below_band", "in_band", "above_band", "changes", "hours_on_drug", "given")
"""The outcomes that have a curve, as they are read: pressure, work, time and drug."""
_MOST_TOLD = 2
"""So many reasons of one value are told; the rest are of the same kind."""


@dataclass(frozen=True, slots=True)
class SweepPoint:
    """An outcome at one value with its interval; `place` is that of the value."""

    place: int
    value: float
    low: float
    high: float
    text: str


@dataclass(frozen=True, slots=True)
class SweepCurve:
    """One outcome over the values."""

    label: str
    points: tuple[SweepPoint, ...]


@dataclass(frozen=True, slots=True)
class SweepNote:
    """What is to be said of one value: a head and its lines."""

    head: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SweepView:
    """A whole sweep, ready to be shown.

    `values` are those asked for, `short` without their `unit`, which is empty where they have
    several. `now` is the place of what the protocol says, None where it is not among them;
    `unrun` are the places of those not run. `told` is said of each value.
    """

    title: str
    counted: str
    field: str
    values: tuple[str, ...]
    now: int | None
    unrun: tuple[int, ...]
    curves: tuple[SweepCurve, ...]
    told: tuple[str, ...]
    unit: str
    short: tuple[str, ...]
    notes: tuple[SweepNote, ...]


def sweep_view(found: Swept, words: Words) -> SweepView:
    """The sweep as a view."""
    values = tuple(variant.value for variant in found.variants)
    unrun = tuple(place for place, each in enumerate(found.variants) if not each.sound)
    as_it_is = (place for place, each in enumerate(found.variants) if not each.changes)
    curves = tuple(_curve(found, code, words) for code in CURVES)
    unit = _unit(values)
    return SweepView(
        title=_title(found, words),
        counted=_counted(found, words),
        field=field_text(found.field, words),
        values=values,
        now=next(as_it_is, None),
        unrun=unrun,
        curves=curves,
        told=tuple(_told(found, place, curves, words) for place in range(len(values))),
        unit=unit,
        short=tuple(value.removesuffix(f" {unit}") for value in values) if unit else values,
        notes=tuple(_note(variant, words) for variant in found.variants),
    )


def field_text(name: str, words: Words) -> str:
    """A field in the words of a pharmacist."""
    return words.say(f"trial.field.{name}")


def why_not(variant: Variant, words: Words) -> tuple[str, ...]:
    """Why a value was not run."""
    found = (words.say(f"proof.{each.id}.broken", each.args) for each in variant.findings)
    return (*variant.faults, *found)[:_MOST_TOLD]


def _unit(values: tuple[str, ...]) -> str:
    """The unit that all values share, if they do."""
    units = {value.rpartition(" ")[2] for value in values}
    return units.pop() if len(units) == 1 else ""


def _title(found: Swept, words: Words) -> str:
    plan = found.plan
    args = {"protocol": found.base, "field": field_text(found.field, words)}
    args |= {"patients": str(plan.patients), "preset": str(plan.preset)}
    args |= {"hours": str(plan.hours), "seed": str(plan.seed)}
    return words.say("trial.sweep.head", args)


def _counted(found: Swept, words: Words) -> str:
    args = {"usable": str(found.counted), "patients": str(found.plan.patients)}
    return words.say("trial.sweep.counted", args)


def _curve(found: Swept, code: str, words: Words) -> SweepCurve:
    places = {variant.value: place for place, variant in enumerate(found.variants)}
    points = tuple(
        _point(places[point.value], point.outcomes[code].estimate, words) for point in found.points
    )
    return SweepCurve(words.say(f"trial.outcome.{code}"), points)


def _point(place: int, told: Estimate, words: Words) -> SweepPoint:
    low, high = (each if isfinite(each) else told.value for each in (told.low, told.high))
    return SweepPoint(place, told.value, low, high, estimate_text(told, words))


def _told(found: Swept, place: int, curves: tuple[SweepCurve, ...], words: Words) -> str:
    """What is said of a value: every figure, or why there is none."""
    variant = found.variants[place]
    if not variant.sound:
        why = " ".join(why_not(variant, words))
        return words.say("trial.sweep.said-not", {"value": variant.value, "why": why})
    figures = (
        f"{curve.label}: {point.text}"
        for curve in curves
        for point in curve.points
        if point.place == place
    )
    now = words.say("trial.sweep.said-now") if not variant.changes else ""
    args = {"value": variant.value, "now": now, "figures": "; ".join(figures)}
    return words.say("trial.sweep.said", args)


def _note(variant: Variant, words: Words) -> SweepNote:
    """Why a value was not run, or what changes with it."""
    args = {"value": variant.value}
    if not variant.sound:
        return SweepNote(words.say("trial.sweep.note-not", args), why_not(variant, words))
    if not variant.changes:
        return SweepNote(words.say("trial.sweep.note-now", args), ())
    rows = tuple(f"{each.place}: {each.before} -> {each.after}" for each in variant.changes)
    return SweepNote(words.say("trial.sweep.note", args), rows)
