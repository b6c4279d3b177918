"""One dot per patient, drawn for a report: an outcome under the tried arm over another one's."""

from textwrap import wrap

from core.report.axes import SMALL, Axes
from core.report.drawing import BLACK, INKS, QUIET, Dots, Drawing, Label, Line
from core.trial.result_view import Pairs
from core.trial.scale import Scale, reach
from core.view.wording import Words

_WIDTH, _SIDE, _LEFT = 250.0, 196.0, 40.0
_LINE, _LETTERS = 10.0, 46
"""Height of a line of text in points, and how many letters fit on one in the widest font."""
_DOT, _FEW, _PALE = 2.4, 300, 0.6
"""Up to so many dots each is drawn full; more are pale, so that crowds show."""


def pairs_drawing(pairs: Pairs, words: Words) -> Drawing:
    """A square whose diagonal is where both arms are the same."""
    low, high = reach(pairs)
    told = said_pairs(pairs, words)
    lines = [line for text in told for line in wrap(text, _LETTERS)]
    top = _LINE * (len(lines) + 1) + 18
    bottom = top + _SIDE
    axes = Axes(Scale(low, high, _LEFT, _LEFT + _SIDE), Scale(low, high, bottom, top))
    parts = (
        Label(pairs.label, (0.0, _LINE), bold=True),
        *(Label(line, (0.0, _LINE * place), SMALL) for place, line in enumerate(lines, 2)),
        Label(pairs.up, (_LEFT, top - 5), SMALL, ink=QUIET),
        *axes.parts((42.0, 30.0)),
        Line(((_LEFT, bottom), (_LEFT + _SIDE, top)), BLACK, 0.8, (4.0, 3.0)),
        Dots(
            tuple(axes.point(*dot) for dot in pairs.dots),
            INKS[0],
            _DOT,
            1.0 if len(pairs.dots) <= _FEW else _PALE,
        ),
        Label(pairs.across, (_LEFT + _SIDE, bottom + 2 * _LINE + 3), SMALL, "end", QUIET),
    )
    height, said = bottom + 2 * _LINE + 9, " ".join(told)
    return Drawing(_WIDTH, height, parts, pairs.label, said, group=pairs.across)


def said_pairs(pairs: Pairs, words: Words) -> list[str]:
    """What the dots come to."""
    if len(pairs.dots) == pairs.count:
        return [pairs.counted]
    args = {"dots": str(len(pairs.dots)), "count": str(pairs.count)}
    return [pairs.counted, words.say("trial-window.pairs.some", args)]
