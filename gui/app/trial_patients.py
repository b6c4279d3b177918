"""Patients of a trial who are looked at: each a case file beside the results of trials.

The file does not lie among the cases: home lists patients, and these are none. The same patient of
the same plan is the same file, made once.
"""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.cases.errors import CaseTrouble
from core.cases.folder import SUFFIX
from core.clock import Clock
from core.log.journal import CaseJournal
from core.model.events import Recorded
from core.trial.patient_case import Wanted, advising
from core.trial.patient_words import label_of, note_of
from core.trial.plan import Arm, Plan
from core.trial.plan_json import plan_json
from core.trial.result import own_versions
from core.view.wording import Words
from gui.child import Child
from gui.trial.task import WORK

FOLDER = "patients"
ShowCase = Callable[[Path], str]
"""Opens a case file in its window; why not, or nothing."""


class TrialPatients(QObject):
    """Makes the case of a patient in a child process, and shows it."""

    said = Signal(str)
    """What is going on; empty when that is over."""

    def __init__(self, words: Words, clock: Clock, folder: Path, show_case: ShowCase) -> None:
        """Nobody is looked at yet; `folder` is that of the results."""
        super().__init__()
        self._words, self._clock, self._show = words, clock, show_case
        self._folder = folder / FOLDER
        self._path = self._folder
        self.child = Child(WORK, self)
        self.child.told.connect(self.take)
        self.child.failed.connect(self._on_failed)

    def open(self, plan: Plan, arm: Arm, patient: int) -> None:
        """Show the patient with an id under an arm of a plan."""
        self.child.cancel()
        try:
            wanted = self.wanted(plan, arm, patient)
        except ValueError as fault:
            self._on_failed(str(fault))
            return
        if self._path.exists():
            self._open()
            return
        making = self._words.say("trial-window.opened.making", {"label": wanted.label})
        self.said.emit(making)
        self.child.begin(wanted)

    def wanted(self, plan: Plan, arm: Arm, patient: int) -> Wanted:
        """Whose case is made next, and what it says of itself; it ends now.

        Raises:
            ValueError: no arm of the plan is a protocol, so there is no case.
        """
        self._path = (self._folder / f"{_name(plan, arm, patient)}{SUFFIX}").absolute()
        label, note = (each(plan, arm, patient, self._words) for each in (label_of, note_of))
        ends = self._clock.now().replace(second=0, microsecond=0)
        return Wanted(plan, arm, patient, label, note, ends)

    def close(self) -> None:
        """Make nothing any more."""
        self.child.cancel()

    def take(self, facts: tuple[Recorded, ...]) -> None:
        """Keep the case that was wanted last, and show it."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with CaseJournal.create(self._path) as journal:
                journal.append(facts)
        except (CaseTrouble, OSError) as trouble:
            self._on_failed(str(trouble))
        else:
            self._open()

    def _open(self) -> None:
        why = self._show(self._path)
        if why:
            self._on_failed(why)
        else:
            self.said.emit("")

    def _on_failed(self, why: str) -> None:
        self.said.emit(self._words.say("trial-window.opened.failed", {"why": why.rstrip(".")}))


def _name(plan: Plan, arm: Arm, patient: int) -> str:
    """A name that no other patient has.

    Raises:
        ValueError: no arm of the plan is a protocol, so there is no case.
    """
    told = (plan_json(plan), arm.hash, advising(plan, arm).hash, dict(own_versions()))
    mark = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
    return f"{arm.name.replace(' ', '-')}-seed{plan.seed}-patient{patient}-{mark[:10]}"
