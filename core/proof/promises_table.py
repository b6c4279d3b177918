"""Promises about the table as a whole: it answers always, no row is idle, no number undeclared."""

from collections.abc import Iterator

from core.model.facts import Axis
from core.proof.cells import Mask
from core.proof.declared import declared_bounds
from core.proof.finding import Breach
from core.proof.partition import rows_of, slabs_of
from core.proof.scene import Scene
from core.proof.subject import Subject
from core.proof.telling import band_text, fact_name
from core.rules.bounds import AXIS_GRID, count, named
from core.rules.protocol import ProtocolFile
from core.rules.rows import Lower, NotifyRow, Raise, Row, Span, Undo

CLASSES: dict[str, frozenset[str]] = {
    "raise": frozenset({"up", "rescue"}),
    "undo": frozenset({"undo"}),
    "lower": frozenset({"above_band", "high_line"}),
    "wean": frozenset({"wean"}),
    "stop": frozenset({"wean"}),
    "start": frozenset({"start"}),
    "restart": frozenset({"start"}),
}
"""Which classes of interval an action may name; the others name none."""


def total(scene: Scene) -> Mask:
    """Some row answers in every cell."""
    return scene.slab.owner < 0


def reachable(subject: Subject) -> Iterator[Breach]:
    """Every row decides in some possible cell, for every band."""
    judged: dict[tuple[object, ...], frozenset[int]] = {}
    for painted in subject.painted:
        missing = set(rows_of(painted.grid.table, painted.grid.phase))
        for slab in slabs_of(painted.grid, merged=False, wanted=missing):
            scene = Scene(slab)
            if scene.key not in judged:
                judged[scene.key] = frozenset(_winners(scene))
            missing -= judged[scene.key]
        for row in sorted(missing):
            args = {"band": band_text(subject.part, painted.band)}
            yield Breach(painted.grid.table.rows[row].id, args)


def _winners(scene: Scene) -> Iterator[int]:
    for row in scene.slab.rows:
        if scene.possible(scene.slab.owner == row).any():
            yield row


def bounds(subject: Subject) -> Iterator[Breach]:
    """Every number in a row is declared, apart from the rows: bounds, steps, interval classes."""
    file, declared = subject.part.file, declared_bounds(subject.part.numbers)
    rows: tuple[Row | NotifyRow, ...] = (*file.rule, *file.notify)
    for row in rows:
        for axis, span in row.when.spans().items():
            for text in _texts(span):
                if not _is_declared(file, axis, text, declared[axis]):
                    yield Breach(row.id, {"fact": fact_name(axis), "number": text})
    for row in file.rule:
        yield from _amounts(subject, row)
        if row.then.interval not in CLASSES.get(row.then.action, {"none"}):
            yield Breach(row.id, {"fact": "interval", "number": row.then.interval})


def _texts(span: Span) -> Iterator[str]:
    return (text for text in (span.below, span.at_least, span.above, span.at_most) if text)


def _is_declared(file: ProtocolFile, axis: Axis, text: str, declared: frozenset[int]) -> bool:
    line = named(text) if axis is Axis.MAP else None
    if line is not None:
        return line.plus == 0
    return count(text, AXIS_GRID[axis], file.dosing.unit) in declared


def _amounts(subject: Subject, row: Row) -> Iterator[Breach]:
    """A raise is by the step up or the rescue; a lowering by its step, or to the floor."""
    n, steps = subject.part.numbers, subject.part.numbers.steps
    then = row.then
    told: list[tuple[str | None, set[int]]]
    match then:
        case Raise():
            told = [(then.by, {steps["up"], steps["rescue"]})]
        case Undo():
            told = [(then.at_most, {steps["undo"], steps["up"]})]
        case Lower():
            told = [(then.by, {steps["down"], steps["wean"]}), (then.to, {n.floor})]
        case _:
            return
    for text, allowed in told:
        if text is not None and count(text, "dose", subject.part.unit) not in allowed:
            yield Breach(row.id, {"fact": "step", "number": text})
