"""The share still on norepinephrine over time, drawn for a report: a dash and a mark per arm."""

from collections.abc import Iterator

from core.report.axes import SMALL, Axes
from core.report.drawing import DASHES, INKS, QUIET, Area, Drawing, Label, Line, Part, marker
from core.trial.result_view import ArmCurve, ResultView
from core.trial.scale import Scale, marked, stairs
from core.view.wording import Words

_WIDTH, _PLOT, _KEY = 515.0, 210.0, 13.0
_LEFT, _BELOW, _MARK = 30.0, 30.0, 6.0
_SHADE = 0.18


def curve_drawing(view: ResultView, words: Words) -> Drawing:
    """The curves of all arms with their 95 % intervals, and which line is whose."""
    top = _KEY * (len(view.curves) + 1) + 6
    axes = Axes(
        Scale(0.0, float(view.hours), _LEFT, _WIDTH - 12),
        Scale(0.0, 100.0, top + _PLOT, top),
    )
    told = [_told(curve, words) for curve in view.curves]
    parts = (
        *_key(told, words),
        *axes.parts((40.0, 22.0)),
        *(part for place, curve in enumerate(view.curves) for part in _shade(axes, curve, place)),
        *(part for place, curve in enumerate(view.curves) for part in _line(axes, curve, place)),
        Label(
            words.say("trial-window.curve.hours"),
            (_WIDTH - 12, top + _PLOT + _BELOW - 5),
            SMALL,
            "end",
            QUIET,
        ),
    )
    name = words.say("trial-window.curve.name")
    return Drawing(_WIDTH, top + _PLOT + _BELOW, parts, name, " ".join(told))


def _told(curve: ArmCurve, words: Words) -> str:
    args = {"name": curve.name, "end": curve.end}
    return words.say("trial-window.curve.spoken", args)


def _key(told: list[str], words: Words) -> Iterator[Part]:
    for place, text in enumerate(told):
        y = _KEY * (place + 1) - 4
        ink, dash = INKS[place % len(INKS)], DASHES[place % len(DASHES)]
        yield Line(((0.0, y - 3), (40.0, y - 3)), ink, 1.6, dash)
        yield from marker(place, (20.0, y - 3), _MARK)
        yield Label(text, (46.0, y))
    shade = words.say("trial-window.curve.shade")
    yield Label(shade, (0.0, _KEY * (len(told) + 1) - 4), SMALL, ink=QUIET)


def _shade(axes: Axes, curve: ArmCurve, place: int) -> Iterator[Part]:
    upper = stairs([(point.hour, point.high) for point in curve.points])
    lower = stairs([(point.hour, point.low) for point in curve.points])
    corners = tuple(axes.point(*corner) for corner in (*upper, *reversed(lower)))
    if corners:
        yield Area(corners, INKS[place % len(INKS)], opacity=_SHADE)


def _line(axes: Axes, curve: ArmCurve, place: int) -> Iterator[Part]:
    corners = stairs([(point.hour, point.percent) for point in curve.points])
    if not corners:
        return
    ink, dash = INKS[place % len(INKS)], DASHES[place % len(DASHES)]
    yield Line(tuple(axes.point(*corner) for corner in corners), ink, 1.6, dash)
    for point in marked(curve, place):
        yield from marker(place, axes.point(point.hour, point.percent), _MARK)
