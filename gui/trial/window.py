"""The window of a trial: forms, progress while it runs, and the views of what it came to."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from core.trial.grid_view import GridView
from core.trial.result_view import ResultView
from core.trial.sweep_view import SweepView
from core.view.wording import Words
from gui.action_table import ActionButton
from gui.case.choice import Segments
from gui.notice import Notice
from gui.paragraph import paragraph
from gui.plain import Hairline, Tone, plain_label
from gui.saving_bar import SavingBar
from gui.trial.actions import MOVES, PAGES, RESULTS, SAVES, TrialActions
from gui.trial.views import TrialViews
from gui.window import MenuWindow

_HUNDRED = 100


class TrialWindow(MenuWindow):
    """Says what is wished and shows what came of it; it runs and writes nothing itself."""

    wanted = Signal(object)
    """A Wanted: run it."""
    stopped = Signal()
    cell_wished = Signal(object)
    """A GridCell whose patient is to be opened."""
    patient_wished = Signal(str, int)
    """An arm by name, and the id of a patient to be opened under it."""
    save_wished = Signal(str, str, bool)
    """The kind of file, such as "json", a path, and whether a file there may be replaced."""
    lines = (84, 46)

    def __init__(self, words: Words) -> None:
        """The form, with nothing run yet."""
        super().__init__()
        self.setObjectName("trial_window")
        self.setWindowTitle(words.say("trial-window.window"))
        self._words, self.running = words, False
        self.places: Mapping[str, str] = {}
        self.actions_table = TrialActions(self, words, self._deeds())
        pages = [(page, words.say(f"trial-window.page.{page}")) for page in PAGES]
        self.chooser = Segments(words.say("trial-window.views"), pages)
        self.notice = Notice(words.say("trial-window.put-away"))
        self.saving = SavingBar(words, "trial_path", self._title_of)
        self.progress = plain_label()
        self.bar = QProgressBar()
        self.views = TrialViews(words)
        self.title = plain_label(bold=True, wraps=True)
        self.counted = paragraph("")
        self.rests_on = paragraph(words.say("trial.rests-on"), tone=Tone.QUIET)
        self._lay_out()
        self._connect()
        self.show_progress(None)
        self.show_page("setup")

    def show_result(self, result: ResultView) -> None:
        """Show what a trial came to, the outcomes in front."""
        self.views.show_result(result)
        self.show_page("outcomes")

    def show_grid(self, grid: GridView) -> None:
        """Show how far a protocol bends."""
        self.views.bends.show_grid(grid)
        self.show_page("bends")

    def show_sweep(self, sweep: SweepView) -> None:
        """Show what other values of a field make of a protocol."""
        self.views.sweep.show_sweep(sweep)
        self.show_page("sweep")

    def show_progress(self, text: str | None, percent: int = 0) -> None:
        """How far a trial is; None while none runs. The keys rest on what stops it."""
        before, self.running = self.running, text is not None
        self.progress.setText(text or "")
        self.bar.setValue(percent)
        for part in (self.progress, self.bar, self.stop_button):
            part.setVisible(self.running)
        self.begin_button.setVisible(not self.running)
        self._allow()
        if self.running and not before:
            self.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif before and not self.running:
            self.show_page(self.views.page)

    def show_page(self, page: str) -> None:
        """Bring the form or a view to the front."""
        self.chooser.choose(page)
        self.views.show_page(page)
        self._head()

    def _head(self) -> None:
        """What stands above and below the page, and what makes sense on it."""
        for label, text in zip((self.title, self.counted), self.views.head, strict=True):
            label.setText(text)
            label.setVisible(bool(text))
        self._allow()

    def say(self, sentence: str) -> None:
        """Say something over the page; empty takes it away."""
        self.notice.tell(sentence)

    def escape(self) -> None:
        """Stop a trial that runs, and otherwise close."""
        if self.running:
            self.stopped.emit()
        else:
            self.close()

    def recolour(self) -> None:
        """The pictures in the colours of another palette."""
        self.views.update()

    def _allow(self) -> None:
        """Switch on what makes sense now."""
        actions, there = self.actions_table, self.views.result is not None
        actions.allow(("begin",), allowed=not self.running)
        actions.allow(("stop",), allowed=self.running)
        views = tuple(f"page_{page}" for page in RESULTS)
        actions.allow(views, allowed=there)
        actions.allow(SAVES, allowed=there and self.views.two_sided is None)
        actions.allow(MOVES, allowed=self.views.turns)
        for page in RESULTS:
            self.chooser.enable(page, possible=there)

    def _deeds(self) -> dict[str, Callable[[], None]]:
        deeds = self.frame_deeds()
        deeds |= {f"page_{page}": partial(self.show_page, page) for page in PAGES}
        deeds |= {kind: partial(self._ask_place, kind) for kind in SAVES}
        return deeds | {
            "begin": self._begin,
            "stop": self.stopped.emit,
            "next": lambda: self.views.turn(1),
            "previous": lambda: self.views.turn(-1),
        }

    def _begin(self) -> None:
        """From a view the form comes first: what runs is what stands in it."""
        page = self.views.two_sided
        if page is not None:
            page.begin()
        elif self.views.page != "setup":
            self.show_page("setup")
        else:
            self.views.form.begin()

    def _on_wanted(self, wanted: object) -> None:
        if not self.running:
            self.say("")
            self.wanted.emit(wanted)

    def _title_of(self, kind: str) -> str:
        return self._words.say(f"trial-window.save.{kind}")

    def _ask_place(self, kind: str) -> None:
        self.say("")
        self.saving.ask(kind, self.places.get(kind, ""))

    def _connect(self) -> None:
        self.chooser.chosen.connect(lambda page: self.show_page(str(page)))
        self.views.form.wanted.connect(self._on_wanted)
        for page in (self.views.bends, self.views.sweep):
            page.wanted.connect(self._on_wanted)
            page.turned.connect(self._head)
        self.views.bends.opened.connect(self.cell_wished)
        self.views.scatter.opened.connect(self.patient_wished)
        self.saving.wished.connect(self.save_wished)
        self.saving.left.connect(lambda: self.show_page(self.views.page))

    def _lay_out(self) -> None:
        say, actions = self._words.say, self.actions_table
        self.stop_button = ActionButton(actions["stop"], say("trial-window.button.stop"))
        self.begin_button = ActionButton(
            actions["begin"], say("trial-window.button.begin"), primary=True
        )
        self.bar.setRange(0, _HUNDRED)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(say("trial-window.window"))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.progress)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        row.addStretch(0)
        row.addWidget(self.begin_button)
        centre = QWidget()
        whole = QVBoxLayout(centre)
        whole.setContentsMargins(14, 10, 14, 10)
        whole.setSpacing(6)
        for part in (self.notice, self.saving, self.chooser, self.title):
            whole.addWidget(part)
        whole.addWidget(self.views, 1)
        for below in (self.counted, Hairline(), self.rests_on):
            whole.addWidget(below)
        whole.addLayout(row)
        self.setCentralWidget(centre)
