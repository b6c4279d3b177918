"""Promises about calls: each is made where it is due, and nowhere else.

The notify rows have a partition of their own over MAP, the advice, the dose it ends at and what
else they ask about; which advice goes with which MAP is read off the painted table.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from core.model.facts import ACTION_CODE, Axis, Phase
from core.model.terms import Action
from core.proof.cells import MAP_DOMAIN, Cells, Mask, cut, domain
from core.proof.declared import FAILED_WEANS_THAT_CALL
from core.proof.finding import Breach, Region, Spot
from core.proof.subject import Painted, Subject, told
from core.rules.table import ANY

UPWARD = (Action.RAISE, Action.UNDO, Action.ESCALATE)


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The partition of the notify rows of one band and phase."""

    painted: Painted
    cells: dict[Axis, Cells]

    def at_least(self, axis: Axis, least: int) -> Mask:
        """Where a fact is known and at least so much."""
        return self._shaped(axis, self.cells[axis].first >= least)

    def under(self, axis: Axis, most: int) -> Mask:
        """Where a fact is known and less than so much."""
        cells = self.cells[axis]
        return self._shaped(axis, cells.known & (cells.last < most))

    def does(self, *actions: Action) -> Mask:
        """Where the table's answer is one of the actions."""
        codes = [ACTION_CODE[action] for action in actions]
        return self._shaped(Axis.ACTION, np.isin(self.cells[Axis.ACTION].first, codes))

    def _shaped(self, axis: Axis, flags: Mask) -> Mask:
        shape = [1] * len(self.cells)
        shape[list(self.cells).index(axis)] = len(flags)
        return flags.reshape(shape)

    def whole(self, mask: Mask) -> Mask:
        """A mask over every cell."""
        return np.broadcast_to(mask, tuple(len(cells) for cells in self.cells.values()))

    def made(self, name: str) -> Mask:
        """Where the rows with this id match."""
        table = self.painted.grid.table
        found = np.zeros(tuple(len(cells) for cells in self.cells.values()), dtype=np.bool_)
        for index, line in enumerate(table.notify):
            if line.id == name and table.notify_low[index, Axis.PHASE] == self.painted.grid.phase:
                box = (
                    cells.inside((int(table.notify_low[index, axis]), int(high)))
                    for axis, cells in self.cells.items()
                    for high in (table.notify_high[index, axis],)
                )
                found[tuple(box)] = True
        return found

    def happens(self) -> Mask:
        """Which pairs of MAP and advice the table ever makes, and which doses they end at."""
        pressures, actions = self.cells[Axis.MAP], self.cells[Axis.ACTION]
        pairs = np.zeros((len(pressures), len(actions)), dtype=np.bool_)
        for scene in self.painted.scenes:
            within = (pressures.first >= scene.slab.first) & (pressures.last <= scene.slab.last)
            for row in scene.slab.rows:
                pairs[within, int(self.painted.grid.table.actions[row])] = True
        shape = [1] * len(self.cells)
        places = [list(self.cells).index(axis) for axis in (Axis.MAP, Axis.ACTION)]
        for place, size in zip(places, pairs.shape, strict=True):
            shape[place] = size
        return pairs.reshape(shape)


def _scope(painted: Painted, name: str) -> Scope:
    """The partition for the rows with this id."""
    grid, numbers = painted.grid, painted.grid.part.numbers
    doses = {numbers.second_agent, numbers.second_agent_notice, numbers.soft + 1}
    cuts: dict[Axis, set[int]] = {
        Axis.MAP: {*grid.lines.values(), grid.lines["target.high"] + 1},
        Axis.ACTION: set(ACTION_CODE.values()),
        Axis.ENDS_AT: {dose for dose in doses if dose is not None},
        Axis.VASOPRESSIN: {0, 1},
        Axis.FLUIDS: {0, 1},
        Axis.SINCE_FAILED_WEAN: {numbers.lockout},
        Axis.FAILED_WEANS: {FAILED_WEANS_THAT_CALL},
    }
    table = grid.table
    for index in (at for at, line in enumerate(table.notify) if line.id == name):
        for axis in Axis:
            ends = {int(table.notify_low[index, axis]), int(table.notify_high[index, axis])}
            if axis is not Axis.PHASE and ends != set(ANY):
                cuts[axis] = cuts.get(axis, set()) | ends
    return Scope(painted, {axis: _cells(painted, axis, cuts[axis]) for axis in sorted(cuts)})


def _cells(painted: Painted, axis: Axis, cuts: set[int]) -> Cells:
    numbers = painted.grid.part.numbers
    if axis is Axis.MAP:
        return cut(axis, (*MAP_DOMAIN, False), cuts)
    if axis is Axis.ACTION:
        return cut(axis, (0, len(ACTION_CODE) - 1, False), cuts)
    if axis is Axis.ENDS_AT:
        _, most, _ = domain(Axis.DOSE, Phase.RUNNING, numbers)
        return cut(axis, (0, most, False), cuts)
    return cut(axis, domain(axis, painted.grid.phase, numbers), cuts)


def _second_agent(scope: Scope) -> Mask:
    threshold = scope.painted.grid.part.numbers.second_agent
    if threshold is None:
        return scope.does()
    return _asks(scope) & scope.at_least(Axis.ENDS_AT, threshold)


def _near_second_agent(scope: Scope) -> Mask:
    numbers = scope.painted.grid.part.numbers
    if numbers.second_agent is None or numbers.second_agent_notice is None:
        return scope.does()
    least, most = numbers.second_agent_notice, numbers.second_agent
    return _asks(scope) & scope.at_least(Axis.ENDS_AT, least) & scope.under(Axis.ENDS_AT, most)


def _asks(scope: Scope) -> Mask:
    """Upward advice, or none that fits, while vasopressin is known to be off."""
    off = scope.at_least(Axis.VASOPRESSIN, 0) & scope.under(Axis.VASOPRESSIN, 1)
    return scope.does(*UPWARD) & off


def _critical(scope: Scope) -> Mask:
    return scope.under(Axis.MAP, scope.painted.grid.lines["line.critical"])


def _high(scope: Scope) -> Mask:
    return scope.at_least(Axis.MAP, scope.painted.grid.lines["line.high"])


def _soft(scope: Scope) -> Mask:
    past = scope.at_least(Axis.ENDS_AT, scope.painted.grid.part.numbers.soft + 1)
    return scope.does(Action.RAISE, Action.UNDO) & past


def _failed(scope: Scope) -> Mask:
    return scope.under(Axis.SINCE_FAILED_WEAN, scope.painted.grid.part.numbers.lockout)


def _failed_twice(scope: Scope) -> Mask:
    return _failed(scope) & scope.at_least(Axis.FAILED_WEANS, FAILED_WEANS_THAT_CALL)


Due = Callable[[Scope], Mask]
_RUNNING, _OFF = (Phase.RUNNING,), (Phase.OFF,)
CALLS: dict[str, tuple[tuple[Phase, ...], Due]] = {
    "high-map": (_RUNNING, _high),
    "escalate-call": (_RUNNING, lambda scope: scope.does(Action.ESCALATE)),
    "soft-limit": (_RUNNING, _soft),
    "fluids-not-attested": (
        _OFF,
        lambda scope: scope.does(Action.START) & scope.under(Axis.FLUIDS, 1),
    ),
    "failed-wean": (_RUNNING, _failed),
    "failed-weans": (_RUNNING, _failed_twice),
}
SECOND_AGENT: dict[str, tuple[tuple[Phase, ...], Due]] = {
    "second-agent": (_RUNNING, _second_agent),
    "second-agent-near": (_RUNNING, _near_second_agent),
}
CRITICAL: dict[str, tuple[tuple[Phase, ...], Due]] = {"critical-map": (tuple(Phase), _critical)}


def calls(subject: Subject) -> Iterator[Breach]:
    """Each call about the high line, limits, fluids and failed weans where it is due."""
    return _judged(subject, CALLS)


def second_agent(subject: Subject) -> Iterator[Breach]:
    """The second agent is asked for wherever it is due, and not while it runs."""
    return _judged(subject, SECOND_AGENT)


def critical(subject: Subject) -> Iterator[Breach]:
    """Every usable reading under the critical line calls, in all phases."""
    return _judged(subject, CRITICAL)


def _judged(subject: Subject, wanted: dict[str, tuple[tuple[Phase, ...], Due]]) -> Iterator[Breach]:
    for painted in subject.painted:
        for name, (phases, due) in _of_agent(subject, wanted).items():
            scope = _scope(painted, name)
            here = painted.grid.phase in phases
            if not here and painted.grid.phase is Phase.PAUSED:
                continue
            meant = scope.whole(due(scope)) if here else scope.whole(scope.does())
            yield from _breach(scope, name, meant)


def _of_agent(
    subject: Subject, wanted: dict[str, tuple[tuple[Phase, ...], Due]]
) -> dict[str, tuple[tuple[Phase, ...], Due]]:
    """The first agent's rows make every call; a further agent's only those it has itself."""
    own = {line.id for line in subject.part.tables[0].notify}
    return {name: due for name, due in wanted.items() if subject.first or name in own}


def _breach(scope: Scope, name: str, meant: Mask) -> Iterator[Breach]:
    wrong = (scope.made(name) != meant) & scope.happens()
    if wrong.any():
        spots = tuple(_spots(scope, wrong))
        args = {"call": name, **told(scope.painted, spots[0].region)}
        yield Breach(name, args, spots)


def _spots(scope: Scope, wrong: Mask) -> Iterator[Spot]:
    found = np.argwhere(wrong)
    for index in found[:: max(1, len(found) // 8)][:8]:
        region: Region = {
            axis: (int(cells.first[at]), int(cells.last[at]))
            for (axis, cells), at in zip(scope.cells.items(), index.tolist(), strict=True)
        }
        yield Spot(scope.painted.band, scope.painted.grid.phase, region)


def paused(subject: Subject) -> Iterator[Breach]:
    """While titration rests nothing changes, and only the critical call is made."""
    for painted in subject.painted:
        names = {line.id for line in painted.grid.table.notify} - set(CRITICAL)
        for name in sorted(names) if painted.grid.phase is Phase.PAUSED else ():
            scope = _scope(painted, name)
            yield from _breach(scope, name, scope.whole(scope.does()))
