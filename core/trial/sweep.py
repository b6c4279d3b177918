"""One field of a protocol at several values, each tried on the same virtual patients.

A value whose protocol does not load, or keeps a promise no more, is told with its reason and is
not run.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from core.library import protocol_from
from core.proof.finding import Finding
from core.proof.prove import prove
from core.rules.bounds import Grid, count
from core.rules.compile import ProtocolError
from core.rules.protocol import ProtocolFile
from core.trial.contrasts import Runner
from core.trial.outcome import Found, difference, found
from core.trial.outcome_set import OUTCOMES
from core.trial.plan import Arm, Plan
from core.trial.record import Record
from core.trial.rewrite import Change, Rewrite, Rewriting, asked, both, interval, plain, step
from core.trial.statistics import Estimate

MOST_VALUES = 12
BAND = "band"
_BAND = re.compile(r"([0-9]{2,3})(?: to |-)([0-9]{2,3})(?: mmHg)?")


class SweepError(ValueError):
    """A sweep that cannot be made; the sentence names what is wrong and what is accepted."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field that can be swept: the grid of its values, and what changes with it."""

    grid: Grid
    rewrite: Rewriting


FIELDS: Mapping[str, Field] = {
    **{
        f"limits.steps.{name}": Field("dose", step(name))
        for name in ("up", "rescue", "undo", "down", "wean")
    },
    **{
        f"limits.intervals.{name}": Field("time", interval(name))
        for name in ("up", "rescue", "undo", "above_band", "wean")
    },
    "limits.steps.rescue+undo": Field("dose", both(step("rescue"), step("undo"))),
    "limits.steps.down+wean": Field("dose", both(step("down"), step("wean"))),
    "limits.intervals.above_band+wean": Field(
        "time", both(interval("above_band"), interval("wean"))
    ),
    "limits.stable_for_wean": Field(
        "time", asked("limits.stable_for_wean", "when.at_target_for.at_least", "time")
    ),
    "limits.readings_for_wean": Field(
        "readings",
        asked("limits.readings_for_wean", "when.readings_since_raise.at_least", "readings"),
    ),
    "limits.start.default": Field("dose", plain("limits.start.default")),
}
"""Every field that can be swept but the band, by its place in the file; two at once with a plus."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A protocol with another value: its text, what changed, and why it is not run if so."""

    value: str
    text: str = field(repr=False)
    changes: tuple[Change, ...]
    faults: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it is proved, and so run."""
        return not self.faults and not self.findings


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """One value: its outcomes by code, and each minus that of the first value, by pairs."""

    value: str
    outcomes: Mapping[str, Found]
    differences: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True, eq=False)
class Swept:
    """The outcome curves of a field. `counted` of the plan's patients count at every value."""

    field: str
    plan: Plan
    variants: tuple[Variant, ...]
    counted: int
    points: tuple[Point, ...]


def asked_for(told: str, file: ProtocolFile) -> tuple[str, tuple[str, ...]]:
    """The field and the values of "FIELD=V1,V2"; a bare number has the unit of the file.

    Raises:
        SweepError: an unknown field, no value or too many, or a value of another kind.
    """
    name, _, listed = (part.strip() for part in told.partition("="))
    if name not in {*FIELDS, BAND}:
        raise SweepError(f'"{name}" cannot be swept; give one of {", ".join([*FIELDS, BAND])}')
    given = [text.strip() for text in listed.split(",") if text.strip()]
    if not 1 < len(given) <= MOST_VALUES:
        raise SweepError(f"{name}: give 2 to {MOST_VALUES} values, as in {name}={_example(name)}")
    values = [_band_text(text) if name == BAND else _value(name, text, file) for text in given]
    if len({_sized(name, value, file) for value in values}) < len(values):
        raise SweepError(f"{name}: a value stands twice in {', '.join(values)}")
    return name, tuple(values)


def variants(file: ProtocolFile, name: str, values: Sequence[str]) -> Iterator[Variant]:
    """The protocol at each value, judged as it is asked for: a proof takes seconds."""
    for value in values:
        told = Rewrite(file)
        if name == BAND:
            _other_band(told, value)
        else:
            FIELDS[name].rewrite(told, value)
        yield _judged(Variant(value, told.text, tuple(told.changes)))


def swept(plan: Plan, name: str, tried: Sequence[Variant], run: Runner) -> Swept:
    """The outcomes at each value that is sound, over the patients who count at all of them.

    The arms of `plan` are replaced by the sound variants.

    Raises:
        SweepError: no value is sound.
        PlanError: a variant cannot be used with the plan.
    """
    sound = [variant for variant in tried if variant.sound]
    if not sound:
        raise SweepError(f"{name}: no value gives a protocol that is proved")
    arms = tuple(Arm(_arm_name(name, variant.value), variant.text) for variant in sound)
    plan = replace(plan, arms=arms)
    told = run(plan)
    records = [told[arm.name] for arm in arms]
    common = np.logical_and.reduce([record.usable for record in records])
    kept = [record.picked(common) for record in records]
    points = tuple(
        _point(variant.value, record, kept[0], plan.hours)
        for variant, record in zip(sound, kept, strict=True)
    )
    return Swept(name, plan, tuple(tried), int(common.sum()), points)


def _point(value: str, record: Record, first: Record, hours: int) -> Point:
    outcomes = {each.code: found(each, record, hours) for each in OUTCOMES}
    gaps = {each.code: difference(each, record, first, hours) for each in OUTCOMES}
    return Point(value, outcomes, gaps)


def _judged(variant: Variant) -> Variant:
    try:
        protocol = protocol_from(variant.text)
    except ProtocolError as error:
        return replace(variant, faults=error.findings)
    return replace(variant, findings=prove(protocol, examples=False).findings)


def _other_band(told: Rewrite, value: str) -> None:
    """Another first band, which a case has by default."""
    low, _, high = value.removesuffix(" mmHg").partition(" to ")
    first = told.tree["target"][0]
    for key, text in (("low", f"{low} mmHg"), ("high", f"{high} mmHg")):
        if first[key] != text:
            told.changes.append(Change(f"target 1: {key}", first[key], text))
        first[key] = text


def _band_text(text: str) -> str:
    told = _BAND.fullmatch(text)
    if told is None or int(told[1]) >= int(told[2]):
        raise SweepError(f'band: "{text}" is none; give two whole mmHg as in {_example(BAND)}')
    return f"{int(told[1])} to {int(told[2])} mmHg"


def _value(name: str, text: str, file: ProtocolFile) -> str:
    """A value with its unit.

    Raises:
        SweepError: it is no quantity of the kind that stands there.
    """
    declared: object = file
    for key in name.partition("+")[0].split("."):
        declared = getattr(declared, key)
    value = text if " " in text else f"{text} {str(declared).partition(' ')[2]}"
    try:
        _sized(name, value, file)
    except ValueError as fault:
        raise SweepError(f"{name}: {fault}") from fault
    return value


def _sized(name: str, value: str, file: ProtocolFile) -> int | str:
    return value if name == BAND else count(value, FIELDS[name].grid, file.dosing.unit)


def _example(name: str) -> str:
    if name == BAND:
        return "60 to 70,65 to 75"
    ways: Mapping[Grid, str] = {"dose": "0.01,0.02,0.03", "time": "5 min,10 min"}
    return ways.get(FIELDS[name].grid, "2,3")


def _arm_name(name: str, value: str) -> str:
    field_name = name.rpartition(".")[2].replace("+", "-")
    return f"{field_name} {value.replace('/', ' per ')}"
