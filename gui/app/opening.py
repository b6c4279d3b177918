"""From a case file to its window: the folder's, one picked by hand, the demo, and made courses."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from core.cases.errors import CaseTrouble
from core.cases.folder import CaseFolder, has_hidden_part, new_id
from core.cases.opened import open_case
from gui.app.open_cases import OpenCases
from gui.app.sign_in import SignIn
from gui.home.window import HomeWindow

if TYPE_CHECKING:
    from core.cases.bookcase import Volume
    from core.cases.told import ToldFinding


class Opening:
    """Opens case files. `raise_elsewhere` brings up a window that is not one of the open cases."""

    def __init__(
        self,
        window: HomeWindow,
        cases: OpenCases,
        folder: CaseFolder,
        sign_in: SignIn,
        raise_elsewhere: Callable[[Path], bool],
    ) -> None:
        self._window, self._cases, self._folder = window, cases, folder
        self._words, self._clock = cases.around.words, cases.around.clock
        self._sign_in, self._raise_elsewhere = sign_in, raise_elsewhere
        self._demo: Path | None = None

    def open_id(self, case_id: str) -> None:
        """Open a case of the folder."""
        self.open_path(self._folder.path_of(case_id))

    def open_path(self, path: Path) -> None:
        """Open a case file, or bring its window to the front. Asks for initials first."""
        path = path.absolute()
        if self._cases.raise_window(path) or self._raise_elsewhere(path):
            return
        if not self._sign_in.asks_before(lambda: self.open_path(path)):
            self._open(path)

    def choose_file(self) -> None:
        """Open the case file that somebody picks."""
        title, start = self._words.say("home.choose-file"), str(self._folder.cases)
        name, _ = QFileDialog.getOpenFileName(self._window, title, start, "*.case")
        if name:
            self.open_path(Path(name))

    def show_demo(self) -> None:
        """Begin the demo case, which ends at the present minute; once in a run of the program."""
        from core.chart.demo import begin_demo  # noqa: PLC0415 - nobody else needs the charts
        from core.chart.errors import ChartError  # noqa: PLC0415 - the same

        if self._demo is not None and self._demo.exists():
            if not self._cases.raise_window(self._demo):
                self._open(self._demo)
            return
        now = self._clock.now()
        path = self._folder.path_of(new_id(now))
        try:
            opened = begin_demo(path, now)
        except (CaseTrouble, ChartError) as trouble:
            self._window.home.say(self._words.say("trouble.no-demo", {"why": str(trouble)}))
            return
        self._demo = path
        self._cases.show(path, opened)

    def show_ended(self, path: Path) -> str:
        """Show a case that has ended, which nobody signs; why not, or nothing."""
        if self._cases.raise_window(path):
            return ""
        try:
            self._cases.show(path, open_case(path))
        except CaseTrouble as trouble:
            return str(trouble)
        return ""

    def show_course(self, volume: "Volume", finding: "ToldFinding") -> str:
        """Open the course of a finding as a case; why not, or nothing."""
        from core.cases.counterexample import open_course  # noqa: PLC0415 - seldom wanted

        now = self._clock.now()
        path = self._folder.path_of(new_id(now)).absolute()
        try:
            opened = open_course(path, volume, finding, self._cases.initials, now)
        except (CaseTrouble, ValueError) as trouble:
            return str(trouble)
        self._cases.show(path, opened)
        return ""

    def _open(self, path: Path) -> None:
        try:
            self._end_interrupted(path)
            opened = open_case(path)
        except CaseTrouble as trouble:
            self._window.home.say(self._words.say("trouble.not-opened", {"why": str(trouble)}))
            return
        self._cases.show(path, opened)

    def _end_interrupted(self, path: Path) -> None:
        """A simulation that a crash cut off does not go on; its case is ended where it stood."""
        if has_hidden_part(path):
            from core.lab.interrupted import end_interrupted  # noqa: PLC0415 - seldom wanted

            end_interrupted(path)
