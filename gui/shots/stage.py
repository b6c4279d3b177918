"""The program itself on a stage: a folder that goes again, and a clock that stands still."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from core.cases.folder import CaseFolder
from core.clock import SimulatedClock
from core.texts import load_words
from gui.app.program import Parts, Program
from gui.case.window import CaseWindow
from gui.shots.stock import stock
from gui.shots.ward import NOW, Bed, fill

INITIALS = "JM"


class Standstill:
    """A scheduler that never wakes anybody."""

    def arm(self, delay: timedelta, action: Callable[[], None]) -> None:
        """Time does not pass in a picture."""

    def disarm(self) -> None:
        """Nothing is armed."""


class Stage:
    """The running program with the cases of the ward, all closed."""

    def __init__(self, program: Program, folder: CaseFolder) -> None:
        self.program = program
        self._folder = folder

    def open(self, bed: Bed) -> CaseWindow:
        """The window of a case, opened as home does it."""
        self.program.clinic.opening.open_path(self._folder.path_of(bed.label))
        return self.program.clinic.cases.windows[-1]


@contextmanager
def raised(application: QApplication) -> Iterator[Stage]:
    """The stage, and nothing of it afterwards.

    Raises:
        RuntimeError: something went wrong in a window; standard error says what.
    """
    hook = sys.excepthook
    with TemporaryDirectory(prefix="pressor-shots-") as place:
        folder = CaseFolder(Path(place))
        fill(folder)
        clock, words = SimulatedClock(NOW), load_words(UTC)
        stock(folder, words, INITIALS)
        program = Program(Parts(application, folder, words, clock, Standstill(), proves=False))
        try:
            program.show()
            _load(program)
            yield Stage(program, folder)
        finally:
            program.close()
            _let_go(program)
            sys.excepthook = hook
        if folder.faults.exists():
            raise RuntimeError("a window met a fault while it was drawn")


def _load(program: Program) -> None:
    """Let home be painted, every file be read and somebody sign for the shift."""
    QApplication.processEvents()
    while program.clinic.board.unread():
        QApplication.processEvents()
    program.clinic.sign_in.panel.given.emit(INITIALS)


def _let_go(program: Program) -> None:
    program.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
