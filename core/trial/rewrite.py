"""One declared limit of a protocol changed, and with it every row that uses it.

A row uses a limit if what it takes for itself (a step, a wait, a time at target) is of that class
and has the declared size. Titles stay as they are; worked cases of norepinephrine are left out,
as they tell the answers of the protocol that was changed.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core.model.terms import Agent
from core.quantity.text import number_text
from core.rules.bounds import Grid, count, count_or
from core.rules.protocol import ProtocolFile
from core.trial.protocol_text import text_of_tree, tree_of

Rows = Iterator[dict[str, Any]]
_BY_ACTION: Mapping[str, tuple[str, ...]] = {
    "raise": ("up", "rescue", "undo"),
    "undo": ("undo", "up", "rescue"),
    "lower": ("down", "wean"),
    "wean": ("wean", "down"),
}
"""The steps that a row of an action may take; its own first."""
_FALLS = ("map_fall", "map_fall_share", "heart_rate_rise_share", "since_other_change")
"""What a row asks that holds the wean for a while after a change."""


@dataclass(frozen=True, slots=True)
class Change:
    """One text of a file: where it stands, what it was, and what it is now."""

    place: str
    before: str
    after: str


class Rewrite:
    """A protocol file while it is changed, and each change that was made."""

    def __init__(self, file: ProtocolFile) -> None:
        """Nothing is changed yet."""
        self.file = file
        self.tree, self._before = tree_of(file), tree_of(file)
        self.changes: list[Change] = []
        kept = (case for case in self.tree["case"] if _agent(case) != Agent.NOREPINEPHRINE)
        self.tree["case"] = list(kept)

    @property
    def text(self) -> str:
        """The file as it stands now."""
        return text_of_tree(self.tree)

    def put(self, place: str, text: str) -> None:
        """Another text of a declared limit, by its dotted place."""
        self._put(self.tree, place, tuple(place.split(".")), text)

    def number(self, place: str, grid: Grid = "dose", *, now: bool = False) -> int:
        """What a limit was declared as, or is `now`, on its grid; 0 for none."""
        tree = self.tree if now else self._before
        return count_or(0, _within(tree, place.split(".")), grid, self._unit)

    def swap(self, row: dict[str, Any], where: str, grid: Grid, old: int, new: str) -> None:
        """Another text in a row, if what stands there is `old`."""
        path = tuple(where.split("."))
        there = _within(row, path)
        if isinstance(there, str) and count(there, grid, self._unit) == old:
            self._put(row, f"row {row['id']}: {where}", path, new)

    def running(self) -> Rows:
        """The rows of norepinephrine while it runs."""
        return (row for row in self.tree["rule"] if row["phase"] == "running")

    def dose(self, thousandths: int) -> str:
        """A dose as the text of a file."""
        return f"{number_text(Decimal(thousandths) / 1000)} {self._unit}"

    def _put(self, tree: dict[str, Any], place: str, path: tuple[str, ...], text: str) -> None:
        holder = _within(tree, path[:-1])
        before, holder[path[-1]] = holder[path[-1]], text
        if before != text:
            self.changes.append(Change(place, before, text))

    @property
    def _unit(self) -> str:
        return self.file.dosing.unit


Rewriting = Callable[[Rewrite, str], None]
"""Changes a file to another text of a limit."""


def both(*rewritings: Rewriting) -> Rewriting:
    """Limits that keep their promises only together."""

    def rewrite(told: Rewrite, new: str) -> None:
        for each in rewritings:
            each(told, new)

    return rewrite


def step(name: str) -> Rewriting:
    """A step: the rows that take it, how near the hard limit it still fits, and the low dose."""

    def rewrite(told: Rewrite, new: str) -> None:
        old, hard = told.number(f"limits.steps.{name}"), told.number("limits.hard")
        size = count(new, "dose", told.file.dosing.unit)
        for row in told.running():
            if _step_of(told, row) == name:
                told.swap(row, f"then.{_size_key(row)}", "dose", old, new)
                told.swap(row, "when.dose.at_most", "dose", hard - old, told.dose(hard - size))
        told.put(f"limits.steps.{name}", new)
        if name in {"down", "wean"}:
            _low_dose(told)

    return rewrite


def interval(name: str) -> Rewriting:
    """A wait: the rows that keep it, and their next reading where that is as long."""

    def rewrite(told: Rewrite, new: str) -> None:
        old = told.number(f"limits.intervals.{name}", "time")
        for row, kept in _intervals(told):
            if kept == name:
                for where in ("when.since_change.at_least", "then.recheck"):
                    told.swap(row, where, "time", old, new)
            if kept == name == "above_band":
                told.swap(row, "when.above_target_for.at_least", "time", old, new)
            if name == "wean" and any(fall in row["when"] for fall in _FALLS):
                for where in ("when.since_change.below", "when.since_other_change.below"):
                    told.swap(row, where, "time", old, new)
        told.put(f"limits.intervals.{name}", new)

    return rewrite


def asked(place: str, where: str, grid: Grid) -> Rewriting:
    """A limit that rows ask about at one place only."""

    def rewrite(told: Rewrite, new: str) -> None:
        old = told.number(place, grid)
        for row in told.running():
            told.swap(row, where, grid, old, new)
        told.put(place, new)

    return rewrite


def plain(place: str) -> Rewriting:
    """A limit that no row repeats."""
    return lambda told, new: told.put(place, new)


def _low_dose(told: Rewrite) -> None:
    """The dose below which a lowering goes to the floor keeps room for the larger lowering."""
    floor, low = told.number("limits.floor"), told.number("limits.steps.low_dose")
    lowerings = ("limits.steps.down", "limits.steps.wean")
    if low != floor + max(told.number(place) for place in lowerings):
        return
    now = told.dose(floor + max(told.number(place, now=True) for place in lowerings))
    for row in told.running():
        told.swap(row, "when.dose.at_least", "dose", low, now)
    told.put("limits.steps.low_dose", now)


def _step_of(told: Rewrite, row: dict[str, Any]) -> str | None:
    """The declared step that a row takes: that of its own class before others of its size."""
    then = row["then"]
    key = _size_key(row)
    if key not in then:
        return None
    size = count(then[key], "dose", told.file.dosing.unit)
    ways = (then["interval"], *_BY_ACTION[then["action"]])
    known = (name for name in ways if name in {"up", "rescue", "undo", "down", "wean"})
    return next((name for name in known if told.number(f"limits.steps.{name}") == size), None)


def _size_key(row: dict[str, Any]) -> str:
    return "at_most" if row["then"]["action"] == "undo" else "by"


def _intervals(told: Rewrite) -> Iterator[tuple[dict[str, Any], str]]:
    """Each row with the wait it keeps; where no step fits, that of the raise above it."""
    above = "none"
    for row in told.running():
        action, own = row["then"]["action"], row["then"]["interval"]
        if action in {"raise", "undo"}:
            above = own
        yield row, above if action == "escalate" else own


def _within(tree: Any, path: tuple[str, ...] | list[str]) -> Any:  # noqa: ANN401 - keys of any file
    """What stands at a place, None if nothing does."""
    for key in path:
        tree = tree.get(key) if isinstance(tree, dict) else None
    return tree


def _agent(case: Mapping[str, Any]) -> str:
    return str(case["expect"].get("agent", Agent.NOREPINEPHRINE))
