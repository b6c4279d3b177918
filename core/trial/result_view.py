"""A result as a window shows it: every figure written, every curve, bar and dot worked out."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

import numpy as np

from core.patient.arrays import FloatArray
from core.trial.compare import ArmFound
from core.trial.outcome import Group, Outcome
from core.trial.outcome_set import OUTCOMES
from core.trial.record import Exclusion, Record
from core.trial.result import Result
from core.trial.result_text import estimate_text, gap_cells, head, number
from core.view.wording import Words

PAIRED = ("in_band", "minutes_below_65", "minutes_above", "given", "hours_on_drug")
"""The outcomes whose values are laid side by side patient by patient."""
BARRED = ("below_band", "in_band", "above_band")
MOST_DOTS = 5_000
"""Patients whose dots are drawn; more would only be one blot."""
_BY_CODE = {outcome.code: outcome for outcome in OUTCOMES}


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One outcome: its name, a figure per arm, then one per difference; a heading has none."""

    label: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The share still on norepinephrine at an hour, percent, with its 95 % interval."""

    hour: int
    percent: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class ArmCurve:
    """One arm's share still on norepinephrine, hour by hour."""

    name: str
    points: tuple[CurvePoint, ...]
    end: str


@dataclass(frozen=True, slots=True)
class ArmBar:
    """One arm's time below, in and above the band, percent, and the same written out."""

    name: str
    shares: tuple[float, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """An outcome of each patient under two arms: `across` on the first, `up` on the other.

    `count` patients are compared; `dots` are those of them that are drawn, and
    `ids` who they are.
    """

    outcome: str
    label: str
    across: str
    up: str
    dots: tuple[tuple[float, float], ...]
    count: int
    counted: str
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ResultView:
    """A whole result, ready to be shown."""

    title: str
    rests_on: str
    counted: str
    arms: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[OutcomeRow, ...]
    notes: tuple[str, ...]
    curves: tuple[ArmCurve, ...]
    bars: tuple[ArmBar, ...]
    pairs: tuple[Pairs, ...]
    hours: int


def result_view(result: Result, words: Words) -> ResultView:
    """The result as a view."""
    found = result.compared.arms
    return ResultView(
        title=head(result, words),
        rests_on=words.say("trial.rests-on"),
        counted=_counted(found[0], words),
        arms=tuple(arm.name for arm in found),
        heads=tuple(_heads(result, words)),
        rows=tuple(_rows(result, words)),
        notes=_notes(result, words),
        curves=tuple(_curve(arm, words) for arm in found),
        bars=tuple(_bar(arm, words) for arm in found),
        pairs=tuple(_pairs(result, words)),
        hours=result.plan.hours,
    )


def _counted(arm: ArmFound, words: Words) -> str:
    """Who counts: the same patients in every arm."""
    left_out = [
        f"{words.say(f'trial.excluded.{why.name.lower()}')} {arm.counted.by_reason[why]}"
        for why in tuple(Exclusion)[1:]
    ]
    args = {"present": str(arm.counted.present), "usable": str(arm.counted.usable)}
    return "; ".join((words.say("trial-window.counted", args), *left_out))


def _heads(result: Result, words: Words) -> Iterator[str]:
    yield words.say("trial-window.outcome")
    yield from (arm.name for arm in result.compared.arms)
    for contrast in result.compared.contrasts:
        yield words.say("trial.difference", {"versus": contrast.versus})


def _rows(result: Result, words: Words) -> Iterator[OutcomeRow]:
    for group in Group:
        yield OutcomeRow(words.say(f"trial.group.{group}"))
        for outcome in OUTCOMES:
            if outcome.group is group:
                yield _row(result, words, outcome.code)


def _row(result: Result, words: Words, code: str) -> OutcomeRow:
    arms = (estimate_text(arm.outcomes[code].estimate, words) for arm in result.compared.arms)
    gaps = gap_cells(result, code, words)
    return OutcomeRow(words.say(f"trial.outcome.{code}"), (*arms, *gaps))


def _notes(result: Result, words: Words) -> tuple[str, ...]:
    contrasts = result.compared.contrasts
    alone = words.say("trial.alone")
    first = words.say("trial.pairs", {"name": contrasts[0].name}) if contrasts else alone
    return (first, words.say("trial.seen"), words.say("trial.methods"))


def _curve(arm: ArmFound, words: Words) -> ArmCurve:
    freed = arm.liberated
    points = tuple(
        CurvePoint(hour, 100.0 - share.value, 100.0 - share.high, 100.0 - share.low)
        for hour, share in zip(freed.hours, freed.happened, strict=True)
        if not isnan(share.value)  # of nobody there is no share
    )
    return ArmCurve(arm.name, points, number(100.0 - freed.happened[-1].value, words))


def _bar(arm: ArmFound, words: Words) -> ArmBar:
    found = [arm.outcomes[code].estimate for code in BARRED]
    texts = tuple(estimate_text(share, words) for share in found)
    return ArmBar(arm.name, tuple(share.value for share in found), texts)


def _pairs(result: Result, words: Words) -> Iterator[Pairs]:
    first = result.plan.arms[0].name
    for other in result.plan.arms[1:]:
        for code in PAIRED:
            yield _paired(result, words, _BY_CODE[code], (first, other.name))


def _paired(result: Result, words: Words, outcome: Outcome, names: tuple[str, str]) -> Pairs:
    mine, theirs = (_values(outcome, result.records[name], result.plan.hours) for name in names)
    args = {
        "name": names[0],
        "versus": names[1],
        "more": str(int((mine > theirs).sum())),
        "less": str(int((mine < theirs).sum())),
        "same": str(int((mine == theirs).sum())),
    }
    pairs = zip(theirs[:MOST_DOTS].tolist(), mine[:MOST_DOTS].tolist(), strict=True)
    label, counted = words.say(f"trial.outcome.{outcome.code}"), "trial-window.pairs.counted"
    dots, said = tuple(pairs), words.say(counted, args)
    record = result.records[names[0]]
    ids = tuple(record.ids[record.usable][:MOST_DOTS].tolist())
    return Pairs(outcome.code, label, names[1], names[0], dots, len(mine), said, ids)


def _values(outcome: Outcome, record: Record, hours: int) -> FloatArray:
    """Each usable patient's own value; 0 where there is nothing to divide by."""
    usable = record.picked(record.usable)
    above = outcome.above(usable, hours)
    if outcome.below is None:
        return above
    below, own = outcome.below(usable, hours), np.zeros(len(above))
    np.divide(above, below, out=own, where=below > 0)
    return own
