"""A result as a table of text and as CSV; every label is a text of the program."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
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
    rows = [_heads(result, words), *counted_rows(result, words)]
    for group in Group:
        rows.append((words.say(f"trial.group.{group}"),))
        rows.extend(_rows(result, words, group))
    blocks = [head(result, words), words.say("trial.rests-on"), aligned(rows)]
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


def head(result: Result, words: Words) -> str:
    """What was tried, on whom and for how long."""
    plan = result.plan
    args = {
        "arms": " / ".join(arm.name for arm in plan.arms),
        "patients": str(plan.patients),
        "preset": str(plan.preset),
        "hours": str(plan.hours),
        "seed": str(plan.seed),
    }
    return words.say("trial.head", args)


def estimate_text(estimate: Estimate, words: Words) -> str:
    """The value and in parentheses its interval; only the value where that has no width."""
    return _with_interval(estimate, number(estimate.value, words), words, number)


def gap_text(gap: Estimate, one: Estimate, other: Estimate, words: Words) -> str:
    """One arm minus another with its interval, each figure with its sign.

    Where neither arm gets there in half of the patients there is nothing to compare, and where
    most pairs have one who gets there and one who never does, no number says how much sooner.
    """
    if isinf(one.value) and isinf(other.value):
        return words.say("trial.gap.neither")
    if isinf(gap.value):
        told = words.say("trial.gap.here" if gap.value < 0 else "trial.gap.there")
    else:
        told = _signed(gap.value, words)
    return _with_interval(gap, told, words, _signed)


def number(value: float, words: Words) -> str:
    """Three digits or so; infinite is never."""
    if isnan(value):
        return words.say("trial.nothing")
    if isinf(value):
        return words.say("trial.never")
    size = abs(value)
    places = 0 if size >= _WHOLE_FROM else 1 if size >= _TENTH_FROM else 2
    return number_text(Decimal(f"{value:.{places}f}"))


def counted_rows(result: Result, words: Words) -> Iterator[tuple[str, ...]]:
    """Who is there, who counts, and who is left out by reason: a name and a figure per arm."""
    arms = [found.counted for found in result.compared.arms]
    yield (words.say("trial.present"), *(str(counted.present) for counted in arms))
    yield (words.say("trial.usable"), *(str(counted.usable) for counted in arms))
    for why in tuple(Exclusion)[1:]:
        label = words.say(f"trial.excluded.{why.name.lower()}")
        yield (label, *(str(counted.by_reason[why]) for counted in arms))


def gap_cells(result: Result, code: str, words: Words) -> Iterator[str]:
    """An outcome of the first arm minus the same of each other one."""
    first, *others = result.compared.arms
    for contrast, other in zip(result.compared.contrasts, others, strict=True):
        both = first.outcomes[code].estimate, other.outcomes[code].estimate
        yield gap_text(contrast.differences[code], *both, words)


def _with_interval(
    estimate: Estimate, told: str, words: Words, write: Callable[[float, Words], str]
) -> str:
    """What is told with its interval behind it; alone where that has no width."""
    if isnan(estimate.low) or isnan(estimate.high) or estimate.low == estimate.high:
        return told
    low, high = (write(each, words) for each in (estimate.low, estimate.high))
    return words.say("trial.interval", {"value": told, "low": low, "high": high})


def _signed(value: float, words: Words) -> str:
    """A difference shows its sign; a bound that is infinite is none."""
    if isinf(value):
        return words.say("trial.gap.unbounded")
    text = number(value, words)
    return f"+{text}" if value > 0 and text != "0" else text


def _heads(result: Result, words: Words) -> tuple[str, ...]:
    names = [found.name for found in result.compared.arms]
    gaps = [
        words.say("trial.difference", {"versus": contrast.versus})
        for contrast in result.compared.contrasts
    ]
    return ("", *names, *gaps)


def _rows(result: Result, words: Words, group: Group) -> Iterator[tuple[str, ...]]:
    for outcome in OUTCOMES:
        if outcome.group is not group:
            continue
        arms = [
            estimate_text(found.outcomes[outcome.code].estimate, words)
            for found in result.compared.arms
        ]
        gaps = gap_cells(result, outcome.code, words)
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
