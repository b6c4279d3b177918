"""The pictures of a report in its page, and where they stand on paper."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from core.report.drawing import Drawing
from core.report.markup import element, said
from core.report.svg import svg

FIGURE_STYLE = """
tr th.group { background: #f2f2f2; }
figure { margin: 6px 0 14px 0; break-inside: avoid; }
figcaption { font-weight: bold; margin: 0 0 4px 0; }
div.beside { display: flex; flex-wrap: wrap; gap: 0 15pt; }
div.beside figure { flex: 1 1 200pt; max-width: 250pt; }
"""
PLACE = "drawing:"
"""What stands on paper for a picture, before its number."""
_HALF = 300.0
"""Pictures narrower than this, in points, stand two and two, each group by itself."""


def figures(drawings: Sequence[Drawing], *, paper: bool) -> Iterator[str]:
    """Each picture; on paper a place that the painter fills, by the number of the drawing."""
    numbered = list(enumerate(drawings))
    wide = [each for each in numbered if each[1].width >= _HALF]
    small = [each for each in numbered if each[1].width < _HALF]
    beside = [list(each) for _, each in groupby(small, lambda each: each[1].group)]
    if paper:
        yield from (
            said("p", drawing.name) + element("p", _place(number)) for number, drawing in wide
        )
        for group in beside:
            for first in range(0, len(group), 2):
                yield element("p", " ".join(_place(at) for at, _ in group[first : first + 2]))
        return
    yield from (
        element("figure", said("figcaption", drawing.name) + svg(drawing)) for _, drawing in wide
    )
    for group in beside:
        inner = "\n".join(element("figure", svg(drawing)) for _, drawing in group)
        yield element("div", inner, cls="beside")


def _place(number: int) -> str:
    return f'<img src="{PLACE}{number}" />'
