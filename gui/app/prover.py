"""Proofs beside the window: one child process at a time runs `pressor check`, the rest wait."""

import re
import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, Signal

from core.cases.bookcase import SHIPPED
from core.cases.told import read_told

_COUNTED = re.compile(r"(\d+) of (\d+)")
_END = 3_000
"""Milliseconds that a killed child may take to go."""


class Prover(QObject):
    """Proves protocols by place, one after the other. A child of its own keeps the window free."""

    counted = Signal(str, int, int)
    """A place, how many promises were judged, and of how many."""
    told = Signal(str, object)
    """A place and its ToldProof."""
    failed = Signal(str, str)
    """A place, and why its proof did not come to its end."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: list[str] = []
        self._running = ""
        self._child: QProcess | None = None

    @property
    def running(self) -> str:
        """The place that is being proved, empty for none."""
        return self._running

    def prove(self, places: Sequence[str]) -> None:
        """Prove these in turn, before what was asked for earlier."""
        known = [place for place in self._waiting if place not in places]
        self._waiting = [place for place in places if place != self._running] + known
        if self._child is None:
            self._next()

    def cancel(self) -> None:
        """Stop, and forget what waits."""
        self._waiting, self._running = [], ""
        child, self._child = self._child, None
        if child is not None:
            child.blockSignals(True)
            child.kill()
            child.waitForFinished(_END)
            child.deleteLater()

    def _next(self) -> None:
        if not self._waiting:
            return
        self._running = self._waiting.pop(0)
        child = QProcess(self)
        self._child = child
        child.readyReadStandardError.connect(self._count)
        child.finished.connect(self._finish)
        child.errorOccurred.connect(self._on_error)
        name = self._running.removeprefix(SHIPPED)
        # The exact proof alone decides about an approval; simulated patients would only take time.
        exactly = ["--json", "--progress", "--patients", "0"]
        command = ["-P", "-m", "gui", "check", name, *exactly]
        child.start(sys.executable, command)

    def _count(self) -> None:
        if self._child is None:
            return
        seen = _COUNTED.findall(bytes(self._child.readAllStandardError().data()).decode())
        if seen:
            done, total = seen[-1]
            self.counted.emit(self._running, int(done), int(total))

    def _on_error(self, error: QProcess.ProcessError) -> None:
        """A child that never began is never finished."""
        if error is QProcess.ProcessError.FailedToStart and self._child is not None:
            self._settle(self._child.errorString(), "")

    def _finish(self, status: int, _how: QProcess.ExitStatus) -> None:
        if self._child is not None:
            printed = bytes(self._child.readAllStandardOutput().data()).decode()
            self._settle(f"status {status}", printed)

    def _settle(self, why: str, printed: str) -> None:
        place, self._running = self._running, ""
        child, self._child = self._child, None
        if child is not None:
            child.deleteLater()
        try:
            told = read_told(printed)
        except ValueError:
            self.failed.emit(place, why)
        else:
            self.told.emit(place, told)
        if self._child is None:
            self._next()
