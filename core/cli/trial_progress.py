"""How far a trial is and how long it still takes: one line of standard error, where one looks."""

import shutil
import sys

from core.clock import Clock
from core.system_clock import SystemClock
from core.trial.left import progress_text
from core.trial.run import Progress, Tell
from core.view.wording import Words

_ERASED = "\r\x1b[K"
"""Back to the beginning of the line, and nothing left of it."""
_LEAST, _MOST = 8, 30
"""Letters of a bar; where there is room for fewer there is none."""


def progress(words: Words, clock: Clock | None = None) -> Tell | None:
    """Says how far it has come on standard error; None where nobody looks."""
    if not sys.stderr.isatty():
        return None
    told_by = clock or SystemClock()
    begun = told_by.now()

    def say(told: Progress) -> None:
        text = progress_text(told_by.now() - begun, told.done, told.whole, words)
        columns = shutil.get_terminal_size().columns
        line = bar_line(told.done / told.whole, text, columns) if told.done < told.whole else ""
        sys.stderr.write(f"{_ERASED}{line}")
        sys.stderr.flush()

    say(Progress(0, 1))
    return say


def bar_line(share: float, text: str, columns: int) -> str:
    """A bar with its text on one line that no terminal of so many columns breaks."""
    room = min(_MOST, columns - len(text) - len("[] ") - 1)
    if room < _LEAST:
        return text[: columns - 1]
    full = int(share * room)
    return f"[{'#' * full}{'.' * (room - full)}] {text}"


def complain(sentence: str) -> None:
    """Say what went wrong, in place of the bar where there is one."""
    erased = _ERASED if sys.stderr.isatty() else ""
    sys.stderr.write(f"{erased}pressor trial: {' '.join(sentence.split())}\n")
