"""A whole report as one HTML file, to read and to print, and for who paints pages.

The same report gives the same bytes: nothing in it hangs on when or where it was written.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.report.drawing import Drawing
from core.report.facts import SCOPE
from core.report.figures import FIGURE_STYLE, figures
from core.report.markup import said
from core.report.page import PAPER_STYLE, STYLE, page
from core.report.paper import Paper
from core.report.part import ReportPart, part_html
from core.view.wording import Words

_MOST_NAMED = 1


@dataclass(frozen=True, slots=True)
class Report:
    """What stands in a report: sentences, parts, pictures, and parts again.

    `label` tells its sheets; `shown` is said above the pictures. The last part has a table.
    """

    title: str
    label: str
    head: tuple[str, ...]
    before: tuple[ReportPart, ...]
    shown: tuple[str, ...]
    pictures: tuple[Drawing, ...]
    after: tuple[ReportPart, ...]


def report_html(report: Report, words: Words) -> str:
    """The report as HTML, well-formed as XML too."""
    return page(report.title, STYLE + FIGURE_STYLE, _body(report, words, paper=False))


def report_paper(report: Report, words: Words) -> Paper:
    """The report, to be painted."""
    return Paper(
        title=report.title,
        html=page(report.title, PAPER_STYLE, _body(report, words, paper=True)),
        label=report.label,
        mode="",
        words=words,
        widths=tuple(part.widths for part in (*report.before, *report.after) if part.rows),
        foot_code="trial-report.page",
        pictures=report.pictures,
    )


def label_of(names: Sequence[str], seed: int, words: Words) -> str:
    """What a sheet is told by, short enough for its foot."""
    args = {"name": names[0], "count": str(len(names) - _MOST_NAMED)}
    told = names[0] if len(names) == _MOST_NAMED else words.say("trial-report.more", args)
    return words.say("trial-report.label", {"arms": told, "seed": str(seed)})


def _body(report: Report, words: Words, *, paper: bool) -> str:
    scope = "" if paper else SCOPE
    body = [
        said("h1", report.title),
        said("p", SCOPE, cls="scope"),
        *(said("p", sentence) for sentence in report.head),
        *(part_html(part, scope) for part in report.before),
        said("h2", words.say("trial-report.pictures")),
        *(said("p", sentence) for sentence in report.shown),
        *figures(report.pictures, paper=paper),
        *(part_html(part, scope) for part in report.after),
    ]
    return "\n".join(body)
