"""A running simulation with its two windows: outer time in, simulated time through both."""

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from core.cases.errors import CaseTrouble
from core.cases.folder import id_of
from core.cases.opened import AIDS
from core.frozen import dataclass
from core.lab.case_file import LabFiles, LabJournal
from core.lab.desk_build import Room, desk_view
from core.lab.desk_view import DeskView
from core.lab.pace import Pace
from core.lab.shelf_view import PrebriefPart
from core.lab.simulation import Bookmark, Simulation
from core.lab.trail import Trail
from core.model.commands import EndCase
from core.model.terms import Outcome
from gui.app.lab_bridge import LearnerBridge
from gui.app.lab_wishes import carry_out
from gui.app.open_cases import Surroundings
from gui.lab.learner import LearnerWindow
from gui.lab.prebrief import PrebriefWindow
from gui.lab.window import InstructorWindow
from gui.lab.wishes import Wish
from gui.window import bring

_HOURS = 1
"""What the learner's timeline shows at first: a scenario is an hour or two long."""
TICK = timedelta(milliseconds=100)
"""Outer time between two looks at a running simulation."""


@dataclass(frozen=True, slots=True)
class Play:
    """What is played: the simulation, the learner's files, who plays, and the pre-brief."""

    simulation: Simulation
    files: LabFiles
    players: str
    prebrief: tuple[PrebriefPart, ...]


class LabRoom(QObject):
    """Lets simulated time pass while outer time does. One simulation drives both windows."""

    debrief_wished = Signal()
    closed = Signal()
    """Both windows are gone, and the learner's case is ended and let go."""

    def __init__(self, play: Play, around: Surroundings) -> None:
        """Show the pre-brief to the learner and the room to the instructor; time stands still."""
        super().__init__()
        self.simulation, self.files = play.simulation, play.files
        self.around, self.words = around, around.words
        self.pace, self.bookmarks, self.trail = Pace(), list[Bookmark](), Trail()
        self.waiting, self._closing, self._leaving = True, False, False
        self._players = play.players
        self._last, self._shown_at = around.clock.now(), play.simulation.start
        self.bridge = LearnerBridge(
            self.simulation, self.files.current, around.words, around.site, AIDS
        )
        around.board.take(id_of(self.files.current.path), self.simulation.session)
        self.learner = LearnerWindow(self.bridge)
        self.learner.middle.timeline.set_window(_HOURS)
        self.prebrief = PrebriefWindow(around.words, play.prebrief)
        self.instructor = InstructorWindow(around.words, self.view())
        self._connect()
        self.instructor.say(self.words.say("lab.window.waiting"))
        around.ticker.watch(self)
        self.show()

    def open_windows(self) -> None:
        """The instructor's window behind, the pre-brief in front."""
        for kind, window in (("instructor", self.instructor), ("prebrief", self.prebrief)):
            if not self.around.settings.restore(kind, window):
                window.resize(window.sizeHint())
            window.show()
        self.prebrief.activateWindow()
        self.prebrief.setFocus()

    # --- time -------------------------------------------------------------------------------

    def next_due(self, after: datetime) -> datetime | None:
        """The next look, while time passes."""
        return after + TICK if self.pace.running else None

    def tick(self, now: datetime) -> bool:
        """Let so much simulated time pass as the outer time asks for."""
        elapsed, self._last = now - self._last, now
        self.pace, due = self.pace.after(elapsed)
        if due:
            self.pass_time(self.simulation.now + due)
        return True

    def clock_stepped(self, now: datetime, seconds: int) -> None:  # noqa: ARG002 - as asked for
        """The outer clock was set: that is no time that passed."""
        self._last = now

    def refresh(self, now: datetime) -> None:
        """Nothing here shows outer time."""

    def pass_time(self, until: datetime) -> None:
        """Let simulated time pass, and show what came of it."""
        self.attempt(lambda: self.simulation.pass_time(until))

    def set_pace(self, pace: Pace) -> None:
        """Another speed, or time stands still; from now on, not from the last look."""
        self._last = self.around.clock.now()
        self.pace = pace
        self.around.ticker.look_again(self)

    def attempt(self, deed: Callable[[], object]) -> bool:
        """Do something to the simulation; what cannot be recorded stops time and is said."""
        try:
            deed()
        except CaseTrouble as trouble:
            self.set_pace(self.pace.going(running=False))
            said = {"why": str(trouble)}
            self.instructor.say(self.words.say("lab.window.not-recorded", said))
            self.bridge.trouble.emit(self.words.say("trouble.not-recorded", said))
            return False
        finally:
            self.show()
        return True

    # --- sight ------------------------------------------------------------------------------

    def view(self) -> DeskView:
        """What the instructor sees now."""
        marks = [mark.at for mark in self.bookmarks]
        room = Room(self.pace, self._players, self.waiting, marks, self.bridge.view.rows)
        return desk_view(self.simulation, room, self.words)

    def show(self) -> None:
        """Show both windows what there is now; each redraws only what changed."""
        if self.simulation.ended is not None and self.pace.running:
            self.set_pace(self.pace.going(running=False))
        self.trail.mark(self.simulation)
        view = self.view()
        if self._shown_at != self.simulation.now:
            self._shown_at = self.simulation.now
            self.bridge.refresh(self.simulation.now)
        self.learner.show_screen(view.monitor, view.pace_text)
        self.instructor.render(view)
        if view.ended and not self._closing:
            ended = self.words.say("lab.window.ended", {"how": view.ended})
            self.learner.screen_strip.tell(self.words.say("lab.monitor.over"))
            self.instructor.say(ended)

    def begin(self) -> None:
        """The pre-brief is read: the learner's window comes up and time begins."""
        if not self.waiting or self._closing:
            return
        self.waiting = False
        self.prebrief.close()
        self.instructor.say("")
        self.show_learner()
        self.set_pace(self.pace.going(running=True))
        self.show()

    def show_learner(self) -> None:
        """The learner's window in front; while the pre-brief is read, that one."""
        window = self.prebrief if self.waiting else self.learner
        known = window.isVisible() or window is self.prebrief
        if not known and not self.around.settings.restore("learner", window):
            window.resize(window.sizeHint())
        bring(window)

    # --- end --------------------------------------------------------------------------------

    def go_back(self, mark: Bookmark) -> bool:
        """Go back to a moment; what was left behind is ended and closed.

        The bookmarks of what came after it are gone with it.
        """
        left, session = self.files.current, self.simulation.session
        reached = self.simulation.now
        if not self.attempt(lambda: self._gone_back(mark)):
            return False
        if session.state.ended is None:
            session.handle(EndCase(at=reached, outcome=Outcome.SIMULATION_ENDED))
        self._release(left)
        self.bookmarks = [each for each in self.bookmarks if each.at <= mark.at]
        self.around.board.take(id_of(self.files.current.path), self.simulation.session)
        self.around.changed()
        self.show()
        return True

    def _gone_back(self, mark: Bookmark) -> None:
        made = len(self.files.made)
        try:
            session = self.simulation.back_to(mark)
        except CaseTrouble:
            if len(self.files.made) > made:
                self.files.forget_latest()
            raise
        self.bridge.go_on_with(session, self.files.current)
        self.bridge.hide_advice(hidden=self.simulation.advice_hidden)

    def _release(self, journal: LabJournal) -> None:
        journal.close()
        self.around.board.release(journal.path, self.around.clock.now())

    def close(self) -> None:
        """End what is still going on, close the windows, let go of the files."""
        if self._closing:
            return
        self._closing = True
        self.around.ticker.forget(self)
        self.pace = self.pace.going(running=False)
        if self.simulation.ended is None:
            self.attempt(self.simulation.stop)
        for kind, window in (("learner", self.learner), ("instructor", self.instructor)):
            self.around.settings.keep(kind, window)
        self.instructor.may_close = True
        windows: tuple[QWidget, ...] = (self.prebrief, self.learner, self.instructor)
        for each in windows:
            each.close()
            each.deleteLater()
        self._release(self.files.current)
        self.around.changed()
        self.closed.emit()

    def _on_leaving(self) -> None:
        """Once stops time and says how to end; twice ends. What has ended closes at once."""
        if self._closing:
            return
        if self.simulation.ended is None and not self._leaving:
            self._leaving = True
            self.set_pace(self.pace.going(running=False))
            self.show()
            self.instructor.say(self.words.say("lab.window.leave"))
            return
        self.close()

    def _on_learner_closed(self) -> None:
        if not self._closing and self.simulation.ended is None:
            self.set_pace(self.pace.going(running=False))
            self.show()
            self.instructor.say(self.words.say("lab.window.learner-closed"))

    def _on_wish(self, wish: Wish) -> None:
        self._leaving = False
        carry_out(self, wish)

    def _connect(self) -> None:
        self.prebrief.begun.connect(self.begin)
        self.instructor.wished.connect(self._on_wish)
        self.instructor.leaving.connect(self._on_leaving)
        self.instructor.look_wished.connect(self.around.look_wished)
        self.learner.wished.connect(self.around.wished)
        self.learner.look_wished.connect(self.around.look_wished)
        self.learner.closed.connect(self._on_learner_closed)
        self.bridge.view_changed.connect(self._on_case)
        self.bridge.acted.connect(self.show)

    def _on_case(self, _view: object) -> None:
        """The case has new facts: home follows."""
        if not self._closing:
            self.around.changed()
