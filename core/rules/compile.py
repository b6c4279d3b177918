"""From a protocol file to its compiled tables, one for each target band it allows."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import assert_never, overload

import numpy as np

from core.frozen import dataclass
from core.model.case import Band, Counting
from core.model.facts import ACTION_CODE, Axis
from core.model.terms import Action, Agent
from core.quantity.bag import Bag, ExpressedAs
from core.quantity.measures import DoseUnit, Milligram, Millilitre, Mmhg, Units
from core.rules.bounds import AXIS_GRID, BoundError, count, dose_grid
from core.rules.boxes import Box, notify_box, row_box
from core.rules.numbers import Numbers, Reminders, counting_of, numbers_of, reminders_of
from core.rules.protocol import FurtherAgent, ProtocolFile
from core.rules.rows import Hold, Lower, Raise, Row, Start, Stop, Undo
from core.rules.table import ANY, Effect, Matrix, NotifyLine, Table, TableRow


class ProtocolError(ValueError):
    """A protocol file that may not be used; `findings` name the place and what is wrong there."""

    def __init__(self, findings: tuple[str, ...]) -> None:
        super().__init__("; ".join(findings))
        self.findings = findings


class Tables(Sequence[Table]):
    """The tables of a file, one for each of its bands, each made when it is first wanted.

    A case needs one of them; asking for one raises BoundError as `compile_protocol` would.
    """

    def __init__(self, file: ProtocolFile, bands: tuple[Band, ...]) -> None:
        self._file = file
        self._bands = bands
        self._made: dict[int, Table] = {}

    def __len__(self) -> int:
        return len(self._bands)

    @overload
    def __getitem__(self, index: int) -> Table: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Table, ...]: ...
    def __getitem__(self, index: int | slice) -> Table | tuple[Table, ...]:
        if isinstance(index, slice):
            return tuple(self)[index]
        place = range(len(self._bands))[index]
        if place not in self._made:
            self._made[place] = _table(self._file, self._bands[place])
        return self._made[place]


@dataclass(frozen=True, slots=True)
class Protocol:
    """A protocol ready to advise: its file, its numbers, and a table for each band.

    `others` are the further agents, each a protocol of its own with the shared parts; `usual_bag`
    is the bag offered for such an agent.
    """

    file: ProtocolFile
    numbers: Numbers
    reminders: Reminders
    counting: Counting
    bands: tuple[Band, ...]
    tables: Sequence[Table]
    others: tuple["Protocol", ...] = ()
    usual_bag: Bag | None = None

    @property
    def agent(self) -> Agent:
        """The agent these tables titrate."""
        return self.file.drug

    @property
    def parts(self) -> tuple["Protocol", ...]:
        """The protocol of each agent, norepinephrine's first."""
        return (self, *self.others)

    def part(self, agent: Agent) -> "Protocol | None":
        """The protocol of one agent; None if this file does not know it."""
        return next((part for part in self.parts if part.agent is agent), None)

    @property
    def countings(self) -> dict[Agent, Counting]:
        """How each further agent is counted."""
        return {part.agent: part.counting for part in self.others}

    @property
    def unit(self) -> DoseUnit:
        """The one dosing unit of the protocol."""
        return DoseUnit(self.file.dosing.unit)

    def table(self, band: Band) -> Table:
        """The table for a band.

        Raises:
            KeyError: the protocol does not allow this band.
        """
        for place, allowed in enumerate(self.bands):
            if (allowed.low, allowed.high) == (band.low, band.high):
                return self.tables[place]
        raise KeyError(f"{band.low} to {band.high}")


def compile_protocol(file: ProtocolFile, *, proven: bool = False) -> Protocol:
    """The tables of a file: all at once, or for a proven file each when it is first wanted.

    Raises:
        ProtocolError: a text in it is no quantity of the kind needed there.
    """
    try:
        bands = tuple(_band(file, index) for index in range(len(file.target)))
        return Protocol(
            file=file,
            numbers=numbers_of(file),
            reminders=reminders_of(file),
            counting=counting_of(file),
            bands=bands,
            tables=Tables(file, bands) if proven else tuple(Tables(file, bands)),
            others=tuple(_further(file, further, proven=proven) for further in file.agent),
        )
    except BoundError as error:
        raise ProtocolError((str(error),)) from error


def _further(file: ProtocolFile, further: FurtherAgent, *, proven: bool) -> Protocol:
    part = compile_protocol(file.of(further), proven=proven)
    return replace(part, usual_bag=_bag(further))


def _bag(further: FurtherAgent) -> Bag:
    amount, _, volume = further.bag.partition(" in ")
    kind = Units if further.dosing.unit == "units/min" else Milligram
    try:
        return Bag(kind.parse(amount), Millilitre.parse(volume), ExpressedAs.BASE)
    except ValueError as error:
        raise BoundError(f"agent {further.drug}, bag: {error}") from error


def _band(file: ProtocolFile, index: int) -> Band:
    target = file.target[index]
    low, high = (_count(file, text, Axis.MAP) for text in (target.low, target.high))
    if low >= high:
        raise ProtocolError((f"target {index + 1}: low {target.low} is not below {target.high}",))
    return Band(Mmhg.parse(target.low), Mmhg.parse(target.high), target.reason)


def _count(file: ProtocolFile, text: str, axis: Axis) -> int:
    return count(text, AXIS_GRID[axis], file.dosing.unit)


def _table(file: ProtocolFile, band: Band) -> Table:
    boxes = [row_box(file, band, row) for row in file.rule]
    called = [notify_box(file, band, row, name) for row in file.notify for name in row.phases]
    lows, highs = _matrix(boxes)
    notify_lows, notify_highs = _matrix(called)
    effects = [_effect(file, row) for row in file.rule]
    return Table(
        rows=tuple(_table_row(file, row, box) for row, box in zip(file.rule, boxes, strict=True)),
        actions=np.array([ACTION_CODE[Action(row.then.action)] for row in file.rule]),
        low=lows,
        high=highs,
        effect=np.array([effect for effect, _ in effects], dtype=np.int64),
        amount=np.array([amount for _, amount in effects], dtype=np.int64),
        notify=tuple(
            NotifyLine(row.id, row.source, row.urgency, row.per)
            for row in file.notify
            for _ in row.phases
        ),
        notify_low=notify_lows,
        notify_high=notify_highs,
        floor=count(file.limits.floor, "dose", file.dosing.unit),
        grid=dose_grid(file.drug, file.dosing.unit),
    )


def _table_row(file: ProtocolFile, row: Row, box: Box) -> TableRow:
    return TableRow(
        id=row.id,
        title=row.title,
        source=file.sources.get(row.source, row.source),
        action=Action(row.then.action),
        interval=row.then.interval,
        recheck=count(row.then.recheck, "time", ""),
        asked=tuple(axis for axis in box if axis is not Axis.PHASE),
    )


def _matrix(boxes: list[Box]) -> tuple[Matrix, Matrix]:
    low = np.full((len(boxes), len(Axis)), ANY[0], dtype=np.int64)
    high = np.full((len(boxes), len(Axis)), ANY[1], dtype=np.int64)
    for index, box in enumerate(boxes):
        for axis, (start, end) in box.items():
            low[index, axis], high[index, axis] = start, end
    return low, high


def _effect(file: ProtocolFile, row: Row) -> tuple[Effect, int]:
    def dose(text: str) -> int:
        return count(text, "dose", file.dosing.unit)

    match row.then:
        case Hold():
            return Effect.KEEP, 0
        case Start():
            return (Effect.CHOSEN if row.then.action == "start" else Effect.LAST), 0
        case Raise():
            return Effect.ADD, dose(row.then.by)
        case Undo():
            return Effect.CAPPED_UNDO, dose(row.then.at_most)
        case Stop():
            return Effect.ZERO, 0
        case Lower():
            return _lowering(row.id, row.then, dose)
        case _:
            assert_never(row.then)


def _lowering(row: str, then: Lower, dose: Callable[[str], int]) -> tuple[Effect, int]:
    match (then.by, then.to, then.halve):
        case (str(by), None, None):
            return Effect.SUBTRACT, dose(by)
        case (None, str(to), None):
            return Effect.SET, dose(to)
        case (str(by), None, True):
            return Effect.HALVE, dose(by)
        case _:
            raise BoundError(f"row {row}: a lowering says by, or to, or halve with by")
