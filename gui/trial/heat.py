"""The tables of a grid as a widget: figures in shaded cells, walked by keys, opened by Enter."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from core.trial.grid_view import GridView, HeatCell
from core.view.wording import Words
from gui.trial.axes import Canvas
from gui.trial.heat_draw import Places, Scene, Spot, draw_heat
from gui.trial.picture import Picture

_STEPS = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_OPENS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class HeatMap(Picture):
    """Shows one measure of every table; what the cell in focus says is told by eye and ear."""

    moved = Signal(str)
    """Another cell has the focus: what it says."""
    opened = Signal(object)
    """Somebody wants to look at the patient of a GridCell."""

    def __init__(self, words: Words) -> None:
        """Nothing to show yet."""
        super().__init__(words.say("trial-window.bends.name"))
        self._words = words
        self._scene: Scene | None = None
        self._places: Places = ()

    @property
    def cell(self) -> HeatCell | None:
        """The cell in focus."""
        return None if self._scene is None else self._scene.cell

    @property
    def measure(self) -> int:
        """Which measure is shown."""
        return 0 if self._scene is None else self._scene.measure

    def show_grid(self, view: GridView) -> None:
        """Show a grid, in its first table and where everything is as usual."""
        self._show(Scene.of(view))

    def show_measure(self, place: int) -> None:
        """Show another measure; the focus stays."""
        if self._scene is not None:
            self._show(self._scene.measuring(place))

    def go(self, spot: Spot) -> None:
        """To a cell."""
        if self._scene is not None:
            self._show(self._scene.at(spot))

    def turn(self, by: int) -> None:
        """To the next table, or the one before."""
        if self._scene is not None:
            self._show(self._scene.turned(by))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move inside a table, Enter opens; all else belongs to the window."""
        scene, step = self._scene, _STEPS.get(Qt.Key(event.key()))
        if scene is None or event.modifiers() not in _PLAIN:
            event.ignore()
        elif step is not None:
            self._show(scene.moved(*step))
        elif event.key() in _OPENS and not event.isAutoRepeat():
            self._open()
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click goes to a cell and opens its patient."""
        spot = self.spot_at(event.position())
        if spot is not None:
            self.go(spot)
            self._open()

    def spot_at(self, point: QPointF) -> Spot | None:
        """The cell under a point."""
        return next((spot for spot, room in self._places if room.contains(point)), None)

    def place_of(self, spot: Spot) -> QPointF:
        """The middle of a cell, where it was drawn last."""
        return next(room.center() for each, room in self._places if each == spot)

    def _open(self) -> None:
        cell = self.cell
        if cell is not None and cell.opens:
            self.opened.emit(cell.cell)

    def _show(self, scene: Scene) -> None:
        self._scene = scene
        said = scene.cell.said
        self.show_drawing(self._paint, said)
        self.setAccessibleName(f"{self._words.say('trial-window.bends.name')}, {scene.label}")
        self.moved.emit(said)

    def _paint(self, canvas: Canvas) -> None:
        if self._scene is not None:
            self._places = draw_heat(canvas, self._scene, self._words)
