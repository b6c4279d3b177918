"""The promise about the pump: rounding never flips, erases or zeroes a step of the protocol.

For every listed bag and whole weight, in whole numbers: rates in steps of the pump's resolution.
"""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np

from core.model.course import Lane
from core.model.facts import Axis, Phase
from core.proof.finding import Breach
from core.proof.partition import rows_of
from core.proof.subject import Subject
from core.proof.telling import dose_text
from core.quantity.measures import DoseUnit
from core.rules.further import PumpPair
from core.rules.table import Effect, Table

Steps = tuple[str, Lane, Lane]
"""A row, and the doses before and after each step it makes."""


def pump(subject: Subject) -> Iterator[Breach]:
    """Every step, from every dose up to the hard limit, shows at the pump for every listed bag."""
    if not subject.part.numbers.pumps:
        yield Breach(None, {"bag": "none", "weight": "none", "from": "none", "to": "none"})
    steps = list(_once(_steps(subject)))
    for pair in subject.part.numbers.pumps:
        for row, before, after in steps:
            yield from _lost(subject, pair, row, before, after)


def _once(steps: Iterator[Steps]) -> Iterator[Steps]:
    """Each step once, by the first row that makes it; one that changes nothing is none."""
    seen: set[tuple[int, int]] = set()
    for row, before, after in steps:
        pairs = list(zip(before.tolist(), after.tolist(), strict=True))
        new = [at for at, pair in enumerate(pairs) if pair not in seen and pair[0] != pair[1]]
        seen.update(pairs)
        yield row, before[new], after[new]


def _lost(
    subject: Subject, pair: PumpPair, row: str, before: Lane, after: Lane
) -> Iterator[Breach]:
    weights, hard = _weights(subject, pair), subject.part.numbers.hard
    now = rates(pair, before[:, np.newaxis], weights, hard)
    then = rates(pair, after[:, np.newaxis], weights, hard)
    up = (after > before)[:, np.newaxis]
    broken = np.where(up, then <= now, then >= now) | (then == 0)
    if broken.any():
        dose, weight = np.argwhere(broken)[0].tolist()
        args = {"bag": pair.bag.text, "weight": f"{weights[weight]} kg"}
        part = subject.part
        args["from"] = dose_text(part, int(before[dose]))
        args["to"] = dose_text(part, int(after[dose]))
        yield Breach(row, args)


def _weights(subject: Subject, pair: PumpPair) -> Lane:
    if subject.part.unit is not DoseUnit.MCG_KG_MIN:
        return np.ones(1, dtype=np.int64)
    ends = (int(pair.least_weight.value), int(pair.most_weight.value))
    return np.arange(ends[0], ends[1] + 1, dtype=np.int64)


def rates(pair: PumpPair, dose: Lane, weight: Lane, hard: int) -> Lane:
    """The rate for doses in thousandths, in steps of the resolution: exact all the way.

    Half up, but down where the rounded rate would deliver more than the hard limit.
    """
    per_step = Fraction(60) / (1000 * pair.bag.concentration * Fraction(pair.resolution.value))
    over, under = per_step.numerator, per_step.denominator
    exact = dose * weight * over
    half_up = (2 * exact + under) // (2 * under)
    too_much = (half_up * under > hard * weight * over) & (dose <= hard)
    return np.where(too_much, exact // under, half_up)


def _steps(subject: Subject) -> Iterator[Steps]:
    """Every step a row makes; an undo repeats, the other way, a lowering that a row made."""
    n, table = subject.part.numbers, subject.part.tables[0]
    begun = np.arange(n.start_least, n.start_most + 1, table.grid, dtype=np.int64)
    last = np.arange(n.floor, max(n.floor, n.stop_from) + 1, table.grid, dtype=np.int64)
    lowered: list[Steps] = []
    running = rows_of(table, Phase.RUNNING)
    for row in running:
        name, doses = table.rows[row].id, _doses(subject, row)
        match Effect(int(table.effect[row])):
            case Effect.ADD:
                yield name, doses, doses + int(table.amount[row])
            case Effect.SUBTRACT | Effect.SET | Effect.HALVE:
                lowered.append((name, doses, _after(table, row, doses)))
            case _:
                pass
    yield from lowered
    for row in running:
        if table.effect[row] == Effect.CAPPED_UNDO:
            yield from _undone(table, row, _doses(subject, row), lowered)
    for phase, doses in ((Phase.OFF, begun), (Phase.WATCH, last)):
        for row in rows_of(table, phase):
            if table.effect[row] in {Effect.CHOSEN, Effect.LAST}:
                yield table.rows[row].id, np.zeros_like(doses), doses


def _doses(subject: Subject, row: int) -> Lane:
    """The doses on the agent's grid, up to the hard limit, that a row may win at."""
    table, part = subject.part.tables[0], subject.part
    doses = np.arange(table.grid, part.numbers.highest + 1, table.grid, dtype=np.int64)
    may = (doses >= table.low[row, Axis.DOSE]) & (doses < table.high[row, Axis.DOSE])
    return np.asarray(doses[may])


def _after(table: Table, row: int, doses: Lane) -> Lane:
    facts = np.zeros((len(doses), len(Axis)), dtype=np.int64)
    facts[:, Axis.DOSE] = doses
    rows = np.full(len(doses), row, dtype=np.int64)
    return table.new_dose(rows, facts, chosen=doses, last=doses)


def _undone(table: Table, row: int, doses: Lane, lowered: list[Steps]) -> Iterator[Steps]:
    cap = int(table.amount[row])
    for _, before, after in lowered:
        may = np.isin(after, doses)
        yield table.rows[row].id, after[may], after[may] + np.minimum((before - after)[may], cap)
