"""The four ways to look at a result: table, curves, bars, dots; one in front, chosen by key."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from core.trial.result_view import Pairs, ResultView
from core.view.wording import Words
from gui.trial.axes import Canvas
from gui.trial.bars import draw_bars, said_bars
from gui.trial.curve import draw_curves, said_curves
from gui.trial.form import TrialForm
from gui.trial.picture import Picture
from gui.trial.scatter import draw_pairs, said_lines, write_none
from gui.trial.sheets import OutcomesPage


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
        self.scatter = Picture(words.say("trial-window.pairs.name"))
        self._pages: dict[str, QWidget] = {
            "setup": self.form,
            "outcomes": self.outcomes,
            "curve": self.curve,
            "bars": self.bars,
            "pairs": self.scatter,
        }
        for page in self._pages.values():
            self.addWidget(page)

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
        keys = self.form.tried if page is self.form else page
        keys.setFocus(Qt.FocusReason.ShortcutFocusReason)

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
        """Compare something else patient by patient."""
        if self.result is not None and self.result.pairs:
            self._pair = (self._pair + by) % len(self.result.pairs)
            self._show_pairs()

    def _show_pairs(self) -> None:
        pairs, words = self.pairs, self._words
        if pairs is None:
            said = words.say("trial-window.pairs.none")
            self.scatter.show_drawing(lambda canvas: write_none(canvas, words), said)
            return

        def drawn(canvas: Canvas) -> None:
            draw_pairs(canvas, pairs, words)

        self.scatter.show_drawing(drawn, " ".join(said_lines(pairs, words)))
