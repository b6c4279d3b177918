"""The last chance: what nobody expected is written down and said, never swallowed."""

import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from core.clock import Clock

Say = Callable[[Path | None, str], None]
"""Told where the diagnostic file lies (None: it could not be written), and why not."""


class FaultHandler:
    """Takes what reached the top. The same fault again writes no second file."""

    def __init__(self, folder: Path, clock: Clock, say: Say) -> None:
        self._folder = folder
        self._clock = clock
        self._say = say
        self._known: set[str] = set()
        self._before = sys.excepthook

    def install(self) -> None:
        """Be the hook for everything that is not caught."""
        self._before, sys.excepthook = sys.excepthook, self.take

    def remove(self) -> None:
        """Leave it to whoever was there before."""
        if sys.excepthook == self.take:
            sys.excepthook = self._before

    def take(
        self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None
    ) -> None:
        """Write a diagnostic file and say so; the trace goes to standard error as ever."""
        text = "".join(traceback.format_exception(kind, fault, trace))
        sys.stderr.write(text)
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(1)
        if text in self._known:
            return
        self._known.add(text)
        try:
            place = self._write(text)
        except OSError as error:
            self._say(None, str(error))
        else:
            self._say(place, "")

    def _write(self, text: str) -> Path:
        import platform  # noqa: PLC0415 - only a fault needs it

        now = self._clock.now()
        self._folder.mkdir(parents=True, exist_ok=True)
        place = self._folder / f"{_stamp(now)}-{len(self._known)}.txt"
        head = f"{now.isoformat()}\nPython {platform.python_version()} on {platform.platform()}\n\n"
        place.write_text(head + text, "utf-8")
        return place


def _stamp(now: datetime) -> str:
    return f"{now:%Y%m%dT%H%M%SZ}"
