"""From home to the debrief of a case that was played in the lab, whenever that was.

The course is told again from the case and from what lies beside it. That takes a second for an
hour of simulation, so it is done in short turns, between which the window answers.
"""

from collections.abc import Callable, Generator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from core.cases.errors import CaseTrouble, LogUnavailable
from core.cases.folder import CaseFolder, has_hidden_part
from core.model.events import CaseEnded, Recorded
from gui.app.open_cases import OpenCases
from gui.home.window import HomeWindow

if TYPE_CHECKING:
    from core.lab.hidden_part import Begun
    from core.lab.retelling import Retold
    from gui.app.debrief import DebriefDesk
    from gui.app.lab import Lab

_PERCENT = 100


class LookingBack:
    """Offers the debrief of the chosen case, and opens it."""

    def __init__(
        self,
        window: HomeWindow,
        cases: OpenCases,
        folder: CaseFolder,
        lab: Callable[[], "Lab"],
        *,
        lab_if_any: "Callable[[], Lab | None]",
    ) -> None:
        """`lab` makes the lab where there is none yet; `lab_if_any` does not."""
        self._window, self._cases, self._folder = window, cases, folder
        self._words, self._lab, self._lab_if_any = cases.around.words, lab, lab_if_any
        self._shown: dict[Path, DebriefDesk] = {}
        self._telling: Telling | None = None

    @property
    def busy(self) -> bool:
        """Whether a course is being told again."""
        return self._telling is not None

    def follow(self, case_id: str) -> None:
        """Another case is chosen: can it be debriefed?"""
        path = self._folder.path_of(case_id).absolute()
        self._window.allow_debrief(allowed=bool(case_id) and self._has(path))

    def show(self) -> None:
        """Show the debrief of the chosen case, or say why not."""
        path = self._folder.path_of(self._window.home.chosen_id).absolute()
        desk = self._shown.get(path)
        lab = self._lab_if_any()
        if lab is not None and lab.holds(path):
            lab.debrief()
        elif desk is not None:
            desk.show()
        else:
            self._begin(path)

    def close(self) -> None:
        """Tell nothing any further."""
        self._telling = None

    def _has(self, path: Path) -> bool:
        """A simulation that goes on gives nothing away; one that is over can be looked back on."""
        lab = self._lab_if_any()
        return has_hidden_part(path) and not (lab is not None and lab.hides(path))

    def _begin(self, path: Path) -> None:
        from core.lab.hidden_file import read_hidden_part  # noqa: PLC0415 - seldom wanted
        from core.lab.retelling import retelling  # noqa: PLC0415 - the same

        try:
            part = read_hidden_part(path)
            facts = self._facts(path)
        except CaseTrouble as trouble:
            self._refuse(str(trouble))
            return
        self._telling = Telling(path, part.begun, retelling(facts, part))
        self._go_on(self._telling)

    def _facts(self, path: Path) -> tuple[Recorded, ...]:
        """The facts of a case; one that was interrupted is ended first, where it can be."""
        from core.cases.opened import facts_of  # noqa: PLC0415 - seldom wanted
        from core.lab.interrupted import end_interrupted  # noqa: PLC0415 - the same

        facts = self._cases.facts_of(path)
        if facts is None:
            facts = facts_of(path)
            if not any(isinstance(fact.event, CaseEnded) for fact in facts):
                try:
                    end_interrupted(path)
                except LogUnavailable as trouble:  # a place that is only read is looked at as it is
                    self._window.home.say(self._words.say("home.not-ended", {"why": str(trouble)}))
        return facts

    def _go_on(self, telling: "Telling") -> None:
        """One turn; then the window has its own."""
        if telling is not self._telling:
            return
        try:
            share = next(telling.steps)
        except StopIteration as told:
            self._finish(telling, told.value)
        except (CaseTrouble, OSError, ValueError) as fault:
            self._stop()
            told_by = {"why": str(fault), "program": telling.begun.program}
            self._refuse(self._words.say("home.told-otherwise", told_by))
        else:
            percent = {"percent": str(round(share * _PERCENT))}
            self._window.home.show_telling(self._words.say("home.telling", percent))
            QTimer.singleShot(0, self._window, lambda: self._go_on(telling))

    def _finish(self, telling: "Telling", retold: "Retold") -> None:
        self._stop()
        desk = self._lab().look_back(retold.played, retold.trail)
        self._shown[telling.path] = desk
        desk.closed.connect(lambda: self._shown.pop(telling.path, None))
        notes = []
        if not retold.over:
            until = self._words.clock(retold.played.instant(retold.played.span))
            notes.append(self._words.say("debriefing.told.interrupted", {"until": until}))
        if telling.begun.program != version("pressor"):
            then = {"program": telling.begun.program}
            notes.append(self._words.say("debriefing.told.other-program", then))
        desk.window.say(" ".join(notes))
        self._cases.around.changed()

    def _stop(self) -> None:
        self._telling = None
        self._window.home.show_telling("")

    def _refuse(self, why: str) -> None:
        self._window.home.say(self._words.say("home.no-debrief", {"why": why}))


class Telling:
    """A course that is being told again."""

    def __init__(self, path: Path, begun: "Begun", steps: Generator[float, None, "Retold"]) -> None:
        self.path, self.begun, self.steps = path, begun, steps
