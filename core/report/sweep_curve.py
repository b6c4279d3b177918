"""One outcome over the values of a swept field, drawn for a report: a dot and its interval."""

from collections.abc import Iterator
from math import isfinite

from core.report.axes import SMALL
from core.report.drawing import BLACK, HAIR, INKS, QUIET, Drawing, Label, Line, Part, marker
from core.trial.scale import Scale, around, tick_text
from core.trial.sweep_view import SweepCurve, SweepPoint, SweepView
from core.view.wording import Words

_WIDTH, _LEFT, _TOP, _PLOT = 250.0, 40.0, 20.0, 104.0
_STEPS = 4
_FEW = 6
"""Up to so many values are written side by side; more by turns on two lines."""


def sweep_drawing(view: SweepView, curve: SweepCurve, words: Words) -> Drawing:
    """The outcome at each value that was run; a bracketed value was not."""
    points = [point for point in curve.points if isfinite(point.value)]
    low, high = around([end for point in points for end in (point.low, point.high)], _STEPS)
    up = Scale(low, high, _TOP + _PLOT, _TOP)
    across = Scale(-0.5, len(view.values) - 0.5, _LEFT, _WIDTH - 2)
    parts = (
        Label(curve.label, (0.0, 10.0), bold=True),
        *_sides(up),
        *_values(view, across),
        Line(tuple((across.at(each.place), up.at(each.value)) for each in points), QUIET, 0.8),
        *(part for point in points for part in _point(point, across, up)),
    )
    said = "; ".join(f"{view.values[point.place]}: {point.text}" for point in curve.points)
    height = _TOP + _PLOT + 3 * SMALL + 12
    below = (_WIDTH - 2, height - 4)
    name = Label(_field(view, words), below, SMALL, "end", QUIET)
    return Drawing(_WIDTH, height, (*parts, name), curve.label, said, group="curves")


def _field(view: SweepView, words: Words) -> str:
    args = {"field": view.field, "unit": view.unit}
    return words.say("trial-report.sweep-axis", args) if view.unit else view.field


def _sides(up: Scale) -> Iterator[Part]:
    for value in up.ticks(18.0):
        here = up.at(value)
        yield Line(((_LEFT, here), (_WIDTH - 2, here)), HAIR, 0.5)
        yield Label(tick_text(value), (_LEFT - 4, here + SMALL / 3), SMALL, "end", QUIET)
    yield Line(((_LEFT, up.end), (_LEFT, up.begin), (_WIDTH - 2, up.begin)), BLACK, 0.8)


def _values(view: SweepView, across: Scale) -> Iterator[Part]:
    for place, text in enumerate(view.short):
        line = 1 if len(view.short) <= _FEW else 1 + place % 2
        at = (across.at(place), _TOP + _PLOT + line * (SMALL + 1) + 2)
        shown = f"({text})" if place in view.unrun else text
        yield Label(shown, at, SMALL, "middle", BLACK, bold=place == view.now)


def _point(point: SweepPoint, across: Scale, up: Scale) -> Iterator[Part]:
    x, low, high = across.at(point.place), up.at(point.low), up.at(point.high)
    for ends in (
        ((x, low), (x, high)),
        ((x - 3, low), (x + 3, low)),
        ((x - 3, high), (x + 3, high)),
    ):
        yield Line(ends, INKS[0], 1.2)
    yield from marker(0, (x, up.at(point.value)), 6.0)
