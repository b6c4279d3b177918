"""The clinical part: its rooms, each made when it is first wanted, and who answers which wish."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from core.cases.board import Board
from core.cases.site import read_site
from gui.app.ahead import Ahead
from gui.app.form_desk import FormDesk
from gui.app.home_time import HomeTime
from gui.app.looking_back import LookingBack
from gui.app.open_cases import OpenCases, Surroundings
from gui.app.opening import Opening
from gui.app.references import References
from gui.app.sign_in import SignIn

if TYPE_CHECKING:
    from gui.app.lab import Lab
    from gui.app.librarian import Librarian
    from gui.app.program import Program
    from gui.app.trial import TrialDesk


class Clinic:
    """Holds home's list, the open cases and the rooms beside them, and sends wishes to these."""

    def __init__(self, program: "Program") -> None:
        parts = program.parts
        self._parts, self._window, self._ticker = parts, program.window, program.ticker
        self._quit = program.quit
        self.board = Board(parts.folder, parts.words)
        self.home_time = HomeTime(program.window, self.board, parts.words, parts.clock)
        self.cases = OpenCases(self._surroundings(program))
        self.references = References(parts.words)
        self.sign_in = SignIn(program.window, self.cases, parts.words)
        self.opening = Opening(
            program.window, self.cases, parts.folder, self.sign_in, self._raise_in_lab
        )
        self.form = FormDesk(program.window, self.cases, parts.folder, self.show_library)
        self.looking_back = LookingBack(
            program.window,
            self.cases,
            parts.folder,
            lambda: self.lab,
            lab_if_any=lambda: self._lab,
        )
        self._ahead = Ahead(program.window, parts.folder.data)
        self._librarian: Librarian | None = None
        self._lab: Lab | None = None
        self._trial: TrialDesk | None = None

    def begin(self) -> None:
        """Serve home, read what is not remembered, and let time pass."""
        self._window.home.open_case.connect(self.opening.open_id)
        self._window.home.chosen.connect(self.looking_back.follow)
        self._window.wished.connect(self.do)
        self._parts.folder.clear_up()
        self.board.forget_missing()
        self._ticker.watch(self.home_time)
        self.home_time.look_at_files()
        self._ahead.begin()

    def do(self, wish: str) -> None:
        """What a menu or a button wishes for the whole program.

        "evidence:row:up" and "card:extravasation" say after the colon what is to be shown.
        """
        deeds: dict[str, Callable[[], None]] = {
            "new-case": self.form.show,
            "new": self.form.show,
            "open-file": self.opening.choose_file,
            "debrief": self.looking_back.show,
            "demo": self.opening.show_demo,
            "initials": self.sign_in.ask,
            "home": self._window.come_home,
            "library": self.show_library,
            "lab": self.show_lab,
            "trial": self.show_trial,
            "about": self._show_about,
            "help": self._show_about,
            "quit": self._quit,
        }
        shown: dict[str, Callable[[str], None]] = {
            "evidence": self.references.show_evidence,
            "card": self.references.show_card,
        }
        what, _, about = wish.partition(":")
        if what in shown:
            shown[what](about)
        else:
            deeds[wish]()

    @property
    def librarian(self) -> "Librarian":
        """Who keeps the library; made when it is first wanted."""
        if self._librarian is None:
            from gui.app.librarian import Librarian, LibraryDesk  # noqa: PLC0415 - seldom wanted
            from gui.app.prover import Prover  # noqa: PLC0415 - the same

            parts = self._parts
            desk = LibraryDesk(
                parts.words,
                parts.folder.data,
                parts.clock,
                lambda: self.cases.initials,
                self.opening.show_course,
            )
            self._librarian = Librarian(desk, Prover() if parts.proves else None)
            self._librarian.changed.connect(self.form.read_protocols)
            self._librarian.left.connect(self.form.go_on)
        return self._librarian

    def show_library(self) -> None:
        """Show the library; where a form waits for an approval, that text is looked at."""
        self.librarian.show(self.form.unapproved)

    @property
    def lab(self) -> "Lab":
        """The simulation lab; made when it is first wanted."""
        if self._lab is None:
            from gui.app.lab import Lab  # noqa: PLC0415 - seldom wanted

            self._lab = Lab(self.cases.around, self._parts.folder)
        return self._lab

    def show_lab(self) -> None:
        """Show the scenarios, or the simulation that runs."""
        self.lab.show(self.cases.initials)

    @property
    def trial(self) -> "TrialDesk":
        """The trials; made when they are first wanted."""
        if self._trial is None:
            from gui.app.trial import TrialDesk  # noqa: PLC0415 - seldom wanted

            around, data = self.cases.around, self._parts.folder.data
            self._trial = TrialDesk(around.words, around.clock, data, self.opening.show_ended)
            self._trial.window.look_wished.connect(around.look_wished)
        return self._trial

    def show_trial(self) -> None:
        """Show the form of a trial, or the trial that was looked at."""
        self.trial.show()

    def say(self, sentence: str) -> None:
        """Say something in every open case."""
        for bridge in self.cases.bridges:
            bridge.trouble.emit(sentence)

    def close(self) -> None:
        """Close every case and keep what home says of them. OSError where that is not kept."""
        self.references.close()
        self.looking_back.close()
        if self._librarian is not None:
            self._librarian.close()
            self._librarian = None
        if self._lab is not None:
            self._lab.close()
            self._lab = None
        if self._trial is not None:
            self._trial.close()
            self._trial = None
        self.cases.close()
        self.board.save()

    def _surroundings(self, program: "Program") -> Surroundings:
        parts = program.parts
        return Surroundings(
            words=parts.words,
            site=read_site(),
            clock=parts.clock,
            ticker=program.ticker,
            board=self.board,
            settings=program.settings,
            changed=self.home_time.render,
            wished=self.do,
            look_wished=program.wear,
        )

    def _raise_in_lab(self, path: Path) -> bool:
        return self._lab is not None and self._lab.raise_window(path)

    def _show_about(self) -> None:
        from gui.about import AboutPage  # noqa: PLC0415 - home is ready sooner without it

        page = AboutPage(self._parts.words, self._parts.folder.data)
        page.left.connect(self._window.show_home)
        self._window.come_home()
        self._window.show_page(page)
