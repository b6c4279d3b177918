"""The debrief's window: the course with its verdicts, explained, counted, and laid over others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.lab.debrief_view import DebriefView
from core.view.wording import Words
from gui.case.snug import Snug
from gui.debrief import scene as moves
from gui.debrief.actions import COURSES, PAGES, TICKS, DebriefActions
from gui.debrief.beside import Beside
from gui.debrief.chart import Chart, Move
from gui.debrief.chosen import ChosenPanel
from gui.debrief.compare_bar import CompareBar
from gui.debrief.scene import Charted
from gui.debrief.strip import DebriefStrip
from gui.notice import Notice
from gui.plain import Hairline
from gui.saving_bar import SavingBar
from gui.window import MenuWindow

_LEFT, _RIGHT = 56, 44
_MOVES: dict[str, Move] = {
    "next": moves.next_row,
    "previous": moves.previous_row,
    "astray": moves.next_astray,
    "later": partial(moves.by_minutes, minutes=1),
    "earlier": partial(moves.by_minutes, minutes=-1),
    "closer": moves.closer,
    "wider": moves.wider,
    "whole": moves.whole,
}


@dataclass(frozen=True, slots=True)
class Material:
    """What a debrief's window needs besides the view, which is made anew with each tick.

    `definitions` of the rules by their names; `tickable` ids of items; `places` where a "pdf" or
    "html" is offered to go; `comparable`: another course can set out from this one.
    """

    charted: tuple[Charted, ...] = ()
    definitions: Mapping[str, str] = field(default_factory=dict)
    tickable: frozenset[str] = frozenset()
    places: Mapping[str, str] = field(default_factory=dict)
    comparable: bool = True


class DebriefWindow(MenuWindow):
    """Shows a DebriefView and says what is wished; it computes and writes nothing itself."""

    compared = Signal(int, object)
    """A second, and the codes of the courses to lay over this one; none takes them away."""
    stopped = Signal()
    """Computing is to stop."""
    ticked = Signal(str, object)
    """An item, and the second at which it was seen done, or None: seen not to be done."""
    unticked = Signal(str)
    save_wished = Signal(str, str, bool)
    """"pdf" or "html", a path, and whether a file there may be replaced."""

    def __init__(self, words: Words, view: DebriefView, material: Material) -> None:
        """Show a debrief, with the line on its first opportunity."""
        super().__init__()
        self.setObjectName("debrief_window")
        self._words, self._material = words, material
        self.computing = False
        self.actions_table = DebriefActions(self, words, self._deeds())
        self.strip = DebriefStrip(words, self.actions_table)
        self.notice = Notice(words.say("debriefing.put-away"))
        self.chart = Chart(words, moves.beginning(view, material.charted))
        self.compare = CompareBar(words, self.actions_table)
        self.chosen = ChosenPanel(words, material.definitions)
        self.beside = Beside(words, self.actions_table, comparable=material.comparable)
        self.saving = SavingBar(words, "debrief_path", self._title_of)
        self._lay_out()
        self._connect()
        self.render(view)
        self.show_progress(None)
        self.chart.setFocus()

    @property
    def view(self) -> DebriefView:
        """What is shown."""
        return self.chart.scene.view

    def render(self, view: DebriefView) -> None:  # type: ignore[override]  # not QWidget's into a device
        """Show the debrief made anew; line and pages stay where they are."""
        self.setWindowTitle(self._words.say("debriefing.window", {"title": view.title}))
        self.strip.render(view)
        self.chart.move_to(moves.shown_anew(self.chart.scene, view))
        self.beside.render(view)
        self._follow()
        self._allow()

    def show_progress(self, text: str | None) -> None:
        """How far the other courses are; None while nothing is computed."""
        self.computing = text is not None
        self.compare.show_progress(text)
        self._allow()

    def show_comparison(self) -> None:
        """The figures of the courses in front; the keys stay where they are."""
        self.beside.show_page("compare")

    def say(self, sentence: str) -> None:
        """Say something over the course; empty takes it away."""
        self.notice.tell(sentence)

    def escape(self) -> None:
        """Stop computing, and otherwise close."""
        if self.computing:
            self.stopped.emit()
        else:
            self.close()

    def recolour(self) -> None:
        """Marks and chart in the colours of another palette."""
        self.beside.show_marks()
        self.chart.update()

    def _follow(self) -> None:
        """The line stands elsewhere: what is told of it follows."""
        scene = self.chart.scene
        self.compare.render(scene)
        self.chosen.render(scene)
        self.beside.opportunities.table.follow(scene.row)

    def _allow(self) -> None:
        """Switch on what makes sense now."""
        actions, free = self.actions_table, not self.computing
        actions.allow((*COURSES, "both"), allowed=self._material.comparable and free)
        actions.allow(("clear",), allowed=self.view.overlay.moment is not None and free)
        actions.allow(("stop",), allowed=self.computing)
        item = self.beside.checklist.chosen_id
        actions.allow(TICKS, allowed=item in self._material.tickable)

    def _deeds(self) -> dict[str, Callable[[], None]]:
        deeds = self.frame_deeds()
        deeds |= {code: partial(self._move, move) for code, move in _MOVES.items()}
        deeds |= {code: partial(self._compare, (code,)) for code in COURSES}
        deeds |= {f"page_{page}": partial(self._go_page, page) for page in PAGES}
        return deeds | {
            "print": lambda: self._ask_place("pdf"),
            "html": lambda: self._ask_place("html"),
            "both": lambda: self._compare(COURSES),
            "clear": lambda: self._compare(()),
            "stop": self.stopped.emit,
            "tick_done": lambda: self._tick(self.chart.scene.second),
            "tick_missed": lambda: self._tick(None),
            "untick": lambda: self.unticked.emit(self.beside.checklist.chosen_id),
            "timeline": lambda: self.chart.setFocus(Qt.FocusReason.ShortcutFocusReason),
        }

    def _move(self, move: Move) -> None:
        self.chart.do(move)

    def _compare(self, codes: tuple[str, ...]) -> None:
        self.say("")
        self.compared.emit(self.chart.scene.second, codes)

    def _tick(self, second: int | None) -> None:
        self.ticked.emit(self.beside.checklist.chosen_id, second)

    def _go_page(self, page: str) -> None:
        self.beside.show_page(page)
        self.beside.focus()

    def _title_of(self, kind: str) -> str:
        return self._words.say(f"debriefing.save.{kind}")

    def _ask_place(self, kind: str) -> None:
        self.say("")
        self.saving.ask(kind, self._material.places.get(kind, ""))

    def _connect(self) -> None:
        self.chart.moved.connect(self._follow)
        self.beside.opportunities.chosen.connect(
            lambda row: self.chart.move_to(moves.at_row(self.chart.scene, row))
        )
        self.beside.events.chosen.connect(
            lambda second: self.chart.move_to(moves.at_second(self.chart.scene, second))
        )
        self.beside.checklist.chosen.connect(lambda _id: self._allow())
        self.saving.wished.connect(self.save_wished)
        self.saving.left.connect(self.chart.setFocus)

    def _lay_out(self) -> None:
        left, right, columns = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        left.setSpacing(0)
        left.addWidget(self.chart, 1)
        left.addWidget(self.compare)
        left.addWidget(Hairline())
        left.addWidget(Snug(self.chosen, 11))
        right.setContentsMargins(12, 8, 12, 8)
        right.addWidget(self.beside, 1)
        columns.setSpacing(0)
        columns.addLayout(left, _LEFT)
        columns.addLayout(right, _RIGHT)
        centre = QWidget()
        whole = QVBoxLayout(centre)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self.strip, self.notice, self.saving):
            whole.addWidget(part)
        whole.addLayout(columns, 1)
        self.setCentralWidget(centre)
