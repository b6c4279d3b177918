"""The instructor's window: the truth, the script, the means to meddle, and time."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from core.lab.act import Hydrocortisone
from core.lab.desk_view import DeskView
from core.view.wording import Words
from gui.case.snug import Column
from gui.lab.actions import LabActions
from gui.lab.log_panel import LogPanel
from gui.lab.meddle_panel import MeddlePanel
from gui.lab.script_panel import ScriptPanel
from gui.lab.time_bar import LabStrip, TimeBar
from gui.lab.trend import Trend
from gui.lab.truth_strip import TruthStrip
from gui.lab.wishes import BY_ACT, Do, Fire, GoBack, HideAdvice, Override, Skip, Wish
from gui.notice import Notice
from gui.window import MenuWindow


class InstructorWindow(MenuWindow):
    """Shows a DeskView and says what is wished; it drives nothing itself."""

    wished = Signal(object)
    """A Wish."""
    leaving = Signal()
    """The window is to be closed; whoever listens says whether it may."""

    def __init__(self, words: Words, view: DeskView) -> None:
        """Show the room as it is."""
        super().__init__()
        self.setObjectName("instructor_window")
        self._words, self._view = words, view
        self.may_close = False
        self.actions_table = LabActions(self, words, self._deeds())
        self.strip = LabStrip(words)
        self.time_bar = TimeBar(words, self.actions_table)
        self.notice = Notice(words.say("home.put-away"))
        self.truth = TruthStrip(words)
        self.script = ScriptPanel(words, self.actions_table)
        self.trend = Trend(words)
        self.log = LogPanel(words)
        self.meddle = MeddlePanel(words, self.actions_table)
        self.meddle.wished.connect(self.wished)
        self._lay_out()
        self.render(view)
        self.script.start()

    def render(self, view: DeskView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show the room now; what is the same is left alone."""
        self._view = view
        title = self._words.say("lab.window.title", {"title": view.title})
        if title != self.windowTitle():
            self.setWindowTitle(title)
        for part in (
            self.strip,
            self.time_bar,
            self.truth,
            self.script,
            self.log,
            self.meddle,
            self.actions_table,
        ):
            part.render(view)
        self.trend.render(view.trend)
        self.trend.say(self._trend_said(view))

    def say(self, sentence: str) -> None:
        """Say something over the room; empty takes it away."""
        self.notice.tell(sentence)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """While the scenario runs it is asked for twice; nothing modal stands in between."""
        self.leaving.emit()
        if not self.may_close:
            event.ignore()
            return
        super().closeEvent(event)

    def recolour(self) -> None:
        """The room in the colours of another palette."""
        self.render(self._view)

    def _trend_said(self, view: DeskView) -> str:
        figures = {figure.code: figure for figure in view.figures}
        args = {
            "true": figures["map"].value,
            "shown": view.monitor.map,
            "dose": view.pumps[0].reaching if view.pumps else "0",
        }
        return self._words.say("lab.trend.said", args)

    def _deeds(self) -> dict[str, Callable[[], None]]:
        deeds = self.frame_deeds()
        deeds |= {code: partial(self._wish, wish) for code, wish in BY_ACT.items()}
        return deeds | {
            "fire": lambda: self._with_chosen(Fire),
            "skip": lambda: self._with_chosen(Skip),
            "back": self._back,
            "hide_advice": self._hide_advice,
            "hydrocortisone": self._hydrocortisone,
            "override": self._go_override,
            "clear": self._clear,
            "note": self._go_note,
            "go_script": self._go_script,
            "go_log": self._go_log,
        }

    def _wish(self, wish: Wish) -> None:
        self.wished.emit(wish)

    def _with_chosen(self, make: Callable[[str], Wish]) -> None:
        if self.script.chosen_id:
            self._wish(make(self.script.chosen_id))

    def _back(self) -> None:
        if self._view.bookmarks:
            self._wish(GoBack(self._view.bookmarks[-1].number))

    def _hide_advice(self) -> None:
        self._wish(HideAdvice(not self._view.advice_hidden))

    def _hydrocortisone(self) -> None:
        self._wish(Do(Hydrocortisone(not self._view.hydrocortisone)))

    def _clear(self) -> None:
        for vital, _ in self._view.overrides:
            self._wish(Override(vital, None))

    def _go_override(self) -> None:
        self.meddle.start_override()

    def _go_note(self) -> None:
        self.meddle.start_note()

    def _go_script(self) -> None:
        self.script.start()

    def _go_log(self) -> None:
        self.log.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self) -> None:
        left = QSplitter(Qt.Orientation.Vertical)
        left.setChildrenCollapsible(False)
        left.addWidget(self.script)
        left.addWidget(self.log)
        left.setSizes([5_000, 5_000])
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(left, 36)
        columns.addWidget(self.trend, 40)
        columns.addWidget(Column(self.meddle), 26)
        centre = QWidget()
        whole = QVBoxLayout(centre)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.strip, self.time_bar, self.notice, self.truth):
            whole.addWidget(part)
        whole.addLayout(columns, 1)
        self.setCentralWidget(centre)
