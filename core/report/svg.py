"""A drawing as SVG that stands in a page: no style, no font and no picture from anywhere else."""

from collections.abc import Sequence
from typing import assert_never

from core.report.drawing import Area, Dots, Drawing, Label, Line, Part, Point
from core.report.markup import element, escaped, said

_FAMILIES = "Arial, Helvetica, sans-serif"


def svg(drawing: Drawing) -> str:
    """The drawing, as wide as the page lets it be and no wider than it is meant."""
    told = said("title", drawing.name) + said("desc", drawing.said)
    inner = told + "\n".join(_part(part) for part in drawing.parts)
    return (
        f'<svg viewBox="0 0 {_number(drawing.width)} {_number(drawing.height)}"'
        f' style="width: 100%; max-width: {_number(drawing.width)}pt" role="img"'
        f' aria-label="{escaped(drawing.name)}" font-family="{_FAMILIES}">{inner}</svg>'
    )


def _part(part: Part) -> str:
    match part:
        case Line():
            return _line(part)
        case Area():
            return _area(part)
        case Dots():
            return _empty(
                "path",
                d="".join(f"M{_number(x)} {_number(y)}h0" for x, y in part.points),
                stroke=part.ink,
                stroke_width=_number(part.size),
                stroke_linecap="round",
                stroke_opacity=_number(part.opacity),
            )
        case Label():
            return _label(part)
        case _:
            assert_never(part)


def _line(line: Line) -> str:
    dash = {"stroke_dasharray": " ".join(map(_number, line.dash))} if line.dash else {}
    width = _number(line.width)
    points = _points(line.points)
    return _empty(
        "polyline", points=points, fill="none", stroke=line.ink, stroke_width=width, **dash
    )


def _area(area: Area) -> str:
    edge = {"stroke": area.edge, "stroke_width": _number(area.width)} if area.edge else {}
    opacity = {"fill_opacity": _number(area.opacity)} if area.opacity < 1 else {}
    return _empty("polygon", points=_points(area.points), fill=area.fill, **edge, **opacity)


def _label(label: Label) -> str:
    (x, y), weight = label.at, {"font-weight": "bold"} if label.bold else {}
    return element(
        "text",
        escaped(label.text),
        x=_number(x),
        y=_number(y),
        **{"font-size": _number(label.size), "text-anchor": label.anchor, **weight},
        fill=label.ink,
    )


def _empty(name: str, **attributes: str) -> str:
    written = "".join(
        f' {key.replace("_", "-")}="{escaped(value)}"' for key, value in attributes.items()
    )
    return f"<{name}{written} />"


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _number(value: float) -> str:
    """A hundredth of a point is finer than any printer."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
