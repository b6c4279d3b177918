"""Other courses beside the window: one child process at a time; a new task ends the one before."""

import pickle
import re
import sys

from PySide6.QtCore import QObject, QProcess, Signal

from gui.debrief.rerun import Task

_COUNTED = re.compile(r"(\d+) of (\d+)")
_END = 3_000
"""Milliseconds that a killed child may take to go."""


class Rerunner(QObject):
    """Computes what else could have happened. A child of its own keeps the window free."""

    counted = Signal(int, int)
    """How many parts are done, and of how many."""
    told = Signal(object)
    """The courses, a tuple of Other."""
    failed = Signal(str)
    """Why the courses did not come."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._child: QProcess | None = None
        self._said = ""

    @property
    def running(self) -> bool:
        """Whether a child is at work."""
        return self._child is not None

    def begin(self, task: Task) -> None:
        """Compute the courses of a task."""
        self.cancel()
        child, self._said = QProcess(self), ""
        self._child = child
        child.readyReadStandardError.connect(self._count)
        child.finished.connect(self._finish)
        child.errorOccurred.connect(self._on_error)
        child.start(sys.executable, ["-P", "-m", "gui.debrief"])
        child.write(pickle.dumps(task))
        child.closeWriteChannel()

    def cancel(self) -> None:
        """Stop computing; nothing is told of it."""
        child, self._child = self._child, None
        if child is not None:
            child.blockSignals(True)
            child.kill()
            child.waitForFinished(_END)
            child.deleteLater()

    def _count(self) -> None:
        if self._child is None:
            return
        self._said += bytes(self._child.readAllStandardError().data()).decode(errors="replace")
        seen = _COUNTED.findall(self._said)
        if seen:
            done, total = seen[-1]
            self.counted.emit(int(done), int(total))

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
        else:
            self.told.emit(pickle.loads(printed))  # noqa: S301 - as above

    def _why(self, status: int) -> str:
        lines = [line for line in self._said.splitlines() if not _COUNTED.fullmatch(line)]
        return lines[-1] if lines else f"status {status}"

    def _let_go(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()
