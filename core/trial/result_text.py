"""A result as a table of text and as CSV; every label is a text of the program."""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import isinf, isnan

from core.quantity.text import number_text
from core.trial.outcome import Group
from core.trial.outcome_set import OUTCOMES
from core.trial.record import Exclusion
from core.trial.result import Result
from core.trial.result_json import figure
from core.trial.statistics import Estimate
from core.view.wording import Words

_GAP = "  "
_WHOLE_FROM, _TENTH_FROM = 100.0, 10.0
_CSV_HEADS = ("arm", "versus", "outcome", "measure", "unit", "value", "low", "high", "count")


def table(result: Result, words: Words) -> str:
    """The arms side by side, the differences beside them, and what they rest on."""
    rows = [_heads(result, words), *_counted(result, words)]
    for group in Group:
        rows.append((words.say(f"trial.group.{group}"),))
        rows.extend(_rows(result, words, group))
    blocks = [_title(result, words), words.say("trial.rests-on"), aligned(rows)]
    if result.compared.contrasts:
        first = result.compared.contrasts[0].name
        blocks.append(words.say("trial.pairs", {"name": first}))
    else:
        blocks.append(words.say("trial.alone"))
    blocks.append(words.say("trial.seen"))
    blocks.append(words.say("trial.methods"))
    return "\n\n".join(blocks)


def as_csv(result: Result) -> str:
    """One row per arm and outcome, then one per difference and outcome; codes and plain figures."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_CSV_HEADS)
    for found in result.compared.arms:
        for outcome in OUTCOMES:
            told = (outcome.code, outcome.measure, outcome.unit)
            estimate = found.outcomes[outcome.code].estimate
            writer.writerow((found.name, "", *told, *_plain(estimate)))
    for contrast in result.compared.contrasts:
        for outcome in OUTCOMES:
            told = (outcome.code, outcome.measure, outcome.unit)
            gap = contrast.differences[outcome.code]
            writer.writerow((contrast.name, contrast.versus, *told, *_plain(gap)))
    return out.getvalue()


def estimate_text(estimate: Estimate, words: Words, *, signed: bool = False) -> str:
    """The value and in parentheses its interval; only the value where that has no width."""
    value, low, high = (
        number(each, words, signed=signed) for each in (estimate.value, estimate.low, estimate.high)
    )
    if isnan(estimate.low) or isnan(estimate.high) or estimate.low == estimate.high:
        return value
    return words.say("trial.interval", {"value": value, "low": low, "high": high})


def number(value: float, words: Words, *, signed: bool = False) -> str:
    """Three digits or so; a difference shows its sign."""
    if isnan(value):
        return words.say("trial.nothing")
    if isinf(value):
        never = words.say("trial.never")
        return f"-{never}" if value < 0 else never
    size = abs(value)
    places = 0 if size >= _WHOLE_FROM else 1 if size >= _TENTH_FROM else 2
    text = number_text(Decimal(f"{value:.{places}f}"))
    return f"+{text}" if signed and not text.startswith("-") and text != "0" else text


def _title(result: Result, words: Words) -> str:
    plan = result.plan
    args = {
        "arms": " / ".join(arm.name for arm in plan.arms),
        "patients": str(plan.patients),
        "preset": str(plan.preset),
        "hours": str(plan.hours),
        "seed": str(plan.seed),
    }
    return words.say("trial.head", args)


def _heads(result: Result, words: Words) -> tuple[str, ...]:
    names = [found.name for found in result.compared.arms]
    gaps = [
        words.say("trial.difference", {"versus": contrast.versus})
        for contrast in result.compared.contrasts
    ]
    return ("", *names, *gaps)


def _counted(result: Result, words: Words) -> Iterator[tuple[str, ...]]:
    arms = [found.counted for found in result.compared.arms]
    yield (words.say("trial.present"), *(str(counted.present) for counted in arms))
    yield (words.say("trial.usable"), *(str(counted.usable) for counted in arms))
    for why in tuple(Exclusion)[1:]:
        label = words.say(f"trial.excluded.{why.name.lower()}")
        yield (label, *(str(counted.by_reason[why]) for counted in arms))


def _rows(result: Result, words: Words, group: Group) -> Iterator[tuple[str, ...]]:
    for outcome in OUTCOMES:
        if outcome.group is not group:
            continue
        arms = [
            estimate_text(found.outcomes[outcome.code].estimate, words)
            for found in result.compared.arms
        ]
        gaps = [
            estimate_text(contrast.differences[outcome.code], words, signed=True)
            for contrast in result.compared.contrasts
        ]
        yield (f"  {words.say(f'trial.outcome.{outcome.code}')}", *arms, *gaps)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of cells as lines of text, each column as wide as its widest cell."""
    full = max(len(row) for row in rows)
    widths = [max(len(row[at]) for row in rows if len(row) > at) for at in range(full)]
    lines = (
        _GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=False))
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def _plain(estimate: Estimate) -> tuple[str, ...]:
    cells = (figure(each) for each in (estimate.value, estimate.low, estimate.high))
    return (*("" if cell is None else cell for cell in cells), str(estimate.count))
