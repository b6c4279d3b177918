"""A picture as its parts, in points of 1/72 inch from the upper left corner: HTML and paper alike.

Nothing hangs on a colour alone: lines differ in their dashes, areas in their hatching, and both
are named in words beside them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Literal

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
BLACK, QUIET, HAIR, PAPER = "#1a1c1e", "#4d5257", "#c4c8cc", "#ffffff"
INKS = ("#0072b2", "#d55e00", "#007a59", "#1a1c1e")
"""One for each arm, after Okabe and Ito; each is dark enough to be a line on white paper."""
DASHES: tuple[tuple[float, ...], ...] = ((), (7.0, 3.0), (1.6, 2.4), (7.0, 2.4, 1.6, 2.4))
"""One for each arm, in points of line and gap."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line through its points."""

    points: tuple[Point, ...]
    ink: str = BLACK
    width: float = 1.0
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A closed area. `opacity` from 0 to 1 of its filling; without `edge` it has no outline."""

    points: tuple[Point, ...]
    fill: str = PAPER
    edge: str = ""
    width: float = 0.8
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Dots:
    """Round dots of one size."""

    points: tuple[Point, ...]
    ink: str
    size: float
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Label:
    """A text on one line; `at` is where its baseline begins, has its middle, or ends."""

    text: str
    at: Point
    size: float = 9.0
    anchor: Anchor = "start"
    ink: str = BLACK
    bold: bool = False


Part = Line | Area | Dots | Label


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, told by `name` and `said` to who cannot see it; a `group` stands together."""

    width: float
    height: float
    parts: tuple[Part, ...]
    name: str
    said: str
    group: str = ""


def box(left: float, top: float, right: float, bottom: float) -> tuple[Point, ...]:
    """The corners of a rectangle."""
    return ((left, top), (right, top), (right, bottom), (left, bottom))


def hatched(corners: tuple[Point, ...], apart: float, *, falling: bool) -> Iterator[Line]:
    """Slanted lines over the rectangle of these corners, cut at its edges."""
    (left, top), _, (right, bottom), _ = corners
    tall = bottom - top
    for place in range(1, ceil((right - left + tall) / apart)):
        reach = place * apart
        low = (left + max(reach - tall, 0.0), top + min(reach, tall))
        high = (min(left + reach, right), top + max(reach - (right - left), 0.0))
        if falling:
            low, high = (low[0], top + bottom - low[1]), (high[0], top + bottom - high[1])
        yield Line((low, high), width=0.6)


def marker(place: int, at: Point, size: float) -> tuple[Area, ...]:
    """The mark of an arm: disc (as a polygon), square, triangle or diamond."""
    x, y, half = *at, size / 2
    slope = half * 0.41
    shapes: tuple[tuple[Point, ...], ...] = (
        (
            (x - slope, y - half),
            (x + slope, y - half),
            (x + half, y - slope),
            (x + half, y + slope),
            (x + slope, y + half),
            (x - slope, y + half),
            (x - half, y + slope),
            (x - half, y - slope),
        ),
        box(x - half, y - half, x + half, y + half),
        ((x, y - half), (x + half, y + half), (x - half, y + half)),
        ((x, y - half), (x + half, y), (x, y + half), (x - half, y)),
    )
    ink = INKS[place % len(INKS)]
    return (Area(shapes[place % len(shapes)], fill=ink, edge=PAPER),)
