"""The pages of the window, one in front: the form and the views of a trial, and the other ways."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.trial.result_view import Pairs, ResultView
from core.view.wording import Words
from gui.trial.arms import Option
from gui.trial.bars import draw_bars, said_bars
from gui.trial.bends import BendsPage
from gui.trial.curve import draw_curves, said_curves
from gui.trial.dots import Dots
from gui.trial.form import TrialForm
from gui.trial.picture import Picture
from gui.trial.plan_form import PlanForm
from gui.trial.sheets import OutcomesPage
from gui.trial.sweep import SweepPage
from gui.trial.two_sided import TwoSided


class TrialViews(QStackedWidget):
    """The form and the views of the result, which is None until there is one."""

    def __init__(self, words: Words) -> None:
        """The form in front."""
        super().__init__()
        self._words = words
        self.result: ResultView | None = None
        self._pair = 0
        self.form = TrialForm(words)
        self.outcomes = OutcomesPage(words)
        self.curve = Picture(words.say("trial-window.curve.name"))
        self.bars = Picture(words.say("trial-window.bars.name"))
        self.scatter = Dots(words)
        self.bends, self.sweep = BendsPage(words), SweepPage(words)
        self._pages: dict[str, QWidget] = {
            "setup": self.form,
            "outcomes": self.outcomes,
            "curve": self.curve,
            "bars": self.bars,
            "pairs": self.scatter,
            "bends": self.bends,
            "sweep": self.sweep,
        }
        for page in self._pages.values():
            self.addWidget(page)

    def offer(
        self,
        protocols: tuple[Option, ...],
        usual: tuple[Option, ...],
        fields: tuple[Option, ...] = (),
    ) -> None:
        """Offer protocols, usual care where they are compared, and fields to change in one."""
        self.form.offer(protocols, usual)
        self.bends.offer(protocols)
        self.sweep.offer(protocols, fields)

    @property
    def page(self) -> str:
        """The code of the page in front."""
        return next(code for code, page in self._pages.items() if page is self.currentWidget())

    @property
    def pairs(self) -> Pairs | None:
        """What the dots compare; None where there is nothing to compare."""
        if self.result is None or not self.result.pairs:
            return None
        return self.result.pairs[self._pair]

    def show_page(self, code: str) -> None:
        """Bring a page to the front and give it the keys."""
        page = self._pages[code]
        self.setCurrentWidget(page)
        keys = page.keys if isinstance(page, PlanForm | TwoSided) else page
        keys.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def two_sided(self) -> TwoSided | None:
        """The page in front, where it is one with a form of its own."""
        page = self.currentWidget()
        return page if isinstance(page, TwoSided) else None

    @property
    def head(self) -> tuple[str, str]:
        """What stands above and below the page in front: what was tried, and who counts."""
        page = self.two_sided
        if page is not None:
            return (page.title, page.counted) if page.shows_result else ("", "")
        if self.result is None or self.page == "setup":
            return "", ""
        return self.result.title, self.result.counted

    @property
    def turns(self) -> bool:
        """Whether there is something that comes next on the page in front."""
        if self.two_sided is not None:
            return self.two_sided.shows_result
        return self.page == "pairs" and self.pairs is not None

    def show_result(self, result: ResultView) -> None:
        """Show a result in every view."""
        self.result, self._pair = result, 0
        self.outcomes.render(result)
        words = self._words
        self.curve.show_drawing(
            lambda canvas: draw_curves(canvas, result, words), said_curves(result, words)
        )
        self.bars.show_drawing(
            lambda canvas: draw_bars(canvas, result, words), said_bars(result, words)
        )
        self._show_pairs()

    def turn(self, by: int) -> None:
        """The next table, or something else that is compared patient by patient."""
        if self.two_sided is not None:
            self.two_sided.turn(by)
        elif self.result is not None and self.result.pairs:
            self._pair = (self._pair + by) % len(self.result.pairs)
            self._show_pairs()

    def _show_pairs(self) -> None:
        self.scatter.show_pairs(self.pairs)
