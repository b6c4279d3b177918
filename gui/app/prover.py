"""Proofs beside the window: one child process at a time proves a protocol, the rest wait."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from core.cases.bookcase import SHIPPED
from core.cases.told import ToldProof
from gui.child import Child

WORK = "core.cli.check:told_of"
"""What a child is asked to do."""


class Prover(QObject):
    """Proves protocols by place, one after the other."""

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
        self._child = Child(WORK, self)
        self._child.counted.connect(self._on_counted)
        self._child.told.connect(self._on_told)
        self._child.failed.connect(self._on_failed)

    @property
    def running(self) -> str:
        """The place that is being proved, empty for none."""
        return self._running

    def prove(self, places: Sequence[str]) -> None:
        """Prove these in turn, before what was asked for earlier."""
        known = [place for place in self._waiting if place not in places]
        self._waiting = [place for place in places if place != self._running] + known
        self._next()

    def cancel(self) -> None:
        """Stop, and forget what waits."""
        self._waiting, self._running = [], ""
        self._child.cancel()

    def _next(self) -> None:
        if self._waiting and not self._running:
            self._running = self._waiting.pop(0)
            self._child.begin(self._running.removeprefix(SHIPPED))

    def _on_counted(self, done: int, total: int) -> None:
        self.counted.emit(self._running, done, total)

    def _on_told(self, told: ToldProof) -> None:
        place, self._running = self._running, ""
        self.told.emit(place, told)
        self._next()

    def _on_failed(self, why: str) -> None:
        place, self._running = self._running, ""
        self.failed.emit(place, why)
        self._next()
