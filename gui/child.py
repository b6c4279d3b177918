"""Long work beside the window: one child process at a time, which ends when its pipe is closed."""

import pickle
import re
import sys

from PySide6.QtCore import QObject, QProcess, Signal

_COUNTED = re.compile(r"(\d+) of (\d+)\n")
_END = 3_000
"""Milliseconds that a child may take to go."""


class Child(QObject):
    """Does one kind of work, `MODULE:FUNCTION` of a task and of whom to tell how much is done.

    A child of its own keeps the window free; whatever it has begun goes with it.
    """

    counted = Signal(int, int)
    """How much is done, and of how much."""
    told = Signal(object)
    """The answer."""
    failed = Signal(str)
    """Why no answer came."""

    def __init__(self, work: str, parent: QObject | None = None) -> None:
        """Nothing runs yet."""
        super().__init__(parent)
        self._work, self._said = work, ""
        self._child: QProcess | None = None

    @property
    def running(self) -> bool:
        """Whether a child is at work."""
        return self._child is not None

    def begin(self, task: object) -> None:
        """Do a task; one that is being done already is cancelled."""
        self.cancel()
        child, self._said = QProcess(self), ""
        self._child = child
        child.readyReadStandardError.connect(self._count)
        child.finished.connect(self._finish)
        child.errorOccurred.connect(self._on_error)
        child.start(sys.executable, ["-P", "-m", "gui.child_main", self._work])
        written = pickle.dumps(task)
        child.write(f"{len(written)}\n".encode())
        child.write(written)  # the pipe stays open: closing it is how the child is stopped

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
        else:
            self.told.emit(pickle.loads(printed))  # noqa: S301 - of our own child

    def _why(self, status: int) -> str:
        lines = _COUNTED.sub("", self._said).strip().splitlines()
        return lines[-1] if lines else f"status {status}"

    def _let_go(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()
