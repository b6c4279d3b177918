"""The clinical part of the program: begins and opens cases on what home wishes."""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog

from core.cases.board import Board
from core.cases.errors import CaseTrouble
from core.cases.folder import new_id
from core.cases.offer import Offer, offer_of
from core.cases.opened import open_case
from core.cases.site import read_site
from core.library import DEFAULT_PROTOCOL, read_protocol
from gui.app.home_time import HomeTime
from gui.app.open_cases import OpenCases, Surroundings
from gui.app.references import References

if TYPE_CHECKING:
    from core.cases.bookcase import Volume
    from core.cases.told import ToldFinding
    from gui.app.beginning import Beginning
    from gui.app.lab import Lab
    from gui.app.librarian import Librarian
    from gui.app.program import Program
    from gui.app.trial import TrialDesk
    from gui.initials import InitialsPanel

_WINDOWS = ("gui.app.beginning", "gui.case.window", "gui.initials")
"""Loaded one by one when home is served and nothing else is to do."""


class Clinic:
    """Knows the protocol, the site, the folder's cases and the open ones."""

    def __init__(self, program: "Program") -> None:
        parts = program.parts
        self._parts, self._window, self._ticker = parts, program.window, program.ticker
        self._words = parts.words
        self.site = read_site()
        self.offer = _default_offer()
        self.references = References(parts.words)
        self.board = Board(parts.folder, parts.words)
        self.home_time = HomeTime(
            program.window, self.board, parts.words, parts.clock, self._look_at_files
        )
        self.cases = OpenCases(
            Surroundings(
                words=parts.words,
                site=self.site,
                clock=parts.clock,
                ticker=program.ticker,
                board=self.board,
                settings=program.settings,
                changed=self.home_time.render,
                wished=self.do,
                look_wished=program.wear,
            )
        )
        self._after_initials: Callable[[], None] | None = None
        self._demo: Path | None = None
        self._initials_panel: InitialsPanel | None = None
        self._quit = program.quit
        self._form: Beginning | None = None
        self._librarian: Librarian | None = None
        self._lab: Lab | None = None
        self._trial: TrialDesk | None = None

    def begin(self) -> None:
        """Serve home, read what is not remembered, and let time pass."""
        home = self._window.home
        home.open_case.connect(self.open_id)
        self._window.wished.connect(self.do)
        self._parts.folder.clear_up()
        self.board.forget_missing()
        self._ticker.watch(self.home_time)
        self._look_at_files()
        QTimer.singleShot(0, self._window, self._load_windows)

    @property
    def initials_panel(self) -> "InitialsPanel":
        """Where initials are asked for."""
        if self._initials_panel is None:
            from gui.initials import InitialsPanel  # noqa: PLC0415 - not before home is served

            self._initials_panel = InitialsPanel(self._words)
            self._window.home.above.addWidget(self._initials_panel)
            self._initials_panel.given.connect(self._on_initials)
        return self._initials_panel

    def do(self, wish: str) -> None:
        """What a menu or a button wishes for the whole program.

        "evidence:row:up" and "card:extravasation" say after the colon what is to be shown.
        """
        deeds: dict[str, Callable[[], None]] = {
            "new-case": self.show_new_case,
            "new": self.show_new_case,
            "open-file": self._choose_file,
            "demo": self.show_demo,
            "initials": self._ask_initials,
            "home": self._come_home,
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

    def open_id(self, case_id: str) -> None:
        """Open a case of the folder."""
        self.open_path(self._parts.folder.path_of(case_id))

    def open_path(self, path: Path) -> None:
        """Open a case file, or bring its window to the front. Asks for initials first."""
        path = path.absolute()
        if self.cases.raise_window(path) or (self._lab and self._lab.raise_window(path)):
            return
        if not self.cases.initials:
            self._after_initials = lambda: self.open_path(path)
            self._window.show_home()
            self._window.home.say(self._words.say("home.initials-first"))
            self.initials_panel.ask()
            return
        self._open(path)

    def show_new_case(self) -> None:
        """Show an empty form over home."""
        from gui.app.beginning import Beginning  # noqa: PLC0415 - not before home is served

        self._come_home()
        beginning = Beginning(self.cases, self.offer, self._parts.folder)
        self._form = beginning
        beginning.page.destroyed.connect(lambda: self._forget_form(beginning))
        beginning.library_wished.connect(self.show_library)
        beginning.begun.connect(self._on_begun)
        beginning.page.left.connect(self._window.show_home)
        self._window.show_page(beginning.page)

    def show_demo(self) -> None:
        """Begin the demo case, which ends at the present minute; once in a run of the program."""
        from core.chart.demo import begin_demo  # noqa: PLC0415 - nobody else needs the charts
        from core.chart.errors import ChartError  # noqa: PLC0415 - the same

        if self._demo is not None and self._demo.exists():
            if not self.cases.raise_window(self._demo):
                self._open(self._demo)
            return
        now = self._parts.clock.now()
        path = self._parts.folder.path_of(new_id(now))
        try:
            opened = begin_demo(path, now)
        except (CaseTrouble, ChartError) as trouble:
            self._window.home.say(self._words.say("trouble.no-demo", {"why": str(trouble)}))
            return
        self._demo = path
        self.cases.show(path, opened)

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
                self._open_course,
            )
            self._librarian = Librarian(desk, Prover() if parts.proves else None)
            self._librarian.changed.connect(self._on_library_changed)
            self._librarian.left.connect(self._back_to_form)
        return self._librarian

    def show_library(self) -> None:
        """Show the library; where a form waits for an approval, that text is looked at."""
        form = self._form
        waits = form is not None and not form.approved
        self.librarian.show(form.text if form is not None and waits else "")

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
            self._trial = TrialDesk(around.words, around.clock, data, self._show_ended)
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

    def _open(self, path: Path) -> None:
        try:
            opened = open_case(path)
        except CaseTrouble as trouble:
            self._window.home.say(self._words.say("trouble.not-opened", {"why": str(trouble)}))
            return
        self.cases.show(path, opened)

    def _show_ended(self, path: Path) -> str:
        """Show a case that has ended, which nobody signs; why not, or nothing."""
        if self.cases.raise_window(path):
            return ""
        try:
            self.cases.show(path, open_case(path))
        except CaseTrouble as trouble:
            return str(trouble)
        return ""

    def _open_course(self, volume: "Volume", finding: "ToldFinding") -> str:
        """Open the course of a finding as a case; why not, or nothing."""
        from core.cases.counterexample import open_course  # noqa: PLC0415 - seldom wanted

        now = self._parts.clock.now()
        path = self._parts.folder.path_of(new_id(now)).absolute()
        try:
            opened = open_course(path, volume, finding, self.cases.initials, now)
        except (CaseTrouble, ValueError) as trouble:
            return str(trouble)
        self.cases.show(path, opened)
        return ""

    def _on_library_changed(self) -> None:
        if self._form is not None:
            self._form.read_protocols()

    def _back_to_form(self) -> None:
        """The form that waited goes on where it was left."""
        if self._form is not None:
            self._window.raise_()
            self._window.activateWindow()
            self._form.page.go_on()

    def _forget_form(self, form: "Beginning") -> None:
        if self._form is form:
            self._form = None

    def _on_begun(self, initials: str) -> None:
        self._form = None
        self._window.home.show_initials(initials)
        self._window.show_home()

    def _load_windows(self) -> None:
        """Load the next of the windows that nobody asked for yet, so that it opens at once."""
        missing = [name for name in _WINDOWS if name not in sys.modules]
        if missing:
            import_module(missing[0])
            QTimer.singleShot(0, self._window, self._load_windows)
        else:
            from core.cases.bookcase import read_ahead  # noqa: PLC0415 - as above

            self._read_on(read_ahead(self._parts.folder.data))

    def _read_on(self, places: Iterator[str]) -> None:
        """Read the next protocol, so that the form of a new case opens at once."""
        if next(places, None) is not None:
            QTimer.singleShot(0, self._window, lambda: self._read_on(places))

    def _look_at_files(self) -> None:
        self.board.forget_missing()
        unread = self.board.unread()
        self._window.home.show_reading(len(unread))
        self.home_time.render()
        if unread:
            self.board.read(unread[0], self._parts.clock.now())
            QTimer.singleShot(0, self._window, self._look_at_files)

    def _choose_file(self) -> None:
        words = self._words
        title, start = words.say("home.choose-file"), str(self._parts.folder.cases)
        name, _ = QFileDialog.getOpenFileName(self._window, title, start, "*.case")
        if name:
            self.open_path(Path(name))

    def _ask_initials(self) -> None:
        self._come_home()
        self.initials_panel.ask()

    def _on_initials(self, initials: str) -> None:
        self.cases.change_initials(initials)
        self._window.home.show_initials(initials)
        self._window.home.notice.hush()
        waiting, self._after_initials = self._after_initials, None
        if waiting is not None:
            waiting()
        else:
            self._window.home.setFocus()

    def _come_home(self) -> None:
        self._window.show()
        self._window.show_home()
        self._window.raise_()
        self._window.activateWindow()

    def _show_about(self) -> None:
        from gui.about import AboutPage  # noqa: PLC0415 - home is ready sooner without it

        page = AboutPage(self._words, self._parts.folder.data)
        page.left.connect(self._window.show_home)
        self._come_home()
        self._window.show_page(page)


def _default_offer() -> Offer:
    shelved = read_protocol(DEFAULT_PROTOCOL)
    if shelved.protocol is None:
        raise ValueError(f"{shelved.place}: {'; '.join(shelved.findings)}")
    return offer_of(shelved.protocol, shelved.text)
