"""A table of heat drawn for a report: every cell with its figure, darker the worse it is."""

from collections.abc import Callable, Iterator

from core.report.axes import SMALL
from core.report.drawing import BLACK, QUIET, Area, Drawing, Label, Part, box
from core.trial.grid_view import HeatCell, HeatMeasure, HeatTable
from core.view.wording import Words

_WIDTH, _LEFT, _HIGH = 250.0, 46.0, 17.0
_TOP = 50.0
_PALE, _DARK = (255, 255, 255), (214, 150, 96)
"""The ground of the best and of the worst cell; black letters can be read on either."""


def heat_drawing(table: HeatTable, measure: HeatMeasure, words: Words) -> Drawing:
    """One measure of a pair of axes. What is as in practice has a thick edge."""
    ends = {"better": measure.better, "worse": measure.worse}
    key = words.say("trial-report.heat", ends)
    return _drawing(
        table,
        measure.label,
        key,
        words,
        lambda cell: (cell.texts[measure.code], cell.shades.get(measure.code)),
    )


def patients_drawing(table: HeatTable, words: Words) -> Drawing:
    """The patient of each cell who can be opened."""
    none = words.say("trial.nothing")
    return _drawing(
        table,
        words.say("trial.grid.patient"),
        "",
        words,
        lambda cell: (none if cell.cell.patient is None else str(cell.cell.patient), None),
    )


def _drawing(
    table: HeatTable,
    label: str,
    key: str,
    words: Words,
    told: Callable[[HeatCell], tuple[str, float | None]],
) -> Drawing:
    sides = {"rows": table.rows, "columns": table.columns}
    parts = (
        Label(label, (0.0, 10.0), bold=True),
        Label(words.say("trial-report.sides", sides), (0.0, 21.0), SMALL),
        Label(key, (0.0, 32.0), SMALL, ink=QUIET),
        *_heads(table),
        *_cells(table, told),
    )
    said = "; ".join(part.text for part in parts if isinstance(part, Label))
    height = _TOP + _HIGH * len(table.row_texts) + 8
    group = f"{table.rows}, {table.columns}"
    return Drawing(_WIDTH, height, parts, f"{label}: {group}", said, group)


def _wide(table: HeatTable) -> float:
    return (_WIDTH - 2 - _LEFT) / len(table.column_texts)


def _heads(table: HeatTable) -> Iterator[Part]:
    for place, text in enumerate(table.column_texts):
        middle = _LEFT + (place + 0.5) * _wide(table)
        yield Label(text, (middle, _TOP - 4), SMALL, "middle", QUIET)
    for place, text in enumerate(table.row_texts):
        yield Label(text, (_LEFT - 5, _TOP + _HIGH * (place + 0.7)), SMALL, "end", QUIET)


def _cells(
    table: HeatTable, told: Callable[[HeatCell], tuple[str, float | None]]
) -> Iterator[Part]:
    wide, edges = _wide(table), list[Area]()
    for row, cells in enumerate(table.cells):
        for column, cell in enumerate(cells):
            left, top = _LEFT + column * wide, _TOP + row * _HIGH
            corners = box(left, top, left + wide, top + _HIGH)
            text, shade = told(cell)
            yield Area(corners, _ground(shade), BLACK, 0.4)
            yield Label(text, (left + wide / 2, top + 0.7 * _HIGH), SMALL, "middle")
            if cell.usual:
                edges.append(Area(corners, "none", BLACK, 2.0))
    yield from edges  # over the thin edges of the cells beside it


def _ground(shade: float | None) -> str:
    mixed = (
        round(pale + (shade or 0.0) * (dark - pale))
        for pale, dark in zip(_PALE, _DARK, strict=True)
    )
    return "#" + "".join(f"{each:02x}" for each in mixed)
