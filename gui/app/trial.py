"""Trials at the window: reads the arms, runs a plan beside the window, shows it, writes files."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from core.clock import Clock
from core.report.trial_kept import kept
from core.trial.grid_view import grid_view
from core.trial.left import progress_text
from core.trial.plan import PlanError
from core.trial.result import Result
from core.trial.result_view import result_view
from core.trial.robustness import AXES, Axis, Grid, GridCell
from core.trial.sweep import Swept
from core.trial.sweep_view import sweep_view
from core.view.wording import Words
from gui.app.saving import save
from gui.app.trial_arms import ArmShelf
from gui.app.trial_patients import ShowCase, TrialPatients
from gui.child import Child
from gui.prints.command import painted
from gui.trial.actions import SAVES
from gui.trial.bends import KIND as BENDS
from gui.trial.form import Wanted
from gui.trial.sweep import KIND as SWEEP
from gui.trial.task import WORK, GridTask, SweepTask, Task
from gui.trial.window import TrialWindow
from gui.window import bring

_FOLDER = "trials"


class TrialDesk(QObject):
    """One window of trials; a trial that runs stops when it is closed."""

    def __init__(self, words: Words, clock: Clock, data: Path, show_case: ShowCase) -> None:
        """Nothing is run yet; `data` is the folder of local protocols and of offered files."""
        super().__init__()
        self._words, self._clock, self._data = words, clock, data
        self._shelf = ArmShelf(words, data)
        self._begun: datetime = clock.now()
        self.result: Result | None = None
        self.axes: tuple[Axis, ...] = AXES
        self.child = Child(WORK, self)
        self.patients = TrialPatients(words, clock, data / _FOLDER, show_case)
        self.window = TrialWindow(words)
        self.window.views.sweep.know(self._shelf.read_values, self._shelf.said_now)
        self._connect()

    def show(self) -> None:
        """Read the protocols that are there now, and show the window in front."""
        try:
            self.window.views.offer(self._shelf.read(), self._shelf.usual(), self._shelf.fields())
        except OSError as fault:
            self.window.say(self._words.say("library.unreadable", {"why": str(fault)}))
        if not self.window.isVisible():
            self.window.resize(self.window.sizeHint())
        bring(self.window)
        self.window.show_page(self.window.views.page)

    def close(self) -> None:
        """Stop what runs and close the window."""
        self.window.close()
        self.child.cancel()
        self.patients.close()
        self.window.deleteLater()

    def show_result(self, result: Result) -> None:
        """Show what a trial came to."""
        self.result = result
        plan = result.plan
        name = f"trial-{plan.arms[0].name}-{plan.patients}-{plan.hours}h-{plan.seed}"
        folder = self._data / _FOLDER
        self.window.places = {kind: str(folder / f"{name}.{kind}") for kind in SAVES}
        self.window.show_progress(None)
        self.window.show_result(result_view(result, self._words))

    def show_grid(self, grid: Grid) -> None:
        """Show how far a protocol bends."""
        self.window.show_progress(None)
        self.window.show_grid(grid_view(grid, self._words))

    def show_sweep(self, swept: Swept) -> None:
        """Show what other values of a field make of a protocol."""
        self.window.show_progress(None)
        self.window.show_sweep(sweep_view(swept, self._words))

    def _show(self, answer: object) -> None:
        if isinstance(answer, Grid):
            self.show_grid(answer)
        elif isinstance(answer, Swept):
            self.show_sweep(answer)
        elif isinstance(answer, Result):
            self.show_result(answer)

    def _open_cell(self, cell: GridCell) -> None:
        if cell.patient is not None:
            self.patients.open(cell.plan, cell.plan.arms[0], cell.patient)

    def _open_patient(self, name: str, patient: int) -> None:
        if self.result is not None:
            plan = self.result.plan
            arm = next(arm for arm in plan.arms if arm.name == name)
            self.patients.open(plan, arm, patient)

    def _task(self, wanted: Wanted) -> Task:
        """What a child is to do.

        Raises:
            PlanError: it cannot be done; the sentence says why.
        """
        plan = self._shelf.plan(wanted)
        if wanted.kind == BENDS:
            return GridTask(plan, self.axes)
        return SweepTask(plan, *wanted.asked) if wanted.kind == SWEEP else plan

    def _begin(self, wanted: Wanted) -> None:
        try:
            task = self._task(wanted)
        except PlanError as fault:
            self._on_failed(str(fault))
            return
        self._begun = self._clock.now()
        self.window.show_progress(self._words.say("trial-window.run.beginning"))
        self.child.begin(task)

    def _stop(self) -> None:
        if self.child.running:
            self.child.cancel()
            self.window.show_progress(None)
            self.window.say(self._words.say("trial-window.run.stopped"))

    def _on_counted(self, done: int, whole: int) -> None:
        gone = self._clock.now() - self._begun
        text = progress_text(gone, done, whole, self._words)
        self.window.show_progress(text, 100 * done // whole)

    def _on_failed(self, why: str) -> None:
        self.window.show_progress(None)
        self.window.say(self._words.say("trial-window.run.failed", {"why": why.rstrip(".")}))

    def _save(self, kind: str, typed: str, replaces: bool) -> None:  # noqa: FBT001 - of a signal
        made = partial(self._content, kind)
        done = save(typed, made, self.window.saving, self._said_of_file, replaces=replaces)
        if done:
            self.window.say(done)

    def _said_of_file(self, code: str, told: Mapping[str, str]) -> str:
        return self._words.say(f"trial-window.save.{code}", told)

    def _content(self, kind: str) -> bytes:
        result = self.result
        if result is None:
            raise ValueError(self._words.say("trial-window.save.nothing"))
        told = kept(result, self._words)[kind]()
        return told.encode() if isinstance(told, str) else painted(told)

    def _connect(self) -> None:
        window = self.window
        window.wanted.connect(self._begin)
        window.stopped.connect(self._stop)
        window.save_wished.connect(self._save)
        window.cell_wished.connect(self._open_cell)
        window.patient_wished.connect(self._open_patient)
        window.closed.connect(self.patients.close)
        window.closed.connect(self._stop)
        self.child.counted.connect(self._on_counted)
        self.child.told.connect(self._show)
        self.patients.said.connect(window.say)
        self.child.failed.connect(self._on_failed)
