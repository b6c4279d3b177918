"""One field of a protocol at several values, each tried on the same virtual patients.

A value whose protocol does not load, or keeps a promise no more, is told with its reason and is
not run.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from core.library import file_from, protocol_from
from core.proof.finding import Finding
from core.proof.prove import prove
from core.rules.compile import ProtocolError
from core.rules.protocol import ProtocolFile
from core.trial.contrasts import Runner
from core.trial.outcome import Found, difference, found
from core.trial.outcome_set import OUTCOMES
from core.trial.plan import Arm, Plan
from core.trial.record import Record
from core.trial.rewrite import Change, Rewrite
from core.trial.statistics import Estimate
from core.trial.sweep_values import BAND, FIELDS, SweepError


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
    """The outcome curves of a field of the protocol called `base`.

    `counted` of the plan's patients count at every value.
    """

    base: str
    field: str
    plan: Plan
    variants: tuple[Variant, ...]
    counted: int
    points: tuple[Point, ...]


def variants_of(
    arm: Arm, name: str, values: Sequence[str], judge: Callable[[Variant], Variant] | None = None
) -> Iterator[Variant]:
    """The protocol of an arm at each value, proved unless there is another judge.

    Raises:
        ProtocolError: its text is no protocol.
    """
    return variants(file_from(arm.text), name, values, judge)


def variants(
    file: ProtocolFile,
    name: str,
    values: Sequence[str],
    judge: Callable[[Variant], Variant] | None = None,
) -> Iterator[Variant]:
    """The protocol at each value, judged as it is asked for: a proof takes seconds."""
    for value in values:
        told = Rewrite(file)
        if name == BAND:
            _other_band(told, value)
        else:
            FIELDS[name].rewrite(told, value)
        yield (judge or judged)(Variant(value, told.text, tuple(told.changes)))


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
    base = plan.arms[0].name
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
    return Swept(base, name, plan, tuple(tried), int(common.sum()), points)


def _point(value: str, record: Record, first: Record, hours: int) -> Point:
    outcomes = {each.code: found(each, record, hours) for each in OUTCOMES}
    gaps = {each.code: difference(each, record, first, hours) for each in OUTCOMES}
    return Point(value, outcomes, gaps)


def judged(variant: Variant) -> Variant:
    """A variant with what the proof finds in it."""
    told = loaded(variant)
    if told.faults:
        return told
    return replace(told, findings=prove(protocol_from(told.text), examples=False).findings)


def loaded(variant: Variant) -> Variant:
    """A variant with why it does not load; nothing is proved, so nobody may rely on it."""
    try:
        protocol_from(variant.text)
    except ProtocolError as error:
        return replace(variant, faults=error.findings)
    return variant


def _other_band(told: Rewrite, value: str) -> None:
    """Another first band, which a case has by default."""
    low, _, high = value.removesuffix(" mmHg").partition(" to ")
    first = told.tree["target"][0]
    for key, text in (("low", f"{low} mmHg"), ("high", f"{high} mmHg")):
        if first[key] != text:
            told.changes.append(Change(f"target 1: {key}", first[key], text))
        first[key] = text


def _arm_name(name: str, value: str) -> str:
    field_name = name.rpartition(".")[2].replace("+", "-")
    return f"{field_name} {value.replace('/', ' per ')}"
