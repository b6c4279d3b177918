"""A grid as a window shows it: every table of heat with its figures written and its shades."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isnan

from core.quantity.text import number_text
from core.trial.result_text import number
from core.trial.robustness import MEASURES, Axis, Grid, GridCell
from core.trial.scale import around
from core.view.wording import Words

_MORE_IS_BETTER = frozenset({"in_band"})
_STEPS = 5
"""A scale has about so many steps from its better end to its worse one."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One cell: its figures by measure, how bad each is from 0 to 1, and both told in a sentence.

    `shades` has no entry where nothing is defined. `usual`: everything is as in practice.
    """

    texts: Mapping[str, str]
    shades: Mapping[str, float]
    said: str
    usual: bool
    cell: GridCell

    @property
    def opens(self) -> bool:
        """Whether there is a patient to open."""
        return self.cell.patient is not None


@dataclass(frozen=True, slots=True)
class HeatTable:
    """A pair of axes: one downwards, one across, and the cells row by row."""

    rows: str
    columns: str
    row_texts: tuple[str, ...]
    column_texts: tuple[str, ...]
    cells: tuple[tuple[HeatCell, ...], ...]


@dataclass(frozen=True, slots=True)
class HeatMeasure:
    """What a table may show, and what stands at the two ends of its scale."""

    code: str
    label: str
    better: str
    worse: str


@dataclass(frozen=True, slots=True)
class GridView:
    """A whole grid, ready to be shown."""

    title: str
    usual: str
    measures: tuple[HeatMeasure, ...]
    tables: tuple[HeatTable, ...]


@dataclass(frozen=True, slots=True)
class _Ends:
    """The figures at the ends of a scale."""

    better: float
    worse: float

    def shade(self, figure: float) -> float:
        return min(max((figure - self.better) / (self.worse - self.better), 0.0), 1.0)


def grid_view(found: Grid, words: Words) -> GridView:
    """The grid as a view. Every table of a measure has the same scale."""
    ends = {code: _ends(code, found.cells.values()) for code in MEASURES}
    tables = (_table(found, pair, ends, words) for pair in found.pairs)
    measures = (_measure(code, ends[code], words) for code in MEASURES)
    return GridView(
        title=title_of(found, words),
        usual=usual_text(found, words),
        measures=tuple(measures),
        tables=tuple(tables),
    )


def title_of(found: Grid, words: Words) -> str:
    """Whose grid it is, and of whom."""
    plan = found.plan
    args = {"protocol": plan.arms[0].name, "patients": str(plan.patients)}
    args |= {"preset": str(plan.preset), "hours": str(plan.hours), "seed": str(plan.seed)}
    return words.say("trial.grid.head", args)


def usual_text(found: Grid, words: Words) -> str:
    """What a table does not name stays like this."""
    usual = "; ".join(f"{axis_text(axis, words)} {value_text(axis.usual)}" for axis in found.axes)
    return words.say("trial.grid.usual", {"usual": usual})


def _ends(code: str, cells: Iterable[GridCell]) -> _Ends:
    """Round figures around all that is there, so that two tables can be compared by eye."""
    low, high = around([cell.figures[code] for cell in cells], _STEPS)
    return _Ends(high, low) if code in _MORE_IS_BETTER else _Ends(low, high)


def _measure(code: str, ends: _Ends, words: Words) -> HeatMeasure:
    label = words.say(f"trial.outcome.{code}")
    return HeatMeasure(code, label, number(ends.better, words), number(ends.worse, words))


def _table(
    found: Grid, pair: tuple[Axis, Axis], ends: Mapping[str, _Ends], words: Words
) -> HeatTable:
    rows, columns = pair
    cells = tuple(
        tuple(_cell(cell, found, pair, ends, words) for cell in row)
        for row in found.table(rows, columns)
    )
    return HeatTable(
        rows=axis_text(rows, words),
        columns=axis_text(columns, words),
        row_texts=tuple(value_text(value) for value in rows.values),
        column_texts=tuple(value_text(value) for value in columns.values),
        cells=cells,
    )


def _cell(
    cell: GridCell,
    found: Grid,
    pair: tuple[Axis, Axis],
    ends: Mapping[str, _Ends],
    words: Words,
) -> HeatCell:
    texts = {code: number(cell.figures[code], words) for code in MEASURES}
    shades = {
        code: ends[code].shade(cell.figures[code])
        for code in MEASURES
        if not isnan(cell.figures[code])
    }
    usual = cell.place == tuple(axis.usual for axis in found.axes)
    return HeatCell(texts, shades, _said(cell, found, pair, words), usual, cell)


def _said(cell: GridCell, found: Grid, pair: tuple[Axis, Axis], words: Words) -> str:
    """Both axes, all figures, how many count, and who is opened: the cell for eye and ear."""
    place = dict(zip((axis.field for axis in found.axes), cell.place, strict=True))
    at = ", ".join(f"{axis_text(axis, words)} {value_text(place[axis.field])}" for axis in pair)
    if cell.patient is None:
        return words.say("trial.grid.said-nobody", {"at": at, "patients": str(cell.plan.patients)})
    figures = "; ".join(
        f"{words.say(f'trial.outcome.{code}')}: {number(cell.figures[code], words)}"
        for code in MEASURES
    )
    args = {"at": at, "figures": figures, "usable": str(cell.usable)}
    args |= {"patients": str(cell.plan.patients), "patient": str(cell.patient)}
    return words.say("trial.grid.said", args)


def axis_text(axis: Axis, words: Words) -> str:
    """What an axis varies, with its unit."""
    return words.say(f"trial.grid.axis.{axis.field}")


def value_text(value: float) -> str:
    """A value of an axis."""
    return number_text(Decimal(str(value)))
