"""How a grid is drawn: all its tables beside each other in one scale of one colour.

The deeper a cell, the worse; the figure in it says the same, so that the map can be read without
colour and printed in grey. What is as usual has a frame, and nobody is a pattern with a word.
"""

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QLinearGradient, QPen

from core.trial.grid_view import GridView, HeatCell, HeatTable
from core.view.wording import Words
from gui.theme import Theme, ink
from gui.trial.axes import Canvas

DEEPEST = {"light": 0.85, "dark": 0.5}
"""How much of the colour the worst cell has: as much as leaves its figure a contrast of 4.5."""
_BESIDE = 3
"""Tables beside each other."""
_HIGHEST = 5.0
"""The most lines that a cell is high."""
_GAP = 1.6
"""Between tables, in lines."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell: its table, row and column."""

    table: int
    row: int
    column: int


Places = tuple[tuple[Spot, QRectF], ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A grid, the measure that is shown, and the cell in focus."""

    view: GridView
    measure: int
    spot: Spot

    @classmethod
    def of(cls, view: GridView) -> "Scene":
        """The first table, where everything is as usual."""
        return cls(view, 0, _usual(view, 0))

    @property
    def cell(self) -> HeatCell:
        """The cell in focus."""
        spot = self.spot
        return self.view.tables[spot.table].cells[spot.row][spot.column]

    @property
    def code(self) -> str:
        """The measure by code."""
        return self.view.measures[self.measure].code

    @property
    def label(self) -> str:
        """The measure by name, with its unit."""
        return self.view.measures[self.measure].label

    def measuring(self, place: int) -> "Scene":
        """Another measure."""
        return replace(self, measure=place % len(self.view.measures))

    def moved(self, rows: int, columns: int) -> "Scene":
        """A neighbour inside the table."""
        table = self.view.tables[self.spot.table]
        row = min(max(self.spot.row + rows, 0), len(table.row_texts) - 1)
        column = min(max(self.spot.column + columns, 0), len(table.column_texts) - 1)
        return replace(self, spot=Spot(self.spot.table, row, column))

    def turned(self, by: int) -> "Scene":
        """Another table."""
        return replace(self, spot=_usual(self.view, (self.spot.table + by) % len(self.view.tables)))

    def at(self, spot: Spot) -> "Scene":
        """Another cell."""
        return replace(self, spot=spot)


def _usual(view: GridView, table: int) -> Spot:
    for row, cells in enumerate(view.tables[table].cells):
        for column, cell in enumerate(cells):
            if cell.usual:
                return Spot(table, row, column)
    return Spot(table, 0, 0)


def shaded(theme: Theme, shade: float) -> QColor:
    """The colour of a cell that is so bad, from 0 to 1."""
    ground, deep, part = ink(theme.field), ink(theme.dose_line), shade * DEEPEST[theme.name]
    lows, highs = ((one.red(), one.green(), one.blue()) for one in (ground, deep))
    mixed = (round(low + part * (high - low)) for low, high in zip(lows, highs, strict=True))
    return QColor(*mixed)


def draw_heat(canvas: Canvas, scene: Scene, words: Words) -> Places:
    """The legend, then every table; where each cell is."""
    line, tables = canvas.line, scene.view.tables
    _draw_legend(canvas, scene, words)
    beside = min(_BESIDE, len(tables))
    bands = [tables[first : first + beside] for first in range(0, len(tables), beside)]
    highest = [max(len(table.row_texts) for table in band) for band in bands]
    top = canvas.room.top() + 2.4 * line
    free = canvas.room.bottom() - top - len(bands) * (2.7 + _GAP) * line + _GAP * line
    high = min(_HIGHEST * line, free / sum(highest))
    width = (canvas.room.width() - (beside - 1) * _GAP * line) / beside
    places: list[tuple[Spot, QRectF]] = []
    for number, table in enumerate(tables):
        band, column = divmod(number, beside)
        above = sum(highest[:band]) * high + band * (2.7 + _GAP) * line
        left = canvas.room.left() + column * (width + _GAP * line)
        room = QRectF(left, top + above, width, 2.7 * line + len(table.row_texts) * high)
        places += _draw_table(canvas, scene, number, room, words)
    _frame(canvas, dict(places)[scene.spot], canvas.theme.accent, 3)
    return tuple(places)


def _draw_legend(canvas: Canvas, scene: Scene, words: Words) -> None:
    """The measure, its two ends on the scale, and what a frame means."""
    line, room, measure = canvas.line, canvas.room, scene.view.measures[scene.measure]
    y = room.top() + 0.3 * line
    ends = {"better": measure.better, "worse": measure.worse}
    text = f"{measure.label}: {words.say('trial-window.bends.better', ends)}"
    x = canvas.write(text, room.left(), y) + 0.6 * line
    bar = QRectF(x, y - 0.1 * line, 9 * line, 1.2 * line)
    shades = QLinearGradient(bar.topLeft(), bar.topRight())
    shades.setColorAt(0.0, shaded(canvas.theme, 0.0))
    shades.setColorAt(1.0, shaded(canvas.theme, 1.0))
    canvas.painter.setPen(QPen(ink(canvas.theme.rule), 1))
    canvas.painter.setBrush(QBrush(shades))
    canvas.painter.drawRect(bar)
    x = canvas.write(words.say("trial-window.bends.worse", ends), bar.right() + 0.6 * line, y)
    sample = QRectF(x + 2 * line, y, 1.8 * line, line)
    _frame(canvas, sample, canvas.theme.text, 2)
    canvas.write(words.say("trial-window.bends.usual"), sample.right() + 0.6 * line, y)


def _draw_table(
    canvas: Canvas, scene: Scene, number: int, room: QRectF, words: Words
) -> list[tuple[Spot, QRectF]]:
    table, line = scene.view.tables[number], canvas.line
    args = {"rows": table.rows, "columns": table.columns}
    canvas.write(words.say("trial-window.bends.table", args), room.left(), room.top())
    left = room.left() + max(canvas.width(text) for text in table.row_texts) + 0.8 * line
    wide = (room.right() - left) / len(table.column_texts)
    for column, text in enumerate(table.column_texts):
        middle = left + (column + 0.5) * wide - canvas.width(text) / 2
        canvas.write(text, middle, room.top() + 1.4 * line, quiet=True)
    top = room.top() + 2.7 * line
    high = (room.bottom() - top) / len(table.row_texts)
    places = []
    for row, cells in enumerate(table.cells):
        y = top + row * high
        text = table.row_texts[row]
        below = y + (high - line) / 2
        canvas.write(text, left - canvas.width(text) - 0.5 * line, below, quiet=True)
        for column, cell in enumerate(cells):
            box = QRectF(left + column * wide, y, wide, high)
            _draw_cell(canvas, scene.code, cell, box, words)
            places.append((Spot(number, row, column), box))
    _mark_usual(canvas, table, number, dict(places))
    return places


def _draw_cell(canvas: Canvas, code: str, cell: HeatCell, box: QRectF, words: Words) -> None:
    painter, theme, shade = canvas.painter, canvas.theme, cell.shades.get(code)
    painter.setPen(QPen(ink(theme.window), 1))
    painter.setBrush(shaded(theme, shade or 0.0))
    painter.drawRect(box)
    if shade is None:
        painter.setBrush(QBrush(ink(theme.grid), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(box)
    text = cell.texts[code] if cell.opens else words.say("trial-window.bends.nobody")
    left = box.center().x() - canvas.width(text) / 2
    canvas.write(text, left, box.center().y() - canvas.line / 2)


def _mark_usual(canvas: Canvas, table: HeatTable, number: int, places: dict[Spot, QRectF]) -> None:
    for row, cells in enumerate(table.cells):
        for column, cell in enumerate(cells):
            if cell.usual:
                _frame(canvas, places[Spot(number, row, column)], canvas.theme.text, 2)


def _frame(canvas: Canvas, box: QRectF, colour: str, thick: int) -> None:
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.painter.setPen(QPen(ink(colour), thick))
    canvas.painter.drawRect(box.adjusted(1, 1, -1, -1))
