"""One plot: a room, its scale, and the seconds that its width stands for."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from PySide6.QtCore import QPointF, QRectF

from gui.timeline.ticks import Scale

Points = tuple[tuple[int, float | None], ...]
"""Seconds of the course against a figure; None where nothing is known."""


@dataclass(frozen=True, slots=True)
class Plot:
    """The way from seconds and values to places."""

    room: QRectF
    scale: Scale
    start: float
    length: float

    def x(self, second: float) -> float:
        """The place of a second."""
        return self.room.left() + (second - self.start) / self.length * self.room.width()

    def second(self, x: float) -> float:
        """The second at a place."""
        return self.start + (x - self.room.left()) / self.room.width() * self.length

    def y(self, value: float) -> float:
        """The height of a value; beyond the scale its edge."""
        share = (value - self.scale.low) / (self.scale.high - self.scale.low)
        return self.room.bottom() - min(max(share, 0.0), 1.0) * self.room.height()

    def lines(self, points: Points, *, stepped: bool) -> list[list[QPointF]]:
        """Unbroken stretches as corners; `stepped`: a value stays until the next one."""
        found = []
        for stretch in _stretches(self._around(points)):
            corners = list(_stepped(stretch)) if stepped else stretch
            found.append([QPointF(self.x(at), self.y(value)) for at, value in corners])
        return found

    def _around(self, points: Points) -> Points:
        """The points in sight, and one more on each side."""
        margin = max(self.length / 20, 120)
        return tuple(p for p in points if self.start - margin <= p[0] <= self._end + margin)

    @property
    def _end(self) -> float:
        return self.start + self.length


def value_at(points: Points, second: float) -> float | None:
    """The figure of the last point up to a second; None where nothing is known."""
    known = [value for at, value in points if at <= second]
    return known[-1] if known else None


def known(points: Points) -> list[float]:
    """Every figure that is known."""
    return [value for _, value in points if value is not None]


def since(points: Points, second: int | None) -> Points:
    """The points from a second on."""
    return points if second is None else tuple(point for point in points if point[0] >= second)


def _stretches(points: Points) -> Iterator[list[tuple[int, float]]]:
    for there, stretch in groupby(points, key=lambda point: point[1] is not None):
        if there:
            yield [(at, value) for at, value in stretch if value is not None]


def _stepped(stretch: list[tuple[int, float]]) -> Iterator[tuple[int, float]]:
    for (at, value), (until, _) in pairwise(stretch):
        yield at, value
        yield until, value
    yield stretch[-1]
