"""The titration record for who paints pages: the HTML, and what stands at the foot of each."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.model.events import Recorded
from core.report.case_html import case_html
from core.report.drawing import Drawing
from core.report.facts import SCOPE, opening_of
from core.view.wording import Words


@dataclass(frozen=True, slots=True)
class Paper:
    """A record to paint. Pages count from 1.

    `widths` are those of the columns of each table in per cent of the page; without them the
    tables are those of a titration record. `foot_code` is the text of the second line below.
    `pictures` stand where the HTML names them by their number.
    """

    title: str
    html: str
    label: str
    mode: str
    words: Words
    widths: tuple[tuple[float, ...], ...] = ()
    foot_code: str = "record.page"
    pictures: tuple[Drawing, ...] = ()

    def foot(self, page: int, pages: int) -> tuple[str, str]:
        """The two lines at the foot of a page: the scope; whose record and which page."""
        args = {"label": self.label, "mode": self.mode, "page": str(page), "pages": str(pages)}
        return SCOPE, self.words.say(self.foot_code, args)


def paper_of(facts: Sequence[Recorded], words: Words, *, notes: bool) -> Paper:
    """The record of a case, to be painted.

    Raises:
        ValueError: the facts hold no opening of a case.
    """
    setup = opening_of(facts).setup
    return Paper(
        title=words.say("record.title", {"label": setup.label}),
        html=case_html(facts, words, notes=notes, paper=True),
        label=setup.label,
        mode=words.say(f"case.mode.{setup.mode}"),
        words=words,
    )
