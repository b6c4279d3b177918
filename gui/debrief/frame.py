"""Where everything of the debrief's timeline goes, worked out from its rectangle and its fonts."""

from dataclasses import dataclass
from itertools import groupby
from math import ceil

from PySide6.QtCore import QRectF

from core.lab.debrief_view import DoseLine
from core.view.wording import Words
from gui.debrief.entries import map_head, verdict_head
from gui.debrief.plot import Plot, known
from gui.debrief.scene import Scene
from gui.theme import Size
from gui.timeline.lettering import Letters
from gui.timeline.ticks import MAP_CAP, MAP_STEP, Scale, dose_scale

_MAP_SHARE = 0.64
"""The part of the plotted height that MAP gets; the doses share the rest."""
_MARK = 1.25
"""The size of a mark in heights of a line."""
_LANE = 1.2
"""The height of a lane in sizes of a mark."""
_MOST_LANES = 3
KEPT = "not_indicated"
"""The verdict on what needed nothing and was left alone."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A mark: the place of its row in the view, its middle and its lane."""

    row: int
    x: float
    lane: int


@dataclass(frozen=True, slots=True)
class DosePlot:
    """The plot of one agent: a line of each course."""

    plot: Plot
    head: QRectF
    lines: tuple[DoseLine, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """The rooms of a drawing in its own coordinates."""

    whole: QRectF
    map_head: QRectF
    map: Plot
    marks_head: QRectF
    marks: QRectF
    spots: tuple[Spot, ...]
    doses: tuple[DosePlot, ...]
    axis: QRectF
    em: float

    @property
    def mark_size(self) -> float:
        """The size of a mark."""
        return _MARK * self.em

    @property
    def bottom(self) -> float:
        """Where the lowest plot ends."""
        return self.doses[-1].plot.room.bottom() if self.doses else self.marks.bottom()

    def spot_place(self, spot: Spot) -> tuple[float, float]:
        """The middle of a mark."""
        return spot.x, self.marks.top() + (spot.lane + 0.5) * _LANE * self.mark_size


def framed(rect: QRectF, scene: Scene, letters: Letters, words: Words) -> Frame:
    """The frame of a scene in a rectangle."""
    em, line = letters.height(), letters.height(Size.SMALL)
    left = rect.left() + letters.width("0.00", Size.SMALL) + em
    width = max(rect.right() - 1.2 * em - left, 8 * em)
    spots = _spots(scene, left, width, _MARK * em)
    lanes = max((spot.lane for spot in spots), default=0) + 1
    marks, head, axis = lanes * _LANE * _MARK * em, 1.5 * line, 1.9 * line
    agents = [tuple(lines) for _, lines in groupby(scene.view.overlay.doses, _agent)]
    map_key = head + (map_head(scene, words).rows(letters, width) - 1) * 1.15 * line
    marks_key = head + (verdict_head(scene, words).rows(letters, width) - 1) * 1.15 * line
    fixed = axis + map_key + marks_key + head * len(agents) + marks + 0.6 * em
    plots = max(rect.height() - fixed, 6 * em)
    share = (1 - _MAP_SHARE) / len(agents) if agents else 0.0
    heights = [map_key, plots * (_MAP_SHARE if agents else 1), marks_key, marks]
    heights += [height for _ in agents for height in (head, plots * share)]
    rooms = _stacked(rect.top() + 0.4 * em, left, width, [*heights, axis])
    map_room = rooms[1]
    return Frame(
        whole=rect,
        map_head=rooms[0],
        map=_map_plot(scene, map_room, line),
        marks_head=rooms[2],
        marks=rooms[3],
        spots=spots,
        doses=_dose_plots(scene, agents, rooms[4:-1], line),
        axis=rooms[-1],
        em=em,
    )


def _agent(line: DoseLine) -> str:
    return line.agent


def _stacked(top: float, left: float, width: float, heights: list[float]) -> list[QRectF]:
    rooms = []
    for height in heights:
        rooms.append(QRectF(left, round(top), width, round(top + height) - round(top)))
        top += height
    return rooms


def _map_plot(scene: Scene, room: QRectF, line: float) -> Plot:
    """A scale that holds every course, so that it stays put while one moves."""
    overlay = scene.view.overlay
    figures = [value for course in overlay.maps for value in known(course.points)]
    figures += [reading.mmhg for reading in scene.charted if reading.usable]
    figures += [edge for step in overlay.band for edge in (step.low, step.high)]
    scale = _map_scale(figures or [60.0], int(room.height() / (1.8 * line)))
    return Plot(room, scale, scene.start, scene.length)


def _map_scale(figures: list[float], ticks: int) -> Scale:
    """Whole tens around the figures: no room is lost, since courses may run close together."""
    low = int((min(figures) - 2) // MAP_STEP) * MAP_STEP
    high = ceil(min(max(figures) + 2, MAP_CAP) / MAP_STEP) * MAP_STEP
    step = MAP_STEP if (high - low) / MAP_STEP <= max(ticks, 1) else 2 * MAP_STEP
    return Scale(low, high, tuple((float(at), str(at)) for at in range(low, high + 1, step)))


def _dose_plots(
    scene: Scene, agents: list[tuple[DoseLine, ...]], rooms: list[QRectF], line: float
) -> tuple[DosePlot, ...]:
    found = []
    for place, lines in enumerate(agents):
        head, room = rooms[2 * place : 2 * place + 2]
        most = max((dose for course in lines for dose in known(course.points)), default=0.0)
        scale = dose_scale(most, int(room.height() / (1.9 * line)), least=20)
        found.append(DosePlot(Plot(room, scale, scene.start, scene.length), head, lines))
    return tuple(found)


def _spots(scene: Scene, left: float, width: float, size: float) -> tuple[Spot, ...]:
    """Each mark in sight in a lane.

    What needed something stands above, in the first lane that is free there. What needed nothing
    stands below it, agents that were held in a lane of their own.
    """
    placed = [
        (row, verdict, left + (verdict.second - scene.start) / scene.length * width)
        for row, verdict in enumerate(scene.view.verdicts)
        if scene.start <= verdict.second <= scene.end
    ]
    free = [-1e9] * _MOST_LANES
    found = []
    for row, _, x in (item for item in placed if item[1].verdict != KEPT):
        lane = next((n for n, taken in enumerate(free) if taken <= x), free.index(min(free)))
        free[lane] = x + 1.15 * size
        found.append(Spot(row, x, lane))
    below = max((spot.lane for spot in found), default=-1) + 1
    kept = [item for item in placed if item[1].verdict == KEPT]
    lanes = {held: below + n for n, held in enumerate(sorted({v.held for _, v, _ in kept}))}
    found += [Spot(row, x, lanes[verdict.held]) for row, verdict, x in kept]
    return tuple(sorted(found, key=lambda spot: spot.row))
