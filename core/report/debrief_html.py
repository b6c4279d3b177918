"""The debrief of a simulation as one HTML file, to read and to print, and for who paints pages."""

from core.lab.debrief_view import DebriefView
from core.report.debrief_blocks import debrief_blocks
from core.report.facts import SCOPE
from core.report.markup import said
from core.report.page import PAPER_STYLE, STYLE, page
from core.report.paper import Paper
from core.report.part import part_html
from core.view.wording import Words


def debrief_html(view: DebriefView, words: Words, *, paper: bool = False) -> str:
    """The debrief as HTML, well-formed as XML too.

    For `paper`, whose pages somebody paints with the scope on each, tables have no foot.
    """
    scope = "" if paper else SCOPE
    parts = [
        said("h1", view.title),
        said("p", SCOPE, cls="scope"),
        said("p", view.scope),
        said("p", view.score, cls="score"),
    ]
    parts += [part_html(part, scope) for part in debrief_blocks(view, words)]
    return page(view.title, PAPER_STYLE if paper else STYLE, "\n".join(parts))


def debrief_paper(view: DebriefView, words: Words, label: str) -> Paper:
    """The debrief of a simulated case with this label, to be painted."""
    return Paper(
        title=view.title,
        html=debrief_html(view, words, paper=True),
        label=label,
        mode=words.say("case.mode.simulation"),
        words=words,
        widths=tuple(block.widths for block in debrief_blocks(view, words) if block.rows),
        foot_code="debrief.print.page",
    )
