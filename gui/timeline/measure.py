"""How long the timeline takes to paint a long case: figures for the bench, in milliseconds."""

from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from math import sin
from time import perf_counter

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from core.model.terms import Source
from core.view.lanes import Lanes
from core.view.points import BandPoint, DosePoint, Marker, MarkerPoint, ReadingPoint
from gui.theme import LIGHT
from gui.timeline import moves
from gui.timeline.scene import Scene
from gui.timeline.span import HOUR
from gui.timeline.ticks import thousandths_text
from gui.timeline.view import TimelineView

SIZE = QSize(1400, 700)
"""The size of the measured widget in logical pixels."""
_START = 1_800_000_000.0
_LENGTH = 72 * HOUR
_RUN_GAP = timedelta(minutes=30)


def frame_times(n_readings: int, n_steps: int, frames: int = 60) -> dict[str, list[float]]:
    """Milliseconds per frame: `repaint`, `append` (one reading more), `pan` and `zoom`.

    All readings, dose steps and their marks lie in the 72 h of the window, which is the worst
    case. Needs a QApplication; each frame is painted before the next one is asked for. Raises
    RuntimeError where the window system does not paint.
    """
    lanes = long_case(n_readings, n_steps)
    view = TimelineView(UTC, LIGHT)
    view.resize(SIZE)
    view.show()
    view.render(lanes, _START + _LENGTH, _RUN_GAP)
    view.set_window(_LENGTH / HOUR)
    QApplication.processEvents()
    apart = _LENGTH / n_readings
    times = {
        "repaint": _timed(view, [lambda: None] * frames),
        "append": _timed(view, _appends(view, lanes, apart, frames)),
        "pan": _timed(view, [_move(view, _panned)] * frames),
        "zoom": _timed(view, [_move(view, _zoomed)] * frames),
    }
    view.close()
    return times


def long_case(n_readings: int, n_steps: int) -> Lanes:
    """A made-up case of 72 h with so many readings and dose steps, the same each time."""
    apart = _LENGTH / max(n_readings, 1)
    lanes = Lanes().with_readings([_reading(row, apart) for row in range(n_readings)])
    lanes = lanes.with_band(BandPoint(_START, 65, 75, "65-75", n_readings))
    for row in range(n_steps):
        t, seq = _START + row * _LENGTH / n_steps, n_readings + row + 1
        thousandths = 100 + row * 37 % 50
        point = DosePoint(t, thousandths / 1000, thousandths_text(thousandths), seq)
        lanes = lanes.with_given(point).with_advised(point).with_accepted(point)
        lanes = lanes.with_marker(MarkerPoint(t, Marker(row % len(Marker)), seq))
    return lanes


def _reading(row: int, apart: float) -> ReadingPoint:
    value = round(70 + 9 * sin(row / 900) + 6 * sin(row * 1.7))
    return ReadingPoint(_START + row * apart, value, str(value), Source.ARTERIAL_LINE, row)


def _timed(view: TimelineView, steps: "list[Callable[[], None]]") -> list[float]:
    milliseconds = []
    for step in steps:
        painted = view.chart.written
        begun = perf_counter()
        step()
        view.chart.repaint()
        milliseconds.append((perf_counter() - begun) * 1000)
        if view.chart.written is painted:
            raise RuntimeError("the timeline was not painted; is its window on a screen?")
    return milliseconds


def _appends(
    view: TimelineView, lanes: Lanes, apart: float, frames: int
) -> "list[Callable[[], None]]":
    grown = _growing(lanes, apart)

    def append() -> None:
        lanes, now = next(grown)
        view.render(lanes, now, _RUN_GAP)

    return [append] * frames


def _growing(lanes: Lanes, apart: float) -> Iterator[tuple[Lanes, float]]:
    """One reading more each time, as far from the last as all are, and its time is now."""
    while True:
        reading = _reading(len(lanes.readings), apart)
        lanes = lanes.with_reading(reading)
        yield lanes, reading.t


def _move(view: TimelineView, move: Callable[[Scene], Scene]) -> Callable[[], None]:
    def step() -> None:
        view.chart.move_to(move(view.chart.scene))

    return step


def _panned(scene: Scene) -> Scene:
    return moves.panned(scene, -0.005 * scene.span.length)


def _zoomed(scene: Scene) -> Scene:
    return moves.zoomed(scene, 0.15, scene.span.end)
