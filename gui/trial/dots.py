"""The dots of a comparison as a widget: walked by keys, and each patient can be looked at."""

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent

from core.trial.result_text import number
from core.trial.result_view import Pairs
from core.view.wording import Words
from gui.trial.axes import Canvas
from gui.trial.picture import Picture
from gui.trial.scatter import draw_pairs, said_lines, write_none

_REACH = 1.0
"""A click counts for the nearest dot within so many lines."""
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Down: (1, -1),
    Qt.Key.Key_Up: (1, 1),
}
"""Along which axis a key goes, and which way."""
_OPENS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


class Dots(Picture):
    """Shows Pairs; the dot in focus is told, Enter opens its patient under one of the two arms."""

    opened = Signal(str, int)
    """The name of an arm, and the id of the patient who is to be looked at under it."""

    def __init__(self, words: Words) -> None:
        """Nothing to compare yet."""
        super().__init__(words.say("trial-window.pairs.name"))
        self._words = words
        self._pairs: Pairs | None = None
        self._places: tuple[QPointF, ...] = ()
        self.dot = 0

    def show_pairs(self, pairs: Pairs | None) -> None:
        """Compare something else; the patient in focus stays the same one."""
        self._pairs = pairs
        if pairs is None:
            words = self._words
            said = words.say("trial-window.pairs.none")
            self.show_drawing(lambda canvas: write_none(canvas, words), said)
        else:
            self._go(min(self.dot, max(len(pairs.ids) - 1, 0)))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows go to the next dot along an axis, Enter opens; all else is the window's."""
        pairs, step = self._pairs, _STEPS.get(Qt.Key(event.key()))
        if pairs is None or not pairs.ids or event.modifiers() & _CONTROL:
            event.ignore()
        elif step is not None:
            self._go(_neighbour(pairs, self.dot, *step))
        elif event.key() in _OPENS and not event.isAutoRepeat():
            self._open(other=bool(event.modifiers() & _SHIFT))
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click goes to a dot and opens its patient; with Shift under the other arm."""
        found = self.dot_at(event.position())
        if found is not None:
            self._go(found)
            self._open(other=bool(event.modifiers() & _SHIFT))

    def dot_at(self, point: QPointF) -> int | None:
        """The dot nearest to a point, if it is near."""
        if not self._places:
            return None
        far = [(place - point).manhattanLength() for place in self._places]
        nearest = min(range(len(far)), key=far.__getitem__)
        return nearest if far[nearest] <= _REACH * self.fontMetrics().height() else None

    def place_of(self, dot: int) -> QPointF:
        """Where a dot was drawn last."""
        return self._places[dot]

    def _open(self, *, other: bool) -> None:
        if self._pairs is not None:
            arm = self._pairs.across if other else self._pairs.up
            self.opened.emit(arm, self._pairs.ids[self.dot])

    def _go(self, dot: int) -> None:
        pairs = self._pairs
        if pairs is None:
            return
        moved, self.dot = self.dot != dot, dot
        lines = () if moved else said_lines(pairs, self._words)
        self.show_drawing(self._paint, " ".join([*lines, *_said(pairs, dot, self._words)]))

    def _paint(self, canvas: Canvas) -> None:
        if self._pairs is not None:
            told = _said(self._pairs, self.dot, self._words)
            self._places = draw_pairs(canvas, self._pairs, self._words, self.dot, told)


def _said(pairs: Pairs, dot: int, words: Words) -> tuple[str, ...]:
    """Whose dot it is, the figure under each arm, and how to look at the patient."""
    if not pairs.ids:
        return ()
    across, up = pairs.dots[dot]
    args = {"patient": str(pairs.ids[dot]), "across": pairs.across, "up": pairs.up}
    args |= {"at": number(across, words), "above": number(up, words)}
    return tuple(words.say(f"trial-window.pairs.{code}", args) for code in ("dot", "opens"))


def _neighbour(pairs: Pairs, dot: int, axis: int, way: int) -> int:
    """The next dot along an axis; the ends hold."""
    order = sorted(range(len(pairs.dots)), key=lambda each: (pairs.dots[each][axis], each))
    place = min(max(order.index(dot) + way, 0), len(order) - 1)
    return order[place]
