"""A trial beside the window: one child process at a time, which ends when its pipe is closed."""

import pickle
import re
import sys

from PySide6.QtCore import QObject, QProcess, Signal

from core.trial.plan import Plan
from core.trial.result import Result
from gui.trial.task import packed

_COUNTED = re.compile(r"(\d+) of (\d+)\n")
_END = 3_000
"""Milliseconds that a child may take to go."""


class TrialChild(QObject):
    """Runs a plan. A child of its own keeps the window free; its workers go with it."""

    counted = Signal(int, int)
    """How many patients are done over all arms, and of how many."""
    told = Signal(object)
    """The Result."""
    failed = Signal(str)
    """Why no result came."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._child: QProcess | None = None
        self._said = ""

    @property
    def running(self) -> bool:
        """Whether a child is at work."""
        return self._child is not None

    def begin(self, plan: Plan) -> None:
        """Run a plan; one that runs already is cancelled."""
        self.cancel()
        child, self._said = QProcess(self), ""
        self._child = child
        child.readyReadStandardError.connect(self._count)
        child.finished.connect(self._finish)
        child.errorOccurred.connect(self._on_error)
        child.start(sys.executable, ["-P", "-m", "gui.trial"])
        child.write(packed(plan))  # the pipe stays open: closing it is how the child is stopped

    def cancel(self) -> None:
        """Stop; nothing is told of it, and no worker is left."""
        child, self._child = self._child, None
        if child is None:
            return
        child.blockSignals(True)
        child.closeWriteChannel()
        if not child.waitForFinished(_END):
            child.kill()
            child.waitForFinished(_END)
        child.deleteLater()

    def _count(self) -> None:
        if self._child is None:
            return
        self._said += bytes(self._child.readAllStandardError().data()).decode(errors="replace")
        seen = _COUNTED.findall(self._said)
        if seen:
            done, whole = seen[-1]
            self.counted.emit(int(done), int(whole))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        """A child that never began is never finished."""
        if error is QProcess.ProcessError.FailedToStart and self._child is not None:
            why = self._child.errorString()
            self._let_go()
            self.failed.emit(why)

    def _finish(self, status: int, how: QProcess.ExitStatus) -> None:
        if self._child is None:
            return
        self._count()
        printed = bytes(self._child.readAllStandardOutput().data())
        self._let_go()
        if status or how is QProcess.ExitStatus.CrashExit:
            self.failed.emit(self._why(status))
            return
        result = pickle.loads(printed)  # noqa: S301 - of our own child
        if isinstance(result, Result):
            self.told.emit(result)
        else:
            self.failed.emit(type(result).__name__)

    def _why(self, status: int) -> str:
        lines = _COUNTED.sub("", self._said).strip().splitlines()
        return lines[-1] if lines else f"status {status}"

    def _let_go(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()
