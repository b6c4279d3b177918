"""The axes of a drawing: hairlines at round values, and what they stand for."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.report.drawing import BLACK, HAIR, QUIET, Anchor, Label, Line, Part, Point, box
from core.trial.scale import Scale, tick_text

SMALL = 8.0
"""The size of what stands at an axis, points."""


@dataclass(frozen=True, slots=True)
class Axes:
    """Two axes; `y` begins below."""

    x: Scale
    y: Scale

    def point(self, x: float, y: float) -> Point:
        """The place of two values."""
        return self.x.at(x), self.y.at(y)

    def parts(self, apart: Point) -> Iterator[Part]:
        """Lines at least so far apart across and upwards, their values, and a frame."""
        for value in self.x.ticks(apart[0]):
            here = self.x.at(value)
            yield Line(((here, self.y.begin), (here, self.y.end)), ink=HAIR, width=0.5)
            yield _value(value, (here, self.y.begin + SMALL + 3), "middle")
        for value in self.y.ticks(apart[1]):
            here = self.y.at(value)
            yield Line(((self.x.begin, here), (self.x.end, here)), ink=HAIR, width=0.5)
            yield _value(value, (self.x.begin - 4, here + SMALL / 3), "end")
        corners = box(self.x.begin, self.y.end, self.x.end, self.y.begin)
        yield Line((*corners, corners[0]), ink=BLACK, width=0.8)


def _value(value: float, at: Point, anchor: Anchor) -> Label:
    return Label(tick_text(value), at, SMALL, anchor, QUIET)
