"""Behind the library window: reads and brings in protocols, has them proved, records approvals."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.cases.bookcase import (
    NotApprovableError,
    TakenError,
    Volume,
    approve_text,
    bring_in,
    volumes,
)
from core.cases.library_view import Proved, volume_view
from core.cases.told import ToldFinding, ToldProof, remember_told
from core.clock import Clock
from core.frozen import dataclass
from core.rules.compile import ProtocolError
from core.view.wording import Words
from gui.app.prover import Prover
from gui.library.window import LibraryWindow
from gui.window import bring


@dataclass(frozen=True, slots=True)
class LibraryDesk:
    """What the librarian works with. `open_course` opens a finding as a case or says why not."""

    words: Words
    data: Path
    clock: Clock
    initials: Callable[[], str]
    open_course: Callable[[Volume, ToldFinding], str]


class Librarian(QObject):
    """One library window; it lives as long as the program."""

    changed = Signal()
    """Something was approved or brought in: who shows protocols reads them again."""

    left = Signal()
    """The window was closed while a form waited for an approval."""

    def __init__(self, desk: LibraryDesk, prover: Prover | None) -> None:
        """Without a prover nothing is proved by itself."""
        super().__init__()
        self._desk, self._words = desk, desk.words
        self.prover = prover
        self.window = LibraryWindow(desk.words)
        self._volumes: dict[str, Volume] = {}
        self._asked = ""
        self._counted: tuple[str, int, int] = ("", 0, 0)
        self._connect()

    def show(self, text: str = "") -> None:
        """Show the library; with a text, that one is to be approved because a form waits."""
        self._read()
        asked = [volume for volume in self._volumes.values() if text and volume.text == text]
        self._asked = asked[0].sha256 if asked else ""
        self._render(asked[0].place if asked else "")
        self._prove_unproved()
        self._say_what_waits()
        bring(self.window)
        self.window.start()

    def close(self) -> None:
        """Stop proving and close the window."""
        self._asked = ""
        self.window.close()
        self.window.deleteLater()

    def _read(self) -> None:
        try:
            found = volumes(self._desk.data)
        except OSError as error:
            self.window.notice.say(self._words.say("library.unreadable", {"why": str(error)}))
            return
        self._volumes = {volume.place: volume for volume in found}

    def _render(self, place: str = "") -> None:
        views = tuple(volume_view(each, self._words) for each in self._volumes.values())
        self.window.render_views(views, place)
        self._show_progress()

    def _prove_unproved(self) -> None:
        """The chosen one first, then the others, each once."""
        chosen = self.window.list.chosen_key
        places = sorted(self._volumes, key=lambda place: place != chosen)
        unproved = [p for p in places if self._volumes[p].unproved and self._volumes[p].text]
        if self.prover is not None and unproved:
            self.prover.prove(unproved)
            self._show_progress()

    def _prove(self, place: str) -> None:
        if self.prover is not None:
            self.prover.prove([place])
            self._show_progress()

    def _on_chosen(self, place: str) -> None:
        volume = self._volumes.get(place)
        unproved = volume is not None and volume.unproved and volume.text
        if self.prover is not None and self.prover.running and unproved:
            self.prover.prove([place])
        self._show_progress()

    def _on_told(self, place: str, told: ToldProof) -> None:
        try:
            remember_told(self._desk.data, told)
        except OSError as error:
            self._fail(place, str(error))
            return
        self._read()
        self._render()
        if self._asked == told.sha256:
            self._say_what_waits()
            self.window.start()

    def _fail(self, _place: str, why: str) -> None:
        self._show_progress()
        self.window.notice.say(self._words.say("library.not-proved", {"why": why}))

    def _on_counted(self, place: str, done: int, total: int) -> None:
        self._counted = (place, done, total)
        self._show_progress()

    def _show_progress(self) -> None:
        """How far the proof of the chosen one is; nothing of the others."""
        chosen, prover = self.window.list.chosen_key, self.prover
        if prover is None or not chosen or prover.running != chosen:
            self.window.show_progress(None)
            return
        place, done, total = self._counted
        if place != chosen:
            self.window.show_progress(self._words.say("library.beginning"))
            return
        args = {"done": str(done), "total": str(total)}
        self.window.show_progress(self._words.say("library.proving", args))

    def _cancel(self) -> None:
        if self.prover is not None:
            self.prover.cancel()
        self._show_progress()

    def _say_what_waits(self) -> None:
        waiting = [one for one in self._volumes.values() if one.sha256 == self._asked]
        if not waiting:
            self.window.ask("")
            return
        view = volume_view(waiting[0], self._words)
        code = "library.asked-wait" if view.proved is Proved.NO else "library.asked"
        self.window.ask(self._words.say(code, {"name": view.name}))
        if view.approvable and self.window.approving.initials.blank and self._desk.initials():
            self.window.approving.initials.put(self._desk.initials())

    def _approve(self, place: str, initials: str) -> None:
        volume = self._volumes[place]
        try:
            approve_text(self._desk.data, volume, volume.told, initials, self._desk.clock.now())
        except (NotApprovableError, ValueError, OSError) as fault:
            said = self._words.say("library.not-approved", {"why": str(fault)})
            self.window.approving.tell(said)
            return
        self._read()
        self._render()
        self.changed.emit()
        if volume.sha256 == self._asked:
            self.window.close()
        else:
            self.window.list.setFocus()

    def _bring_in(self, path: str, replace: bool) -> None:  # noqa: FBT001 - a signal's argument
        try:
            place = bring_in(self._desk.data, Path(path).expanduser(), replace=replace)
        except TakenError as taken:
            self._refuse(str(taken), replaceable=taken.replaceable)
        except ProtocolError as error:
            self._refuse("; ".join(error.findings), replaceable=False)
        except (OSError, ValueError) as fault:
            self._refuse(str(fault), replaceable=False)
        else:
            self._read()
            self._render(str(place))
            name = self._volumes[str(place)].id
            self.window.bringing.came_in(self._words.say("library.came-in", {"name": name}))
            self._prove_unproved()
            self.window.list.setFocus()
            self.changed.emit()

    def _refuse(self, why: str, *, replaceable: bool) -> None:
        said = self._words.say("library.not-in", {"why": why})
        self.window.bringing.refuse(said, replaceable=replaceable)

    def _open_course(self, place: str, finding: ToldFinding) -> None:
        why = self._desk.open_course(self._volumes[place], finding)
        if why:
            self.window.notice.say(self._words.say("library.no-course", {"why": why}))

    def _on_closed(self) -> None:
        """Whoever waited goes on."""
        asked, self._asked = self._asked, ""
        if self.prover is not None:
            self.prover.cancel()
        if asked:
            self.left.emit()

    def _connect(self) -> None:
        window = self.window
        window.chosen.connect(self._on_chosen)
        window.approve_wished.connect(self._approve)
        window.proof_wished.connect(self._prove)
        window.cancelled.connect(self._cancel)
        window.bring_in_wished.connect(self._bring_in)
        window.course_wished.connect(self._open_course)
        window.closed.connect(self._on_closed)
        if self.prover is not None:
            self.prover.counted.connect(self._on_counted)
            self.prover.told.connect(self._on_told)
            self.prover.failed.connect(self._fail)
