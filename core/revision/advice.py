"""The advice that changes: each pair of deciding rows that answers otherwise in a possible cell."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from core.model.facts import Axis, Phase
from core.proof.cells import Cells, Mask
from core.proof.finding import Region
from core.proof.scene import Scene
from core.revision.doses import DoseDifference, DoseTables, Ends, Rows, dose_tables
from core.revision.joint import Pair, bands_in_both, scenes_of
from core.rules.compile import Protocol
from core.rules.table import Table, TableRow


@dataclass(frozen=True, slots=True)
class Moment:
    """An example: the band by its number in the present version, the facts, and the doses."""

    band: int
    region: Region
    dose: DoseDifference


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Two deciding rows, one of each version, that answer otherwise somewhere in one phase.

    `most` and `least` are the largest differences up and down, in thousandths; `bands` are all
    in which it happens, by their number in the present version, `compared` those looked at.
    """

    phase: Phase
    before: TableRow
    now: TableRow
    moment: Moment
    most: int
    least: int
    bands: frozenset[int]
    compared: int = 0

    @property
    def everywhere(self) -> bool:
        """Whether it happens with every target that both versions allow."""
        return len(self.bands) == self.compared

    @property
    def acts_otherwise(self) -> bool:
        """Whether the action changes."""
        return self.before.action is not self.now.action

    @property
    def doses_otherwise(self) -> bool:
        """Whether the dose changes in some cell."""
        return self.most != 0 or self.least != 0


def advice_changed(before: Protocol, now: Protocol) -> tuple[Otherwise, ...]:
    """Every change of one agent's advice, the largest difference of dose first.

    Raises:
        TooManyCellsError: both versions together ask about too many facts at once.
    """
    found: dict[tuple[Phase, str, str], Otherwise] = {}
    pairs = tuple(bands_in_both(before, now))
    for pair in pairs:
        tables = dose_tables(before, now, pair.bands)
        for phase in Phase:
            for one in _in_phase(pair, phase, tables):
                key = (one.phase, one.before.id, one.now.id)
                found[key] = _joined(found[key], one) if key in found else one
    counted = (replace(one, compared=len(pairs)) for one in found.values())
    return tuple(sorted(counted, key=_largest_first))


def _largest_first(one: Otherwise) -> tuple[int, int, int]:
    return -max(one.most, -one.least), one.phase, -one.moment.region[Axis.MAP][1]


def _joined(one: Otherwise, other: Otherwise) -> Otherwise:
    larger = other if abs(other.moment.dose.size) > abs(one.moment.dose.size) else one
    return replace(
        larger,
        most=max(one.most, other.most),
        least=min(one.least, other.least),
        bands=one.bands | other.bands,
    )


def _in_phase(pair: Pair, phase: Phase, tables: DoseTables) -> Iterator[Otherwise]:
    alike = _alike(tables, phase)
    if alike is None:
        return
    for scene, beside in scenes_of(pair, phase):
        owners = scene.slab.owner, beside.slab.owner
        differ = scene.possible(~alike[owners])
        if differ.any():
            yield from _pairs(scene, beside, differ, tables, pair.bands[1])


def _alike(tables: DoseTables, phase: Phase) -> Mask | None:
    """Which rows of both versions answer alike, by their numbers; None where the phase is alike."""
    before, now = tables.tables
    answers = [_answers(*each) for each in zip(tables.tables, tables.begins, strict=True)]
    alike = np.array([[one == other for other in answers[1]] for one in answers[0]])
    rows = [np.flatnonzero(table.low[:, Axis.PHASE] == phase) for table in (before, now)]
    if len(rows[0]) == len(rows[1]):
        same_boxes = all(
            (getattr(before, name)[rows[0]] == getattr(now, name)[rows[1]]).all()
            for name in ("low", "high")
        )
        if same_boxes and alike[rows[0], rows[1]].all():
            return None
    return alike


def _answers(table: Table, begins: int) -> list[tuple[object, ...]]:
    return [
        (row.action, row.recheck, row.interval, effect, amount, table.floor, begins)
        for row, effect, amount in zip(
            table.rows, table.effect.tolist(), table.amount.tolist(), strict=True
        )
    ]


def _pairs(
    scene: Scene, beside: Scene, differ: Mask, tables: DoseTables, band: int
) -> Iterator[Otherwise]:
    """The pairs of rows in the cells that differ, each with its largest difference of dose."""
    owners = [np.broadcast_to(each.slab.owner, differ.shape) for each in (scene, beside)]
    codes = owners[0].astype(np.int64) * len(tables.tables[1].rows) + owners[1]
    for code in np.unique(codes[differ]).tolist():
        rows = Rows(*divmod(code, len(tables.tables[1].rows)))
        here = differ & (codes == code)
        moments = [
            Moment(band, region, tables.difference(rows, *_amounts(scene, region)))
            for region in _regions(scene, here)
        ]
        sizes = [moment.dose.size for moment in moments]
        yield Otherwise(
            phase=scene.grid.phase,
            before=tables.tables[0].rows[rows.before],
            now=tables.tables[1].rows[rows.now],
            moment=max(moments, key=lambda each: tables.rank(each.dose)),
            most=max(0, *sizes),
            least=min(0, *sizes),
            bands=frozenset({band}),
        )


def _regions(scene: Scene, here: Mask) -> Iterator[Region]:
    """One cell for each cell of dose and step size that some of the cells are in."""
    axes, places = scene.grid.axes, np.argwhere(here)
    kept = [axes.index(axis) for axis in (Axis.DOSE, Axis.STEP_SIZE)]
    _, firsts = np.unique(places[:, kept], axis=0, return_index=True)
    for place in places[np.sort(firsts)].tolist():
        yield scene.region(here, tuple(place))


def _amounts(scene: Scene, region: Region) -> tuple[Ends, Ends]:
    """The doses and the step sizes of a region; all there are where no row tells them apart."""
    doses, steps = (
        region.get(axis, _all(scene.grid.cells[axis])) for axis in (Axis.DOSE, Axis.STEP_SIZE)
    )
    return doses, steps


def _all(cells: Cells) -> Ends:
    known = cells.known
    return int(cells.first[known][0]), int(cells.last[known][-1])
