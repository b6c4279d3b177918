"""The time below, in and above the band, drawn for a report: three grounds told by hatching."""

from collections.abc import Iterator

from core.report.drawing import BLACK, PAPER, Area, Drawing, Label, Part, Point, box, hatched
from core.trial.result_view import BARRED, ArmBar, ResultView
from core.trial.scale import Scale, spans
from core.view.wording import Words

_WIDTH, _EACH, _BAR = 515.0, 56.0, 20.0
_NAME, _FIGURES = 11.0, 48.0
_GREY = "#9ec5e0"
_APART = 5.0


def bars_drawing(view: ResultView, words: Words) -> Drawing:
    """A bar per arm, with its figures below it."""
    names = [words.say(f"trial-window.bars.{code}") for code in BARRED]
    parts = tuple(
        part for place, bar in enumerate(view.bars) for part in _arm(bar, names, place * _EACH)
    )
    said = " ".join(_said(bar, words) for bar in view.bars)
    name = words.say("trial-window.bars.name")
    return Drawing(_WIDTH, _EACH * len(view.bars), parts, name, said)


def _arm(bar: ArmBar, names: list[str], top: float) -> Iterator[Part]:
    yield Label(bar.name, (0.0, top + _NAME), bold=True)
    axis = Scale(0.0, 100.0, 0.5, _WIDTH - 0.5)
    for place, (begun, ended) in enumerate(spans(bar)):
        if ended > begun:
            yield from _ground(
                (axis.at(begun), top + _NAME + 4), (axis.at(ended), top + _NAME + 4 + _BAR), place
            )
    for place, (name, text) in enumerate(zip(names, bar.texts, strict=True)):
        left, base = 0.5 + place * _WIDTH / len(names), top + _FIGURES - 3
        yield from _ground((left, base - 7), (left + 16, base + 2), place)
        yield Label(f"{name} {text} %", (left + 21, base))


def _ground(corner: Point, other: Point, place: int) -> Iterator[Part]:
    """Below the band slanted lines, in it a plain ground, above it crossed lines."""
    corners = box(*corner, *other)
    yield Area(corners, _GREY if place == 1 else PAPER)
    if place != 1:
        yield from hatched(corners, _APART, falling=False)
    if place == len(BARRED) - 1:
        yield from hatched(corners, _APART, falling=True)
    yield Area(corners, "none", BLACK)


def _said(bar: ArmBar, words: Words) -> str:
    below, inside, above = bar.texts
    args = {"name": bar.name, "below": below, "inside": inside, "above": above}
    return words.say("trial-window.bars.spoken", args)
