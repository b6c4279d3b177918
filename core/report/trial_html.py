"""The report of a trial as one HTML file, to read and to print, and for who paints pages.

The same result gives the same bytes: nothing in it hangs on when or where it was written.
"""

from collections.abc import Sequence

from core.report.drawing import Drawing
from core.report.facts import SCOPE
from core.report.figures import FIGURE_STYLE, figures
from core.report.markup import said
from core.report.page import PAPER_STYLE, STYLE, page
from core.report.paper import Paper
from core.report.part import ReportPart, part_html
from core.report.trial_bars import bars_drawing
from core.report.trial_curve import curve_drawing
from core.report.trial_pairs import pairs_drawing
from core.report.trial_parts import closing_parts, opening_parts, outcome_parts
from core.trial.result import Result
from core.trial.result_view import ResultView, result_view
from core.view.wording import Words

_MOST_NAMED = 1


def trial_html(result: Result, words: Words) -> str:
    """The report as HTML, well-formed as XML too."""
    return _html(result, words, paper=False)


def trial_paper(result: Result, words: Words) -> Paper:
    """The report, to be painted."""
    view = result_view(result, words)
    parts = (*_before(result, view, words), *_after(result, view, words))
    return Paper(
        title=_title(result, words),
        html=_html(result, words, paper=True),
        label=label_of([arm.name for arm in result.plan.arms], result.plan.seed, words),
        mode="",
        words=words,
        widths=tuple(part.widths for part in parts if part.rows),
        foot_code="trial-report.page",
        pictures=_pictures(view, words),
    )


def label_of(names: Sequence[str], seed: int, words: Words) -> str:
    """What a page is told by, short enough for the foot of a sheet."""
    args = {"name": names[0], "count": str(len(names) - _MOST_NAMED)}
    told = names[0] if len(names) == _MOST_NAMED else words.say("trial-report.more", args)
    return words.say("trial-report.label", {"arms": told, "seed": str(seed)})


def _html(result: Result, words: Words, *, paper: bool) -> str:
    view, scope = result_view(result, words), "" if paper else SCOPE
    body = [
        said("h1", _title(result, words)),
        said("p", SCOPE, cls="scope"),
        said("p", view.title),
        said("p", view.rests_on, cls="rests"),
        *(part_html(part, scope) for part in _before(result, view, words)),
        said("h2", words.say("trial-report.pictures")),
        *figures(_pictures(view, words), paper=paper),
        *(part_html(part, scope) for part in _after(result, view, words)),
    ]
    style = PAPER_STYLE if paper else STYLE + FIGURE_STYLE
    return page(_title(result, words), style, "\n".join(body))


def _title(result: Result, words: Words) -> str:
    names = " / ".join(arm.name for arm in result.plan.arms)
    return words.say("trial-report.title", {"arms": names})


def _before(result: Result, view: ResultView, words: Words) -> tuple[ReportPart, ...]:
    return (*opening_parts(result, words), *outcome_parts(view, words))


def _after(result: Result, view: ResultView, words: Words) -> tuple[ReportPart, ...]:
    return tuple(closing_parts(view.notes, result.versions, words))


def _pictures(view: ResultView, words: Words) -> tuple[Drawing, ...]:
    dots = (pairs_drawing(pairs, words) for pairs in view.pairs)
    return (curve_drawing(view, words), bars_drawing(view, words), *dots)
